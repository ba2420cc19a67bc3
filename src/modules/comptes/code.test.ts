import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { deleteDebitsPasses } from '#core/limits.ts'
import { type BaseDeTest, createBaseDeTest } from '#core/testing/base.ts'
import { addCompte, getCompteParCourriel, updateActif } from './compte.queries.ts'
import { ADRESSE } from './testing/fournisseur.ts'
import {
  countSessions,
  createCtx,
  createSite,
  getAvis,
  Navigateur,
  type Page,
  type Site,
} from './testing/navigateur.ts'

let base: BaseDeTest
let donnees: string
let site: Site

beforeAll(async () => {
  base = await createBaseDeTest()
  donnees = await mkdtemp(join(tmpdir(), 'maillage-comptes-'))
  site = createSite(base.db, { donnees, smtp: null })
})
afterAll(async () => {
  await base.close()
  await rm(donnees, { recursive: true })
})
beforeEach(() => deleteDebitsPasses(base.db, new Date(Date.now() + 86_400_000)))

const ctx = () => createCtx(base.db)

/** The message of an address, as its holder reads it. */
async function readCode(courriel: string): Promise<string> {
  const dossier = join(donnees, 'courriels')
  for (const nom of (await readdir(dossier)).sort().reverse()) {
    const texte = await readFile(join(dossier, nom), 'utf8')
    if (texte.includes(`To: ${courriel}`)) return /^ {4}(\d{4} \d{4})\r?$/m.exec(texte)?.[1] ?? ''
  }
  throw new Error(`Aucun message pour ${courriel}`)
}

async function request(courriel: string, retour = '/compte'): Promise<{ nav: Navigateur; page: Page; code: string }> {
  const nav = new Navigateur(site)
  const page = await nav.send('/connexion/courriel', { courriel, retour })
  return { nav, page, code: await readCode(courriel) }
}
const wrong = (code: string) => String((Number(code.replace(' ', '')) + 1) % 1e8).padStart(8, '0')

describe('login by a code', () => {
  test('an unknown address that proves itself becomes a visitor', async () => {
    const { nav, page, code } = await request('nouvelle@exemple.example')
    expect(page.url.pathname).toBe('/connexion/code')
    expect(page.texte).toContain('nouvelle@exemple.example')
    expect(await getCompteParCourriel(ctx(), 'nouvelle@exemple.example')).toBeUndefined()
    const avant = nav.session
    const arrivee = await nav.send('/connexion/code', { code })
    expect(arrivee.url.pathname + arrivee.url.search).toBe('/compte?avis=compte-cree')
    expect(arrivee.texte).toContain('rôle de visiteur')
    expect(nav.session).not.toBe(avant)
    expect(await getCompteParCourriel(ctx(), 'nouvelle@exemple.example')).toMatchObject({
      role: 'visiteur',
      preuve: 'courriel',
    })
  })

  test('a known address finds its account, however it is typed', async () => {
    await addCompte(ctx(), {
      prenom: 'Dominique',
      nom: 'Essai',
      courriel: 'connue@exemple.example',
      role: 'documentaliste',
      preuve: 'declaree',
    })
    const nav = new Navigateur(site)
    await nav.send('/connexion/courriel', { courriel: '  Connue@Exemple.EXAMPLE ', retour: '/compte' })
    const page = await nav.send('/connexion/code', { code: await readCode('connue@exemple.example') })
    expect(getAvis(page)).toBe('connecte')
    expect(page.texte).toContain('Documentaliste')
  })

  test('a known and an unknown address are answered alike', async () => {
    const answer = async (courriel: string) => {
      const { page } = await request(courriel)
      const entetes = [...page.entetes].filter(([nom]) => !['content-security-policy', 'set-cookie'].includes(nom))
      return {
        url: page.url.href,
        statut: page.statut,
        entetes,
        texte: page.texte.replaceAll(courriel, '…').replace(/nonce="[^"]*"/g, ''),
      }
    }
    expect(await answer('connue@exemple.example')).toEqual(await answer('jamaisvu@exemple.example'))
  })

  test('an address of the wrong form comes back with what was typed', async () => {
    const page = await new Navigateur(site).send('/connexion/courriel', {
      courriel: 'pas une adresse',
      retour: '/compte',
    })
    expect(page.statut).toBe(422)
    expect(page.texte).toContain('value="pas une adresse"')
    expect(page.texte).toContain('name="retour" value="/compte"')
    expect(page.texte).toContain('href="#champ-courriel"')
  })

  test('four wrong codes then the right one', async () => {
    const { nav, code } = await request('patient@exemple.example')
    for (const restants of ['4 essais', '3 essais', '2 essais', '1 essai']) {
      const page = await nav.send('/connexion/code', { code: wrong(code) })
      expect(page.url.pathname).toBe('/connexion/code')
      expect(page.texte.replaceAll('\u00a0', ' ')).toContain(`Il reste ${restants}.`)
    }
    expect(getAvis(await nav.send('/connexion/code', { code }))).toBe('compte-cree')
  })

  test('five wrong codes spend it, also when they come at once', async () => {
    const { nav, code } = await request('force@exemple.example')
    const avant = await countSessions(base.db)
    const pages = await Promise.all(
      Array.from({ length: 12 }, () => nav.send('/connexion/code', { code: wrong(code) }, `${ADRESSE}/connexion`)),
    )
    expect(pages.filter((p) => p.url.pathname === '/connexion/code')).toHaveLength(5)
    expect(pages.filter((p) => getAvis(p) === 'code-perime')).toHaveLength(7)
    expect(getAvis(await nav.send('/connexion/code', { code }))).toBe('code-perime')
    expect(await countSessions(base.db)).toBe(avant)
  })

  test('a text that is no code is not a try', async () => {
    const { nav, code } = await request('distrait@exemple.example')
    const page = await nav.send('/connexion/code', { code: '12 34' })
    expect(page.statut).toBe(422)
    expect(page.texte).toContain('Le code compte huit chiffres.')
    const { essais } = await base.db
      .selectFrom('code_connexion')
      .select('essais')
      .where('courriel', '=', 'distrait@exemple.example')
      .executeTakeFirstOrThrow()
    expect(essais).toBe(0)
    expect(getAvis(await nav.send('/connexion/code', { code }))).toBe('compte-cree')
  })

  test('after ten minutes it is worth nothing', async () => {
    const { nav, code } = await request('lente@exemple.example')
    await base.db.updateTable('code_connexion').set({ expire_le: new Date() }).execute()
    expect(getAvis(await nav.send('/connexion/code', { code }))).toBe('code-perime')
    expect((await nav.open('/connexion/code')).url.pathname).toBe('/connexion')
  })

  test('it serves once, also when sent twice at once', async () => {
    const { nav, code } = await request('double@exemple.example')
    const avant = await countSessions(base.db)
    const pages = await Promise.all([1, 2].map(() => nav.send('/connexion/code', { code }, ADRESSE)))
    expect(pages.map(getAvis).sort()).toEqual(['code-perime', 'compte-cree'])
    expect(await countSessions(base.db)).toBe(avant + 1)
    await nav.send('/deconnexion')
    expect(getAvis(await nav.send('/connexion/code', { code }))).toBe('code-perime')
  })

  test('two browsers prove the same new address at once: one account', async () => {
    const a = await request('jumelle@exemple.example')
    const b = await request('jumelle@exemple.example')
    const pages = await Promise.all([a, b].map(({ nav, code }) => nav.send('/connexion/code', { code }, ADRESSE)))
    expect(pages.map(getAvis).sort()).toEqual(['compte-cree', 'connecte'])
  })

  test('a new code takes the place of the one before', async () => {
    const { nav, code } = await request('encore@exemple.example')
    await nav.send('/connexion/code', { code: wrong(code) })
    await nav.send('/connexion/courriel', { courriel: 'encore@exemple.example', retour: '/compte' })
    const page = await nav.send('/connexion/code', { code })
    expect(page.texte.replaceAll('\u00a0', ' ')).toContain('Il reste 4 essais.')
    expect(getAvis(await nav.send('/connexion/code', { code: await readCode('encore@exemple.example') }))).toBe(
      'compte-cree',
    )
  })

  test('a code read over a shoulder opens nothing in another browser', async () => {
    const { code } = await request('cible@exemple.example')
    expect(getAvis(await new Navigateur(site).send('/connexion/code', { code }))).toBe('code-perime')
    const voisin = await request('voisin@exemple.example')
    expect((await voisin.nav.send('/connexion/code', { code })).url.pathname).toBe('/connexion/code')
  })

  test('a closed account says so only to who proves the address', async () => {
    const compte = await addCompte(ctx(), {
      prenom: null,
      nom: null,
      courriel: 'fermee@exemple.example',
      preuve: 'courriel',
    })
    await updateActif(ctx(), compte?.id ?? '', false)
    const { nav, page, code } = await request('fermee@exemple.example')
    expect(page.url.pathname).toBe('/connexion/code')
    expect(getAvis(await nav.send('/connexion/code', { code }))).toBe('connexion-ferme')
    expect((await nav.open('/compte')).url.pathname).toBe('/connexion')
  })

  test('one address is sent five codes a quarter of an hour, whoever asks', async () => {
    const statuts: number[] = []
    for (let i = 0; i < 6; i++) {
      const nav = new Navigateur(site)
      statuts.push((await nav.send('/connexion/courriel', { courriel: 'inondee@exemple.example' })).statut)
    }
    expect(statuts).toEqual([200, 200, 200, 200, 200, 429])
    const autre = await new Navigateur(site).send('/connexion/courriel', { courriel: 'calme@exemple.example' })
    expect(autre.statut).toBe(200)
  })

  test('one address of the network asks for twenty codes in ten minutes', async () => {
    const nav = new Navigateur(site)
    for (let i = 0; i < 20; i++) {
      expect((await nav.send('/connexion/courriel', { courriel: 'faux' })).statut).toBe(422)
    }
    const page = await nav.send('/connexion/courriel', { courriel: 'faux' })
    expect(page.statut).toBe(429)
    expect(Number(page.entetes.get('retry-after'))).toBeGreaterThan(500)
  })

  test('going back elsewhere leads home', async () => {
    const { nav, code } = await request('ailleurs@exemple.example', 'https://mechant.example/')
    const page = await nav.send('/connexion/code', { code }, ADRESSE)
    expect(page.url.href).toBe(`${ADRESSE}/?avis=compte-cree`)
  })

  test('a post from another site is refused', async () => {
    const reponse = await site.fetch(
      new Request(`${ADRESSE}/connexion/courriel`, {
        method: 'POST',
        body: new URLSearchParams({ courriel: 'a@b.example' }),
        headers: { 'sec-fetch-site': 'cross-site' },
      }),
    )
    expect(reponse.status).toBe(403)
  })
})

describe('the message', () => {
  test('without SMTP: a file for the server alone, whose name and log say nothing of the person', async () => {
    const { code } = await request('secrete@exemple.example')
    const dossier = join(donnees, 'courriels')
    const noms = await readdir(dossier)
    for (const nom of noms) expect(nom).toMatch(/^\d{4}-\d\d-\d\dT[\d-]+Z-[0-9a-f]{8}\.eml$/)
    expect((await stat(join(dossier, noms[0] ?? ''))).mode & 0o777).toBe(0o600)
    expect((await stat(dossier)).mode & 0o777).toBe(0o700)
    expect(site.journal.filter((ligne) => ligne.includes('.eml'))).toHaveLength(noms.length)
    await site.traces.flush()
    const traces = JSON.stringify(await base.db.selectFrom('trace').selectAll().execute())
    for (const ecrit of [traces, site.journal.join('')]) {
      expect(ecrit).not.toContain('exemple.example')
      expect(ecrit).not.toContain(code)
      expect(ecrit).not.toContain(code.replace(' ', ''))
    }
  })

  test('a mail server that does not answer: said, nothing personal in the log', async () => {
    const enPanne = createSite(base.db, { donnees, smtp: 'smtp://127.0.0.1:9' })
    const page = await new Navigateur(enPanne).send('/connexion/courriel', {
      courriel: 'perdue@exemple.example',
      retour: '/compte',
    })
    expect(getAvis(page)).toBe('courriel-panne')
    expect(page.url.searchParams.get('retour')).toBe('/compte')
    expect(enPanne.journal.join('')).toContain('courriel non envoyé')
    expect(enPanne.journal.join('')).not.toContain('exemple.example')
  })
})
