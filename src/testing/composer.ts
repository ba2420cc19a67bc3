import type { Champs, Client } from './client.ts'

export const ADRESSE = '/territoires/composer'

/** The codes that the answer of the composer leads to, in its address or in its forms. */
export async function composer(
  client: Client,
  champs: Champs,
): Promise<{ statut: number; communes: string; zones: string; texte: string }> {
  const reponse = await client.post(ADRESSE, champs)
  const vers = reponse.headers.get('location')
  if (vers !== null) {
    const parametres = new URL(vers, 'http://x').searchParams
    const champ = (nom: string) => parametres.get(nom) ?? ''
    return { statut: reponse.status, communes: champ('communes'), zones: champ('zones'), texte: '' }
  }
  const texte = (await reponse.text()).replaceAll('\u00a0', ' ').replaceAll('\u202f', ' ')
  const champ = (nom: string) => new RegExp(`name="${nom}" value="([^"]*)"`).exec(texte)?.[1] ?? ''
  return { statut: reponse.status, communes: champ('communes'), zones: champ('zones'), texte }
}
