import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { createCourrier } from './mail.ts'

/** The few words of SMTP (RFC 5321) that take one message. */
async function createServeurSmtp(): Promise<{ url: string; recus: string[]; close(): void }> {
  const recus: string[] = []
  const serveur = createServer((prise) => {
    let message: string | null = null
    prise.write('220 essai\r\n')
    prise.on('data', (octets) => {
      const texte = octets.toString()
      if (message !== null) {
        message += texte
        if (!message.endsWith('\r\n.\r\n')) return
        recus.push(message)
        message = null
        prise.write('250 pris\r\n')
      } else if (texte.startsWith('DATA')) {
        message = ''
        prise.write('354 allez\r\n')
      } else prise.write(texte.startsWith('QUIT') ? '221 adieu\r\n' : '250 oui\r\n')
    })
  })
  serveur.listen(0, '127.0.0.1')
  await once(serveur, 'listening')
  return {
    url: `smtp://127.0.0.1:${(serveur.address() as AddressInfo).port}`,
    recus,
    close: () => void serveur.close(),
  }
}

test('with SMTP the message goes to the server, and no file is written', async () => {
  const serveur = await createServeurSmtp()
  const fichiers: string[] = []
  const envoyer = createCourrier(
    { smtp: serveur.url, expediteur: 'Maillage <ne-pas-repondre@exemple.example>', donnees: '/nulle-part' },
    (fichier) => void fichiers.push(fichier),
  )
  await envoyer({ a: 'camille@exemple.example', sujet: 'Été', texte: 'Bonjour,\n.\nfin' }, new Date())
  serveur.close()
  expect(serveur.recus).toHaveLength(1)
  expect(serveur.recus[0]).toContain('To: camille@exemple.example')
  expect(serveur.recus[0]).toContain('From: Maillage <ne-pas-repondre@exemple.example>')
  expect(serveur.recus[0]).toMatch(/Subject: =\?UTF-8\?/i)
  expect(fichiers).toEqual([])
})

test('a server that is not there is an error', async () => {
  const envoyer = createCourrier(
    { smtp: 'smtp://127.0.0.1:9', expediteur: 'a@b.example', donnees: '/nulle-part' },
    () => {},
  )
  await expect(envoyer({ a: 'c@d.example', sujet: 's', texte: 't' }, new Date())).rejects.toThrow()
})
