import { z } from 'zod'
import type { Config } from '#config'
import { defineAction, executeAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { ErreurLecture } from '#core/encodage.ts'
import { ErreurConflit } from '#core/errors.ts'
import { addTache, defineTache } from '#core/jobs.ts'
import { formatJour } from '#core/jour.ts'
import { identifiant } from '#core/saisie.ts'
import { formatDate } from '#ui/format.ts'
import type { Ouverture } from '../lecture/lecture.ts'
import { type Examen, parseFichier } from '../lecture/nature.formats.ts'
import { getCommunes } from './communes.queries.ts'
import { addContactsRpps, updateEffectifs } from './effectifs.queries.ts'
import { addLot, deleteDoubles, getComptes, openEtape, updatePositions } from './etape.queries.ts'
import { type Marque, updateFermees, updateFiches, updateRattachements } from './fiches.queries.ts'
import { importAnnuairePolicy } from './imports.policy.ts'
import {
  addLigne,
  createImportAnnuaire,
  getCompteImport,
  getImportAnnuaire,
  listLignes,
  type NouvelImport,
  readMorceaux,
  updateAccord,
  updateEchec,
  updateFin,
} from './imports.queries.ts'
import { type Bilan, FORMATS_ANNUAIRE, type FormatAnnuaire } from './imports.ts'

const politique = (acteur: Ctx['acteur']) => importAnnuairePolicy.peutParfois(acteur, 'importer')

const LICENCES: Partial<Record<FormatAnnuaire, string>> = {
  finess: 'Licence Ouverte 2.0',
  'finess-plus': 'Licence Ouverte 2.0',
}

export interface Versement {
  id: number
  examen: Examen
  complet: boolean
  ouvrir: Ouverture
  /** The installation keeps the names of professionals. */
  rppsNoms: boolean
}

export const creerImportAnnuaire = defineAction({
  nom: 'creerImportAnnuaire',
  entree: z.custom<NouvelImport>((v) => typeof v === 'object' && v !== null),
  politique,
  trace: 'annuaire.import.creation',
  objet: (_entree, id: number | undefined) => (id === undefined ? null : { type: 'annuaire-import', id }),
  executer: createImportAnnuaire,
})

/** Reads a file and writes all that it tells, or nothing. @throws ErreurLecture */
const verserAnnuaire = defineAction({
  nom: 'verserAnnuaire',
  entree: z.custom<Versement>((v) => typeof v === 'object' && v !== null),
  politique,
  trace: 'annuaire.import.versement',
  objet: ({ id }) => ({ type: 'annuaire-import', id }),
  executer: async (ctx, { id, examen, complet, ouvrir, rppsNoms }): Promise<Bilan> => {
    const { nature, dateFichier } = examen
    await openEtape(ctx, id)
    const imp = await getImportAnnuaire(ctx, id, true)
    // Another process may have done it while this one waited.
    if (imp?.etat !== 'en-cours') throw new ErreurConflit('Cet import est terminé.')
    const compte = await getCompteImport(ctx, id)
    const communes = await getCommunes(ctx, nature.format !== 'finess')
    const { maintenant } = ctx
    for await (const lus of parseFichier(ouvrir, examen, { communes, maintenant, rppsNoms })) await addLot(ctx, id, lus)
    await deleteDoubles(ctx, id)
    await checkLecture(ctx, { id, examen, complet })
    const titre =
      nature.format === 'tableau' ? `Tableau «\u00a0${nature.plan.base}\u00a0»` : FORMATS_ANNUAIRE[nature.format]
    const marque: Marque = {
      import: id,
      compte,
      licence: LICENCES[nature.format] ?? null,
      note: dateFichier === null ? titre : `${titre}, ${formatDate(dateFichier)}`,
    }
    await updateFiches(ctx, 'organisme', marque)
    await updateFiches(ctx, 'structure', marque)
    await updateRattachements(ctx, marque)
    if (complet) await updateFermees(ctx, marque)
    await updateFiches(ctx, 'service', marque)
    if (nature.format !== 'rpps') return updateFin(ctx, id, { crees: 0, modifies: 0, inchanges: 0 })
    const effectifs = await updateEffectifs(ctx, dateFichier ?? formatJour(maintenant))
    if (rppsNoms) await addContactsRpps(ctx, marque)
    return updateFin(ctx, id, effectifs)
  },
})

/** Part of the structures that must have a point for the points of the file to be taken as whole. */
const PART_POSITIONS = 0.9
/** Refused lines, under which a file is a small one with faults rather than one of another form. */
const REFUS_MIN = 20

/** Judges the whole once it was read; nothing is written yet. @throws ErreurLecture */
async function checkLecture(
  ctx: Ctx,
  { id, examen, complet }: Pick<Versement, 'id' | 'examen' | 'complet'>,
): Promise<void> {
  const { structures, positions, rejetees } = await getComptes(ctx)
  if (rejetees > REFUS_MIN && rejetees > structures) {
    const [premiere] = await listLignes(ctx, id, 'rejete', { limite: 1 })
    throw new ErreurLecture(
      `Plus de la moitié des lignes sont refusées : la forme du fichier a sans doute changé, rien n’a été importé. La première dit : ${premiere?.message ?? ''}`,
      `ligne ${premiere?.ligne ?? 1}`,
    )
  }
  const entieres = positions >= PART_POSITIONS * structures
  const { nature } = examen
  if (entieres || nature.format !== 'finess' || nature.forme !== 'etalab') {
    await updatePositions(ctx, entieres && positions > 0)
    return
  }
  const manque = `${positions} positions pour ${structures} établissements`
  if (complet)
    throw new ErreurLecture(
      `La partie des positions (« geolocalisation ») manque ou s’arrête trop tôt : ${manque}. Le fichier est coupé, rien n’a été importé.`,
    )
  await addLigne(
    ctx,
    id,
    'avertissement',
    `La partie des positions manque ou n’est pas entière (${manque})\u00a0: les positions déjà connues restent.`,
  )
  await updatePositions(ctx, false)
}

/**
 * Runs an import that was created. A file that cannot be read ends it, with its reason; after a breakdown it may be run
 * again, since nothing of it stands. @throws ErreurLecture, ErreurConflit
 */
export async function importFichier(ctx: Ctx, versement: Versement): Promise<Bilan> {
  try {
    return await executeAction(verserAnnuaire, ctx, versement)
  } catch (erreur) {
    if (!(erreur instanceof ErreurLecture)) throw erreur
    const lieu = erreur.lieu ? ` (${erreur.lieu})` : ''
    await updateEchec(ctx, versement.id, `${erreur.message}${lieu}`)
    throw erreur
  }
}

/** The same for a file that was left on the site: read again from the pieces that are kept. */
async function importStocke(ctx: Ctx, id: number, rppsNoms: boolean): Promise<void> {
  const imp = await getImportAnnuaire(ctx, id)
  if (imp?.etat !== 'en-cours' || !imp.contenu) return
  const { contenu, octets, dateFichier, complet } = imp
  const examen: Examen = { ...contenu, octets, dateFichier, empreinte: Buffer.from(imp.empreinte, 'hex') }
  await executeSansFaute(importFichier(ctx, { id, examen, complet, rppsNoms, ouvrir: () => readMorceaux(ctx, id) }))
}

/** What the report of the import says already. */
async function executeSansFaute(travail: Promise<unknown>): Promise<void> {
  await travail.catch((erreur: unknown) => {
    if (!(erreur instanceof ErreurLecture) && !(erreur instanceof ErreurConflit)) throw erreur
  })
}

const TACHE = { nom: 'annuaire.versement', donnees: z.object({ id: z.number().int() }) }

/** Takes up what a person agreed to, and what a killed process left. */
export const createTacheVersement = ({ rppsNoms }: Pick<Config, 'rppsNoms'>) =>
  defineTache({ ...TACHE, executer: (ctx, { id }) => importStocke(ctx, id, rppsNoms) })

/** Bytes of a file that is written while the person waits. */
const IMMEDIAT = 2_000_000

export const validerImportAnnuaire = defineAction({
  nom: 'validerImportAnnuaire',
  entree: z.object({ id: identifiant, complet: z.string().optional() }),
  charger: (ctx, { id }) => getImportAnnuaire(ctx, id, true),
  politique,
  trace: 'annuaire.import.accord',
  objet: ({ id }) => ({ type: 'annuaire-import', id }),
  executer: async (ctx, { id, complet }, imp) => {
    if (imp.etat !== 'depose') throw new ErreurConflit('Cet import a déjà été validé ou abandonné.')
    if (imp.contenu?.nature.format === 'tableau' && imp.contenu.nature.plan.base === '')
      throw new ErreurConflit('Dites d’abord ce que sont les colonnes.')
    await updateAccord(ctx, id, complet !== undefined)
    await addTache(ctx, TACHE, { id }, { cle: String(id) })
    return { id, immediat: imp.octets <= IMMEDIAT }
  },
})

/** Writes a small file at once, once its agreement stands; a larger one is left to the background. */
export async function importValide(
  ctx: Ctx,
  { id, immediat }: { id: number; immediat: boolean },
  rppsNoms: boolean,
): Promise<void> {
  if (immediat) await importStocke(ctx, id, rppsNoms)
}
