import type { Client } from './client.ts'

/** A key of whoever is logged in, made as people make it. */
export async function createCle(client: Client, portees: readonly string[]): Promise<string> {
  const page = await (await client.post('/compte/cles', { nom: 'Clé fictive', portees })).text()
  const secret = /mlg_[\w-]{43}/.exec(page)?.[0]
  if (!secret) throw new Error('La clé n’est pas créée.')
  return secret
}
