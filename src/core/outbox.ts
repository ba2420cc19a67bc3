import { sql } from 'kysely'
import { z } from 'zod'
import type { Ctx } from './context.ts'
import type { Db } from './db.ts'
import { addTache, defineTache, type Tache } from './jobs.ts'
import type { Courriel, EnvoyerCourriel } from './mail.ts'

const NOM = 'courriel.envoi'
const donnees = z.object({ id: z.number() })

/**
 * Puts a message in the outbox through `ctx.db`: inside a transaction, it leaves if and only if the change stands.
 * A task sends it, again if need be: killed between the server's yes and its own note of it, a process sends it twice,
 * under one Message-ID, by which mailboxes know it.
 */
export async function addCourriel(ctx: Pick<Ctx, 'db' | 'maintenant'>, courriel: Courriel): Promise<void> {
  const { rows } = await sql<{ id: number }>`
    insert into courriel (destinataire, sujet, texte, html, entetes, cree_le)
    values (${courriel.a}, ${courriel.sujet}, ${courriel.texte}, ${courriel.html ?? null},
      ${JSON.stringify(courriel.entetes ?? {})}::jsonb, ${ctx.maintenant})
    returning id`.execute(ctx.db)
  for (const { id } of rows) await addTache(ctx, { nom: NOM, donnees }, { id })
}

interface LigneCourriel {
  destinataire: string
  sujet: string
  texte: string
  html: string | null
  entetes: Record<string, string>
  cree_le: Date
}

/** Codes by which a mail server says that it will never take the message (RFC 5321, 4.2.1). */
const isRefus = (erreur: unknown): boolean =>
  erreur instanceof Error &&
  'responseCode' in erreur &&
  typeof erreur.responseCode === 'number' &&
  erreur.responseCode >= 500

/** The task that empties the outbox, one message a run. @param hote name of this installation, for Message-IDs */
export const createTacheCourriel = (envoyer: EnvoyerCourriel, hote: string): Tache<{ id: number }> =>
  defineTache({
    nom: NOM,
    donnees,
    async executer(ctx, { id }) {
      const { rows } = await sql<LigneCourriel>`
        select destinataire, sujet, texte, html, entetes, cree_le from courriel where id = ${id} and destinataire is not null`.execute(
        ctx.db,
      )
      const ligne = rows[0]
      if (!ligne) return
      const { destinataire, entetes, cree_le, ...mots } = ligne
      // The date too: a database begun anew counts from 1 again, and mailboxes remember.
      const identifiant = `<courriel-${id}-${cree_le.getTime()}@${hote}>`
      try {
        await envoyer({ a: destinataire, ...mots, entetes: { ...entetes, 'message-id': identifiant } }, ctx.maintenant)
      } catch (erreur) {
        // The words of a mail server may quote the address: they are not kept.
        if (!isRefus(erreur)) throw new Error('Le serveur de courriel n’a pas pris le message.')
        await deleteContenu(ctx, id, 'refuse_le')
        return
      }
      await deleteContenu(ctx, id, 'envoye_le')
    },
  })

async function deleteContenu(ctx: Ctx, id: number, issue: 'envoye_le' | 'refuse_le'): Promise<void> {
  await sql`update courriel set ${sql.ref(issue)} = ${ctx.maintenant},
    destinataire = null, sujet = null, texte = null, html = null, entetes = '{}' where id = ${id}`.execute(ctx.db)
}

/** Forgets the messages that are old, gone or not: what nobody took in a month will not be taken. */
export async function deleteCourrielsAnciens(db: Db, avant: Date): Promise<void> {
  await sql`delete from courriel where cree_le < ${avant}`.execute(db)
}
