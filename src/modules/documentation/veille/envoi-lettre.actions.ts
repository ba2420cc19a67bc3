import { z } from 'zod'
import type { Ctx } from '#core/context.ts'
import { defineTache, type Tache } from '#core/jobs.ts'
import { addCourriel } from '#core/outbox.ts'
import { addJeton, listAbonnesLettre } from './abonnement.queries.ts'
import { formatAdresseRetrait } from './abonnement.ts'
import { getLettre, listChoisies, updateAvance, updateContenu, updateEnvoyee } from './lettre.queries.ts'
import { createContenu, createMessageLettre, type Lettre } from './lettre.ts'
import { formatCourriel } from './message.formats.ts'

/** Messages written in one transaction. */
const LOT = 100

/** What asks for a sending: the letter, and the time it was given, by which a call back is known. */
export const ENVOI_LETTRE = { nom: 'veille.lettre', donnees: z.object({ id: z.number(), envoiLe: z.string() }) }
type Donnees = z.infer<typeof ENVOI_LETTRE.donnees>

/** Writes the messages of one lot and how far it went: both, or neither. @returns false once all is written. */
async function addLot(ctx: Ctx, lettre: Lettre, adresse: string): Promise<boolean> {
  const contenu = lettre.contenu ?? createContenu(lettre, await listChoisies(ctx, lettre.id))
  if (lettre.contenu === null) await updateContenu(ctx, lettre.id, contenu)
  const envois = await listAbonnesLettre(ctx, lettre.dernierAbonnement, LOT)
  for (const { abonnement, destination } of envois) {
    const jeton = await addJeton(ctx, abonnement.id)
    const message = createMessageLettre(lettre.id, contenu, { adresse, jeton })
    const liste = { nom: 'lettre', retrait: adresse + formatAdresseRetrait(jeton) }
    await addCourriel(ctx, formatCourriel(message, { a: destination, adresse, liste }))
  }
  const dernier = envois.at(-1)
  if (dernier) await updateAvance(ctx, lettre.id, dernier.abonnement.id, envois.length)
  if (envois.length < LOT) await updateEnvoyee(ctx, lettre.id)
  return envois.length === LOT
}

/**
 * Writes one message a subscriber, by lots, each in its own transaction under the lock of the letter: cut anywhere,
 * or run twice at once, it goes on where it stopped and nobody has the letter twice.
 */
export async function sendLettre(
  ctx: Ctx,
  { id, envoiLe }: Donnees,
  adresse: string,
  signal: Pick<AbortSignal, 'throwIfAborted'>,
): Promise<void> {
  for (let reste = true; reste; ) {
    signal.throwIfAborted()
    reste = await ctx.db.transaction().execute(async (db) => {
      const dans = { ...ctx, db }
      const lettre = await getLettre(dans, id, true)
      // Sent, deleted, called back or put to another time since this was asked.
      if (lettre?.etat !== 'programmee' || lettre.envoiLe?.toISOString() !== envoiLe) return false
      return addLot(dans, lettre, adresse)
    })
  }
}

/** @param adresse of the site, for the links of messages */
export const createTacheLettre = (adresse: string): Tache<Donnees> =>
  defineTache({ ...ENVOI_LETTRE, executer: (ctx, envoi, signal) => sendLettre(ctx, envoi, adresse, signal) })
