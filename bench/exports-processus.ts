/** One export in a process of its own, so that its peak of memory is its own: `exports-processus.ts BASE FORMAT`. */
import { SYSTEME } from '#core/acteur.ts'
import { openDb } from '#core/db.ts'
import { FORMATS, type NomFormat } from '#modules/documentation/echange/echange.ts'
import { formatExport } from '#modules/documentation/export/export.formats.ts'
import { listNoticesReleve, listReleve } from '#modules/documentation/recherche/recherche.queries.ts'
import { schemaCriteres } from '#modules/documentation/recherche/recherche.ts'
import type { Mesure } from './formats-processus.ts'

const [url = '', format = ''] = process.argv.slice(2)
const db = openDb(url, { max: 1 })
const ctx = { db, acteur: SYSTEME, maintenant: new Date(), origine: { requete: crypto.randomUUID(), ip: null } }
const debut = performance.now()
const releve = await listReleve(ctx, schemaCriteres.parse({}))
const notices = listNoticesReleve(ctx, releve)
let octets = 0
if (Object.hasOwn(FORMATS, format)) {
  for await (const paquet of formatExport(notices, format as NomFormat)) octets += paquet.length
} else for await (const _ of notices);
const ms = performance.now() - debut
await db.destroy()
const memoire = Math.round(process.resourceUsage().maxRSS / 1024)
process.stdout.write(JSON.stringify({ ms, notices: releve.ids.length, octets, memoire } satisfies Mesure))
