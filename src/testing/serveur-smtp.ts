import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'

/** The few words of SMTP (RFC 5321) that take messages. */
export async function createServeurSmtp() {
  const etat = {
    /** Whole messages, as they came in. */
    recus: [] as string[],
    /** Messages that still get the server’s yes; those that come after are taken without a word. */
    reponses: Number.POSITIVE_INFINITY,
  }
  const prises = new Set<Socket>()
  const serveur = createServer((prise) => {
    prises.add(prise)
    prise.on('close', () => prises.delete(prise))
    // Who speaks to us may be killed in its middle.
    prise.on('error', () => prise.destroy())
    let message: string | null = null
    prise.write('220 essai\r\n')
    prise.on('data', (octets) => {
      const texte = octets.toString()
      if (message !== null) {
        message += texte
        if (!message.endsWith('\r\n.\r\n')) return
        etat.recus.push(message)
        message = null
        if (etat.reponses-- > 0) prise.write('250 pris\r\n')
      } else if (texte.startsWith('DATA')) {
        message = ''
        prise.write('354 allez\r\n')
      } else prise.write(texte.startsWith('QUIT') ? '221 adieu\r\n' : '250 oui\r\n')
    })
  }).listen(0, '127.0.0.1')
  await once(serveur, 'listening')
  return {
    etat,
    url: `smtp://127.0.0.1:${(serveur.address() as AddressInfo).port}`,
    close: () => {
      for (const prise of prises) prise.destroy()
      serveur.close()
    },
  }
}
