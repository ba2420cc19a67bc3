import { z } from 'zod'
import { defineAction, executeAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { ErreurLecture } from '#core/encodage.ts'
import { formatDate } from '#ui/format.ts'
import type { Ouverture } from '../lecture/lecture.ts'
import { type Examen, parseFichier } from '../lecture/nature.formats.ts'
import { getCommunes } from './communes.queries.ts'
import { addLot, deleteDoubles, getComptes, openEtape, updatePositions } from './etape.queries.ts'
import { type Marque, updateFermees, updateFiches, updateRattachements } from './fiches.queries.ts'
import { importAnnuairePolicy } from './imports.policy.ts'
import {
  addLigne,
  createImportAnnuaire,
  getCompteImport,
  listLignes,
  type NouvelImport,
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
  executer: async (ctx, { id, examen, complet, ouvrir }): Promise<Bilan> => {
    const { nature, dateFichier } = examen
    const compte = await getCompteImport(ctx, id)
    await openEtape(ctx, id)
    const communes = await getCommunes(ctx, false)
    for await (const lus of parseFichier(ouvrir, examen, communes)) await addLot(ctx, id, lus)
    await deleteDoubles(ctx, id)
    await checkLecture(ctx, { id, examen, complet })
    const titre = FORMATS_ANNUAIRE[nature.format]
    const marque: Marque = {
      import: id,
      compte,
      licence: LICENCES[nature.format] ?? null,
      note: dateFichier === null ? titre : `${titre}, ${formatDate(new Date(dateFichier))}`,
    }
    await updateFiches(ctx, 'organisme', marque)
    await updateFiches(ctx, 'structure', marque)
    await updateRattachements(ctx, marque)
    if (complet) await updateFermees(ctx, marque)
    await updateFiches(ctx, 'service', marque)
    return updateFin(ctx, id)
  },
})

/** Part of the structures that must have a point for the points of the file to be taken as whole. */
const PART_POSITIONS = 0.9
/** Refused lines, under which a file is a small one with faults rather than one of another form. */
const REFUS_MIN = 20

/** Judges the whole once it was read; nothing is written yet. @throws ErreurLecture */
async function checkLecture(ctx: Ctx, { id, examen, complet }: Omit<Versement, 'ouvrir'>): Promise<void> {
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

/** Runs an import that was created. What fails is written with its reason. @throws ErreurLecture */
export async function importFichier(ctx: Ctx, versement: Versement): Promise<Bilan> {
  try {
    return await executeAction(verserAnnuaire, ctx, versement)
  } catch (erreur) {
    const connu = erreur instanceof ErreurLecture
    const lieu = connu && erreur.lieu ? ` (${erreur.lieu})` : ''
    const message = connu ? `${erreur.message}${lieu}` : 'Une panne a arrêté cet import\u00a0: rien n’a été changé.'
    await updateEchec(ctx, versement.id, message)
    throw erreur
  }
}
