import { type Generated, type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import type { Incertitude, Ligne, Nature } from '../bibliographie/modele.ts'
import type { ItemCsl } from '../csl.ts'
import type { Perdu } from '../echange/echange.ts'
import type { Choix } from './correspondances.ts'
import type { Doublon } from './doublons.ts'
import type { EtatImport, EtatLigne, FormatImport, Import, LigneImport, Passage, Versement, Vue } from './imports.ts'
import { PAR_PAGE } from './imports.ts'
import type { Releve } from './releve.ts'

interface TableImport {
  id: Generated<number>
  fichier: string
  format: FormatImport
  empreinte: string
  octets: Buffer | null
  lignes: Ligne[]
  titre: string | null
  ecartes: Passage[]
  refusees: Generated<number>
  etat: Generated<EtatImport>
  base: string | null
  releve: Releve | null
  choix: Choix | null
  a_comparer: number | null
  versement: Versement | null
  cree_par: string | null
  cree_le: Date
}
interface TableLigne {
  import: number
  rang: number
  debut: number
  fin: number
  page: number | null
  source: string
  sorte: Nature
  item: ItemCsl
  incertains: Incertitude[]
  doublons: Doublon[]
  empreinte: string | null
  etat: EtatLigne
  notice: number | null
  lieu: string | null
  perdus: Generated<Perdu[]>
  id_source: string | null
  contenu: string | null
}
declare module '#core/base-tables.ts' {
  interface Base {
    import: TableImport
    import_ligne: TableLigne
  }
}

/** The import of this very file, whoever brought it; null when it never came in. */
export async function getImportParEmpreinte(ctx: Ctx, empreinte: string): Promise<number | null> {
  const l = await ctx.db.selectFrom('import').select('id').where('empreinte', '=', empreinte).executeTakeFirst()
  return l?.id ?? null
}

const colonnes = sql`i.id, i.fichier, i.format, octet_length(i.octets) as taille, i.titre, i.ecartes, i.refusees, i.etat,
  i.base, i.choix, i.a_comparer as "aComparer", i.versement,
  nullif(concat_ws(' ', c.prenom, c.nom), '') as auteur, i.cree_le as "creeLe"`

/** @param verrou holds the import until the end of the transaction. */
export async function getImport(ctx: Ctx, id: number, verrou = false): Promise<Import | null> {
  const { rows } = await sql<Import>`
    select ${colonnes} from import i left join compte c on c.id = i.cree_par
    where i.id = ${id} ${verrou ? sql`for update of i` : sql``}`.execute(ctx.db)
  return rows[0] ?? null
}

export interface ImportListe extends Import {
  references: number
  aRelire: number
  versees: number
}

/** Newest first, with how many references each holds, are left to read, are in the catalogue. */
export async function listImports(ctx: Ctx, page: number): Promise<{ imports: ImportListe[]; total: number }> {
  const { rows } = await sql<ImportListe & { total: number }>`
    select ${colonnes}, n.*, (select count(*)::int from import) as total
    from import i left join compte c on c.id = i.cree_par
    cross join lateral (
      select count(*)::int as "references",
        count(*) filter (where etat = 'a-relire')::int as "aRelire",
        count(*) filter (where etat in ('acceptee', 'fusionnee'))::int as versees
      from import_ligne l where l.import = i.id
    ) n
    order by i.cree_le desc, i.id desc limit ${PAR_PAGE} offset ${(page - 1) * PAR_PAGE}`.execute(ctx.db)
  return { imports: rows, total: rows[0]?.total ?? 0 }
}

export async function getOctets(ctx: Ctx, id: number): Promise<Buffer | null> {
  const l = await ctx.db.selectFrom('import').select('octets').where('id', '=', id).executeTakeFirst()
  return l?.octets ?? null
}

/** What each part of an import holds. `passages` is not among the lines: they are the import's own. */
const CONDITIONS: Record<Exclude<Vue, 'passages'>, RawBuilder<boolean>> = {
  'a-relire': sql`etat = 'a-relire'`,
  incertaines: sql`etat = 'a-relire' and incertains <> '[]'`,
  doublons: sql`etat = 'a-relire' and doublons <> '[]' and not doublons @> '[{"sur": "mise-a-jour"}]'`,
  'mises-a-jour': sql`etat = 'a-relire' and doublons @> '[{"sur": "mise-a-jour"}]'`,
  'deja-la': sql`etat = 'deja-la'`,
  sites: sql`sorte = 'site'`,
  notes: sql`sorte = 'note'`,
  acceptees: sql`etat in ('acceptee', 'fusionnee')`,
  ecartees: sql`etat = 'ecartee'`,
}

/** A line as everything but its table names it. */
export const COLONNES_LIGNE = [
  'import',
  'rang',
  'debut',
  'fin',
  'page',
  'source',
  'sorte',
  'item',
  'incertains',
  'doublons',
  'empreinte',
  'etat',
  'notice',
  'lieu',
  'perdus',
  'id_source as idSource',
  'contenu',
] as const

export type Comptes = Record<Exclude<Vue, 'passages'> | 'references', number>

export async function getComptes(ctx: Ctx, id: number): Promise<Comptes> {
  const comptes = Object.entries(CONDITIONS).map(
    ([vue, condition]) => sql`count(*) filter (where ${condition})::int as ${sql.id(vue)}`,
  )
  const { rows } = await sql<Comptes>`
    select count(*)::int as "references", ${sql.join(comptes)} from import_ligne where import = ${id}`.execute(ctx.db)
  if (!rows[0]) throw new Error('Un comptage rend toujours une ligne.')
  return rows[0]
}

/** One page of a part of an import, in the order of the document. */
export async function listLignes(
  ctx: Ctx,
  id: number,
  vue: Exclude<Vue, 'passages'>,
  page: number,
): Promise<LigneImport[]> {
  return ctx.db
    .selectFrom('import_ligne')
    .select(COLONNES_LIGNE)
    .where('import', '=', id)
    .where(CONDITIONS[vue])
    .orderBy('rang')
    .limit(PAR_PAGE)
    .offset((page - 1) * PAR_PAGE)
    .execute()
}

export async function getLigne(ctx: Ctx, id: number, rang: number, verrou = false): Promise<LigneImport | null> {
  let requete = ctx.db
    .selectFrom('import_ligne')
    .select(COLONNES_LIGNE)
    .where('import', '=', id)
    .where('rang', '=', rang)
  if (verrou) requete = requete.forUpdate()
  return (await requete.executeTakeFirst()) ?? null
}

/** @param notice the notice that the reference now stands for; null in the states that have none. */
export async function updateEtatLigne(
  ctx: Ctx,
  { import: id, rang }: Pick<LigneImport, 'import' | 'rang'>,
  etat: EtatLigne,
  notice: number | null,
): Promise<void> {
  await ctx.db
    .updateTable('import_ligne')
    .set({ etat, notice })
    .where('import', '=', id)
    .where('rang', '=', rang)
    .execute()
}

/** An import is over when nothing waits any more, open again when something does; given up, it stays so. */
export async function updateEtatImport(ctx: Ctx, id: number): Promise<void> {
  await sql`update import i set etat = case
      when exists (select from import_ligne l where l.import = i.id and l.etat = 'a-relire') then 'a-relire'
      else 'termine' end
    where id = ${id} and etat <> 'abandonne'`.execute(ctx.db)
}

export async function updateAbandon(ctx: Ctx, id: number, abandonne: boolean): Promise<void> {
  await ctx.db
    .updateTable('import')
    .set({ etat: abandonne ? 'abandonne' : 'a-relire', versement: null })
    .where('id', '=', id)
    .execute()
  if (!abandonne) await updateEtatImport(ctx, id)
}

/** References of a notice that was merged now stand for the one that stays. */
export async function updateLignesFusion(ctx: Ctx, ancienne: number, gardee: number): Promise<void> {
  await ctx.db.updateTable('import_ligne').set({ notice: gardee }).where('notice', '=', ancienne).execute()
}

export interface Simples {
  sorte: Nature
  nombre: number
  incertaines: number
}

/** How many references of each sort could be accepted without a look (`isSimple`), and how many of them are uncertain. */
export async function listSimples(ctx: Ctx, id: number): Promise<Simples[]> {
  const { rows } = await sql<Simples>`
    select sorte, count(*)::int as nombre, count(*) filter (where incertains <> '[]')::int as incertaines
    from import_ligne
    where import = ${id} and etat = 'a-relire' and doublons = '[]' and trim(item ->> 'title') <> ''
    group by sorte order by array_position(array['notice', 'site', 'note'], sorte)`.execute(ctx.db)
  return rows
}
