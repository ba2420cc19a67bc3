import type { Ctx } from '#core/context.ts'
import type { Champs, Client } from './client.ts'
import { addIndicateurInvente } from './indicateurs.ts'

/** Départements of the région Provence-Alpes-Côte d’Azur, in two plain heaps. */
const BAS = ['04', '05', '84']
const HAUT = ['06', '13', '83']

/** Two invented indicators, published for six départements, that two groups explain. */
export async function addIndicateursInventes(ctx: Ctx): Promise<void> {
  const publier = (base: number, pas: number) => [
    ...BAS.map((zone, i) => ({ maille: 'departement' as const, zone, valeur: base + i * pas })),
    ...HAUT.map((zone, i) => ({ maille: 'departement' as const, zone, valeur: 10 * base + i * pas })),
  ]
  await addIndicateurInvente(ctx, { code: 'fictif-a', agregation: 'moyenne' }, [
    { millesime: 2021, valeurs: [], publiees: publier(5, 0.5) },
    { millesime: 2023, valeurs: [], publiees: publier(10, 1) },
  ])
  await addIndicateurInvente(ctx, { code: 'fictif-b', agregation: 'part' }, [
    { millesime: 2023, valeurs: [], publiees: publier(2, 0.1) },
  ])
}

/** What the form sends for these départements. */
export const TYPOLOGIE_INVENTEE: Champs = {
  maille: 'departement',
  zone: 'region-93',
  indicateur: ['fictif-a', 'fictif-b'],
  'millesime.fictif-a': '2023',
  'mesure.fictif-a': 'brute',
  'millesime.fictif-b': '2023',
  'mesure.fictif-b': 'brute',
  nom: 'Typologie fictive',
  etat: 'public',
}

/** A public typology of invented values, by the person who is connected. @returns its address */
export async function createTypologieInventee(ctx: Ctx, client: Client, champs: Champs = {}): Promise<string> {
  await addIndicateursInventes(ctx)
  const reponse = await client.post('/typologies', { ...TYPOLOGIE_INVENTEE, ...champs })
  return reponse.headers.get('location')?.split('?')[0] ?? ''
}
