import type { Structure } from '../structure/structure.ts'

export const RAISONS = {
  siret: 'Même numéro SIRET',
  telephone: 'Même téléphone, même commune',
  commune: 'Noms proches, même commune',
  position: 'Noms proches, à moins de 300\u00a0mètres',
} as const
export type Raison = keyof typeof RAISONS

export type Cote = 'a' | 'b'

/** Fields that a merge chooses between, each alone. Longitude, latitude and their origin go together. */
export const CHAMPS_FUSION = [
  'nom',
  'sigle',
  'type',
  'organisme',
  'description',
  'finess',
  'finessEj',
  'siret',
  'categorie',
  'categorieLibelle',
  'adresse',
  'complement',
  'codePostal',
  'commune',
  'longitude',
  'telephone',
  'courriel',
  'siteWeb',
  'horaires',
  'accessibilite',
  'accessibiliteUrl',
  'langues',
  'reseauxPorteurs',
  'dateOuverture',
  'etat',
] as const satisfies readonly (keyof Structure)[]
type ChampFusion = (typeof CHAMPS_FUSION)[number]

const isVide = (v: unknown): boolean => v === null || v === '' || (Array.isArray(v) && v.length === 0)

/** The fields that differ, each with the side that one would keep: what is said wins over nothing, then `a`. */
export function listChoix(a: Structure, b: Structure): { champ: ChampFusion; cote: Cote }[] {
  return CHAMPS_FUSION.filter((champ) => JSON.stringify(a[champ]) !== JSON.stringify(b[champ])).map((champ) => ({
    champ,
    cote: isVide(a[champ]) ? 'b' : 'a',
  }))
}

/** The one that is better known stays: its address, its source. */
export function computeGardee(a: Structure, b: Structure): Cote {
  const note = (s: Structure) =>
    Number(s.finess !== null) * 4 + Number(s.verifieLe !== null) * 2 + Number(s.source !== 'saisie')
  return note(b) > note(a) ? 'b' : 'a'
}

/** What the kept sheet becomes: chosen fields, those that do not differ left out. */
export function mergeStructures(
  a: Structure,
  b: Structure,
  choix: Readonly<Partial<Record<string, Cote>>>,
): Partial<Structure> {
  return Object.fromEntries(
    listChoix(a, b).flatMap(({ champ, cote }) => {
      const choisie = (choix[champ] ?? cote) === 'a' ? a : b
      const position = {
        longitude: choisie.longitude,
        latitude: choisie.latitude,
        positionSource: choisie.positionSource,
      }
      return Object.entries(champ === 'longitude' ? position : { [champ]: choisie[champ] })
    }),
  )
}
