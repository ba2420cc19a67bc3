import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import type { DemoContact, DemoOrganisme, DemoService, DemoStructure } from './schema.ts'

/** Key of a demonstration object → its id. */
export type Ids = ReadonlyMap<string, number>

/** What a whole file is in the database: what it says, and where that comes from. */
interface Provenance {
  description: string | null
  source: string
  source_url: string | null
}
type Avec<Fiche> = Fiche & { provenance: Provenance }

const mapIds = (lignes: readonly { id: number; cle: string | null }[]): Map<string, number> =>
  new Map(lignes.flatMap(({ id, cle }) => (cle === null ? [] : [[cle, id]])))

/** Ids of what is there, by key; what people deleted is left out. */
export async function getIdsDesCles(
  ctx: Ctx,
  table: 'organisme' | 'structure' | 'contact' | 'dispositif' | 'notice',
  cles: readonly string[],
): Promise<Map<string, number>> {
  const presente: RawBuilder<unknown> = sql.ref(table === 'notice' ? 'supprimee_le' : 'supprime_le')
  const { rows } = await sql<{ id: number; cle: string }>`
    select id, cle from ${sql.table(table)} where cle = any (${cles}::text[]) and ${presente} is null`.execute(ctx.db)
  return mapIds(rows)
}

const computeSuivi = (
  ctx: Ctx,
  { cle, fictif = false, provenance }: Avec<{ cle: string; fictif?: boolean | undefined }>,
) => ({
  ...{ cle, fictif, ...provenance },
  source_id: cle,
  cree_le: ctx.maintenant,
  modifie_le: ctx.maintenant,
})

/** Adds those that are not there, without what they belong to. @returns the new ones */
export async function createOrganismes(ctx: Ctx, organismes: readonly Avec<DemoOrganisme>[]): Promise<Ids> {
  const lignes = await ctx.db
    .insertInto('organisme')
    .values(
      organismes.map((o) => ({
        ...computeSuivi(ctx, o),
        nom: o.nom,
        sigle: o.sigle ?? null,
        type: o.type ?? null,
        siren: o.siren ?? null,
        telephone: o.telephone ?? null,
        courriel: o.courriel ?? null,
        site_web: o.siteWeb ?? null,
        commune: o.commune ?? null,
      })),
    )
    .onConflict((c) => c.column('cle').doNothing())
    .returning(['id', 'cle'])
    .execute()
  return mapIds(lignes)
}

/** Says to what new organismes belong. */
export async function updateParents(ctx: Ctx, liens: readonly { id: number; parent: number }[]): Promise<void> {
  await sql`update organisme set parent = t.parent
    from jsonb_to_recordset(${JSON.stringify(liens)}::jsonb) as t (id integer, parent integer)
    where organisme.id = t.id`.execute(ctx.db)
}

/** Adds those that are not there. @returns the new ones */
export async function createStructures(
  ctx: Ctx,
  structures: readonly Avec<DemoStructure>[],
  { organismes, verifiePar }: { organismes: Ids; verifiePar: string | null },
): Promise<Ids> {
  const lignes = await ctx.db
    .insertInto('structure')
    .values(
      structures.map((s) => ({
        ...computeSuivi(ctx, s),
        organisme: (s.organisme && organismes.get(s.organisme)) || null,
        nom: s.nom,
        sigle: s.sigle ?? null,
        type: s.type ?? null,
        adresse: s.adresse ?? null,
        code_postal: s.codePostal ?? null,
        commune: s.commune ?? null,
        longitude: s.position?.[0] ?? null,
        latitude: s.position?.[1] ?? null,
        position_source: s.position ? 'source' : null,
        telephone: s.telephone ?? null,
        courriel: s.courriel ?? null,
        site_web: s.siteWeb ?? null,
        horaires: s.horaires ?? null,
        accessibilite: s.accessibilite ?? null,
        langues: s.langues,
        verifie_le: s.verifieLe ?? null,
        verifie_par: s.verifieLe ? verifiePar : null,
      })),
    )
    .onConflict((c) => c.column('cle').doNothing())
    .returning(['id', 'cle'])
    .execute()
  return mapIds(lignes)
}

type ServiceDe = DemoService & { structure: number; fictif: boolean; source: string; source_url: string | null }

/** Adds those that are not there. @returns the new ones */
export async function createServices(ctx: Ctx, services: readonly ServiceDe[]): Promise<Ids> {
  if (services.length === 0) return new Map()
  const lignes = await ctx.db
    .insertInto('service')
    .values(
      services.map((s) => ({
        cle: s.cle,
        structure: s.structure,
        nom: s.nom,
        description: s.description,
        type: s.type ?? null,
        themes: s.themes,
        publics: s.publics,
        age_min: s.ageMin ?? null,
        age_max: s.ageMax ?? null,
        frais: s.frais ?? null,
        frais_precisions: s.fraisPrecisions ?? null,
        conditions_acces: s.conditionsAcces ?? null,
        modes_accueil: s.modesAccueil,
        modes_mobilisation: s.modesMobilisation,
        mobilisable_par: s.mobilisablePar,
        mobilisation_precisions: s.mobilisationPrecisions ?? null,
        lien_mobilisation: s.lienMobilisation ?? null,
        zone_eligibilite: s.zoneEligibilite,
        telephone: s.telephone ?? null,
        courriel: s.courriel ?? null,
        horaires: s.horaires ?? null,
        langues: s.langues,
        fictif: s.fictif,
        source: s.source,
        source_id: s.cle,
        source_url: s.source_url,
        cree_le: ctx.maintenant,
        modifie_le: ctx.maintenant,
      })),
    )
    .onConflict((c) => c.column('cle').doNothing())
    .returning(['id', 'cle'])
    .execute()
  return mapIds(lignes)
}

/** Adds those that are not there. @returns the new ones */
export async function createContacts(
  ctx: Ctx,
  contacts: readonly (DemoContact & { organisme: number; fictif: boolean })[],
): Promise<Ids> {
  if (contacts.length === 0) return new Map()
  const lignes = await ctx.db
    .insertInto('contact')
    .values(
      contacts.map((c) => ({
        cle: c.cle,
        prenom: c.prenom,
        nom: c.nom,
        fonction: c.fonction,
        profession: c.profession ?? null,
        organisme: c.organisme,
        telephone: c.telephone ?? null,
        courriel: c.courriel ?? null,
        visible: c.visible,
        fictif: c.fictif,
        cree_le: ctx.maintenant,
        modifie_le: ctx.maintenant,
      })),
    )
    .onConflict((c) => c.column('cle').doNothing())
    .returning(['id', 'cle'])
    .execute()
  return mapIds(lignes)
}
