import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCourrier } from '#core/mail.ts'
import { formatCourriel, formatHtml, formatTexte, type Message } from './message.formats.ts'

const MESSAGE: Message = {
  sujet: 'Été : « nouveautés »',
  titre: 'Titre <b>',
  paragraphes: ['Un & deux.\nSuite.', 'Trois.'],
  groupes: [
    {
      titre: 'Rapport',
      articles: [
        {
          titre: '<script>alert(1)</script>',
          reference: 'Fictif Ana · 2020',
          adresse: 'https://a.example/1?a=1&b=2',
          commentaire: 'À "lire"',
        },
        { titre: 'Sans rien', reference: '', adresse: 'https://a.example/2', commentaire: null },
      ],
    },
  ],
  suite: { texte: 'Et 3 autres', adresse: 'https://a.example/suite' },
  pied: { texte: 'Parce que.', liens: [{ texte: 'Retrait', adresse: 'https://a.example/retrait' }] },
}

it('writes a text that says everything', () => {
  expect(formatTexte(MESSAGE).replaceAll('\u00a0', ' ')).toBe(`Titre <b>

Un & deux.
Suite.

Trois.

Rapport
-------

<script>alert(1)</script>
Fictif Ana · 2020
→ À "lire"
https://a.example/1?a=1&b=2

Sans rien
https://a.example/2

Et 3 autres :
https://a.example/suite

-- 
Parce que.

Retrait :
https://a.example/retrait`)
})

it('writes HTML where nothing of the message is markup', () => {
  const html = formatHtml(MESSAGE)
  expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  expect(html).toContain('href="https://a.example/1?a=1&amp;b=2"')
  expect(html).toContain('Un &amp; deux.<br>Suite.')
  expect(html).toContain('Et 3 autres</a>')
  expect(html).not.toMatch(/<script|<img|undefined|null|false|\[object/)
})

describe('as it leaves', () => {
  const dossier = mkdtempSync(join(tmpdir(), 'maillage-message-'))
  const fichiers: string[] = []
  let brut: string
  beforeAll(async () => {
    const reglages = { smtp: null, expediteur: 'Maillage <ne-pas-repondre@exemple.example>', donnees: dossier }
    const envoyer = createCourrier(reglages, (fichier) => void fichiers.push(fichier))
    const retrait = `https://maillage.exemple.example/veille/retrait/${'x'.repeat(43)}`
    const adresse = 'https://maillage.exemple.example'
    await envoyer(
      formatCourriel(MESSAGE, { a: 'a@b.example', adresse, liste: { nom: 'alerte-7', retrait } }),
      new Date(),
    )
    brut = readFileSync(fichiers[0] ?? '', 'utf8')
  })
  afterAll(() => rmSync(dossier, { recursive: true, force: true }))

  it('has text first, then HTML, as alternatives', () => {
    expect(brut).toMatch(/^Content-Type: multipart\/alternative;/m)
    const types = [...brut.matchAll(/^Content-Type: (text\/\w+); charset=utf-8/gm)].map((m) => m[1])
    expect(types).toEqual(['text/plain', 'text/html'])
  })

  it('has each header whole, in words that mailboxes know', () => {
    const entetes = brut.slice(0, brut.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ')
    expect(entetes).toMatch(/^Subject: =\?UTF-8\?/im)
    expect(entetes).toMatch(/^List-Id: <alerte-7\.veille\.maillage\.exemple\.example>$/im)
    expect(entetes).toMatch(/^List-Unsubscribe: <https:\/\/maillage\.exemple\.example\/veille\/retrait\/x{43}>$/im)
    expect(entetes).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click$/im)
    expect(entetes).toMatch(/^Auto-Submitted: auto-generated$/im)
  })
})
