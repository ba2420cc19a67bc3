import { expect, test } from 'vitest'
import { createServeurSmtp } from '../testing/serveur-smtp.ts'
import { createCourrier } from './mail.ts'

test('with SMTP the message goes to the server, and no file is written', async () => {
  const serveur = await createServeurSmtp()
  const fichiers: string[] = []
  const envoyer = createCourrier(
    { smtp: serveur.url, expediteur: 'Maillage <ne-pas-repondre@exemple.example>', donnees: '/nulle-part' },
    (fichier) => void fichiers.push(fichier),
  )
  await envoyer({ a: 'camille@exemple.example', sujet: 'Été', texte: 'Bonjour,\n.\nfin' }, new Date())
  serveur.close()
  expect(serveur.etat.recus).toHaveLength(1)
  expect(serveur.etat.recus[0]).toContain('To: camille@exemple.example')
  expect(serveur.etat.recus[0]).toContain('From: Maillage <ne-pas-repondre@exemple.example>')
  expect(serveur.etat.recus[0]).toMatch(/Subject: =\?UTF-8\?/i)
  expect(fichiers).toEqual([])
})

test('a server that is not there is an error', async () => {
  const envoyer = createCourrier(
    { smtp: 'smtp://127.0.0.1:9', expediteur: 'a@b.example', donnees: '/nulle-part' },
    () => {},
  )
  await expect(envoyer({ a: 'c@d.example', sujet: 's', texte: 't' }, new Date())).rejects.toThrow()
})
