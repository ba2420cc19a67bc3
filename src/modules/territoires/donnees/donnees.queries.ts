import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { COLONNES_COMMUNE } from '../geographie/commune.queries.ts'
import type { Commune } from '../geographie/commune.ts'
import type { Parts } from '../indicateur/indicateur.ts'

/** Communes and municipal arrondissements after a code, in the order of codes. */
export async function listCommunesApres(ctx: Ctx, apres: string, taille: number): Promise<Commune[]> {
  const { rows } = await sql<Commune>`
    select ${COLONNES_COMMUNE} from commune c where c.code > ${apres} order by c.code limit ${taille}`.execute(ctx.db)
  return rows
}

export interface ZoneOuverte extends Parts {
  maille: string
  zone: string
}

/** Every larger area of a series. */
export async function listZonesSerie(ctx: Ctx, serie: number): Promise<ZoneOuverte[]> {
  const { rows } = await sql<ZoneOuverte>`
    select maille, zone, publiee, numerateur, denominateur, avec_valeur as "avecValeur", total,
      population_avec as "populationAvec", population, population_sous_seuil as "populationSousSeuil", minimum, maximum
    from indicateur_zone where serie = ${serie} order by maille, zone`.execute(ctx.db)
  return rows
}
