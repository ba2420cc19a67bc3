import { formatJour } from '#core/jour.ts'
import { getLibelle, getTerme, type SlugVocabulaire } from '#modules/vocabulaires/index.ts'
import { formatAges } from '../echange/ages.ts'
import { formatE164 } from '../echange/telephone.ts'
import { computeMiseAJour } from '../fiche/score.ts'
import { formatAdresseService, type Service } from '../service/service.ts'
import { formatAdresseStructure, type Structure } from '../structure/structure.ts'
import {
  BORNES,
  createSchemaService,
  createSchemaStructure,
  FRAIS_DI,
  MOBILISABLE_PAR_DI,
  MODES_ACCUEIL_DI,
  MODES_MOBILISATION_DI,
  PUBLICS_DI,
  type ServiceDi,
  type StructureDi,
  TOUS_PUBLICS,
  TYPES_DI,
} from './schema.ts'

/** What a file does not carry as it is here: the field in French words, and why. */
export interface Ecart {
  champ: string
  raison: string
  /** Which value, where the field holds several. */
  quoi?: string
}
/** `valeur` is null where the sheet cannot leave; `ecarts` then says why. */
export interface Ecrite<T> {
  valeur: T | null
  ecarts: readonly Ecart[]
}

interface Envoi {
  /** Address of the site, without final slash. */
  site: string
  maintenant: Date
}

/** Invented sheets have a source of their own: whoever gathers files can leave them out. */
export const getSource = ({ fictif }: { fictif: boolean }): string => (fictif ? 'maillage-demonstration' : 'maillage')
const formatId = (fiche: { id: number; fictif: boolean }, sorte: 'structure' | 'service'): string =>
  `${getSource(fiche)}--${sorte}-${fiche.id}`

const jour = (maintenant: Date): string => formatJour(maintenant)
const min = (a: string, b: string): string => (a < b ? a : b)

/** They warn of a name that ends with a full stop. */
const formatNom = (nom: string): string => nom.trim().replace(/(?<=[^.])\.$/, '')

/** What we say of a sheet while it is written. */
class Ecarts {
  readonly liste: Ecart[] = []
  add(champ: string, raison: string, quoi?: string): null {
    this.liste.push({ champ, raison, ...(quoi !== undefined && { quoi }) })
    return null
  }

  checkTexte(champ: string, valeur: string | null, { min: court, max }: { min: number; max: number }): string | null {
    const net = valeur?.trim() ?? ''
    if (net === '') return null
    if (net.length < court) return this.add(champ, `plus court que ${court} caractères`)
    if (net.length <= max) return net
    this.add(champ, `coupé à ${max} caractères`)
    return `${net.slice(0, max - 1)}…`
  }

  checkUrl(champ: string, valeur: string | null): string | null {
    if (valeur === null) return null
    const lue = URL.parse(valeur)
    return lue && /^https?:$/.test(lue.protocol) && valeur.length <= BORNES.url
      ? valeur
      : this.add(champ, 'ce n’est pas une adresse web')
  }

  checkCourriel(valeur: string | null): string | null {
    if (valeur === null || /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(valeur)) return valeur
    return this.add('Courriel', 'ce n’est pas une adresse')
  }

  /** Values of a closed list; what it does not know stays here. */
  checkListe<T extends string>(champ: string, valeurs: readonly string[], permises: readonly T[]): T[] | null {
    const connues = permises.filter((p) => valeurs.includes(p))
    for (const v of new Set(valeurs)) if (!permises.includes(v as T)) this.add(champ, 'absent de sa liste', v)
    return connues.length > 0 ? connues : null
  }

  checkUn<T extends string>(champ: string, valeur: string | null, permises: readonly T[]): T | null {
    return valeur === null ? null : (this.checkListe(champ, [valeur], permises)?.[0] ?? null)
  }
}

const formatLieu = (s: Structure, ecarts: Ecarts) => ({
  commune:
    s.nomCommune ?? (s.commune === null ? null : ecarts.add('Commune', 'son code n’est pas celui d’une commune')),
  code_postal:
    s.codePostal === null || /^\d{5}$/.test(s.codePostal)
      ? s.codePostal
      : ecarts.add('Code postal', 'il n’a pas cinq chiffres'),
  code_insee: s.nomCommune === null ? null : s.commune,
  adresse: s.adresse,
  complement_adresse: s.complement,
  longitude: s.longitude,
  latitude: s.latitude,
})

/** Near equivalents of our terms in one of their lists. */
const listCorrespondances = (vocabulaire: SlugVocabulaire, slug: string, liste: string): string[] =>
  (getTerme(vocabulaire, slug)?.correspondances ?? []).filter((c) => c.liste === liste).map((c) => c.valeur)

/** A structure as data.inclusion describes one. */
export function formatStructureDi(s: Structure, { site, maintenant }: Envoi): Ecrite<StructureDi> {
  const ecarts = new Ecarts()
  const nom = ecarts.checkTexte('Nom', formatNom(s.nom), BORNES.nom)
  if (s.commune === null) ecarts.add('Commune', 'la fiche n’en a pas')
  const reseaux = [
    ...s.reseauxPorteurs,
    ...(s.type ? listCorrespondances('type-structure', s.type, 'reseaux_porteurs') : []),
  ]
  if (s.langues.length > 0) ecarts.add('Langues', 'sans place dans ce format')
  if (s.accessibilite !== null) ecarts.add('Accès des personnes handicapées', 'sans place dans ce format')
  if (s.finess !== null) ecarts.add('FINESS', 'sans place dans ce format')
  const brute = {
    source: getSource(s),
    id: formatId(s, 'structure'),
    nom,
    description: ecarts.checkTexte('Description', s.description, BORNES.description),
    date_maj: min(computeMiseAJour(s), jour(maintenant)),
    lien_source: site + formatAdresseStructure(s.id),
    siret: s.siret === null || /^\d{14}$/.test(s.siret) ? s.siret : ecarts.add('SIRET', 'il n’a pas quatorze chiffres'),
    ...formatLieu(s, ecarts),
    telephone: formatE164(s.telephone),
    courriel: ecarts.checkCourriel(s.courriel),
    site_web: ecarts.checkUrl('Site', s.siteWeb),
    horaires_accueil: s.horaires,
    accessibilite_lieu: ecarts.checkUrl('Page Acceslibre', s.accessibiliteUrl),
    reseaux_porteurs: reseaux.length > 0 ? [...new Set(reseaux)] : null,
  }
  return check(createSchemaStructure(jour(maintenant)), brute, ecarts)
}

/** What their lists cannot tell apart is told in words, after what the sheet says. */
function formatThemes(s: Service, ecarts: Ecarts): { thematiques: string[] | null; enMots: string } {
  const tenus = s.champsTenus.includes('themes')
  const importees = tenus ? [] : s.thematiquesDi
  const siennes = importees.length > 0 ? [] : s.themes
  const valeurs = [
    ...new Set([...importees, ...siennes.flatMap((t) => listCorrespondances('theme', t, 'thematiques'))]),
  ]
  const seuls = siennes.filter((t) => listCorrespondances('theme', t, 'thematiques').length === 0)
  for (const t of seuls) ecarts.add('Thème', 'sans équivalent, écrit dans la description', getLibelle('theme', t))
  const mots = siennes.map((t) => getLibelle('theme', t))
  return {
    thematiques: valeurs.length > 0 ? valeurs : null,
    enMots: seuls.length > 0 ? `Thèmes\u00a0: ${mots.join(', ')}.` : '',
  }
}

function formatPublics(s: Service, ecarts: Ecarts): Pick<ServiceDi, 'publics' | 'publics_precisions'> {
  const importes = s.champsTenus.includes('publics') ? [] : s.publicsDi
  const siens = importes.length > 0 ? [] : s.publics
  const valeurs = new Set([...importes, ...siens.flatMap((p) => listCorrespondances('public', p, 'publics'))])
  if (valeurs.size > 1) valeurs.delete(TOUS_PUBLICS)
  const seuls = siens.filter((p) => listCorrespondances('public', p, 'publics').length === 0)
  for (const p of seuls) ecarts.add('Public', 'sans équivalent, écrit dans les précisions', getLibelle('public', p))
  const ages = formatAges(s)
  const precisions = [
    s.publicsPrecisions,
    seuls.length > 0 && `${siens.map((p) => getLibelle('public', p)).join(', ')}.`,
    ages && !s.publicsPrecisions?.includes(ages) && ages,
  ].filter(Boolean)
  return {
    publics: ecarts.checkListe('Public', [...valeurs], PUBLICS_DI),
    publics_precisions: precisions.length > 0 ? precisions.join(' ') : null,
  }
}

/** A service as data.inclusion describes one; the place and the means are those of its structure, where it has none. */
export function formatServiceDi(s: Service, lieu: Structure, { site, maintenant }: Envoi): Ecrite<ServiceDi> {
  const ecarts = new Ecarts()
  const { thematiques, enMots } = formatThemes(s, ecarts)
  const corps = s.description ?? ''
  const decrite = [corps, enMots && !corps.includes(enMots) && enMots].filter(Boolean).join('\n')
  if (s.langues.length > 0) ecarts.add('Langues', 'sans place dans ce format')
  const brute = {
    source: getSource(s),
    structure_id: formatId(lieu, 'structure'),
    id: formatId(s, 'service'),
    nom: ecarts.checkTexte('Nom', formatNom(s.nom), BORNES.nom),
    description: ecarts.checkTexte('Description', decrite || null, BORNES.description),
    date_maj: min(computeMiseAJour(s), jour(maintenant)),
    lien_source: site + formatAdresseService(s),
    type: ecarts.checkUn('Type', s.type, TYPES_DI),
    thematiques,
    frais: ecarts.checkUn('Coût', s.frais, FRAIS_DI),
    frais_precisions: s.fraisPrecisions,
    ...formatPublics(s, ecarts),
    conditions_acces: s.conditionsAcces,
    ...formatLieu(lieu, new Ecarts()),
    telephone: formatE164(s.telephone),
    courriel: ecarts.checkCourriel(s.courriel),
    horaires_accueil: s.horaires,
    modes_accueil: ecarts.checkListe('Accueil', s.modesAccueil, MODES_ACCUEIL_DI),
    zone_eligibilite: s.zoneEligibilite.length > 0 ? [...new Set(s.zoneEligibilite)] : null,
    contact_nom_prenom: s.contact,
    lien_mobilisation: ecarts.checkUrl('Lien', s.lienMobilisation),
    modes_mobilisation: ecarts.checkListe('Façon de demander', s.modesMobilisation, MODES_MOBILISATION_DI),
    mobilisable_par: ecarts.checkListe('Qui peut demander', s.mobilisablePar, MOBILISABLE_PAR_DI),
    mobilisation_precisions: s.mobilisationPrecisions,
    volume_horaire_hebdomadaire: null,
    nombre_semaines: null,
  }
  return check(createSchemaService(jour(maintenant)), brute, ecarts)
}

const CHAMPS: Record<string, string> = {
  nom: 'Nom',
  description: 'Description',
  zone_eligibilite: 'Zone',
  date_maj: 'Date',
}

/** Nothing leaves that the schema refuses: what is missing is then told, field by field. */
function check<T>(
  schema: {
    safeParse: (
      v: unknown,
    ) => { success: true; data: T } | { success: false; error: { issues: { path: PropertyKey[] }[] } }
  },
  brute: unknown,
  ecarts: Ecarts,
): Ecrite<T> {
  const lue = schema.safeParse(brute)
  if (lue.success) return { valeur: lue.data, ecarts: ecarts.liste }
  const fautes = [...new Set(lue.error.issues.map(({ path }) => String(path[0] ?? '')))]
  return {
    valeur: null,
    ecarts: [
      ...fautes.map((champ) => ({ champ: CHAMPS[champ] ?? champ, raison: 'absent, ou refusé par ce format' })),
      ...ecarts.liste,
    ],
  }
}
