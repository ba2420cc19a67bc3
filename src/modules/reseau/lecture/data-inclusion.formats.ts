import { z } from 'zod'
import { ErreurLecture } from '#core/encodage.ts'
import { listTermes, type SlugVocabulaire } from '#modules/vocabulaires/index.ts'
import { parseIdentifiant } from '../identifiant.ts'
import { FRAIS, MOBILISABLE_PAR, MODES_ACCUEIL, MODES_MOBILISATION, TYPES_SERVICE } from '../service/valeurs.ts'
import { type ElementJson, parseElements } from './json.formats.ts'
import { type Communes, createConstat, type FicheLue, isJour, type Lecture, type Lu } from './lecture.ts'

const texte = z
  .string()
  .nullish()
  .transform((v) => v?.trim() || null)
const textes = z
  .array(z.string())
  .nullish()
  .transform((v) => v ?? [])
const degres = z
  .number()
  .nullish()
  .transform((v) => v ?? null)
const PREMIER_JOUR = '2000-01-01'

/** Rules of the schema v1.0.8 that make a record worth nothing where they are broken; the others are only told. */
const commun = {
  source: z.string().min(1),
  id: z.string().min(1),
  nom: z.string().trim().min(3, 'nom de moins de trois caractères').max(150, 'nom de plus de 150 caractères'),
  date_maj: z
    .string()
    .transform((v) => v.slice(0, 10))
    .refine((v) => isJour(v) && v >= PREMIER_JOUR, 'date_maj n’est pas une date depuis 2000'),
  description: texte,
  lien_source: texte,
  adresse: texte,
  complement_adresse: texte,
  code_postal: texte,
  code_insee: texte,
  commune: texte,
  longitude: degres,
  latitude: degres,
  telephone: texte,
  courriel: texte,
  horaires_accueil: texte,
}
const schemaStructure = z.object({
  ...commun,
  siret: texte,
  site_web: texte,
  accessibilite_lieu: texte,
  reseaux_porteurs: textes,
})
const schemaService = z.object({
  ...commun,
  structure_id: z.string().min(1),
  type: texte,
  thematiques: textes,
  frais: texte,
  frais_precisions: texte,
  publics: textes,
  publics_precisions: texte,
  conditions_acces: texte,
  modes_accueil: textes,
  zone_eligibilite: textes,
  contact_nom_prenom: texte,
  lien_mobilisation: texte,
  modes_mobilisation: textes,
  mobilisable_par: textes,
  mobilisation_precisions: texte,
})

/** The first of our terms that each value of data.inclusion is close to. */
function createTable(vocabulaire: SlugVocabulaire, liste: string): ReadonlyMap<string, string> {
  const paires = listTermes(vocabulaire).flatMap((t) =>
    (t.correspondances ?? []).filter((c) => c.liste === liste).map((c) => [c.valeur, t.slug] as const),
  )
  return new Map(paires.toReversed())
}
const TYPES = createTable('type-structure', 'reseaux_porteurs')
const THEMES = createTable('theme', 'thematiques')
const PUBLICS = createTable('public', 'publics')

const convert = (table: ReadonlyMap<string, string>, valeurs: readonly string[]): string[] => [
  ...new Set(valeurs.flatMap((v) => table.get(v) ?? [])),
]

/** Is this the beginning of a file of data.inclusion? */
export const isDataInclusion = (debut: string): boolean =>
  /"(structure_id|date_maj|thematiques|reseaux_porteurs)"\s*:/.test(debut)

/**
 * Structures or services of data.inclusion v1: a list, or an object that holds `structures` and `services`.
 * @param aujourdhui ISO date: nothing was changed later. @throws ErreurLecture where it holds neither
 */
export async function* parseDataInclusion(
  source: AsyncIterable<string>,
  communes: Communes,
  aujourdhui: string,
): Lecture {
  let vues = 0
  for await (const elements of parseElements(source)) {
    const lus: Lu[] = []
    for (const element of elements) {
      if (element.n === 0 || !['', 'structures', 'services'].includes(element.cle)) continue
      vues++
      lus.push(...parseElement(element, communes, aujourdhui))
    }
    yield lus
  }
  if (vues === 0) throw new ErreurLecture('Ce fichier n’a ni structure ni service de data·inclusion.')
}

function parseElement({ n, valeur }: ElementJson, communes: Communes, aujourdhui: string): Lu[] {
  const service = typeof valeur === 'object' && valeur !== null && 'structure_id' in valeur
  const lu = (service ? schemaService : schemaStructure).safeParse(valeur)
  if (!lu.success) {
    const [faute] = lu.error.issues
    return [createConstat(n, 'rejete', `${faute?.path.join('.') ?? ''}\u00a0: ${faute?.message ?? 'illisible'}`)]
  }
  const { id, source, date_maj } = lu.data
  // So no record may pass for one of another source.
  if (!id.startsWith(`${source}--`))
    return [
      createConstat(
        n,
        'rejete',
        `id\u00a0: «\u00a0${id.slice(0, 60)}\u00a0» ne commence pas par «\u00a0${source.slice(0, 30)}--\u00a0».`,
      ),
    ]
  if (date_maj > aujourdhui) return [createConstat(n, 'rejete', `date_maj\u00a0: le ${date_maj} n’est pas passé.`)]
  return 'structure_id' in lu.data ? parseService(n, lu.data) : parseStructure(n, lu.data, communes)
}

function createFiche(
  n: number,
  objet: FicheLue['objet'],
  d: { source: string; id: string; lien_source: string | null },
) {
  return { n, objet, finess: null, source: d.source, sourceId: d.id, sourceUrl: d.lien_source }
}

function parseStructure(n: number, d: z.infer<typeof schemaStructure>, communes: Communes): Lu[] {
  const lus: Lu[] = []
  const warn = (message: string) => void lus.push(createConstat(n, 'avertissement', `${d.id}\u00a0: ${message}`))
  const siret = d.siret === null ? null : parseIdentifiant('siret', d.siret, true)
  if (siret && 'erreur' in siret) warn(siret.erreur)
  else if (siret?.avertissement) warn(siret.avertissement)
  const commune =
    communes.getCommune(d.code_insee ?? '') ?? communes.searchCommune(d.code_postal ?? '', d.commune ?? '')
  if (commune === null && (d.code_insee ?? d.commune) !== null)
    warn(`la commune «\u00a0${d.code_insee ?? d.commune}\u00a0» n’est pas connue.`)
  const point =
    d.longitude !== null && d.latitude !== null && Math.abs(d.longitude) <= 180 && Math.abs(d.latitude) <= 90
  const valeurs: FicheLue['valeurs'] = {
    nom: d.nom,
    type: convert(TYPES, d.reseaux_porteurs)[0] ?? null,
    description: d.description,
    siret: siret && 'valeur' in siret ? siret.valeur : null,
    adresse: d.adresse,
    complement: d.complement_adresse,
    codePostal: d.code_postal,
    commune,
    longitude: point ? d.longitude : null,
    latitude: point ? d.latitude : null,
    positionSource: point ? 'source' : null,
    telephone: d.telephone,
    courriel: d.courriel,
    siteWeb: d.site_web,
    horaires: d.horaires_accueil,
    accessibiliteUrl: d.accessibilite_lieu,
    reseauxPorteurs: d.reseaux_porteurs,
    sourceMaj: d.date_maj,
  }
  return [...lus, { ...createFiche(n, 'structure', d), parent: null, valeurs }]
}

function parseService(n: number, d: z.infer<typeof schemaService>): Lu[] {
  const lus: Lu[] = []
  /** Values out of a closed list are left out, and told. */
  const keep = (champ: string, valeurs: readonly string[], liste: Readonly<Record<string, string>>): string[] => {
    const inconnues = valeurs.filter((v) => !Object.hasOwn(liste, v))
    if (inconnues.length > 0)
      lus.push(
        createConstat(
          n,
          'avertissement',
          `${d.id}, ${champ}\u00a0: «\u00a0${inconnues.join(', ').slice(0, 100)}\u00a0» n’est pas dans la liste.`,
        ),
      )
    return valeurs.filter((v) => Object.hasOwn(liste, v))
  }
  const keepUn = (champ: string, valeur: string | null, liste: Readonly<Record<string, string>>): string | null =>
    valeur === null ? null : (keep(champ, [valeur], liste)[0] ?? null)
  const valeurs: FicheLue['valeurs'] = {
    nom: d.nom,
    description: d.description,
    type: keepUn('type', d.type, TYPES_SERVICE),
    themes: convert(THEMES, d.thematiques),
    publics: convert(PUBLICS, d.publics),
    publicsPrecisions: d.publics_precisions,
    frais: keepUn('frais', d.frais, FRAIS),
    fraisPrecisions: d.frais_precisions,
    conditionsAcces: d.conditions_acces,
    modesAccueil: keep('modes_accueil', d.modes_accueil, MODES_ACCUEIL),
    modesMobilisation: keep('modes_mobilisation', d.modes_mobilisation, MODES_MOBILISATION),
    mobilisablePar: keep('mobilisable_par', d.mobilisable_par, MOBILISABLE_PAR),
    mobilisationPrecisions: d.mobilisation_precisions,
    lienMobilisation: d.lien_mobilisation,
    zoneEligibilite: d.zone_eligibilite,
    telephone: d.telephone,
    courriel: d.courriel,
    contact: d.contact_nom_prenom,
    horaires: d.horaires_accueil,
    thematiquesDi: d.thematiques,
    publicsDi: d.publics,
    sourceMaj: d.date_maj,
  }
  return [...lus, { ...createFiche(n, 'service', d), parent: d.structure_id, valeurs }]
}
