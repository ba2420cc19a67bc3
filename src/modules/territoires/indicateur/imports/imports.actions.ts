import { createHash } from 'node:crypto'
import { z } from 'zod'
import { defineAction, executeAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { ErreurLecture } from '#core/encodage.ts'
import { ErreurConflit, ErreurSaisie } from '#core/errors.ts'
import { identifiant, ligneOuNull } from '#core/saisie.ts'
import { indicateurPolicy } from '../indicateur.policy.ts'
import { listIndicateurs } from '../indicateur.queries.ts'
import { type Indicateur, isPonderee } from '../indicateur.ts'
import { type Analyse, type ColonneChoisie, computePlan, type Plan, type Releve } from '../lecture/lecture.ts'
import type { Lecture } from '../lecture/lire.formats.ts'
import { CODES_MAILLES } from '../lecture/maille.ts'
import { parseAnalyseEnFil, parseLectureEnFil, TAILLE_MAX } from '../lecture/processus.formats.ts'
import { addAuxPaquets } from '../paquet.queries.ts'
import { updatePublication, updateValeurs } from '../serie.actions.ts'
import {
  createImportIndicateurs,
  deleteLecture,
  getImportIndicateurs,
  getOctetsImport,
  listCodesConnus,
  listCodesZones,
  updateChoix,
  updateFin,
  updateLecture,
  updateReleve,
} from './imports.queries.ts'
import {
  type Choix,
  computeResume,
  type ImportIndicateurs,
  isVide,
  listAvertissements,
  listPubliees,
  listValeurs,
} from './imports.ts'

const peutImporter = (acteur: Ctx['acteur']) => indicateurPolicy.peutParfois(acteur, 'importer')

/** Tells a fault of reading at the field of the file. */
function throwSaisie(erreur: unknown): never {
  if (!(erreur instanceof ErreurLecture)) throw erreur
  const lieu = erreur.lieu ? ` (${erreur.lieu})` : ''
  throw new ErreurSaisie([{ field: 'fichier', message: `${erreur.message}${lieu}` }])
}

/** Takes what a person brings. Nothing is stored yet: reading comes first, and is too long for a transaction. */
export const deposerIndicateurs = defineAction({
  nom: 'deposerIndicateurs',
  entree: z.object({
    fichier: z
      .custom<File>((v) => v instanceof File && v.size > 0, 'Choisissez un fichier.')
      .refine(
        (f) => f.size <= TAILLE_MAX,
        'Ce fichier est trop lourd\u00a0: 30\u00a0Mo au plus. La ligne de commande en lit de plus lourds.',
      ),
  }),
  politique: peutImporter,
  trace: 'indicateur.import.depot',
  executer: async (_ctx, { fichier }) => ({
    nom: fichier.name.replaceAll('\0', '').slice(-200),
    octets: new Uint8Array(await fichier.arrayBuffer()),
  }),
})

const creerImport = defineAction({
  nom: 'creerImportIndicateurs',
  entree: z.custom<{ fichier: string; sha256: string; octets: Uint8Array; analyse: Analyse }>(
    (v) => typeof v === 'object',
  ),
  politique: peutImporter,
  trace: 'indicateur.import.creation',
  objet: (_entree, id: number | undefined) => (id === undefined ? null : { type: 'indicateur-import', id }),
  executer: createImportIndicateurs,
})

/** Looks at a file and stores it as an import to agree on. @throws ErreurSaisie */
export async function importDepot(ctx: Ctx, { nom, octets }: { nom: string; octets: Uint8Array }): Promise<number> {
  const analyse = await parseAnalyseEnFil(nom, octets).catch(throwSaisie)
  const sha256 = createHash('sha256').update(octets).digest('hex')
  const id = await executeAction(creerImport, ctx, { fichier: nom, sha256, octets, analyse })
  // What needs no choice is read at once.
  if (analyse.plans.length > 0) await readImport(ctx, id)
  return id
}

const charger = (ctx: Ctx, { id }: { id: number }) => getImportIndicateurs(ctx, id, true)
const objet = ({ id }: { id: number }) => ({ type: 'indicateur-import', id })

function checkOuvert(imp: ImportIndicateurs): void {
  if (imp.etat === 'fait' || imp.etat === 'abandonne') throw new ErreurConflit('Cet import est terminé.')
}

/** The plans of an import: those of its kind, or what a person chose. @throws ErreurSaisie */
function getPlans({ analyse, choix }: Pick<ImportIndicateurs, 'analyse' | 'choix'>): readonly Plan[] {
  if (analyse.plans.length > 0) return analyse.plans
  const table = analyse.tables.find((t) => t.feuille === choix?.feuille)
  const plan = table && choix ? computePlan(table, choix.correspondance) : 'Dites d’abord ce que sont les colonnes.'
  if (typeof plan === 'string') throw new ErreurSaisie([{ field: 'colonnes', message: plan }])
  return [plan]
}

const schemaRole = z.string().regex(/^(|code|annee|poids|i:[a-z0-9-]{1,100})$/)

/** What a person says of the columns of one table. */
export const choisirColonnes = defineAction({
  nom: 'choisirColonnes',
  entree: z.object({
    id: identifiant,
    feuille: z.coerce.number().int().min(0).max(1000),
    maille: z.enum(CODES_MAILLES).default('commune'),
    millesime: z
      .union([z.literal(''), z.coerce.number().int().min(1900).max(2100)], {
        error: 'Une année s’écrit en quatre chiffres.',
      })
      .transform((v) => (v === '' ? null : v)),
    sansPoids: z.enum(['aucun', 'population']),
    nom: ligneOuNull(100),
    colonnes: z.record(z.string(), schemaRole).default({}),
  }),
  charger,
  politique: peutImporter,
  trace: 'indicateur.import.choix',
  objet,
  executer: async (ctx, { id, feuille, maille, millesime, sansPoids, nom, colonnes }, imp) => {
    checkOuvert(imp)
    const table = imp.analyse.tables.find((t) => t.feuille === feuille)
    const connus = new Map((await listIndicateurs(ctx)).map((i) => [i.code, i]))
    const choisies = (table?.colonnes ?? []).flatMap(({ titre }, i): ColonneChoisie[] => {
      const role = colonnes[i] ?? ''
      if (role === 'code' || role === 'annee' || role === 'poids') return [{ titre, role, indicateur: null }]
      const indicateur = role.slice(2)
      return connus.has(indicateur) ? [{ titre, role: 'valeur', indicateur }] : []
    })
    const doubles = (['code', 'annee', 'poids'] as const).filter((r) => choisies.filter((c) => c.role === r).length > 1)
    if (doubles.length > 0)
      throw new ErreurSaisie([
        { field: 'colonnes', message: 'Une seule colonne porte les codes, une seule l’année, une seule le poids.' },
      ])
    if (sansPoids === 'population') checkApproximation(choisies, connus)
    const choix: Choix = { feuille, nom, correspondance: { maille, colonnes: choisies, millesime, sansPoids } }
    getPlans({ analyse: imp.analyse, choix })
    await updateChoix(ctx, id, choix)
    return id
  },
})

/** The population weighs only what a definition lets it weigh. @throws ErreurSaisie */
function checkApproximation(choisies: readonly ColonneChoisie[], connus: ReadonlyMap<string, Indicateur>): void {
  if (choisies.some((c) => c.role === 'poids')) return
  const refus = choisies
    .flatMap(({ indicateur }) => connus.get(indicateur ?? '') ?? [])
    .filter((i) => isPonderee(i.agregation) && !i.poidsPopulation)
  const [premier] = refus
  if (premier)
    throw new ErreurSaisie([
      {
        field: 'sansPoids',
        message: `La population ne peut pas tenir lieu de poids pour «\u00a0${premier.libelle}\u00a0» (${premier.poids})\u00a0: désignez la colonne de ce poids, ne calculez aucune moyenne, ou permettez-le dans sa définition.`,
      },
    ])
}

const noterReleve = defineAction({
  nom: 'noterReleve',
  entree: z.custom<{ id: number; releve: Releve }>((v) => typeof v === 'object'),
  politique: peutImporter,
  trace: 'indicateur.import.lecture',
  objet,
  executer: (ctx, { id, releve }) => updateReleve(ctx, id, releve),
})

/** Reads values by plans; nothing is written. @throws ErreurLecture */
export async function readLecture(
  ctx: Ctx,
  { octets, nature, plans }: { octets: Uint8Array; nature: Analyse['nature']; plans: readonly Plan[] },
): Promise<{ lecture: Lecture; releve: Releve }> {
  const definitions = new Map((await listIndicateurs(ctx)).map((i) => [i.code, i]))
  const agregations = Object.fromEntries([...definitions].map(([code, i]) => [code, i.agregation]))
  const [connus, zones] = [await listCodesConnus(ctx), await listCodesZones(ctx)]
  const lecture = await parseLectureEnFil({ octets, nature, plans, connus, zones, agregations })
  const series = lecture.series.flatMap((s) => {
    const definition = definitions.get(s.indicateur)
    return definition ? [computeResume(s, definition)] : []
  })
  return { lecture, releve: { ...lecture.releve, series, avertissements: listAvertissements(series, definitions) } }
}

async function readStocke(ctx: Ctx, id: number) {
  const [imp, octets] = [await getImportIndicateurs(ctx, id), await getOctetsImport(ctx, id)]
  if (!imp || !octets) throw new ErreurConflit('Cet import est terminé.')
  return {
    imp,
    ...(await readLecture(ctx, { octets, nature: imp.analyse.nature, plans: getPlans(imp) }).catch(throwSaisie)),
  }
}

/** Reads the values of an import and keeps the report. @throws ErreurSaisie, ErreurConflit */
export async function readImport(ctx: Ctx, id: number): Promise<void> {
  const { releve } = await readStocke(ctx, id)
  await executeAction(noterReleve, ctx, { id, releve })
}

/** A person agrees with the report; reading again and writing come after, out of this transaction. */
export const accepterImport = defineAction({
  nom: 'accepterImport',
  entree: z.object({ id: identifiant }),
  charger,
  politique: peutImporter,
  trace: 'indicateur.import.accord',
  objet,
  executer: async (_ctx, { id }, imp) => {
    checkOuvert(imp)
    if (imp.etat !== 'lu') throw new ErreurConflit('Relisez d’abord ce que dit ce fichier.')
    return id
  },
})

export interface Versement {
  lecture: Lecture
  fichier: string
  sha256: string
  /** The import that it comes from; null from the command line. */
  id: number | null
  garder: Pick<Choix, 'nom' | 'correspondance'> | null
}

/** Writes every series of a file, all or none. @returns how many */
export const verserSeries = defineAction({
  nom: 'verserSeries',
  entree: z.custom<Versement>((v) => typeof v === 'object' && v !== null),
  politique: peutImporter,
  trace: 'indicateur.import.versement',
  objet: ({ id }) => (id === null ? null : { type: 'indicateur-import', id }),
  executer: async (ctx, { lecture, fichier, sha256, id, garder }) => {
    if (id !== null) {
      const imp = await getImportIndicateurs(ctx, id, true)
      if (imp) checkOuvert(imp)
      await updateFin(ctx, id, 'fait')
    }
    // A series of which nothing could be read would empty the one that is there.
    const series = lecture.series
      .filter((serie) => !isVide(serie))
      .toSorted((a, b) => a.indicateur.localeCompare(b.indicateur, 'en') || a.millesime - b.millesime)
    const ecrites: number[] = []
    for (const serie of series) {
      const { indicateur, maille = 'commune', millesime, parametres } = serie
      const entete = { indicateur, millesime, parametres, fichier, sha256 }
      if (maille !== 'commune') {
        await updatePublication(ctx, { ...entete, maille, publiees: listPubliees(serie, maille) })
        continue
      }
      const publiees = lecture.publiees.filter((p) => p.indicateur === indicateur && p.millesime === millesime)
      ecrites.push(await updateValeurs(ctx, { ...entete, valeurs: listValeurs(serie), publiees }))
    }
    await addAuxPaquets(ctx, ecrites)
    if (garder?.nom) await updateLecture(ctx, garder.nom, garder.correspondance)
    return series.length
  },
})

/** Reads an import again and writes its series. @throws ErreurSaisie, ErreurConflit */
export async function importSeries(ctx: Ctx, id: number): Promise<void> {
  const { imp, lecture } = await readStocke(ctx, id)
  const { fichier, sha256, choix } = imp
  await executeAction(verserSeries, ctx, { lecture, fichier, sha256, id, garder: choix })
}

export const abandonnerImportIndicateurs = defineAction({
  nom: 'abandonnerImportIndicateurs',
  entree: z.object({ id: identifiant }),
  charger,
  politique: peutImporter,
  trace: 'indicateur.import.abandon',
  objet,
  executer: async (ctx, { id }, imp) => {
    checkOuvert(imp)
    await updateFin(ctx, id, 'abandonne')
    return id
  },
})

export const oublierLecture = defineAction({
  nom: 'oublierLecture',
  entree: z.object({ nom: z.string().max(100) }),
  politique: peutImporter,
  trace: 'indicateur.lecture.oubli',
  executer: (ctx, { nom }) => deleteLecture(ctx, nom),
})
