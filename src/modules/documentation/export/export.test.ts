import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { executeExporter } from '../../../cli/exporter.ts'
import { ErreurUsage } from '../../../cli/usage.ts'
import { type Client, createClientDeTest } from '../../../testing/client.ts'
import type { ItemCsl } from '../csl.ts'
import { FORMATS, NOMS_FORMATS, type NomFormat } from '../echange/echange.ts'
import { updateNotice, updatePresence } from '../notice/notice.queries.ts'
import type { Notice } from '../notice/notice.ts'
import { type Catalogue, openCatalogue } from '../recherche/exemples.ts'
import { listNoticesReleve, listReleve, searchNotices } from '../recherche/recherche.queries.ts'
import { schemaCriteres } from '../recherche/recherche.ts'

let catalogue: Catalogue
let client: Client
beforeAll(async () => {
  catalogue = await openCatalogue()
  client = createClientDeTest(catalogue.base.db)
})
afterAll(() => catalogue.base.close())

async function parse(octets: Uint8Array, nom: NomFormat): Promise<ItemCsl[]> {
  const items: ItemCsl[] = []
  for await (const lu of FORMATS[nom].parse(new Blob([new Uint8Array(octets)]).stream())) {
    if ('erreur' in lu) throw new Error(lu.erreur)
    items.push(lu.item)
  }
  return items
}

const listTout = async (notices: AsyncIterable<Notice>) => {
  const liste: Notice[] = []
  for await (const notice of notices) liste.push(notice)
  return liste
}

describe('the export of a search', () => {
  it.each(['q=fictif', 'q=tabac OR sommeil', 'theme=tabac&tri=titre', '', 'q=tabac&annee=2017&annee=2019&tri=auteur'])(
    '« %s »: the notices of all its pages, in their order',
    async (recherche) => {
      const criteres = schemaCriteres.parse(Object.fromEntries(new URLSearchParams(recherche)))
      const attendus: number[] = []
      for (let page = 1, pages = 1; page <= pages; page++) {
        const resultat = await searchNotices(catalogue.ctx, { ...criteres, page })
        pages = resultat.pages
        attendus.push(...resultat.notices.map((n) => n.id))
      }
      expect(attendus.length).toBeGreaterThan(0)
      expect((await listReleve(catalogue.ctx, criteres)).ids).toEqual(attendus)
      expect((await listReleve(catalogue.ctx, criteres, 2)).ids).toEqual(attendus.slice(0, 2))
    },
  )

  it.each(NOMS_FORMATS)('%s over HTTP reads back', async (nom) => {
    const reponse = await client.get(`/documentation/export.${nom}?theme=tabac&tri=titre`)
    expect(reponse.status).toBe(200)
    expect(reponse.headers.get('content-type')).toBe(FORMATS[nom].mime)
    const items = await parse(new Uint8Array(await reponse.arrayBuffer()), nom)
    const releve = await listReleve(catalogue.ctx, schemaCriteres.parse({ theme: 'tabac', tri: 'titre' }))
    const notices = await listTout(listNoticesReleve(catalogue.ctx, releve))
    expect(items.map((i) => i.title)).toEqual(notices.map((n) => n.csl.title))
    for (const { keyword } of nom === 'csl-json' ? [] : items) expect(keyword).toContain('Tabac')
  })

  it('nothing found is an empty file, not a fault', async () => {
    expect(await (await client.get('/documentation/export.csl-json?q=zzzzz')).json()).toEqual([])
    expect(await (await client.get('/documentation/export?q=zzzzz')).text()).toContain('Rien à exporter')
  })

  it('the page says how many, where to, and what is lost', async () => {
    const page = await (await client.get('/documentation/export?q=tabac')).text()
    expect(page).toContain('href="/documentation/export.ris?q=tabac"')
    expect(page).toMatch(/Écrit autrement\u00a0: .*thèmes \(\d+\)/)
    expect(page).toContain('Tout passe.')
    expect(await (await client.get('/documentation?q=tabac')).text()).toContain('href="/documentation/export?q=tabac"')
  })

  it('a bibliography is laid out as asked', async () => {
    const html = await (await client.get('/documentation/export.html?q=tabac&presentation=cres&resumes=oui')).text()
    expect(html).toContain('presentation-cres')
    expect(html).toContain('Documentation\u00a0: «\u00a0tabac\u00a0»')
    const docx = await client.get('/documentation/export.docx?q=tabac')
    expect(new Uint8Array(await docx.arrayBuffer()).slice(0, 2)).toEqual(new Uint8Array([0x50, 0x4b]))
  })
})

describe('one moment', () => {
  it('what changes or leaves while the file is written stays as it was, and what comes in is not there', async () => {
    const { ctx } = catalogue
    const releve = await listReleve(ctx, schemaCriteres.parse({ tri: 'ajout' }))
    const avant = await listTout(listNoticesReleve(ctx, releve))
    const [changee, retiree] = avant
    if (!changee || !retiree) throw new Error('Catalogue vide.')
    await updateNotice(ctx, changee.id, changee.version, {
      ...changee,
      csl: { ...changee.csl, title: 'Titre fictif récrit' },
    })
    await updatePresence(ctx, retiree, 'suppression')
    const apres = await listTout(listNoticesReleve(ctx, releve))
    expect(apres.map((n) => [n.id, n.csl.title])).toEqual(avant.map((n) => [n.id, n.csl.title]))
    const neuf = await listReleve(ctx, schemaCriteres.parse({ tri: 'ajout' }))
    expect(neuf.ids).not.toContain(retiree.id)
  })

  it('a reader who leaves ends the work', async () => {
    const reponse = await client.get('/documentation/export.ris')
    await reponse.body?.cancel()
    const { rows } = await sql`select from pg_stat_activity where datname = current_database()
      and state = 'idle in transaction'`.execute(catalogue.base.db)
    expect(rows).toEqual([])
  })
})

describe('maillage exporter', () => {
  async function run(...args: string[]) {
    const octets: Uint8Array[] = []
    let erreur = ''
    const sorties = {
      erreur: (texte: string) => {
        erreur += texte
      },
    }
    const code = await executeExporter(args, sorties, catalogue.ctx, async (o) => void octets.push(o))
    return { code, octets: Buffer.concat(octets), erreur }
  }

  it.each(NOMS_FORMATS)('--vers %s writes the whole catalogue and what it could not carry', async (nom) => {
    const { code, octets, erreur } = await run('--vers', nom)
    expect(code).toBe(0)
    const { ids } = await listReleve(catalogue.ctx, schemaCriteres.parse({}))
    expect(await parse(octets, nom)).toHaveLength(ids.length)
    expect(erreur).toContain(`${ids.length}\u00a0notices en ${FORMATS[nom].libelle}`)
    expect(erreur.includes('Thèmes (écrit autrement)\u00a0:')).toBe(nom === 'ris' || nom === 'bibtex')
  })

  it.each([[['--vers', 'docx']], [['fichier']], [['--quoi']]])('wrong arguments %j', async (args) => {
    await expect(run(...args)).rejects.toThrow(ErreurUsage)
  })
})
