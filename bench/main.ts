import { parseArgs } from 'node:util'
import { mesurer as mesurerApi } from './api.ts'
import { mesurer as mesurerApl } from './apl.ts'
import { mesurer as mesurerArticulation } from './articulation.ts'
import { mesurer as mesurerCarte } from './carte.ts'
import { mesurer as mesurerDemarrage } from './demarrage.ts'
import { mesurer as mesurerEntretien } from './entretien.ts'
import { mesurer as mesurerEtagere } from './etagere.ts'
import { mesurer as mesurerExports } from './exports.ts'
import { mesurer as mesurerFiness } from './finess.ts'
import { mesurer as mesurerFormats } from './formats.ts'
import { mesurer as mesurerImports } from './imports.ts'
import { mesurer as mesurerIndicateurs } from './indicateurs.ts'
import { mesurer as mesurerOai } from './oai.ts'
import { createBaseDeMesure, say } from './outils.ts'
import { mesurer as mesurerPage } from './page-publique.ts'
import { mesurer as mesurerPortrait } from './portrait.ts'
import { mesurer as mesurerProximite } from './proximite.ts'
import { mesurer as mesurerRecherche } from './recherche.ts'
import { mesurer as mesurerReseau } from './reseau.ts'
import { mesurer as mesurerSuggestions } from './suggestions.ts'

/** Figures that need the catalogue. */
const MESURES = {
  recherche: mesurerRecherche,
  api: mesurerApi,
  suggestions: mesurerSuggestions,
  etagere: mesurerEtagere,
  exports: mesurerExports,
  oai: mesurerOai,
  'page-publique': mesurerPage,
  entretien: mesurerEntretien,
  carte: mesurerCarte,
}
const AIDE = `Usage : npm run bench -- [--notices 100000] [--base ADRESSE] [mesure…]
Mesures : ${[...Object.keys(MESURES), 'formats', 'imports', 'indicateurs', 'finess', 'apl', 'portrait', 'reseau', 'proximite', 'articulation', 'demarrage'].join(', ')} ; toutes si aucune n’est nommée.
--base : une base déjà remplie, au lieu d’une base jetable.
`

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { notices: { type: 'string', default: '100000' }, base: { type: 'string' }, aide: { type: 'boolean' } },
  })
  const connues = [
    ...Object.keys(MESURES),
    'formats',
    'imports',
    'indicateurs',
    'finess',
    'apl',
    'portrait',
    'reseau',
    'proximite',
    'articulation',
    'demarrage',
  ]
  const inconnue = positionals.find((p) => !connues.includes(p))
  if (inconnue) process.exitCode = 2
  if (values.aide || inconnue) return say(inconnue ? `« ${inconnue} » n’est pas une mesure.\n${AIDE}` : AIDE)
  const voulues = positionals.length > 0 ? positionals : connues
  const tenues: boolean[] = []
  if (voulues.some((v) => Object.hasOwn(MESURES, v))) {
    const base = values.base
      ? { url: values.base, close: async () => undefined }
      : await createBaseDeMesure(Number(values.notices))
    try {
      for (const [nom, mesurer] of Object.entries(MESURES)) {
        if (voulues.includes(nom)) tenues.push(await mesurer(base.url))
      }
    } finally {
      await base.close()
    }
  }
  if (voulues.includes('formats')) tenues.push(await mesurerFormats(Number(values.notices)))
  if (voulues.includes('imports')) tenues.push(await mesurerImports(Number(values.notices)))
  if (voulues.includes('indicateurs')) tenues.push(await mesurerIndicateurs())
  if (voulues.includes('finess')) tenues.push(await mesurerFiness())
  if (voulues.includes('apl')) tenues.push(await mesurerApl())
  if (voulues.includes('portrait')) tenues.push(await mesurerPortrait(values.base))
  if (voulues.includes('reseau')) tenues.push(await mesurerReseau())
  if (voulues.includes('proximite')) tenues.push(await mesurerProximite())
  if (voulues.includes('articulation')) tenues.push(await mesurerArticulation())
  if (voulues.includes('demarrage')) tenues.push(await mesurerDemarrage())
  process.exitCode = tenues.every(Boolean) ? 0 : 1
}

main().catch((erreur: unknown) => {
  process.stderr.write(`${erreur instanceof Error ? (erreur.stack ?? erreur.message) : String(erreur)}\n`)
  process.exit(1)
})
