import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { ErreurConflit } from '#core/errors.ts'
import {
  type ContenuEntree,
  type Entree,
  formatComparable,
  formatSlugLibre,
  type Geste,
  getContenu,
} from './glossaire.ts'

const json = (valeur: unknown) => sql<never>`${JSON.stringify(valeur)}::jsonb`

/** Which stored terms these names (or acronyms) are, accents and case aside. @returns in `inconnus` those that are none. */
export async function getTermesNommes(
  ctx: Ctx,
  noms: readonly string[],
  { sigles = true }: { sigles?: boolean } = {},
): Promise<{ ids: number[]; inconnus: string[] }> {
  if (noms.length === 0) return { ids: [], inconnus: [] }
  const termes = await ctx.db
    .selectFrom('glossaire')
    .select(['id', 'terme', 'sigle'])
    .where('supprime_le', 'is', null)
    .execute()
  // The name of one term may be the acronym of another: names win.
  const connus = new Map([
    ...termes.flatMap((t): [string, number][] => (sigles && t.sigle ? [[t.sigle, t.id]] : [])),
    ...termes.map((t): [string, number] => [formatComparable(t.terme), t.id]),
  ])
  const trouves = noms.map((nom) => ({ nom, id: connus.get(formatComparable(nom)) ?? connus.get(nom) }))
  return {
    ids: [...new Set(trouves.flatMap(({ id }) => id ?? []))],
    inconnus: trouves.filter(({ id }) => id === undefined).map(({ nom }) => nom),
  }
}

async function addVersion(
  ctx: Ctx,
  id: number,
  { version, geste, proposition = null }: { version: number; geste: Geste; proposition?: number | null },
  contenu: ContenuEntree,
): Promise<void> {
  await ctx.db
    .insertInto('glossaire_version')
    .values({
      terme: id,
      version,
      quand: ctx.maintenant,
      compte: ctx.acteur.compte,
      geste,
      proposition,
      contenu: json(contenu),
    })
    .execute()
}

const formatColonnes = (c: ContenuEntree) => ({
  terme: c.terme,
  sigle: c.sigle,
  forme_longue: c.formeLongue,
  variantes: c.variantes,
  theme: c.theme,
})

async function updateDefinitions(ctx: Ctx, id: number, definitions: ContenuEntree['definitions']): Promise<void> {
  await ctx.db.deleteFrom('glossaire_definition').where('terme', '=', id).execute()
  if (definitions.length === 0) return
  const lignes = definitions.map(({ aVerifier, ...d }, i) => ({ ...d, terme: id, rang: i + 1, a_verifier: aVerifier }))
  await ctx.db.insertInto('glossaire_definition').values(lignes).execute()
}

/** The related terms become these, in place of those there were. */
export async function updateLies(ctx: Ctx, id: number, noms: readonly string[]): Promise<void> {
  await sql`delete from glossaire_lien where ${id} in (a, b)`.execute(ctx.db)
  await addLies(ctx, id, noms)
}

/** These terms are related too, beside those there were. */
export async function addLies(ctx: Ctx, id: number, noms: readonly string[]): Promise<void> {
  const { ids } = await getTermesNommes(ctx, noms)
  await sql`insert into glossaire_lien (a, b)
    select least(c, ${id}), greatest(c, ${id}) from unnest(${ids}::integer[]) c where c <> ${id}
    on conflict do nothing`.execute(ctx.db)
}

export interface Creation {
  geste?: 'creation' | 'import'
  proposition?: number | null
}

/** A new term. Related names that the glossary does not have are left out. @returns its id and slug */
export async function createEntree(
  ctx: Ctx,
  contenu: ContenuEntree,
  { geste = 'creation', proposition = null }: Creation = {},
): Promise<{ id: number; slug: string }> {
  const pris = await ctx.db.selectFrom('glossaire').select('slug').execute()
  const slug = formatSlugLibre(contenu.terme, new Set(pris.map((l) => l.slug)))
  const { id } = await ctx.db
    .insertInto('glossaire')
    .values({ ...formatColonnes(contenu), slug, modifie_le: ctx.maintenant, supprime_le: null, remplace_par: null })
    .returning('id')
    .executeTakeFirstOrThrow()
  await updateDefinitions(ctx, id, contenu.definitions)
  await updateLies(ctx, id, contenu.termesLies)
  await addVersion(ctx, id, { version: 1, geste, proposition }, contenu)
  return { id, slug }
}

/** @throws ErreurConflit when the term is no longer at `version`: someone else saved meanwhile. */
export async function updateEntree(
  ctx: Ctx,
  id: number,
  contenu: ContenuEntree,
  {
    version,
    geste = 'modification',
    proposition = null,
  }: { version: number; geste?: Geste; proposition?: number | null },
): Promise<void> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('glossaire')
    .set({ ...formatColonnes(contenu), version: version + 1, modifie_le: ctx.maintenant })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) {
    throw new ErreurConflit(
      'Ce terme a été modifié par quelqu’un d’autre pendant votre saisie. Rouvrez-le pour repartir de la dernière version.',
    )
  }
  await updateDefinitions(ctx, id, contenu.definitions)
  await updateLies(ctx, id, contenu.termesLies)
  await addVersion(ctx, id, { version: version + 1, geste, proposition }, contenu)
}

/** Takes a term out of the glossary, or puts it back. Nothing is erased: slug, versions and definitions stay. */
export async function updatePresence(
  ctx: Ctx,
  entree: Entree,
  geste: 'suppression' | 'restauration' | 'fusion',
  remplacePar: number | null = null,
): Promise<void> {
  await ctx.db
    .updateTable('glossaire')
    .set({
      supprime_le: geste === 'restauration' ? null : ctx.maintenant,
      remplace_par: remplacePar,
      version: entree.version + 1,
      modifie_le: ctx.maintenant,
    })
    .where('id', '=', entree.id)
    .execute()
  await addVersion(ctx, entree.id, { version: entree.version + 1, geste }, getContenu(entree))
}

/** Those of these notices that are in the catalogue. */
export async function listNoticesPresentes(ctx: Ctx, numeros: readonly number[]): Promise<Set<number>> {
  const { rows } = await sql<{ id: number }>`
    select id from notice where id = any (${numeros}::integer[]) and supprimee_le is null`.execute(ctx.db)
  return new Set(rows.map((r) => r.id))
}

/** True where every state of the term came from the reference data: no person has decided anything of it. */
export async function isIntacte(ctx: Ctx, id: number): Promise<boolean> {
  const l = await ctx.db
    .selectFrom('glossaire_version')
    .select('version')
    .where('terme', '=', id)
    .where((eb) => eb.or([eb('geste', '<>', 'import'), eb('compte', 'is not', null)]))
    .executeTakeFirst()
  return l === undefined
}
