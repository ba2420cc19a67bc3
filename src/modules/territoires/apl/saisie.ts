import { z } from 'zod'
import { ErreurSaisie } from '#core/errors.ts'
import { type Brut, identifiant, ligne, ligneOuNull, rangs, texteOuNull } from '#core/saisie.ts'
import { formatNumber } from '#ui/format.ts'
import { schemaSelection } from '../territoire/selection.ts'
import { ACTES_PAR_ETP, JEUX, SEUIL } from './parametres.ts'
import {
  type ContenuSimulation,
  ETATS,
  type Etat,
  GESTES,
  MESURES,
  type Mesure,
  type NatureGeste,
} from './simulation.ts'

/** Lines of changes that a form shows, and takes. */
export const GESTES_MAX = 30
export const GESTES_VIDES = 3

const fichier = z
  .union([z.instanceof(File), z.literal('')], { error: 'Envoyez un seul fichier.' })
  .optional()
  .transform((f) => (f instanceof File && f.name !== '' ? f : null))

/** « 5 400 », « 2,5 »: spaces between thousands, decimal comma or point; empty is null. */
const nombreOuNull = (message: string, { min = 0 }: { min?: number } = {}) =>
  z
    .string()
    .nullish()
    .transform((v, ctx) => {
      const texte = (v ?? '').replace(/[\s\u00a0\u202f]/g, '').replace(',', '.')
      if (texte === '') return null
      const nombre = /^\d+(\.\d+)?$/.test(texte) ? Number(texte) : Number.NaN
      if (nombre >= min && nombre < 1e9) return nombre
      ctx.addIssue({ code: 'custom', message })
      return z.NEVER
    })

const schemaGeste = z.object({
  nature: z.enum(Object.keys(GESTES) as [NatureGeste, ...NatureGeste[]], { error: 'Choisissez un changement.' }),
  nombre: nombreOuNull('Écrivez un nombre, par exemple 2 ou 0,5.'),
  commune: z.string().max(200).default(''),
  vers: z.string().max(200).default(''),
})

const REGLES = {
  ...schemaSelection,
  /** Of a saved territory, which is carried as its communes. */
  nomZone: ligneOuNull(200),
  mesure: z.enum(Object.keys(MESURES) as [Mesure, ...Mesure[]], { error: 'Choisissez une mesure.' }),
  actesParEtp: nombreOuNull('Écrivez un nombre d’actes par an, par exemple 5 400.', { min: 1 }),
  seuil: nombreOuNull('Écrivez un nombre, par exemple 2,5.'),
  parametres: z.string().max(100),
  offre: z.string().max(2_000_000, 'Cette liste est trop longue.').default(''),
  fichier,
  /** `code@millesime`; empty: the list. */
  indicateur: z
    .string()
    .nullish()
    .transform((v) => /^([a-z0-9-]+)@(\d{4})$/.exec(v ?? ''))
    .transform((m) => (m ? { code: m[1] ?? '', millesime: Number(m[2]) } : null)),
  sourceOffre: ligneOuNull(300),
  temps: ligneOuNull(200),
  gestes: rangs(schemaGeste, GESTES_MAX),
}

/** The form of a trial. */
export const schemaEssai = z.object(REGLES)
export type SaisieEssai = z.infer<typeof schemaEssai>

/** The form of a simulation to keep. */
export const schemaSimulation = z.object({
  ...REGLES,
  nom: ligne('Donnez un nom à cette simulation.', 200),
  description: texteOuNull(5000),
  etat: z.enum(Object.keys(ETATS) as [Etat, ...Etat[]], { error: 'Choisissez qui voit cette simulation.' }),
})

export const schemaModification = schemaSimulation.extend({
  id: identifiant,
  revision: z.coerce.number().int().positive(),
})

const LIGNE_OFFRE = /^"?(\d[\dAB]\d{3})"?\s*(?:[,;\t]|\s)\s*"?(\d+(?:[.,]\d+)?)"?$/i

/**
 * Supply as it is pasted or filed: « 04070;5 » a line, comma, semicolon, tab or space between; a first line of words is a
 * heading. Faults are told by line. @throws ErreurSaisie
 */
export function parseListeOffre(texte: string): [string, number][] {
  const vus = new Map<string, number>()
  const liste: [string, number][] = []
  const fautes: string[] = []
  texte.split(/\r\n|\n|\r/).forEach((brute, n) => {
    const ligneLue = brute.replace(/^\uFEFF/, '').trim()
    if (ligneLue === '' || (n === 0 && /^"?[a-z]/i.test(ligneLue))) return
    const [, code = '', quantite = ''] = LIGNE_OFFRE.exec(ligneLue) ?? []
    const deja = vus.get(code.toUpperCase())
    if (code === '')
      fautes.push(`Ligne ${n + 1}\u00a0: «\u00a0${ligneLue.slice(0, 40)}\u00a0» n’est pas un code Insee et un nombre.`)
    else if (deja !== undefined) fautes.push(`Ligne ${n + 1}\u00a0: ${code} est déjà à la ligne ${deja}.`)
    else {
      vus.set(code.toUpperCase(), n + 1)
      liste.push([code.toUpperCase(), Number(quantite.replace(',', '.'))])
    }
  })
  if (fautes.length > 0) {
    const suite = fautes.length > 5 ? ` Et ${fautes.length - 5} autres lignes.` : ''
    throw new ErreurSaisie([{ field: 'offre', message: fautes.slice(0, 5).join(' ') + suite }])
  }
  return liste
}

export const formatListeOffre = (liste: readonly (readonly [string, number])[]): string =>
  liste.map(([code, quantite]) => `${code};${String(quantite).replace('.', ',')}`).join('\n')

const formatNombre = (nombre: number | null): string =>
  nombre === null ? '' : formatNumber(nombre, { useGrouping: false, maximumFractionDigits: 6 })

/** What a new form holds. */
export const NOUVELLE: Brut = {
  mesure: 'consultations',
  actesParEtp: String(ACTES_PAR_ETP),
  seuil: formatNombre(SEUIL),
  parametres: JEUX[0]?.code ?? '',
}

/** What the form shows of a simulation: the reverse of the schema. @param getNom name of a commune */
export function formatSaisie(contenu: ContenuSimulation, getNom: (code: string) => string): Brut {
  const { indicateur, liste, source } = contenu.offre
  const formatLieu = (code: string | null) => (code === null ? '' : `${code} ${getNom(code)}`)
  return {
    communes: contenu.zone.communes,
    zones: contenu.zone.zones,
    nomZone: contenu.zone.nom,
    mesure: contenu.mesure,
    actesParEtp: formatNombre(contenu.actesParEtp),
    seuil: formatNombre(contenu.seuil),
    parametres: contenu.parametres.code,
    indicateur: indicateur ? `${indicateur.code}@${indicateur.millesime}` : '',
    offre: formatListeOffre(liste),
    sourceOffre: source ?? '',
    temps: contenu.temps ?? '',
    gestes: contenu.gestes.map((g) => ({
      nature: g.nature,
      nombre: formatNombre(g.nombre),
      commune: formatLieu(g.commune),
      vers: formatLieu(g.vers),
    })),
  }
}
