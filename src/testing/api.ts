import type { Role } from '#core/acteur.ts'
import type { Db } from '#core/db.ts'
import { PORTEES } from '#modules/comptes/index.ts'
import { createCle } from './cle.ts'
import { type Client, createClientDeTest } from './client.ts'

/** A program in front of the API of a test database. */
export async function createProgramme(db: Db) {
  const client: Client = createClientDeTest(db)
  const enter = async (role: Role, portees: readonly string[] = Object.keys(PORTEES)) => {
    const compte = (await client.connecter(role)) ?? ''
    const cle = await createCle(client, portees)
    await client.connecter(null)
    return { compte, cle }
  }
  return {
    client,
    /** A new account of that role and a key of its own. */
    enter,
    ...(await enter('documentaliste')),
    /** Where the faults of a refusal stand. */
    listPointeurs: async (reponse: Response): Promise<string[]> =>
      ((await reponse.json()) as { erreurs?: { pointeur: string }[] }).erreurs?.map((e) => e.pointeur) ?? [],
  }
}
export type Programme = Awaited<ReturnType<typeof createProgramme>>
