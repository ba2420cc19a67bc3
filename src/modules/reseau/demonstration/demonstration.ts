import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { checkSelection, hasTerme } from '#modules/vocabulaires/index.ts'
import { getType } from '../dispositif/types.ts'
import { type DemoDispositif, type DemoReseau, schemaDemoReseau } from './schema.ts'

const FICHIERS = new URL('../../../../demo/', import.meta.url)

/**
 * Who acts where, in the demonstration: what the source documents name, and one invented working territory. See
 * demo/README.md.
 * @returns them, and `documents`: how each source document is named on a sheet (slug → « Ireps Occitanie, 2022 »)
 * @throws ZodError when a file has not the shape of `schema.ts`.
 */
export function readDemoReseau(): DemoReseau & { documents: ReadonlyMap<string, string> } {
  const read = (nom: string): unknown => JSON.parse(readFileSync(new URL(`${nom}.json`, FICHIERS), 'utf8'))
  const documents = schemaDocuments.parse(read('documents'))
  return {
    ...schemaDemoReseau.parse({
      organismes: read('organismes'),
      structures: read('structures'),
      ...schemaDemoReseau.pick({ dispositifs: true, liens: true }).parse(read('dispositifs')),
    }),
    documents: new Map(documents.map((d) => [d.slug, `${d.organismes[0] ?? d.titre}, ${d.date.slice(0, 4)}`])),
  }
}

/** The source documents, as the catalogue describes them too. */
const schemaDocuments = z.array(
  z.object({ slug: z.string(), titre: z.string(), organismes: z.array(z.string()), date: z.string() }),
)

const INVENTE = /fictif|fictive/i
/** Numbers that the regulator keeps for fiction (Arcep: 01 99 00, 06 39 98), addresses that nobody owns (RFC 2606). */
const TELEPHONE_FICTIF = /^(01 99 00|06 39 98) \d\d \d\d$/
const HOTE_FICTIF = /[@./]example\.org(\/|$)/

/**
 * What is wrong between the three files: double keys, references to nothing, terms outside the vocabularies or the
 * types; facts without source, and invented things that do not say so or that could reach somebody.
 * @returns one French sentence a fault, beginning with its place; empty when all is right.
 */
export function checkDemoReseau(
  { organismes, structures, dispositifs, liens }: DemoReseau,
  documents: ReadonlyMap<string, string>,
): string[] {
  const contacts = organismes.flatMap((o) => o.contacts)
  const services = structures.flatMap((s) => s.services)
  const cles = {
    organisme: new Set(organismes.map((o) => o.cle)),
    structure: new Set(structures.map((s) => s.cle)),
    contact: new Set(contacts.map((c) => c.cle)),
    autre: new Set(dispositifs.map((d) => d.cle)),
  }
  const checkRef = (famille: keyof typeof cles, ref: string | undefined): string[] =>
    ref === undefined || cles[famille].has(ref) ? [] : [`« ${ref} » n’est pas parmi les ${famille}s.`]
  const inside = (place: string, fautes: string[]): string[] => fautes.map((faute) => `${place} : ${faute}`)
  const fiches = [...organismes, ...structures, ...dispositifs]
  return [
    ...[organismes, structures, dispositifs, services, contacts].flatMap((liste) =>
      listDoubles(liste.map((fiche) => fiche.cle)),
    ),
    ...fiches.flatMap((fiche) => inside(fiche.cle, checkOrigine(fiche))),
    ...fiches.flatMap(({ cle, source }) =>
      source && 'document' in source && !documents.has(source.document)
        ? [`${cle} : le document « ${source.document} » n’existe pas.`]
        : [],
    ),
    ...[
      ...organismes.filter((o) => o.fictif).flatMap((o) => o.contacts),
      ...structures.filter((s) => s.fictif).flatMap((s) => s.services),
    ].flatMap((x) => inside(x.cle, checkJoignable(x))),
    ...contacts.flatMap((c) => (INVENTE.test(c.nom) ? [] : [`${c.cle} : cette personne n’est pas dite fictive.`])),
    ...organismes.flatMap((o) =>
      inside(o.cle, [...checkRef('organisme', o.parent), ...checkTerme('type-structure', o.type)]),
    ),
    ...structures.flatMap((s) =>
      inside(s.cle, [
        ...checkRef('organisme', s.organisme),
        ...checkTerme('type-structure', s.type),
        ...(s.position && !s.fictif ? ['un lieu réel n’a de position que d’une source.'] : []),
      ]),
    ),
    ...services.flatMap((x) =>
      inside(x.cle, [
        ...checkSelection('theme', x.themes),
        ...checkSelection('public', x.publics),
        // Else nobody finds it as help from afar.
        ...(x.modesAccueil.includes('a-distance') && x.zoneEligibilite.length === 0
          ? ['ce service à distance ne dit pas à qui, par lieu d’habitation.']
          : []),
      ]),
    ),
    ...dispositifs.flatMap((d) =>
      inside(d.cle, [
        ...checkDispositif(d),
        ...checkRef('organisme', d.organisme),
        ...d.membres.flatMap((m) => [
          ...checkRef('contact', m.contact),
          ...checkRef('organisme', m.organisme),
          ...checkRef('structure', m.structure),
          ...checkRef('autre', m.autre),
        ]),
      ]),
    ),
    ...liens.flatMap((l) => inside(`${l.a} – ${l.b}`, [...checkRef('autre', l.a), ...checkRef('autre', l.b)])),
  ]
}

const checkTerme = (vocabulaire: 'type-structure' | 'role-dispositif', slug: string | undefined): string[] =>
  slug === undefined || hasTerme(vocabulaire, slug) ? [] : [`« ${slug} » n’est pas dans « ${vocabulaire} ».`]

interface Joignable {
  telephone?: string | undefined
  courriel?: string | undefined
  siteWeb?: string | undefined
}

function checkOrigine({
  nom,
  fictif,
  source,
  ...moyens
}: Joignable & Pick<DemoDispositif, 'nom' | 'fictif' | 'source'>): string[] {
  if (!fictif) {
    return [
      ...(source ? [] : ['un fait n’a pas de source.']),
      ...(INVENTE.test(nom) ? ['un nom dit « fictif » sans l’être.'] : []),
    ]
  }
  return [
    ...(INVENTE.test(nom) ? [] : ['le nom ne dit pas qu’il est fictif.']),
    ...(source ? ['ce qui est inventé n’a pas de source.'] : []),
    ...checkJoignable(moyens),
  ]
}

const checkJoignable = ({ telephone, courriel, siteWeb }: Joignable): string[] => [
  ...(telephone && !TELEPHONE_FICTIF.test(telephone) ? [`le numéro « ${telephone} » pourrait être à quelqu’un.`] : []),
  ...[courriel, siteWeb]
    .filter((adresse) => adresse !== undefined && !HOTE_FICTIF.test(adresse))
    .map((adresse) => `l’adresse « ${adresse} » pourrait être à quelqu’un.`),
]

function checkDispositif(d: DemoDispositif): string[] {
  const type = getType(d.type)
  if (!type) return [`le type « ${d.type} » n’existe pas.`]
  const checkDe = (nom: string, permis: readonly { slug: string }[], slugs: readonly string[]): string[] => {
    const connus = new Set(permis.map((x) => x.slug))
    return slugs
      .filter((slug) => !connus.has(slug))
      .map((slug) => `${nom} « ${slug} » n’est pas du type « ${d.type} ».`)
  }
  return [
    ...checkSelection('theme', d.themes),
    ...checkSelection('public', d.publics),
    ...checkDe(
      'l’étape',
      type.etapes,
      d.etapes.map((e) => e.etape),
    ),
    ...d.etapes.flatMap((e) =>
      checkDe('le contenu', type.etapes.find((t) => t.slug === e.etape)?.contenus ?? [], e.contenus),
    ),
    ...checkDe(
      'la mission',
      type.missions,
      d.missions.map((m) => m.mission),
    ),
    ...checkDe(
      'l’instance',
      type.instances,
      d.instances.map((i) => i.type),
    ),
    ...checkDe(
      'le collège',
      type.colleges,
      d.membres.flatMap((m) => m.college ?? []),
    ),
    ...checkDe('le champ', [...type.champs, ...type.indicateurs], Object.keys(d.valeurs)),
    ...d.membres.flatMap((m) => checkTerme('role-dispositif', m.role)),
    ...d.membres
      .filter((m) => m.debut && m.fin && m.fin < m.debut)
      .map((m) => `un membre part le ${m.fin} avant d’arriver.`),
    ...d.instances
      .filter((i) => i.sieges.some((rang) => rang >= d.membres.length))
      .map((i) => `un siège de « ${i.nom} » n’est à personne.`),
  ]
}

const listDoubles = (cles: readonly string[]): string[] =>
  [...new Set(cles.filter((cle, rang) => cles.indexOf(cle) !== rang))].map((cle) => `« ${cle} » paraît plusieurs fois.`)
