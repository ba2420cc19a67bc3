import { z } from 'zod'
import type { Ctx } from '#core/context.ts'
import { defineTache, type Tache } from '#core/jobs.ts'
import { addCourriel } from '#core/outbox.ts'
import { parseRecherche } from '../recherche/recherche.ts'
import { addJeton, deletePerimes, type Envoi, getAlerteDue, updateVue } from './abonnement.queries.ts'
import { type Alerte, formatAdresseRetrait } from './abonnement.ts'
import { getDernierRang, listArrivees, updateRangs } from './arrivee.queries.ts'
import { formatCourriel } from './message.formats.ts'
import { createMessageNouveautes, LISTES_MAX } from './message.ts'

const TOURNEE_S = 300

/** What is new for an alert since it was last looked at, up to a rank; null = up to now. */
export const getNouveautes = (ctx: Ctx, alerte: Alerte, jusqua: number | null) =>
  listArrivees(ctx, parseRecherche(alerte.recherche), { apres: alerte.vuRang, jusqua, nombre: LISTES_MAX })

/** Writes the digest of an alert, if there is something new, and that it was looked at: both, or neither. */
async function addDigest(ctx: Ctx, { abonnement: alerte, destination }: Envoi<Alerte>, adresse: string): Promise<void> {
  const jusqua = await getDernierRang(ctx)
  const nouveautes = await getNouveautes(ctx, alerte, jusqua)
  if (nouveautes.total > 0) {
    const jeton = await addJeton(ctx, alerte.id)
    const message = createMessageNouveautes(alerte, nouveautes, { adresse, jeton })
    const liste = { nom: `alerte-${alerte.id}`, retrait: adresse + formatAdresseRetrait(jeton) }
    await addCourriel(ctx, formatCourriel(message, { a: destination, adresse, liste }))
  }
  await updateVue(ctx, alerte, jusqua, nouveautes.total > 0)
}

/**
 * Writes the digests whose time has come, each in its own transaction: cut anywhere, begun twice at once, it neither
 * forgets nor repeats one. An alert that fails does not hold back the others.
 * @returns how many alerts were looked at. @throws the first failure, once all the others are done.
 */
export async function sendAlertes(
  ctx: Ctx,
  adresse: string,
  signal: Pick<AbortSignal, 'throwIfAborted'>,
): Promise<number> {
  await ctx.db.transaction().execute((db) => updateRangs({ ...ctx, db }))
  const echecs: number[] = []
  let premiere: unknown
  for (let faites = 0; ; faites++) {
    signal.throwIfAborted()
    const id = await ctx.db
      .transaction()
      .execute(async (db) => {
        const dans = { ...ctx, db }
        const envoi = await getAlerteDue(dans, echecs)
        if (!envoi) return null
        try {
          await addDigest(dans, envoi, adresse)
        } catch (erreur) {
          throw new ErreurAlerte(envoi.abonnement.id, erreur)
        }
        return envoi.abonnement.id
      })
      .catch((erreur: unknown) => {
        if (!(erreur instanceof ErreurAlerte)) throw erreur
        echecs.push(erreur.id)
        premiere ??= erreur.cause
        return erreur.id
      })
    if (id !== null) continue
    if (premiere !== undefined) throw premiere
    return faites
  }
}

class ErreurAlerte extends Error {
  readonly id: number
  constructor(id: number, cause: unknown) {
    super('alerte', { cause })
    this.id = id
  }
}

/** @param adresse of the site, for the links of messages */
export const createTacheAlertes = (adresse: string): Tache<Record<string, never>> =>
  defineTache({
    nom: 'veille.alertes',
    donnees: z.object({}),
    chaque: TOURNEE_S,
    async executer(ctx, _donnees, signal) {
      await sendAlertes(ctx, adresse, signal)
      await deletePerimes(ctx)
    },
  })
