import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Child } from 'hono/jsx'
import { describe, expect, it } from 'vitest'
import { asset } from './asset.ts'
import { ErrorPage } from './error-page.tsx'
import { ActiveFilters, Facets } from './facets.tsx'
import { Checkboxes, ErrorSummary, Field, Radios, Select, TextArea } from './form.tsx'
import { createHref } from './href.ts'
import { Layout, type PageContext } from './layout.tsx'
import { StylePage } from './style-guide.tsx'
import { Pagination, Table } from './table.tsx'

const publicFolder = join(import.meta.dirname, '../../public')
const page: PageContext = {
  acteur: { compte: null, nom: null, role: 'visiteur' },
  chemin: '/documentation/12?retour=1',
  nonce: 'abc',
  demo: false,
}

/** The HTML of a component, children awaited. */
const render = async (element: Child) => String(await element)
const matches = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1] ?? '')

describe('Layout', () => {
  it('escapes what it is given and has one title', async () => {
    const html = await render(
      <Layout title={'<script>alert("1")</script>'} page={page}>
        <p>Corps</p>
      </Layout>,
    )
    expect(html.startsWith('<!DOCTYPE html><html lang="fr">')).toBe(true)
    expect(html).not.toContain('<script>')
    expect(html).toContain('<title>&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; – Maillage</title>')
    expect(matches(html, /<(h1)>/g)).toHaveLength(1)
  })

  it('tells faults in the window title and first thing in the page', async () => {
    const html = await render(
      <Layout title="Nouvelle notice" page={page} errors={[{ field: 'titre', message: 'Donnez un titre.' }]}>
        <Field name="titre" label="Titre" />
      </Layout>,
    )
    expect(html).toContain('<title>Erreur\u00a0: Nouvelle notice – Maillage</title>')
    expect(html.indexOf('role="alert"')).toBeLessThan(html.indexOf('<h1>'))
  })

  it('marks the section of the menu one is in, and offers each role its links', async () => {
    const menu = async (chemin: string, role: string, compte: string | null) =>
      render(
        <Layout title="x" page={{ ...page, chemin, acteur: { compte, nom: null, role } }}>
          {''}
        </Layout>,
      )
    expect(await menu('/documentation/12', 'visiteur', null)).toContain('href="/documentation" aria-current="true"')
    const imports = await menu('/documentation/imports?page=2', 'documentaliste', '7')
    expect(imports).toContain('href="/documentation/imports" aria-current="page"')
    expect(imports).toContain('<a href="/documentation">')
    expect(imports).toContain('Mon compte')
    const visitor = await menu('/', 'visiteur', null)
    expect(visitor).not.toContain('Importer')
    expect(visitor).toContain('Se connecter')
  })

  it('announces the answer to an action', async () => {
    const avis = { ton: 'succes', texte: 'Notice enregistrée.' } as const
    const html = await render(
      <Layout title="x" page={{ ...page, avis }}>
        {''}
      </Layout>,
    )
    expect(html).toMatch(/role="status".*C’est fait.*Notice enregistrée\./)
  })
})

describe('forms', () => {
  it('ties a field to its hint, its message and the summary that links to it', async () => {
    const error = { field: 'auteurs.0.nom', message: 'Écrivez un nom.' }
    const field = await render(
      <Field name={error.field} label="Nom" hint="De famille" error={error.message} required />,
    )
    const id = 'champ-auteurs-0-nom'
    expect(field).toContain(`<label for="${id}">`)
    expect(field).toContain(`aria-describedby="${id}-aide ${id}-erreur" aria-invalid="true"`)
    expect(await render(<ErrorSummary errors={[error]} />)).toContain(`<a href="#${id}">Écrivez un nom.</a>`)
  })

  it('shows a fault of the whole form without a link, and nothing without fault', async () => {
    const html = await render(<ErrorSummary errors={[{ field: '', message: 'Le fichier est vide.' }]} />)
    expect(html).toContain('<li>Le fichier est vide.</li>')
    expect(await render(<ErrorSummary errors={[]} />)).not.toContain('alert')
  })

  it('gives back what was typed, escaped, and no attribute without need', async () => {
    expect(await render(<TextArea name="r" label="R" value={'</textarea><b>'} />)).toContain(
      '&lt;/textarea&gt;&lt;b&gt;</textarea>',
    )
    const html = await render(<Field name="n" label="N" value={0} />)
    expect(html).toContain('value="0"')
    expect(html).not.toMatch(/aria-|required|hint/)
  })

  it('keeps the present choice, by group', async () => {
    const options = [
      { value: 'a', label: 'A', group: 'Un' },
      { value: 'b', label: 'B', group: 'Deux' },
      { value: 'c', label: 'C' },
    ]
    const select = await render(<Select name="s" label="S" value="b" options={options} />)
    expect(select).toContain('<optgroup label="Deux"><option value="b" selected="">B</option></optgroup>')
    const boxes = await render(<Checkboxes name="t" legend="T" options={options} values={['b']} />)
    expect(matches(boxes, /<details class="choice-group"( open="")?>/g)).toEqual(['', ''])
    expect(boxes).toContain('<summary>Deux<span class="chosen">\u00a0: B</span></summary>')
    expect(boxes).toContain('id="champ-t" type="checkbox" name="t" value="a"/>')
    expect(boxes).toContain('value="b" checked=""')
    expect(await render(<Radios name="r" legend="R" options={options} value="c" />)).toContain('value="c" checked=""')
  })

  it('opens every group at fault, so that the summary link finds its field', async () => {
    const boxes = await render(
      <Checkboxes
        name="t"
        legend="T"
        options={[{ value: 'a', label: 'A', group: 'Un' }]}
        values={[]}
        error="Choisissez."
      />,
    )
    expect(boxes).toContain('<details class="choice-group" open="">')
  })
})

describe('tables and pages', () => {
  it('sorts by links, the other way on the present column', async () => {
    const html = await render(
      <Table
        caption="Notices"
        columns={[
          { key: 'titre', label: 'Titre', sort: true, header: true },
          { key: 'annee', label: 'Année', sort: true, numeric: true },
        ]}
        rows={[['Un', '2024']]}
        sort={{ key: 'titre', dir: 'asc' }}
        href={createHref('/documentation?q=été&page=3')}
      />,
    )
    expect(html).toContain(
      'aria-sort="ascending"><a class="sort" href="/documentation?q=%C3%A9t%C3%A9&amp;tri=titre&amp;sens=desc"',
    )
    expect(html).toContain('tri=annee&amp;sens=asc')
    expect(matches(html, /(aria-sort)/g)).toHaveLength(1)
    expect(html).toContain('<th scope="row">Un</th><td class="numeric">2024</td>')
  })

  it.each([
    [1, 1, []],
    [1, 2, ['1', '2']],
    [4, 7, ['1', '2', '3', '4', '5', '6', '7']],
    [6, 40, ['1', '…', '5', '6', '7', '…', '40']],
    [40, 40, ['1', '…', '39', '40']],
  ])('on page %i of %i shows %j', async (number, pages, shown) => {
    const html = await render(<Pagination page={number} pages={pages} href={createHref('/x')} />)
    expect(matches(html, /(?:Page <\/span>|aria-hidden="true">)(\d+|…)/g)).toEqual(shown)
  })
})

describe('filters', () => {
  const options = Array.from({ length: 12 }, (_, index) => ({
    value: `v${index}`,
    label: `L${index}`,
    count: 12 - index,
    checked: index === 11,
  }))

  it('shows what is checked first, folds what is beyond eight, and keeps the words searched', async () => {
    const html = await render(
      <Facets
        action="/documentation"
        hidden={{ q: 'a "b"' }}
        groups={[
          { name: 'theme', label: 'Thème', options },
          { name: 'vide', label: 'Vide', options: [] },
        ]}
      />,
    )
    expect(html).toContain('<input type="hidden" name="q" value="a &quot;b&quot;"/>')
    expect(html.indexOf('value="v11" checked')).toBeLessThan(html.indexOf('value="v0"'))
    expect(html).toContain('Voir les 4 autres')
    expect(matches(html, /type="checkbox" name="theme" value="(v\d+)"/g)).toHaveLength(12)
    expect(html).not.toContain('Vide')
  })

  it('takes filters off by links', async () => {
    const html = await render(
      <ActiveFilters clearHref="/d" filters={[{ group: 'Thème', label: 'Sommeil', href: '/d?x=1' }]} />,
    )
    expect(html).toMatch(/href="\/d\?x=1">.*Retirer .*Thème\u00a0: Sommeil/)
    expect(await render(<ActiveFilters clearHref="/d" filters={[]} />)).not.toContain('section')
  })
})

describe('whole pages', () => {
  it('hold to the security policy, to their own ids and files, and to French spacing', async () => {
    const html = await render(<StylePage page={{ ...page, demo: true }} />)
    expect(html).not.toMatch(/\sstyle="|<style|<script|\son[a-z]+="/)
    const ids = matches(html, /\sid="([^"]+)"/g)
    expect(ids).toEqual([...new Set(ids)])
    const references = matches(html, /\s(?:for|href|aria-labelledby|popovertarget)="#?([^"/][^"]*)"/g)
    expect(
      references.filter((id) => !id.startsWith('http') && !ids.includes(id) && id !== 'historique' && id !== 'liens'),
    ).toEqual([])
    const files = matches(html, /(?:href|src)="(\/(?:styles|fonts|marque|favicon)[^"?]*)/g)
    expect(files.length).toBeGreaterThan(6)
    for (const file of files) expect(statSync(join(publicFolder, file)).size).toBeGreaterThan(100)
    expect(matches(html.replace(/<[^>]+>/g, '|'), /([^\s|]* [:;!?»][^\d])/g)).toEqual([])
  })

  it('say what happened and where to go', async () => {
    const refused = await render(<ErrorPage page={page} status={403} />)
    expect(refused).toContain('Se connecter</a>')
    const custom = await render(
      <ErrorPage page={page} status={503} title="Base arrêtée">
        <p>Elle revient.</p>
      </ErrorPage>,
    )
    expect(custom).toMatch(/<h1>Base arrêtée<\/h1>.*Elle revient\./)
  })
})

describe('public files', () => {
  it('versions an address by content and refuses what is not there', () => {
    expect(asset('/marque.svg')).toMatch(/^\/marque\.svg\?v=[0-9a-f]{10}$/)
    expect(asset('/marque.svg')).toBe(asset('/marque.svg'))
    expect(() => asset('/absent.css')).toThrow('ENOENT')
  })

  it('fits the budget of a first visit with a full page: 60 KB compressed', async () => {
    const styles = readdirSync(join(publicFolder, 'styles')).map((name) =>
      readFileSync(join(publicFolder, 'styles', name)),
    )
    const fonts = readdirSync(join(publicFolder, 'fonts')).filter((name) => name.endsWith('.woff2'))
    const compressed = [Buffer.from(await render(<StylePage page={page} />)), ...styles].map(
      (file) => gzipSync(file).length,
    )
    const fontSizes = fonts.map((name) => statSync(join(publicFolder, 'fonts', name)).size)
    expect(fonts).toHaveLength(2)
    expect([...compressed, ...fontSizes].reduce((sum, size) => sum + size, 0)).toBeLessThan(60_000)
  })

  it('preloads the very address that the stylesheet names', async () => {
    const css = readFileSync(join(publicFolder, 'styles/base.css'), 'utf8')
    const html = await render(
      <Layout title="x" page={page}>
        {''}
      </Layout>,
    )
    const [font] = matches(html, /rel="preload" href="([^"]+)"/g)
    const named = matches(css, /url\("([^"]+)"\)/g)
    expect(named[0]).toBe(font)
    expect(named).toEqual(named.map((address) => asset(address.replace(/\?.*/, ''))))
  })
})
