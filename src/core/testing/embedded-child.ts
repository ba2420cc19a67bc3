/**
 * A process that uses the embedded server, for tests on several processes: prints its address once open,
 * closes when its input ends. Run with `node embedded-child.ts FOLDER`.
 */
import { openEmbedded } from '../postgres/index.ts'

const serveur = await openEmbedded({ dossier: process.argv[2] ?? '', ephemere: true })
process.stdout.write(`${serveur.url}\n`)
process.stdin.resume().on('end', () => void serveur.close())
