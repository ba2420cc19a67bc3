import type { BaseDeTest } from '#core/testing/base.ts'
import { type Champs, type Client, createClientDeTest } from './client.ts'
import { createBaseGeographie } from './geographie.ts'

/** Digne-les-Bains, Thoard, Barras. */
export const [DIGNE, THOARD, BARRAS] = ['04070', '04217', '04021'] as const

/** Times that nobody measured. */
export const TEMPS = [
  'origine,destination,minutes',
  ...[DIGNE, THOARD, BARRAS].map((c) => `${c},${c},0`),
  ...(
    [
      [DIGNE, THOARD, 22],
      [DIGNE, BARRAS, 14],
      [THOARD, BARRAS, 9],
    ] as const
  ).flatMap(([a, b, t]) => [`${a},${b},${t}`, `${b},${a},${t}`]),
].join('\n')

/** What a test of simulations needs: the geography, and a browser. */
export interface Bac {
  base: BaseDeTest
  client: Client
  /** As someone who may; logs out. */
  importTemps(nom?: string, texte?: string): Promise<Response>
  close(): Promise<void>
}

export async function createBac(): Promise<Bac> {
  const base = await createBaseGeographie()
  const client = createClientDeTest(base.db)
  return {
    base,
    client,
    async importTemps(nom = 'Fictifs', texte = TEMPS) {
      await client.connecter('documentaliste')
      const champs: Champs = { nom, source: '', fichier: new File([texte], 't.csv') }
      const reponse = await client.post('/simulations/temps', champs)
      await client.connecter(null)
      return reponse
    },
    async close() {
      await client.app.close()
      await base.close()
    },
  }
}

/** A page as it is read: unbreakable spaces are plain. */
export const readPage = async (reponse: Response | Promise<Response>): Promise<string> =>
  (await (await reponse).text()).replaceAll(/[\u00a0\u202f]|&nbsp;/g, ' ').replaceAll('&#39;', '’')
