import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { CATEGORIES_FINESS } from '../donnees/categories-finess.ts'
import type { Examen } from '../lecture/nature.formats.ts'
import { VERROU_IMPORT } from './etape.queries.ts'
import {
  type Bilan,
  type ContenuImport,
  type EtatImport,
  type ImportAnnuaire,
  ISSUES,
  type Issue,
  type LigneReleve,
  PAR_PAGE,
  type Preselection,
} from './imports.ts'

const COLONNES = sql`i.id, i.format, i.fichier, encode(i.empreinte, 'hex') as empreinte, i.octets,
  i.date_fichier as "dateFichier", i.complet, i.etat, nullif(concat_ws(' ', c.prenom, c.nom), '') as auteur, i.quand,
  i.fini_le as "finiLe", i.message, i.contenu, i.crees, i.modifies, i.inchanges, i.fermes, i.proposes, i.rejetes, i.avertissements`

/** @param verrou holds the import until the end of the transaction. */
export async function getImportAnnuaire(ctx: Ctx, id: number, verrou = false): Promise<ImportAnnuaire | null> {
  const { rows } = await sql<ImportAnnuaire>`
    select ${COLONNES} from import_annuaire i left join compte c on c.id = i.compte
    where i.id = ${id} ${verrou ? sql`for update of i` : sql``}`.execute(ctx.db)
  return rows[0] ?? null
}

/** Account that brought a file; null from the command line. */
export async function getCompteImport(ctx: Ctx, id: number): Promise<string | null> {
  const { rows } = await sql<{ compte: string | null }>`
    select compte from import_annuaire where id = ${id}`.execute(ctx.db)
  return rows[0]?.compte ?? null
}

/** Newest first. */
export async function listImportsAnnuaire(
  ctx: Ctx,
  page: number,
): Promise<{ imports: ImportAnnuaire[]; total: number }> {
  const { rows } = await sql<ImportAnnuaire & { total: number }>`
    select ${COLONNES}, (select count(*) from import_annuaire) as total
    from import_annuaire i left join compte c on c.id = i.compte
    order by i.quand desc, i.id desc limit ${PAR_PAGE} offset ${(page - 1) * PAR_PAGE}`.execute(ctx.db)
  return { imports: rows, total: rows[0]?.total ?? 0 }
}

export interface NouvelImport {
  fichier: string
  examen: Examen
  complet: boolean
  etat: Extract<EtatImport, 'depose' | 'en-cours'>
  /** Kept with its file until somebody agrees. */
  depot?: { contenu: ContenuImport; octets: AsyncIterable<Uint8Array> }
}

export async function createImportAnnuaire(
  ctx: Ctx,
  { fichier, examen, complet, etat, depot }: NouvelImport,
): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into import_annuaire (format, fichier, empreinte, octets, date_fichier, complet, compte, quand, etat, contenu)
    values (${examen.nature.format}, ${fichier}, ${examen.empreinte}, ${examen.octets}, ${examen.dateFichier}::date,
      ${complet}, ${ctx.acteur.compte}, ${ctx.maintenant}, ${etat},
      ${depot ? JSON.stringify(depot.contenu) : null}::jsonb) returning id`.execute(ctx.db)
  const id = rows[0]?.id
  if (id === undefined) throw new Error('Un import créé a un numéro.')
  if (depot) await addMorceaux(ctx, id, depot.octets)
  return id
}

/** Counts what became of the lines, and closes the import. @param autres counts of what has no line */
export async function updateFin(
  ctx: Ctx,
  id: number,
  autres: Pick<Bilan, 'crees' | 'modifies' | 'inchanges'>,
): Promise<Bilan> {
  const comptes = sql.join(
    Object.entries(ISSUES).map(
      ([issue, { compte }]) =>
        sql`${sql.ref(compte)} = (select count(*) from import_annuaire_ligne where import = ${id} and issue = ${issue})`,
    ),
  )
  await sql`update import_annuaire set etat = 'fait', fini_le = ${ctx.maintenant}, ${comptes},
      inchanges = (select count(*) from import_lu where objet <> 'rejete' and sort is null)
    where id = ${id}`.execute(ctx.db)
  const { rows } = await sql<Bilan>`update import_annuaire set crees = crees + ${autres.crees},
      modifies = modifies + ${autres.modifies}, inchanges = inchanges + ${autres.inchanges}
    where id = ${id}
    returning crees, modifies, inchanges, fermes, proposes, rejetes, avertissements`.execute(ctx.db)
  await deleteMorceaux(ctx, id)
  const [bilan] = rows
  if (!bilan) throw new Error('L’import a disparu.')
  return bilan
}

/** Nothing of it stands; why, in French. */
export async function updateEchec(ctx: Ctx, id: number, message: string): Promise<void> {
  await sql`update import_annuaire set etat = 'echoue', fini_le = ${ctx.maintenant}, message = ${message}
    where id = ${id}`.execute(ctx.db)
  await deleteMorceaux(ctx, id)
}

/** Agreed to: it will be written. @param complet what it does not tell any more is closed, to be confirmed */
export async function updateAccord(ctx: Ctx, id: number, complet: boolean): Promise<void> {
  await sql`update import_annuaire set etat = 'en-cours', complet = ${complet} where id = ${id}`.execute(ctx.db)
}

export async function updateAbandon(ctx: Ctx, id: number): Promise<void> {
  await sql`update import_annuaire set etat = 'abandonne', fini_le = ${ctx.maintenant} where id = ${id}`.execute(ctx.db)
  await deleteMorceaux(ctx, id)
}

/**
 * Imports of the command line whose process was killed: the transaction went with it, nothing of them stands. Their lock
 * is free, and no file waits to be read again.
 */
export async function updateInterrompus(ctx: Ctx): Promise<void> {
  await sql`update import_annuaire i set etat = 'echoue', fini_le = ${ctx.maintenant},
      message = 'Interrompu avant la fin\u00a0: rien n’a été changé. Recommencez-le.'
    where etat = 'en-cours' and not exists (select from import_annuaire_morceau m where m.import = i.id)
      and pg_try_advisory_xact_lock(${VERROU_IMPORT}, i.id)`.execute(ctx.db)
}

export async function addLigne(ctx: Ctx, id: number, issue: Issue, message: string): Promise<void> {
  await sql`insert into import_annuaire_ligne (import, ligne, issue, message)
    values (${id}, 0, ${issue}, ${message})`.execute(ctx.db)
}

/** Lines of a report of one sort, in the order of the file. */
export async function listLignes(
  ctx: Ctx,
  id: number,
  issue: Issue,
  { limite, debut = 0 }: { limite: number; debut?: number },
): Promise<LigneReleve[]> {
  const { rows } = await sql<LigneReleve>`
    select ligne, issue, objet, objet_id as "objetId", message from import_annuaire_ligne
    where import = ${id} and issue = ${issue} order by ligne, message limit ${limite} offset ${debut}`.execute(ctx.db)
  return rows
}

const LOT = 1000

/** All lines of a report of one sort, however many, read in batches: each begins after the line where the last one ended. */
export async function* readLignes(ctx: Ctx, id: number, issue: Issue): AsyncGenerator<LigneReleve> {
  for (let apres = -1; ; ) {
    const { rows } = await sql<LigneReleve>`
      select ligne, issue, objet, objet_id as "objetId", message from import_annuaire_ligne
      where import = ${id} and issue = ${issue} and ligne > ${apres}
      order by ligne fetch first ${LOT} rows with ties`.execute(ctx.db)
    yield* rows
    if (rows.length < LOT) return
    apres = rows.at(-1)?.ligne ?? apres
  }
}

const PRESELECTION_MAX = 50

/** Places that this import brought, whose category says that they may be a dispositif; the first of them, by name. */
export async function listPreselections(ctx: Ctx, id: number): Promise<Preselection[]> {
  const types = CATEGORIES_FINESS.filter((c) => c.dispositif !== null)
  const { rows } = await sql<Preselection>`
    select s.id, s.nom, s.categorie_libelle as "categorieLibelle", t.type
    from import_annuaire_ligne l join structure s on s.id = l.objet_id and s.supprime_le is null
    join unnest(${types.map((c) => c.code)}::text[], ${types.map((c) => c.dispositif)}::text[]) as t (categorie, type)
      on t.categorie = s.categorie
    where l.import = ${id} and l.issue = 'cree' and l.objet = 'structure'
    order by s.nom, s.id limit ${PRESELECTION_MAX}`.execute(ctx.db)
  return rows
}

/** Size of a piece: what reading the file again holds in memory. */
const MORCEAU = 1 << 20

async function addMorceaux(ctx: Ctx, id: number, octets: AsyncIterable<Uint8Array>): Promise<void> {
  let [attente, poids, rang]: [Uint8Array[], number, number] = [[], 0, 0]
  const send = async () => {
    await sql`insert into import_annuaire_morceau (import, rang, octets)
      values (${id}, ${rang++}, ${Buffer.concat(attente)})`.execute(ctx.db)
    attente = []
    poids = 0
  }
  for await (const morceau of octets) {
    attente.push(morceau)
    poids += morceau.length
    if (poids >= MORCEAU) await send()
  }
  if (poids > 0) await send()
}

/** The file of an import, piece by piece. */
export async function* readMorceaux(ctx: Ctx, id: number): AsyncGenerator<Uint8Array> {
  for (let rang = 0; ; rang++) {
    const { rows } = await sql<{ octets: Buffer }>`
      select octets from import_annuaire_morceau where import = ${id} and rang = ${rang}`.execute(ctx.db)
    if (!rows[0]) return
    yield rows[0].octets
  }
}

async function deleteMorceaux(ctx: Ctx, id: number): Promise<void> {
  await sql`delete from import_annuaire_morceau where import = ${id}`.execute(ctx.db)
}
