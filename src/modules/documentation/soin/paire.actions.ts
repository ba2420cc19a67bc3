import { z } from 'zod'
import type { Acteur } from '#core/acteur.ts'
import { defineAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { ErreurConflit } from '#core/errors.ts'
import { addTache, defineTache } from '#core/jobs.ts'
import { identifiant } from '#core/saisie.ts'
import { listCandidates } from '../imports/doublons.queries.ts'
import { computeDoublon, getReperes } from '../imports/doublons.ts'
import { entretienPolicy } from './entretien.policy.ts'
import {
  addPaires,
  deletePaires,
  getPaire,
  listAComparer,
  listPairesOuvertes,
  updateJugement,
  updatePlace,
} from './paire.queries.ts'
import { type EtatPaire, formatPaire, type Paire } from './paire.ts'

/** Notices compared in one transaction: a second or so in a catalogue of 100,000. */
const LOT = 50
/** One run stops there; the next one goes on. */
const DUREE_MS = 120_000

/** Compares a lot with the whole catalogue, by the rules of imports. @returns how many; 0 when all is compared */
async function updatePairesLot(ctx: Ctx): Promise<number> {
  return ctx.db.transaction().execute(async (db) => {
    const dans = { ...ctx, db }
    const lot = await listAComparer(dans, LOT)
    const dernier = lot.at(-1)
    if (!dernier) return 0
    const references = lot.map(({ id, csl }) => ({ rang: id, item: csl }))
    const ouvertes = await listPairesOuvertes(
      dans,
      references.map((r) => r.rang),
    )
    const reperes = new Map(references.map(({ rang, item }) => [rang, getReperes(item)]))
    const trouvees = new Map<string, Omit<Paire, 'etat'>>()
    const defaites = new Map<string, { a: number; b: number }>()
    for (const { rang, id, csl } of [...(await listCandidates(dans, references)), ...ouvertes]) {
      const siens = reperes.get(rang)
      if (id === rang || !siens) continue
      const paire = formatPaire(rang, id)
      const doublon = computeDoublon(siens, getReperes(csl))
      if (doublon) trouvees.set(`${paire.a}-${paire.b}`, { ...paire, ...doublon })
      else defaites.set(`${paire.a}-${paire.b}`, paire)
    }
    await addPaires(dans, [...trouvees.values()])
    await deletePaires(dans, [...defaites.values()])
    await updatePlace(dans, dernier)
    return lot.length
  })
}

/** Looks for doubtful duplicates among what changed since the last time, for a while. @returns notices compared */
export async function executeComparaison(
  ctx: Ctx,
  { duree = DUREE_MS, signal }: { duree?: number; signal?: AbortSignal } = {},
): Promise<number> {
  const fin = performance.now() + duree
  let comparees = 0
  while (!signal?.aborted && performance.now() < fin) {
    const lot = await updatePairesLot(ctx)
    if (lot === 0) break
    comparees += lot
  }
  return comparees
}

const COMPARAISON = { nom: 'doublon.comparaison', donnees: z.object({}), chaque: 600 }

export const tacheComparaison = defineTache({
  ...COMPARAISON,
  executer: async (ctx, _donnees, signal) => {
    const comparees = await executeComparaison(ctx, { signal })
    // A large import is not compared two minutes out of ten: one run calls the next, until nothing is left.
    if (comparees > 0 && !signal.aborted) await addTache(ctx, COMPARAISON, {})
  },
})

const entreePaire = z.object({ a: identifiant, b: identifiant })
const traiter = (acteur: Acteur): boolean => entretienPolicy.peutParfois(acteur, 'traiter')

const defineJugement = (nom: string, etat: EtatPaire) =>
  defineAction({
    nom,
    entree: entreePaire,
    charger: (ctx, entree) => getPaire(ctx, entree, true),
    politique: traiter,
    trace: `doublon.${etat}`,
    objet: ({ a, b }) => ({ type: 'doublon', id: `${a}-${b}` }),
    executer: async (ctx, _entree, paire: Paire) => {
      if (paire.etat === 'fusionnees') throw new ErreurConflit('Ces deux notices viennent d’être réunies.')
      await updateJugement(ctx, paire, etat)
      return { a: paire.a, b: paire.b }
    },
  })

/** Two documents: remembered, never proposed again. */
export const distinguerPaire = defineJugement('distinguerPaire', 'distincts')
export const remettrePaire = defineJugement('remettrePaire', 'plus-tard')
export const reprendrePaire = defineJugement('reprendrePaire', 'a-juger')
