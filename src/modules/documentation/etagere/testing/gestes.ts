import { expect } from 'vitest'

type Envoi = Record<string, string | readonly string[]>

/** What is used here of the browser of the tests. */
interface Client {
  connecter(role: 'documentaliste'): Promise<unknown>
  get(chemin: string): Promise<Response>
  post(chemin: string, champs?: Envoi): Promise<Response>
}

export const champs = {
  titre: 'Étagère <fictive>',
  sousTitre: 'Pour essayer',
  auteurs: 'Ana Dupont',
  date: '2023-05',
  licence: 'cc-by-4.0',
  presentation: 'ireps-bfc',
  options: ['avecResumes', 'avecLiens', 'avecNumeros', 'planNumerote'],
}

export const listIds = (page: string, motif: RegExp): string[] => [...page.matchAll(motif)].map((m) => m[1] ?? '')

/** Which of the four invented notices a page shows, in order. */
export const listOrdre = (page: string): string[] => listIds(page, /Rapport fictif (\S+) sur les &lt;marges&gt;<\/b>/g)

/** What tests of shelves do again and again, with one client. */
export function createGestes(client: Client) {
  /** @returns the address that the answer leads to, without notice. */
  const post = async (chemin: string, corps: Envoi = {}): Promise<string> => {
    const reponse = await client.post(chemin, corps)
    expect(`${chemin} ${reponse.status}`).toBe(`${chemin} 303`)
    return (reponse.headers.get('location') ?? '').replace(/\?avis=[^#]*/, '')
  }
  const lire = async (chemin: string): Promise<string> => (await client.get(chemin)).text()
  return {
    post,
    lire,
    creer: (plus: Envoi = {}) => post('/etageres', { ...champs, ...plus }),
    section: async (etagere: string, titre: string, parent = ''): Promise<string> =>
      /section-(\d+)/.exec(await post(`${etagere}/sections`, { titre, parent }))?.[1] ?? '',
    entrees: async (etagere: string) => listIds(await lire(`${etagere}/plan`), /id="entree-(\d+)"/g),
    /** Four notices, as a documentalist. @returns their numbers. */
    creerNotices: async (): Promise<string[]> => {
      await client.connecter('documentaliste')
      const numeros: string[] = []
      for (const n of ['premier', 'deuxième', 'troisième', 'quatrième']) {
        const adresse = await post('/documentation/notices', {
          nature: 'rapport',
          title: `Rapport fictif ${n} sur les <marges>`,
          auteurs: 'Dupont, Ana',
          date: '2022-05',
          URL: `https://exemple.fr/${numeros.length}.pdf`,
          resume: `Résumé fictif ${n}.`,
          resumeSource: 'auteur',
          themes: ['litteratie'],
        })
        numeros.push(/notices\/(\d+)/.exec(adresse)?.[1] ?? '')
      }
      return numeros
    },
  }
}
