import { z } from 'zod'
import { ErreurLecture, parseEncodage } from '#core/encodage.ts'
import { formatCodeAplMg } from '../donnees/acces.ts'
import { EQUIPEMENTS, formatCodeEquipement } from '../donnees/offre.ts'
import { formatCodeAge, TRANCHES } from '../donnees/population.ts'
import { POIDS_POPULATION } from '../indicateur.ts'
import type { ValeurPubliee } from '../serie.ts'
import type { Cellule, Ligne } from './cellule.ts'
import type { Plan } from './lecture.ts'

const nombre = z.number().nullable()
const annee = z.number().int().min(1900).max(2100)
const parCommune = <T extends z.ZodType>(valeurs: T) => z.record(z.string().max(20), valeurs)
const pyramide = z.tuple([z.array(nombre), z.array(nombre)])

const FORMES = {
  apl: z.object({ annees: z.array(annee).min(1), c: parCommune(z.array(z.array(nombre).min(1).max(2))) }),
  ages: z.object({
    millesime: annee,
    tranches: z.array(z.number().int()),
    dep: pyramide.optional(),
    c: parCommune(pyramide),
  }),
  revenus: z.object({
    millesime: annee,
    metropole: z.tuple([nombre, nombre]),
    dep: z.tuple([nombre, nombre]).optional(),
    c: parCommune(z.tuple([nombre, nombre])),
  }),
  bpe: z.object({ millesime: annee, c: parCommune(z.partialRecord(z.string(), z.number().int().min(0))) }),
}

/** A JSON as a table: a first column of codes, then one a series. */
interface TableJson {
  series: { titre: string; indicateur: string; millesime: number }[]
  lignes: { code: string; valeurs: Cellule[] }[]
  /** What is published for larger areas, by indicator; the département is that of the communes. */
  publiees: { indicateur: string; millesime: number; maille: 'departement' | 'france'; valeur: number }[]
  sansPoids: Plan['sansPoids']
  remarques: string[]
}

const toLignes = <T>(c: Record<string, T>, valeurs: (v: T) => Cellule[]): TableJson['lignes'] =>
  Object.entries(c).map(([code, v]) => ({ code, valeurs: valeurs(v) }))

function parseApl({ annees, c }: z.infer<typeof FORMES.apl>): TableJson {
  const limites = [null, 65] as const
  return {
    series: annees.flatMap((millesime) =>
      limites.map((limite) => ({
        titre: `${millesime}, ${limite === null ? 'tous âges' : `${limite} ans ou moins`}`,
        indicateur: formatCodeAplMg(limite),
        millesime,
      })),
    ),
    lignes: toLignes(c, (v) => annees.flatMap((_, i) => limites.map((_, j) => v[i]?.[j] ?? null))),
    publiees: [],
    sansPoids: 'population',
    remarques: [
      'Ce fichier n’a pas la population standardisée : les moyennes sont pondérées par la population municipale.',
    ],
  }
}

function parseAges({ millesime, tranches, dep, c }: z.infer<typeof FORMES.ages>): TableJson {
  if (tranches.join() !== TRANCHES.join())
    throw new ErreurLecture('Ces tranches d’âge ne sont pas de cinq ans, de 0 à 95.')
  const series = (['f', 'h'] as const).flatMap((sexe) =>
    TRANCHES.map((debut) => ({ titre: `${sexe} ${debut}`, indicateur: formatCodeAge(sexe, debut), millesime })),
  )
  const plat = (v: z.infer<typeof pyramide>): Cellule[] => v.flatMap((sexe) => TRANCHES.map((_, i) => sexe[i] ?? null))
  return {
    series,
    lignes: toLignes(c, plat),
    publiees: dep ? formatPubliees(series, 'departement', plat(dep)) : [],
    sansPoids: 'aucun',
    remarques: [],
  }
}

function parseRevenus({ millesime, metropole, dep, c }: z.infer<typeof FORMES.revenus>): TableJson {
  const series = [
    { titre: 'Niveau de vie médian', indicateur: 'revenu-median', millesime },
    { titre: 'Taux de pauvreté', indicateur: 'taux-pauvrete', millesime },
  ]
  return {
    series,
    lignes: toLignes(c, (v) => v),
    publiees: [
      ...formatPubliees(series, 'france', metropole),
      ...(dep ? formatPubliees(series, 'departement', dep) : []),
    ],
    sansPoids: 'aucun',
    remarques: [],
  }
}

function parseBpe({ millesime, c }: z.infer<typeof FORMES.bpe>): TableJson {
  const noms = Object.keys(EQUIPEMENTS)
  const inconnus = new Set(Object.values(c).flatMap((v) => Object.keys(v).filter((nom) => !noms.includes(nom))))
  return {
    series: noms.map((nom) => ({ titre: nom, indicateur: formatCodeEquipement(nom), millesime })),
    // The file lists what there is: a listed commune has none of the others.
    lignes: toLignes(c, (v) => noms.map((nom) => v[nom] ?? 0)),
    publiees: [],
    sansPoids: 'aucun',
    remarques: [
      'Une commune de la liste sans un équipement en compte zéro : c’est la règle de ce fichier.',
      ...[...inconnus].map((nom) => `L’équipement « ${nom} » n’est pas lu, Maillage ne le connaît pas.`),
    ],
  }
}

const formatPubliees = (
  series: TableJson['series'],
  maille: 'departement' | 'france',
  valeurs: readonly Cellule[],
): TableJson['publiees'] =>
  series.flatMap(({ indicateur, millesime }, i) => {
    const valeur = valeurs[i]
    return typeof valeur === 'number' ? [{ indicateur, millesime, maille, valeur }] : []
  })

/** The forms of JSON that are known, told apart by what they hold. @throws ErreurLecture for any other */
function parseJson(octets: Uint8Array): TableJson {
  let brut: unknown
  try {
    brut = JSON.parse(parseEncodage(octets))
  } catch {
    throw new ErreurLecture('Ce fichier commence comme du JSON et n’en est pas : il est coupé ou abîmé.')
  }
  const apl = FORMES.apl.safeParse(brut)
  if (apl.success) return parseApl(apl.data)
  const ages = FORMES.ages.safeParse(brut)
  if (ages.success) return parseAges(ages.data)
  const revenus = FORMES.revenus.safeParse(brut)
  if (revenus.success) return parseRevenus(revenus.data)
  const bpe = FORMES.bpe.safeParse(brut)
  if (bpe.success) return parseBpe(bpe.data)
  throw new ErreurLecture(
    'Ce JSON n’a aucune des formes connues (APL, âges, revenus, équipements). Enregistrez le tableau en CSV ou en .xlsx.',
  )
}

export function parsePlansJson(octets: Uint8Array): { plans: Plan[]; remarques: string[] } {
  const { series, sansPoids, remarques } = parseJson(octets)
  const plans = [...Map.groupBy(series.entries(), ([, s]) => s.millesime)].map(
    ([millesime, membres]): Plan => ({
      ...{ feuille: 0, nom: null, entete: 0, code: 0, annee: null, millesime, sansPoids },
      valeurs: membres.map(([i, { titre, indicateur }]) => ({ colonne: i + 1, titre, indicateur, poids: null })),
      parametres: { '': sansPoids === 'population' ? { Poids: POIDS_POPULATION } : {} },
    }),
  )
  return { plans, remarques }
}

/** The rows of a known JSON, whose number is the place of the commune in the file. */
export function parseLignesJson(octets: Uint8Array): Ligne[] {
  return parseJson(octets).lignes.map(({ code, valeurs }, i) => ({ n: i + 1, cellules: [code, ...valeurs] }))
}

/** What a known JSON tells of larger areas. @param departement the one that all of its communes are of; null where several */
export function parsePublieesJson(
  octets: Uint8Array,
  departement: string | null,
): (ValeurPubliee & { indicateur: string; millesime: number })[] {
  return parseJson(octets).publiees.flatMap((p) => {
    if (p.maille === 'france') return [{ ...p, zone: 'FM' }]
    return departement === null ? [] : [{ ...p, zone: departement }]
  })
}
