import { type Generated, type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import type { Service } from './service.ts'

export interface TableService {
  id: Generated<number>
  cle: string | null
  structure: number
  nom: string
  description: string | null
  type: string | null
  themes: Generated<string[]>
  publics: Generated<string[]>
  publics_precisions: string | null
  age_min: number | null
  age_max: number | null
  frais: string | null
  frais_precisions: string | null
  conditions_acces: string | null
  modes_accueil: Generated<string[]>
  modes_mobilisation: Generated<string[]>
  mobilisable_par: Generated<string[]>
  mobilisation_precisions: string | null
  lien_mobilisation: string | null
  zone_eligibilite: Generated<string[]>
  telephone: string | null
  courriel: string | null
  contact: string | null
  horaires: string | null
  langues: Generated<string[]>
  thematiques_di: Generated<string[]>
  publics_di: Generated<string[]>
  fictif: Generated<boolean>
  source: Generated<string>
  source_id: string | null
  source_url: string | null
  licence: string | null
  source_maj: string | null
  origine: Record<string, unknown> | null
  champs_tenus: Generated<string[]>
  revision: Generated<number>
  verifie_le: string | null
  verifie_par: string | null
  cree_le: Date
  modifie_le: Date
  supprime_le: Date | null
}
declare module '#core/base-tables.ts' {
  interface Base {
    service: TableService
  }
}

const listOu = (ctx: Ctx, suite: RawBuilder<unknown>) =>
  sql<Service>`
  select x.id, x.structure, x.nom, x.description, x.type, x.themes, x.publics,
    x.publics_precisions as "publicsPrecisions", x.age_min as "ageMin", x.age_max as "ageMax", x.frais,
    x.frais_precisions as "fraisPrecisions", x.conditions_acces as "conditionsAcces",
    x.modes_accueil as "modesAccueil", x.modes_mobilisation as "modesMobilisation",
    x.mobilisable_par as "mobilisablePar", x.mobilisation_precisions as "mobilisationPrecisions",
    x.lien_mobilisation as "lienMobilisation", x.zone_eligibilite as "zoneEligibilite", x.telephone, x.courriel,
    x.contact, x.horaires, x.langues, x.thematiques_di as "thematiquesDi", x.publics_di as "publicsDi", x.fictif,
    x.source, x.source_id as "sourceId", x.source_url as "sourceUrl", x.licence, x.source_maj as "sourceMaj",
    x.origine, x.champs_tenus as "champsTenus", x.revision, x.verifie_le as "verifieLe",
    nullif(concat_ws(' ', v.prenom, v.nom), '') as "verifiePar", x.cree_le as "creeLe", x.modifie_le as "modifieLe",
    x.supprime_le as "supprimeLe"
  from service x left join compte v on v.id = x.verifie_par ${suite}`.execute(ctx.db)

/** A service by its id, deleted ones included. Its structure says who reads it. @param verrou locks it for a change */
export async function getService(ctx: Ctx, id: number, verrou = false): Promise<Service | null> {
  const { rows } = await listOu(ctx, sql`where x.id = ${id} ${verrou ? sql`for update of x` : sql``}`)
  return rows[0] ?? null
}

/** Services by their ids, in no order, without those that are deleted. */
export async function listServicesDesIds(ctx: Ctx, ids: readonly number[]): Promise<Service[]> {
  const { rows } = await listOu(ctx, sql`where x.id = any (${ids}::integer[]) and x.supprime_le is null`)
  return rows
}

/** What is offered at these structures, by name. */
export async function listServices(ctx: Ctx, structures: readonly number[]): Promise<Service[]> {
  const { rows } = await listOu(
    ctx,
    sql`where x.structure = any (${structures}::integer[]) and x.supprime_le is null order by cle_nom(x.nom), x.id`,
  )
  return rows
}

/** Names of the codes of eligibility zones: communes, départements, EPCI, `france`. Unknown ones are left out. */
export async function getNomsZones(ctx: Ctx, codes: readonly string[]): Promise<Map<string, string>> {
  if (codes.length === 0) return new Map()
  const { rows } = await sql<{ code: string; nom: string }>`
    select code, nom from commune where code = any (${codes}::text[])
    union all select code, nom from departement where code = any (${codes}::text[])
    union all select code, nom from epci where code = any (${codes}::text[])`.execute(ctx.db)
  return new Map([['france', 'toute la France'], ...rows.map((r): [string, string] => [r.code, r.nom])])
}
