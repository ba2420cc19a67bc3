import type { Kysely } from 'kysely'
import { expect } from 'vitest'
import type { Base } from '#core/base-tables.ts'
import { parseLigneNotice } from '#modules/documentation/notice/notice.queries.ts'
import type { Notice } from '#modules/documentation/notice/notice.ts'
import { type Client, createClientDeTest } from './client.ts'

/** An invented bibliography, in a layout that documentalists use: its authors, titles and publishers do not exist. */
const BIBLIOGRAPHIE_FICTIVE = `# Marcher pour sa santé : bibliographie fictive

## Activité physique

Article

FICTIF Anne, EXEMPLE Paul (et al.)

**Marcher ensemble au village : une expérience inventée**

*Revue imaginaire de santé publique, n° 12, 2021-05, pages 14-22*

Cet article inventé raconte la création d'un groupe de marche dans un village qui n'existe pas. [Résumé auteur]

<https://exemple.invalid/marcher-ensemble>

Rapport

MODELE Jeanne

**Évaluer un groupe de marche : guide fictif d'enquête**

*Éditions de l'exemple, 2020, 48 p.*

<https://exemple.invalid/evaluer-un-groupe>

## Littératie en santé

Ouvrage

PROTOTYPE Luc

**Lire, comprendre, choisir : la littératie en santé inventée**

*Presses fictives, 2019, 212 p.*

Un ouvrage qui n'existe pas, sur la façon de parler clairement. [Résumé éditeur]
`

/** The same bibliography about another village: other titles and authors, so that tests do not meet each other's notices. */
export const formatVariante = (lieu: string): string =>
  BIBLIOGRAPHIE_FICTIVE.replaceAll('Marcher ensemble', `Marcher ensemble à ${lieu}`)
    .replaceAll('Évaluer', `Évaluer à ${lieu}`)
    .replaceAll('Lire, comprendre', `Lire à ${lieu}, comprendre`)
    .replaceAll('exemple.invalid/', `exemple.invalid/${lieu}/`)
    .replaceAll(/FICTIF|MODELE|PROTOTYPE/g, lieu.toUpperCase())

/** Number of an import, from the path of its page. */
export const parseId = (chemin: string): number => Number(chemin.split('/').at(-1))

/** A record of RIS. @param plus further lines of it, CRLF included */
export const formatRisFictif = (id: string, titre: string, plus = ''): string =>
  `TY  - RPRT\r\nID  - ${id}\r\nTI  - ${titre}\r\nAU  - Fictif, Anne\r\nPY  - 2021\r\n${plus}ER  - \r\n\r\n`

/** A documentalist in front of the imports of a test database. */
export async function createParcours(db: Kysely<Base>) {
  const client = createClientDeTest(db)
  await client.connecter('documentaliste')

  const deposer = (texte: string | Uint8Array<ArrayBuffer>, nom = 'fictive.md', qui: Client = client) =>
    qui.post('/documentation/imports', { fichier: new File([texte], nom) })
  const lire = async (chemin: string): Promise<string> => (await client.get(chemin)).text()
  return {
    client,
    deposer,
    lire,
    /** Deposits and follows: the path of the import's page, and what the page says. */
    async importer(texte: string, nom?: string): Promise<{ chemin: string; page: string }> {
      const reponse = await deposer(texte, nom)
      expect(reponse.status).toBe(303)
      const vers = reponse.headers.get('location') ?? ''
      return { chemin: vers.split('?')[0] ?? '', page: await lire(vers) }
    },
    /** Deposits a file of records. @returns the path of its import */
    async deposerNotices(contenu: string | Uint8Array, nom: string, baseDite?: string): Promise<string> {
      const fichier = new File([new Uint8Array(Buffer.from(contenu))], nom)
      const reponse = await client.post('/documentation/imports', { fichier, ...(baseDite && { base: baseDite }) })
      expect([reponse.status, reponse.status === 303 ? '' : await reponse.text()]).toEqual([303, ''])
      return (reponse.headers.get('location') ?? '').split('?')[0]?.replace('/correspondances', '') ?? ''
    },
    accepter: (chemin: string) => client.post(`${chemin}/accepter`, { sortes: ['notice'] }),
    /** Notices that the lines of an import became, in the order of the file. */
    async listVersees(chemin: string): Promise<Notice[]> {
      const lignes = await db
        .selectFrom('import_ligne')
        .innerJoin('notice', 'notice.id', 'import_ligne.notice')
        .selectAll('notice')
        .where('import', '=', parseId(chemin))
        .where('supprimee_le', 'is', null)
        .orderBy('rang')
        .execute()
      return lignes.map(parseLigneNotice)
    },
    async compter(table: 'notice' | 'import' | 'import_ligne'): Promise<number> {
      const { nombre } = await db
        .selectFrom(table)
        .select((e) => e.fn.countAll<number>().as('nombre'))
        .executeTakeFirstOrThrow()
      return nombre
    },
    /** States of an import's references, in their order. */
    async listEtats(chemin: string): Promise<string[]> {
      const lignes = await db
        .selectFrom('import_ligne')
        .select('etat')
        .where('import', '=', parseId(chemin))
        .orderBy('rang')
        .execute()
      return lignes.map((l) => l.etat)
    },
  }
}
