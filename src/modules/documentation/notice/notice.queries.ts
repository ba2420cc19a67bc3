import { type Generated, type Selectable, sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { ErreurConflit } from '#core/errors.ts'
import type { ItemCsl } from '../csl.ts'
import type { Pret } from './exemplaire.ts'
import { noticePolicy } from './notice.policy.ts'
import type { ContenuNotice, Geste, Notice, Provenance, TypeLien } from './notice.ts'

interface TableNotice {
  id: Generated<number>
  cle: string | null
  nature: string
  csl: ItemCsl
  resume: string | null
  resume_source: string | null
  themes: string[]
  publics: string[]
  determinants: string[]
  milieux: string[]
  en_ligne: boolean
  prets: Pret[]
  provenance: Provenance | null
  verifiee_par: string | null
  verifiee_le: Date | null
  version: Generated<number>
  cree_par: string | null
  cree_le: Date
  modifiee_par: string | null
  modifiee_le: Date
  supprimee_le: Date | null
  remplacee_par: number | null
  origine: Record<string, unknown> | null
}
interface TableVersion {
  notice: number
  version: number
  quand: Date
  compte: string | null
  geste: Geste
  contenu: ContenuNotice
}
declare module '#core/base-tables.ts' {
  interface Base {
    notice: TableNotice
    notice_version: TableVersion
    notice_lien: { source: number; type: TypeLien; cible: number }
  }
}

export type LigneNotice = Selectable<TableNotice>

export function parseLigneNotice(l: LigneNotice): Notice {
  return {
    id: l.id,
    nature: l.nature,
    csl: l.csl,
    resume: l.resume,
    resumeSource: l.resume_source,
    themes: l.themes,
    publics: l.publics,
    determinants: l.determinants,
    milieux: l.milieux,
    enLigne: l.en_ligne,
    prets: l.prets,
    provenance: l.provenance,
    version: l.version,
    verifieePar: l.verifiee_par,
    verifieeLe: l.verifiee_le,
    creeLe: l.cree_le,
    modifieeLe: l.modifiee_le,
    supprimeeLe: l.supprimee_le,
    remplaceePar: l.remplacee_par,
    origine: l.origine,
  }
}

const json = (valeur: unknown) => sql<never>`${JSON.stringify(valeur)}::jsonb`

function formatColonnes(c: ContenuNotice) {
  return {
    nature: c.nature,
    csl: json(c.csl),
    resume: c.resume,
    resume_source: c.resumeSource,
    themes: c.themes,
    publics: c.publics,
    determinants: c.determinants,
    milieux: c.milieux,
    en_ligne: c.enLigne,
    prets: json(c.prets),
    provenance: c.provenance === null ? null : json(c.provenance),
  }
}

/** Only what people write, as a version keeps it. */
export function getContenu(n: ContenuNotice): ContenuNotice {
  const { nature, csl, resume, resumeSource, themes, publics, determinants, milieux, enLigne, prets, provenance } = n
  return { nature, csl, resume, resumeSource, themes, publics, determinants, milieux, enLigne, prets, provenance }
}

export async function getNotice(ctx: Ctx, id: number, verrou = false): Promise<Notice | null> {
  let requete = ctx.db.selectFrom('notice').selectAll().where('id', '=', id)
  if (noticePolicy.filtre(ctx.acteur, 'lire') !== true) requete = requete.where('supprimee_le', 'is', null)
  if (verrou) requete = requete.forUpdate()
  const l = await requete.executeTakeFirst()
  return l ? parseLigneNotice(l) : null
}

/** Did a notice bear this number that is no longer in the catalogue? Its address then says so rather than nothing. */
export async function isRetiree(ctx: Ctx, id: number): Promise<boolean> {
  const l = await ctx.db
    .selectFrom('notice')
    .select('id')
    .where('id', '=', id)
    .where('supprimee_le', 'is not', null)
    .executeTakeFirst()
  return l !== undefined
}

/** Where a merged notice's old address leads: the end of the chain, null when the notice is not a merged one. */
export async function getRemplacante(ctx: Ctx, id: number): Promise<number | null> {
  const { rows } = await sql<{ id: number }>`
    with recursive chaine as (
      select id, remplacee_par, 0 as rang from notice where id = ${id}
      union all
      select n.id, n.remplacee_par, rang + 1 from chaine join notice n on n.id = chaine.remplacee_par where rang < 20
    )
    select id from chaine where remplacee_par is null and rang > 0`.execute(ctx.db)
  return rows[0]?.id ?? null
}

async function addVersion(ctx: Ctx, id: number, version: number, geste: Geste, contenu: ContenuNotice): Promise<void> {
  await ctx.db
    .insertInto('notice_version')
    .values({ notice: id, version, quand: ctx.maintenant, compte: ctx.acteur.compte, geste, contenu: json(contenu) })
    .execute()
}

/** Notices by the stable key of their source, taken out ones included, locked for a change. */
export async function listNoticesParCle(ctx: Ctx, cles: readonly string[]): Promise<Map<string, Notice>> {
  const lignes = await ctx.db
    .selectFrom('notice')
    .selectAll()
    .where(sql<boolean>`cle = any(${cles}::text[])`)
    .orderBy('id')
    .forUpdate()
    .execute()
  return new Map(lignes.map((l) => [String(l.cle), parseLigneNotice(l)]))
}

/** @returns the new id, or null when a notice of that `cle` is there already. */
export async function createNotice(
  ctx: Ctx,
  contenu: ContenuNotice,
  {
    geste = 'creation',
    cle = null,
    origine = null,
  }: { geste?: 'creation' | 'import'; cle?: string | null; origine?: Notice['origine'] } = {},
): Promise<number | null> {
  const l = await ctx.db
    .insertInto('notice')
    .values({
      ...formatColonnes(contenu),
      cle,
      cree_par: ctx.acteur.compte,
      cree_le: ctx.maintenant,
      modifiee_par: ctx.acteur.compte,
      modifiee_le: ctx.maintenant,
      verifiee_par: null,
      verifiee_le: null,
      supprimee_le: null,
      remplacee_par: null,
      origine: origine && json(origine),
    })
    .onConflict((c) => c.column('cle').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!l) return null
  await addVersion(ctx, l.id, 1, geste, getContenu(contenu))
  return l.id
}

/** @throws ErreurConflit when the notice is no longer at `version`: someone else saved meanwhile. */
export async function updateNotice(
  ctx: Ctx,
  id: number,
  version: number,
  contenu: ContenuNotice,
  geste: Geste = 'modification',
): Promise<void> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('notice')
    .set({
      ...formatColonnes(contenu),
      version: version + 1,
      modifiee_par: ctx.acteur.compte,
      modifiee_le: ctx.maintenant,
      ...(geste === 'verification' && { verifiee_par: ctx.acteur.compte, verifiee_le: ctx.maintenant }),
    })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) {
    throw new ErreurConflit(
      'Cette notice a été modifiée par quelqu’un d’autre pendant votre saisie. Rouvrez-la pour repartir de la dernière version.',
    )
  }
  await addVersion(ctx, id, version + 1, geste, getContenu(contenu))
}

/** Takes a notice out of the catalogue, or puts it back. Nothing is erased: id, versions and links stay. */
export async function updatePresence(
  ctx: Ctx,
  notice: Notice,
  geste: 'suppression' | 'restauration' | 'fusion',
  remplaceePar: number | null = null,
): Promise<void> {
  await ctx.db
    .updateTable('notice')
    .set({
      supprimee_le: geste === 'restauration' ? null : ctx.maintenant,
      remplacee_par: remplaceePar,
      version: notice.version + 1,
      modifiee_par: ctx.acteur.compte,
      modifiee_le: ctx.maintenant,
    })
    .where('id', '=', notice.id)
    .execute()
  await addVersion(ctx, notice.id, notice.version + 1, geste, getContenu(notice))
}

export interface Version {
  version: number
  quand: Date
  geste: Geste
  auteur: string | null
  contenu: ContenuNotice
}

/** Newest first. */
export async function listVersions(ctx: Ctx, id: number): Promise<Version[]> {
  const { rows } = await sql<Version>`
    select v.version, v.quand, v.geste, v.contenu, nullif(concat_ws(' ', c.prenom, c.nom), '') as auteur
    from notice_version v left join compte c on c.id = v.compte
    where v.notice = ${id} order by v.version desc`.execute(ctx.db)
  return rows
}

export interface Lien {
  type: TypeLien
  sens: 'direct' | 'inverse'
  id: number
  titre: string
}

/** Links of a notice in both directions, to notices still in the catalogue. */
export async function listLiens(ctx: Ctx, id: number): Promise<Lien[]> {
  const { rows } = await sql<Lien>`
    select l.type, 'direct' as sens, n.id, n.csl ->> 'title' as titre
    from notice_lien l join notice n on n.id = l.cible where l.source = ${id} and n.supprimee_le is null
    union all
    select l.type, 'inverse', n.id, n.csl ->> 'title'
    from notice_lien l join notice n on n.id = l.source where l.cible = ${id} and n.supprimee_le is null
    order by 1, 2, 4`.execute(ctx.db)
  return rows
}

export async function addLien(ctx: Ctx, source: number, type: TypeLien, cible: number): Promise<void> {
  await ctx.db
    .insertInto('notice_lien')
    .values({ source, type, cible })
    .onConflict((c) => c.doNothing())
    .execute()
}

export async function removeLien(ctx: Ctx, source: number, type: TypeLien, cible: number): Promise<void> {
  await ctx.db
    .deleteFrom('notice_lien')
    .where('source', '=', source)
    .where('type', '=', type)
    .where('cible', '=', cible)
    .execute()
}

/** Links of a merged notice go to the one that stays; what would link it to itself disappears. */
export async function updateLiensFusion(ctx: Ctx, ancienne: number, gardee: number): Promise<void> {
  await sql`insert into notice_lien (source, type, cible)
    select case when source = ${ancienne} then ${gardee}::int else source end, type,
           case when cible = ${ancienne} then ${gardee}::int else cible end
    from notice_lien where (source = ${ancienne} and cible <> ${gardee}) or (cible = ${ancienne} and source <> ${gardee})
    on conflict do nothing`.execute(ctx.db)
  await sql`delete from notice_lien where ${ancienne} in (source, cible)`.execute(ctx.db)
}
