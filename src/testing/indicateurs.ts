import type { Ctx } from '#core/context.ts'
import { addIndicateurs } from '#modules/territoires/indicateur/indicateur.queries.ts'
import type { Agregation, Indicateur } from '#modules/territoires/indicateur/indicateur.ts'
import { updateSerie } from '#modules/territoires/indicateur/serie.actions.ts'
import type { ValeurCommune, ValeurPubliee } from '#modules/territoires/indicateur/serie.ts'

const INVENTE = {
  definition: null,
  phrase: null,
  famille: 'autre',
  unite: 'points',
  decimales: 1,
  source: 'Source fictive',
  url: null,
  licence: null,
  sens: 0,
  seuil: null,
  seuilLibelle: null,
  poidsPopulation: false,
  rang: 50,
  fictif: true,
} as const

export interface SerieInventee {
  millesime: number
  valeurs: readonly (Partial<ValeurCommune> & { commune: string })[]
  publiees?: readonly ValeurPubliee[]
}

/** Defines an invented indicator and writes its series, as an import does. */
export async function addIndicateurInvente(
  ctx: Ctx,
  indicateur: Partial<Indicateur> & { code: string; agregation: Agregation },
  series: readonly SerieInventee[],
): Promise<void> {
  const pese = indicateur.agregation === 'moyenne' || indicateur.agregation === 'part'
  await addIndicateurs(ctx, [
    { ...INVENTE, libelle: `Indicateur fictif ${indicateur.code}`, poids: pese ? 'poids fictif' : null, ...indicateur },
  ])
  for (const { millesime, valeurs, publiees = [] } of series) {
    await ctx.db.transaction().execute((db) =>
      updateSerie(
        { ...ctx, db },
        {
          indicateur: indicateur.code,
          millesime,
          parametres: {},
          fichier: null,
          sha256: null,
          publiees,
          valeurs: [
            valeurs.map(({ commune, valeur = null, poids = null }) => ({
              commune,
              valeur,
              poids,
              motif: valeur === null ? ('absent' as const) : null,
            })),
          ],
        },
      ),
    )
  }
}
