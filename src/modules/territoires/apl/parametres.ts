import { z } from 'zod'
import type { Decroissance } from './moteur/decroissance.ts'
import type { ReglesTemps } from './moteur/estimation.ts'

const positif = (nom: string) =>
  z
    .number({ error: `«\u00a0${nom}\u00a0» doit être un nombre.` })
    .positive(`«\u00a0${nom}\u00a0» doit être plus grand que 0.`)
const nonNegatif = (nom: string) =>
  z
    .number({ error: `«\u00a0${nom}\u00a0» doit être un nombre.` })
    .min(0, `«\u00a0${nom}\u00a0» ne peut pas être négatif.`)

const schemaClasses = z
  .array(z.tuple([nonNegatif('minutes'), nonNegatif('poids')], { error: 'Une classe s’écrit [minutes, poids].' }), {
    error: '«\u00a0classes\u00a0» doit être une liste de [minutes, poids].',
  })
  .min(1, '«\u00a0classes\u00a0» est vide.')
  .refine(
    (classes) => classes.every(([borne], n) => n === 0 || borne > (classes[n - 1]?.[0] ?? 0)),
    'Les bornes des classes doivent croître.',
  )

const NATURES = ['classes', 'exponentielle', 'gaussienne'] as const

/** Names that are not expected are faults: a misspelt one must not be silently without effect. */
const inconnus = (admis: readonly string[]) => (issue: { code?: string; keys?: string[] }) =>
  issue.code === 'unrecognized_keys'
    ? `Nom inconnu : ${(issue.keys ?? []).map((k) => `«\u00a0${k}\u00a0»`).join(', ')}. Les noms admis sont ${admis.join(', ')}.`
    : undefined

const schemaDecroissance = z
  .strictObject(
    {
      classes: schemaClasses.optional(),
      exponentielle: positif('exponentielle').optional(),
      gaussienne: positif('gaussienne').optional(),
    },
    { error: (issue) => inconnus(NATURES)(issue) ?? '«\u00a0decroissance\u00a0» doit être un objet.' },
  )
  .transform(({ classes, exponentielle, gaussienne }, ctx): Decroissance => {
    const donnees: Decroissance[] = []
    if (classes !== undefined) donnees.push({ classes })
    if (exponentielle !== undefined) donnees.push({ exponentielle })
    if (gaussienne !== undefined) donnees.push({ gaussienne })
    const [decroissance] = donnees
    if (decroissance !== undefined && donnees.length === 1) return decroissance
    ctx.addIssue({ code: 'custom', message: `Donnez une décroissance et une seule\u00a0: ${NATURES.join(', ')}.` })
    return z.NEVER
  })

const CLES = ['libelle', 'limite', 'decroissance', 'unite', 'ages', 'activite'] as const

/** A parameter set as it is written in a file; messages are French sentences. */
export const schemaParametres = z.strictObject(
  {
    libelle: z.string({ error: '«\u00a0libelle\u00a0» doit être un texte.' }).max(200).optional(),
    /** Minutes beyond which a supply is out of reach; included. */
    limite: positif('limite'),
    decroissance: schemaDecroissance,
    /** Multiplies the result: 100000 for « per 100 000 inhabitants ». */
    unite: positif('unite').default(1),
    /** Weights by age: name of the column of people of that age → weight. */
    ages: z
      .record(z.string(), nonNegatif('ages'), {
        error: '«\u00a0ages\u00a0» doit donner un poids à chaque colonne d’âge.',
      })
      .refine((ages) => Object.values(ages).some((poids) => poids > 0), '«\u00a0ages\u00a0» ne pèse rien.')
      .optional(),
    /** Bounds of the activity of one professional: the supply then has one line a professional. */
    activite: z
      .strictObject(
        { minimum: nonNegatif('minimum').optional(), maximum: positif('maximum').optional() },
        { error: (issue) => inconnus(['minimum', 'maximum'])(issue) ?? '«\u00a0activite\u00a0» doit être un objet.' },
      )
      .refine(
        ({ minimum = 0, maximum = Number.POSITIVE_INFINITY }) => minimum <= maximum,
        '«\u00a0minimum\u00a0» dépasse «\u00a0maximum\u00a0».',
      )
      .optional(),
  },
  { error: (issue) => inconnus(CLES)(issue) ?? 'Les paramètres doivent être un objet JSON.' },
)
export type Parametres = z.infer<typeof schemaParametres>

/** A named, versioned set. What is published of a set never changes: another version takes another code. */
export interface JeuParametres {
  code: string
  libelle: string
  parametres: Parametres
  /** What nobody could confirm: said beside every result. */
  aVerifier: readonly string[]
}

/** Sources: domaine/observation.md, 1 (Études et Résultats no 795 of 2012; arrêté of 13 November 2017, annex). */
export const JEUX: readonly JeuParametres[] = [
  {
    code: 'apl-2015',
    libelle: 'APL, méthode de 2015',
    parametres: {
      limite: 20,
      decroissance: {
        classes: [
          [10, 1],
          [15, 2 / 3],
          [20, 1 / 3],
        ],
      },
      unite: 1,
    },
    aVerifier: [
      'les paliers de la décroissance (seule la limite de 20 minutes est confirmée)',
      'la borne haute comprise dans chaque palier',
      'les bornes d’activité des médecins, qui ne sont pas appliquées',
      'les poids par âge, qui ne sont pas appliqués',
    ],
  },
  {
    code: 'apl-2012',
    libelle: 'APL, méthode de 2012',
    parametres: {
      limite: 15,
      decroissance: {
        classes: [
          [5, 1],
          [10, 0.3],
          [15, 0.1],
        ],
      },
      unite: 1,
    },
    aVerifier: [
      'les paliers de la décroissance, connus par un résumé',
      'la borne haute comprise dans chaque palier',
      'les bornes d’activité des médecins, qui ne sont pas appliquées',
      'les poids par âge, qui ne sont pas appliqués',
    ],
  },
]

/** Acts of a general practitioner, a year and full-time equivalent. Source: ARS Bourgogne-Franche-Comté, November 2018; to verify. */
export const ACTES_PAR_ETP = 5400

/** Acts a year and inhabitant under which a territory is called short of doctors. Source: arrêté of 13 November 2017. */
export const SEUIL = 2.5

/** Our own rule where no travel time is known: to verify, and said with every result. */
export const REGLES_TEMPS: ReglesTemps = {
  detour: 1.3,
  vitesses: [
    [300, 50],
    [1500, 40],
    [null, 25],
  ],
  interne: 'superficie',
}

/**
 * Reads a parameter set written in JSON.
 * @throws ErreurParametres, one sentence a fault
 */
export function parseParametres(texte: string): Parametres {
  let brut: unknown
  try {
    brut = JSON.parse(texte)
  } catch {
    throw new ErreurParametres(['Ce n’est pas du JSON.'])
  }
  const lu = schemaParametres.safeParse(brut)
  if (lu.success) return lu.data
  throw new ErreurParametres(
    lu.error.issues.map(({ path, message }) =>
      message.startsWith('Invalid') ? `«\u00a0${path.join('.')}\u00a0» est absent ou mal écrit.` : message,
    ),
  )
}

export class ErreurParametres extends Error {
  readonly fautes: string[]
  constructor(fautes: string[]) {
    super(fautes.join(' '))
    this.fautes = fautes
  }
}
