import { z } from 'zod'
import { defineAction, executeAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { addTache, defineTache } from '#core/jobs.ts'
import { identifiant, liste } from '#core/saisie.ts'
import { createNotices } from '../notice/lots.queries.ts'
import { updateDoublons, updateRepetitions } from './doublons.actions.ts'
import { importPolicy } from './imports.policy.ts'
import { getImport, updateEtatImport } from './imports.queries.ts'
import { type Import, isSimple, type LigneImport, PAR_LOT, SORTES, type Versement } from './imports.ts'
import { checkOuvert, getOrigine, lockVersement } from './ligne.actions.ts'
import { formatProposition, listThemesProposes } from './proposition.ts'
import {
  listLot,
  listSimplesLot,
  updateAComparer,
  updateAcceptees,
  updateStatistiques,
  updateVersement,
} from './versement.queries.ts'

const chargerImport = async (ctx: Ctx, { id }: { id: number }): Promise<Import | null> => {
  await lockVersement(ctx)
  return getImport(ctx, id, true)
}
const politiqueImport = (acteur: Ctx['acteur'], cible: Import): boolean => importPolicy.peut(acteur, 'traiter', cible)
const objetImport = ({ id }: { id: number }) => ({ type: 'import', id })

/** Compares the next references with the catalogue. In the caller's transaction. @returns where the rest begins */
async function compareLot(ctx: Ctx, imp: Pick<Import, 'id' | 'base'>, debut: number): Promise<number | null> {
  const lot = await listLot(ctx, imp.id, debut)
  await updateDoublons(ctx, imp, lot)
  const dernier = lot.length === PAR_LOT ? lot.at(-1) : undefined
  const suite = dernier ? dernier.rang + 1 : null
  await updateAComparer(ctx, imp.id, suite)
  await updateEtatImport(ctx, imp.id)
  return suite
}

/** Lots that are compared while the person waits: some seconds. */
const LOTS_ATTENDUS = 2

/** Compares a file from its beginning: its first lots at once, the rest in the background. In the caller's transaction. */
export async function startComparaison(ctx: Ctx, imp: Pick<Import, 'id' | 'base'>): Promise<void> {
  let debut: number | null = 1
  for (let i = 0; i < LOTS_ATTENDUS && debut !== null; i++) debut = await compareLot(ctx, imp, debut)
  if (debut !== null) await addTache(ctx, tachePoursuivre, { id: imp.id }, { cle: String(imp.id) })
}

interface Lot {
  acceptees: number
  /** Last reference that was looked at; 0 to look at all of them again; null when none is left. */
  suite: number | null
}

/**
 * Puts in the catalogue, of the next `PAR_LOT` references of the chosen sorts, those that have a title and no likeness,
 * in the catalogue or earlier in the file: all of them or none.
 */
async function acceptLot(ctx: Ctx, imp: Import, { sortes, themes, apres }: Omit<Versement, 'compte'>): Promise<Lot> {
  const lignes = await listSimplesLot(ctx, imp.id, sortes, apres)
  const attendent = await updateDoublons(ctx, imp, lignes)
  const lot = attendent.filter(isSimple).map((ligne) => ({
    rang: ligne.rang,
    contenu: formatProposition(ligne, imp, themes ? listThemesProposes(ligne.item) : []),
    origine: getOrigine(imp, ligne),
  }))
  if (lot.length > 0) {
    const notices = await createNotices(ctx, lot)
    await updateAcceptees(ctx, imp.id, notices)
    await updateStatistiques(ctx)
    // Repetitions inside the file now meet the notices just made.
    await updateRepetitions(ctx, imp, new Set(notices.keys()))
  }
  await updateEtatImport(ctx, imp.id)
  return { acceptees: lot.length, suite: await getSuite(ctx, imp, { sortes, lignes, accepte: lot.length > 0 }) }
}

/** Where the pass goes on. References that were like one which is settled now come after it, all in a pass of theirs. */
async function getSuite(
  ctx: Ctx,
  imp: Import,
  { sortes, lignes, accepte }: Pick<Versement, 'sortes'> & { lignes: LigneImport[]; accepte: boolean },
): Promise<number | null> {
  if (lignes.length === PAR_LOT) return lignes.at(-1)?.rang ?? null
  return accepte && (await listSimplesLot(ctx, imp.id, sortes, 0)).length > 0 ? 0 : null
}

const entreeSortes = z.object({
  id: identifiant,
  sortes: liste(z.enum(Object.keys(SORTES) as (keyof typeof SORTES)[])).refine((s) => s.length > 0, {
    error: 'Choisissez ce qui doit être accepté.',
  }),
  themes: z.literal('1').optional().transform(Boolean),
})

/**
 * Accepts every reference of the chosen sorts that needs no look: a first lot at once, the rest in the background.
 * Asked twice, it adds nothing.
 */
export const accepterTout = defineAction({
  nom: 'accepterTout',
  entree: entreeSortes,
  charger: chargerImport,
  politique: politiqueImport,
  trace: 'import.acceptation',
  objet: objetImport,
  executer: async (ctx, { id, sortes, themes }, imp) => {
    checkOuvert(imp)
    const { acceptees, suite } = await acceptLot(ctx, imp, { sortes, themes, apres: 0 })
    if (suite !== null) {
      await updateVersement(ctx, id, { sortes, themes, compte: ctx.acteur.compte, apres: suite })
      await addTache(ctx, tachePoursuivre, { id }, { cle: String(id) })
    }
    return { id, acceptees, suite }
  },
})

/** One lot, for who drives the lots himself (the command line). */
export const accepterLot = defineAction({
  nom: 'accepterLot',
  entree: entreeSortes.extend({ apres: z.number().int().nonnegative() }),
  charger: chargerImport,
  politique: politiqueImport,
  trace: 'import.acceptation',
  objet: objetImport,
  executer: (ctx, entree, imp) => {
    checkOuvert(imp)
    return acceptLot(ctx, imp, entree)
  },
})

/** One step of what an import has still to do: comparing, then what was asked to be accepted. @returns true when done */
export const poursuivreImport = defineAction({
  nom: 'poursuivreImport',
  entree: z.object({ id: identifiant }),
  charger: chargerImport,
  politique: politiqueImport,
  trace: 'import.poursuite',
  objet: objetImport,
  executer: async (ctx, { id }, imp) => {
    if (imp.etat === 'abandonne') return true
    if (imp.aComparer !== null) return (await compareLot(ctx, imp, imp.aComparer)) === null && imp.versement === null
    if (imp.versement === null) return true
    const { suite } = await acceptLot(ctx, imp, imp.versement)
    await updateVersement(ctx, id, suite === null ? null : { ...imp.versement, apres: suite })
    return suite === null
  },
})

/** Goes on with an import, lot after lot, in the name of who asked: killed between two lots, it takes up there. */
export const tachePoursuivre = defineTache({
  nom: 'import.poursuite',
  donnees: z.object({ id: identifiant }),
  executer: async (ctx, { id }, signal) => {
    const compte = (await getImport(ctx, id))?.versement?.compte ?? null
    const auNom = { ...ctx, acteur: { ...ctx.acteur, compte } }
    for (let fini = false; !fini; fini = await executeAction(poursuivreImport, auNom, { id })) signal.throwIfAborted()
  },
})
