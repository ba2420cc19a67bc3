import { pino } from 'pino'
import type { Acteur } from '../acteur.ts'
import type { TraceLectures } from '../audit.ts'
import type { Db } from '../db.ts'
import { createHttp, type Services } from '../http.ts'
import type { Route } from '../route.ts'
import { COOKIE_SESSION } from '../security.ts'

export const ADRESSE = 'http://localhost:3000'
export const page = (texte: string) => ({ toString: () => `<p>${texte}</p>` })

/** Cookie of the one session that exists. */
export const connecte = { cookie: `${COOKIE_SESSION}=bon` }

/** These routes alone, on a test database; one session and one key are known, both of a documentalist. */
export function openHttp(
  { db, traces }: { db: Db; traces: TraceLectures },
  routes: Route[],
  reglages: Partial<Services> = {},
) {
  const moi: Acteur = { compte: crypto.randomUUID(), nom: 'Fictif', role: 'documentaliste', session: 's' }
  const app = createHttp(
    {
      db,
      adresse: ADRESSE,
      demo: false,
      proxy: false,
      journal: pino({ level: 'silent' }),
      traces,
      lireSession: async (_db, jeton) => (jeton === 'bon' ? moi : null),
      lireCle: async (_db, cle) =>
        cle === 'mlg_bonne' ? { ...moi, session: null, cle: { id: 'c1', portees: ['notices:ecrire'] } } : null,
      noterAppel: async () => undefined,
      renderErreur: (_requete, { statut, erreurs }) => page(`erreur ${statut} ${erreurs.map((e) => e.message).join()}`),
      ...reglages,
    },
    routes,
    () => undefined,
  )
  const get = (chemin: string, headers = {}) => app.request(ADRESSE + chemin, { headers })
  const post = (chemin: string, corps: Record<string, string>, headers = {}) =>
    app.request(ADRESSE + chemin, {
      method: 'POST',
      body: new URLSearchParams(corps),
      headers: { 'sec-fetch-site': 'same-origin', ...headers },
    })
  return { app, moi, get, post }
}
