import { createHash } from 'node:crypto'
import { addTrace } from '#core/audit.ts'
import type { Ctx } from '#core/context.ts'
import { ErreurSaisie } from '#core/errors.ts'
import { getReglage, lockNom, updateReglage } from '#core/reglage.ts'
import { getCompteParCourriel } from '#modules/comptes/index.ts'
import { createDispositif } from '../dispositif/dispositif.queries.ts'
import { updateCommunes } from '../dispositif/territoire.queries.ts'
import type { ObjetFiche } from '../fiche/fiche.ts'
import { addModifications } from '../fiche/modification.queries.ts'
import { readDemoReseau } from './demonstration.ts'
import { addEtapesDemo, addLiens, addMembresDemo, addReste, type IdsReseau } from './dispositifs.queries.ts'
import {
  createContacts,
  createOrganismes,
  createServices,
  createStructures,
  getIdsDesCles,
  type Ids,
  updateParents,
} from './fiches.queries.ts'
import type { DemoDispositif } from './schema.ts'

const REGLAGE = 'demonstration.reseau'
const COORDINATEUR = 'coordinateur@demonstration.invalid'

/**
 * Loads who acts where in the demonstration, once and whole, under a lock that a second process waits for. With newer
 * files, what was not there yet is added; what people changed or deleted is not touched again.
 */
export async function importDemonstrationReseau(ctx: Ctx): Promise<void> {
  const demo = readDemoReseau()
  const empreinte = createHash('sha256')
    .update(JSON.stringify([demo, [...demo.documents]]))
    .digest('hex')
  await ctx.db.transaction().execute(async (db) => {
    const dans = { ...ctx, db }
    await lockNom(db, REGLAGE)
    if ((await getReglage(db, REGLAGE)) === empreinte) return
    const coordinateur = (await getCompteParCourriel(dans, COORDINATEUR))?.id ?? null
    const ids = await importFiches(dans, demo, coordinateur)
    await importDispositifs(dans, demo, { ids, coordinateur })
    await updateReglage(db, REGLAGE, empreinte)
    await addTrace(dans, { evenement: 'demonstration.reseau', objet: null, issue: 'fait' })
  })
}

type Demo = ReturnType<typeof readDemoReseau>

interface Origine {
  description?: string | undefined
  fictif?: true | undefined
  source?: { document: string } | { titre: string; url: string } | undefined
  aVerifier?: string | undefined
}

type Documents = ReadonlyMap<string, string>

const computeProvenance = ({ description, fictif, source, aVerifier }: Origine, documents: Documents) => ({
  description: [description, aVerifier && `À vérifier\u00a0: ${aVerifier}.`].filter(Boolean).join(' ') || null,
  source:
    fictif || !source
      ? 'demonstration'
      : 'url' in source
        ? source.titre
        : (documents.get(source.document) ?? source.document),
  source_url: source && 'url' in source ? source.url : null,
})

async function importFiches(
  ctx: Ctx,
  { organismes, structures, dispositifs, documents }: Demo,
  verifiePar: string | null,
): Promise<Omit<IdsReseau, 'autre'>> {
  const orga = await createOrganismes(
    ctx,
    organismes.map((o) => ({ ...o, provenance: computeProvenance(o, documents) })),
  )
  const organisme = await getIdsDesCles(
    ctx,
    'organisme',
    organismes.map((o) => o.cle),
  )
  await updateParents(
    ctx,
    organismes.flatMap((o) => {
      const [id, parent] = [orga.get(o.cle), o.parent && organisme.get(o.parent)]
      return id && parent ? [{ id, parent }] : []
    }),
  )
  const contacts = organismes.flatMap((o) => {
    const id = organisme.get(o.cle)
    return id ? o.contacts.map((c) => ({ ...c, organisme: id, fictif: o.fictif ?? false })) : []
  })
  const nouveauxContacts = await createContacts(ctx, contacts)
  const lieux = await createStructures(
    ctx,
    structures.map((s) => ({ ...s, provenance: computeProvenance(s, documents) })),
    { organismes: organisme, verifiePar },
  )
  const structure = await getIdsDesCles(
    ctx,
    'structure',
    structures.map((s) => s.cle),
  )
  const services = structures.flatMap((s) => {
    const id = structure.get(s.cle)
    const { source, source_url } = computeProvenance(s, documents)
    return id ? s.services.map((x) => ({ ...x, structure: id, fictif: s.fictif ?? false, source, source_url })) : []
  })
  const nouveauxServices = await createServices(ctx, services)
  await addHistorique(ctx, 'organisme', orga, organismes)
  await addHistorique(ctx, 'contact', nouveauxContacts, contacts)
  await addHistorique(ctx, 'structure', lieux, structures)
  await addHistorique(ctx, 'service', nouveauxServices, services)
  const notices = dispositifs.flatMap((d) => d.documents.flatMap((x) => ('notice' in x ? x.notice : [])))
  return {
    organisme,
    structure,
    contact: await getIdsDesCles(
      ctx,
      'contact',
      contacts.map((c) => c.cle),
    ),
    notice: await getIdsDesCles(ctx, 'notice', notices),
  }
}

/** Each new object has a beginning in its history. */
const addHistorique = (ctx: Ctx, objet: ObjetFiche, ids: Ids, fiches: readonly { cle: string; nom: string }[]) =>
  addModifications(
    ctx,
    fiches.flatMap(({ cle, nom }) => {
      const id = ids.get(cle)
      return id
        ? [{ objet, id, geste: 'import' as const, avant: null, apres: { nom }, note: 'Données de démonstration' }]
        : []
    }),
  )

async function importDispositifs(
  ctx: Ctx,
  { dispositifs, liens, documents }: Demo,
  { ids: fiches, coordinateur }: { ids: Omit<IdsReseau, 'autre'>; coordinateur: string | null },
): Promise<void> {
  const nouveaux = new Map<string, number>()
  for (const d of dispositifs) {
    const { description, source, source_url } = computeProvenance(d, documents)
    const id = await createDispositif(ctx, {
      ...{ cle: d.cle, type: d.type, nom: d.nom, fictif: d.fictif ?? false },
      ...{ description, source, sourceUrl: source_url, themes: d.themes, publics: d.publics, valeurs: d.valeurs },
      organisme: (d.organisme && fiches.organisme.get(d.organisme)) || null,
      commune: d.commune ?? null,
      adresse: d.adresse ?? null,
      telephone: d.telephone ?? null,
      courriel: d.courriel ?? null,
      siteWeb: d.siteWeb ?? null,
    })
    if (id !== null) nouveaux.set(d.cle, id)
  }
  const autre = await getIdsDesCles(
    ctx,
    'dispositif',
    dispositifs.map((d) => d.cle),
  )
  const ids = { ...fiches, autre }
  for (const d of dispositifs) {
    const id = nouveaux.get(d.cle)
    if (!id) continue
    await addTerritoires(ctx, { ...d, id })
    await addEtapesDemo(ctx, id, d.etapes)
    await addMembresDemo(ctx, id, d, ids)
    await addReste(ctx, id, d, { ids, coordinateur })
  }
  await addHistorique(ctx, 'dispositif', nouveaux, dispositifs)
  await addLiens(
    ctx,
    liens.filter((l) => nouveaux.has(l.a) || nouveaux.has(l.b)),
    autre,
  )
}

/** Where somebody’s CPTS holds the communes already, the demonstration gives way: its own stays without territory. */
async function addTerritoires(
  ctx: Ctx,
  { id, type, versions }: Pick<DemoDispositif, 'type' | 'versions'> & { id: number },
) {
  try {
    for (const { communes, depuis = null, note } of versions)
      await updateCommunes(ctx, { id, type, publication: 'publie' }, communes, { depuis, note })
  } catch (erreur) {
    if (!(erreur instanceof ErreurSaisie)) throw erreur
  }
}
