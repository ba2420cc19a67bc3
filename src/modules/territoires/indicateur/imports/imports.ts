import { ECART_REFERENCE, REFERENCES_APL } from '../donnees/acces.ts'
import { type Indicateur, isPonderee } from '../indicateur.ts'
import { ETATS_VALEUR, type SerieLue } from '../lecture/accumulation.ts'
import { formatCleTitre } from '../lecture/cellule.ts'
import {
  type Analyse,
  type ColonneChoisie,
  type Correspondance,
  computeSuite,
  isTitreAnnee,
  type Releve,
  type ResumeSerie,
  type TableVue,
} from '../lecture/lecture.ts'
import { MAILLES_LUES, type MaillePubliee } from '../lecture/maille.ts'
import type { ValeurCommune, ValeurPubliee } from '../serie.ts'

export const ETATS_IMPORT = {
  'a-lire': { libelle: 'À lire', ton: 'attention' },
  lu: { libelle: 'À valider', ton: 'attention' },
  fait: { libelle: 'Importé', ton: 'succes' },
  abandonne: { libelle: 'Abandonné', ton: undefined },
} as const
export type EtatImport = keyof typeof ETATS_IMPORT

/** What a person decided of a table; the other kinds of file are read by themselves. */
export interface Choix {
  feuille: number
  correspondance: Correspondance
  /** Name under which the choices are kept for the next vintage; null: they are not. */
  nom: string | null
}

export interface ImportIndicateurs {
  id: number
  fichier: string
  sha256: string
  analyse: Analyse
  choix: Choix | null
  releve: Releve | null
  etat: EtatImport
  auteur: string | null
  creeLe: Date
  finiLe: Date | null
}

export const RACINE_IMPORTS = '/indicateurs/imports'
export const formatAdresseImport = (id: number): string => `${RACINE_IMPORTS}/${id}`

export const PAR_PAGE = 20

/** Columns of INSEE’s files that say what they are by their name. */
const CONNUES: readonly (readonly [RegExp, Omit<ColonneChoisie, 'titre'>])[] = [
  [/^(q2|med|disp_med)\d{2}$/, { role: 'valeur', indicateur: 'revenu-median' }],
  [/^(disp_)?tp60\d{2}$/, { role: 'valeur', indicateur: 'taux-pauvrete' }],
  [/^nbpers(onnes)?menfisc\d{2}$/, { role: 'poids', indicateur: null }],
]

/** What the columns of a table seem to be: choices kept from an earlier vintage, else what their headings say. */
export function computeProposition(
  table: TableVue,
  gardees: readonly { nom: string; correspondance: Correspondance }[],
  definitions: readonly Pick<Indicateur, 'code' | 'agregation' | 'poidsPopulation'>[],
): { correspondance: Correspondance; nom: string | null } {
  const titres = table.colonnes.map((c) => c.titre)
  for (const { nom, correspondance } of gardees) {
    const suite = computeSuite(correspondance, titres)
    // A file that lost a column is not the next vintage of that one.
    if (suite && suite.colonnes.length === correspondance.colonnes.length) return { correspondance: suite, nom }
  }
  const annee = titres.findIndex((t) => isTitreAnnee(t))
  const colonnes = titres.flatMap((titre, i): ColonneChoisie[] => {
    if (i === table.code) return [{ titre, role: 'code', indicateur: null }]
    if (i === annee) return [{ titre, role: 'annee', indicateur: null }]
    const connue = CONNUES.find(([motif]) => motif.test(formatCleTitre(titre)))
    return connue ? [{ titre, ...connue[1] }] : []
  })
  const ponderes = definitions.filter((d) => isPonderee(d.agregation) && colonnes.some((c) => c.indicateur === d.code))
  const approche =
    ponderes.length > 0 && ponderes.every((d) => d.poidsPopulation) && !colonnes.some((c) => c.role === 'poids')
  return {
    correspondance: {
      maille: table.maille ?? 'commune',
      colonnes,
      millesime: annee === -1 ? table.millesime : null,
      sansPoids: approche ? 'population' : 'aucun',
    },
    nom: null,
  }
}

const PAR_LOT = 5000

/** The rows of a series that was read, by lots. */
export function* listValeurs({ communes, valeurs, poids, etats }: SerieLue): Generator<ValeurCommune[]> {
  const nombre = (n: number | undefined): number | null => (n === undefined || Number.isNaN(n) ? null : n)
  let lot: ValeurCommune[] = []
  for (const [i, commune] of communes.entries()) {
    const etat = etats[i]
    if (etat === ETATS_VALEUR.rien) continue
    const motif = etat === ETATS_VALEUR.secret ? 'secret' : etat === ETATS_VALEUR.absent ? 'absent' : null
    lot.push({ commune, valeur: nombre(valeurs[i]), poids: nombre(poids?.[i]), motif })
    if (lot.length < PAR_LOT) continue
    yield lot
    lot = []
  }
  yield lot
}

/** What a table publishes of larger areas; what it hides or does not say is not kept. */
export const listPubliees = ({ communes, valeurs, etats }: SerieLue, maille: MaillePubliee): ValeurPubliee[] =>
  communes.flatMap((zone, i) => (etats[i] === ETATS_VALEUR.valeur ? [{ maille, zone, valeur: valeurs[i] ?? 0 }] : []))

/** Nothing at all could be read of it. */
export const isVide = (serie: SerieLue): boolean => serie.etats.every((etat) => etat === ETATS_VALEUR.rien)

/** What a series says as a whole. The mean or the sum is over its communes as they are written, cities and arrondissements both. */
export function computeResume(serie: SerieLue, indicateur: Pick<Indicateur, 'agregation'>): ResumeSerie {
  let [valeurs, secretes, absentes, numerateur, denominateur] = [0, 0, 0, 0, 0]
  let [minimum, maximum] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  // What is published for areas adds up to nothing: they may hold each other.
  const agregation = serie.maille === undefined || serie.maille === 'commune' ? indicateur.agregation : 'aucune'
  const ponderee = isPonderee(agregation)
  for (const [i, etat] of serie.etats.entries()) {
    if (etat === ETATS_VALEUR.secret) secretes++
    else if (etat === ETATS_VALEUR.absent) absentes++
    if (etat !== ETATS_VALEUR.valeur) continue
    const valeur = serie.valeurs[i] ?? Number.NaN
    const poids = ponderee ? (serie.poids?.[i] ?? Number.NaN) : 1
    valeurs++
    minimum = Math.min(minimum, valeur)
    maximum = Math.max(maximum, valeur)
    if (Number.isNaN(poids)) continue
    numerateur += valeur * poids
    denominateur += poids
  }
  const ensemble = agregation === 'somme' ? numerateur : ponderee && denominateur > 0 ? numerateur / denominateur : null
  return {
    indicateur: serie.indicateur,
    maille: serie.maille ?? 'commune',
    millesime: serie.millesime,
    ...{ valeurs, secretes, absentes },
    minimum: valeurs > 0 ? minimum : null,
    maximum: valeurs > 0 ? maximum : null,
    ensemble: valeurs > 0 ? ensemble : null,
    poids: serie.parametres.Poids ?? null,
  }
}

/** A file for all France has at least this many communes; under it, no mean is compared with the national one. */
const COMMUNES_FRANCE = 30_000

/** What a whole series says that a person should look at before agreeing. */
export function listAvertissements(
  resumes: readonly ResumeSerie[],
  definitions: ReadonlyMap<string, Indicateur>,
): string[] {
  return resumes.flatMap((r) => {
    const definition = definitions.get(r.indicateur)
    const nom = `${definition?.libelle ?? r.indicateur}, ${r.millesime}${r.maille === 'commune' ? '' : ` (${MAILLES_LUES[r.maille ?? 'commune'].libelle.toLowerCase()})`}`
    const dits: string[] = []
    if (r.valeurs === 0) dits.push(`${nom} : aucune valeur n’a pu être lue.`)
    if (
      r.valeurs > 0 &&
      r.ensemble === null &&
      r.maille === 'commune' &&
      definition &&
      isPonderee(definition.agregation)
    )
      dits.push(`${nom} : aucune commune n’a de poids, aucune moyenne n’en sera tirée.`)
    if (r.minimum !== null && r.minimum < 0) dits.push(`${nom} : une valeur au moins est négative.`)
    const reference = REFERENCES_APL[r.indicateur]?.[r.millesime]
    if (reference !== undefined && r.ensemble !== null && r.valeurs >= COMMUNES_FRANCE) {
      const ecart = Math.abs(r.ensemble - reference)
      if (ecart > ECART_REFERENCE)
        dits.push(
          `${nom} : la moyenne nationale du fichier est de ${r.ensemble.toFixed(2).replace('.', ',')}, on attendait ${String(reference).replace('.', ',')} (repère à vérifier).`,
        )
    }
    return dits
  })
}
