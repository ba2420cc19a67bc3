import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { formatEspaces } from '#core/db-errors.ts'
import type { ItemCsl } from '#modules/documentation/csl.ts'
import {
  computeFormat,
  ErreurFormat,
  FORMATS,
  type Lu,
  NOMS_FORMATS,
  type NomFormat,
  type Octets,
  type Perdu,
  TAILLE_INDICE,
} from '#modules/documentation/echange/echange.ts'
import type { Sorties } from './bibliographie.ts'
import { ErreurUsage } from './usage.ts'

/** Where the command writes: the bytes of the new file, waited for; what it has to say about it. */
export interface SortiesBinaires {
  ecrire(octets: Uint8Array): Promise<void>
  erreur(texte: string): void
}

/** The standard output, at the pace of who reads it. */
export const SORTIE_STANDARD: SortiesBinaires['ecrire'] = (octets) =>
  new Promise((resolve, reject) => process.stdout.write(octets, (erreur) => (erreur ? reject(erreur) : resolve())))

/**
 * `maillage convertir FICHIER --de FORMAT --vers FORMAT` (`-` reads the standard input; without `--de` the content
 * tells): writes the notices in the other format; what could not be carried is told on `erreur`, by record and field.
 * Needs no database, and no more memory for a large file than for a small one.
 * @returns 0 when every record was read, 1 when some could not be. @throws ErreurUsage on wrong arguments
 */
export async function executeConvertir(
  args: string[],
  sorties: Pick<Sorties, 'erreur'>,
  entree: Octets = process.stdin,
  ecrire: SortiesBinaires['ecrire'] = SORTIE_STANDARD,
): Promise<number> {
  const { chemin, de, vers } = parseArguments(args)
  const dire = (texte: string): void => sorties.erreur(formatEspaces(`${texte}\n`))
  const nom = chemin === '-' ? 'entrée standard' : chemin
  try {
    const { debut, octets } = await readDebut(chemin === '-' ? entree : await openFichier(chemin))
    const format = de ?? computeFormat(debut)
    if (!format) throw new ErreurFormat('Format non reconnu. Nommez-le par --de.')
    const bilan = await convert(octets, format, vers, { ecrire, erreur: dire })
    if (bilan.lues + bilan.refusees === 0) throw new ErreurFormat('Aucune notice dans ce fichier.')
    return bilan.refusees === 0 ? 0 : 1
  } catch (erreur) {
    if (!(erreur instanceof ErreurFormat)) throw erreur
    dire(`${nom} : ${erreur.message}`)
    return 1
  }
}

function parseArguments(args: string[]): { chemin: string; de?: NomFormat; vers: NomFormat } {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { de: { type: 'string' }, vers: { type: 'string' } },
    })
    const [chemin, ...reste] = positionals
    const de = values.de === undefined ? undefined : parseFormat(values.de)
    if (chemin === undefined || reste.length > 0) throw new ErreurUsage()
    return { chemin, ...(de && { de }), vers: parseFormat(values.vers) }
  } catch {
    throw new ErreurUsage()
  }
}

function parseFormat(nom: string | undefined): NomFormat {
  const connu = NOMS_FORMATS.find((n) => n === nom)
  if (!connu) throw new ErreurUsage()
  return connu
}

async function convert(
  octets: Octets,
  de: NomFormat,
  vers: NomFormat,
  sorties: SortiesBinaires,
): Promise<{ lues: number; refusees: number }> {
  const bilan = { lues: 0, refusees: 0 }
  /** Numbers in the file of the notices being written. */
  const rangs: number[] = []
  async function* lire(): AsyncGenerator<ItemCsl> {
    for await (const lu of FORMATS[de].parse(octets)) {
      if ('erreur' in lu) {
        bilan.refusees++
        sorties.erreur(`notice ${lu.rang} (${lu.lieu}) : ${lu.erreur}`)
        continue
      }
      bilan.lues++
      rangs.push(lu.rang)
      for (const perdu of listADire(lu, vers)) sorties.erreur(formatPerdu(lu.rang, perdu, perdu.gardee))
      yield lu.item
    }
  }
  let precedents = 0
  const paquets = FORMATS[vers].format(lire(), (rang, perdus) => {
    // The writer counts what it is given; the file has more where records were refused.
    rangs.splice(0, rang - 1 - precedents)
    precedents = rang - 1
    for (const perdu of perdus) sorties.erreur(formatPerdu(rangs[0] ?? rang, perdu))
  })
  for await (const paquet of paquets) await sorties.ecrire(paquet)
  return bilan
}

/** Of what the reader could not map: the writer tells what was kept and is dropped; CSL-JSON drops nothing, and says what it keeps apart. */
const listADire = (lu: Extract<Lu, { item: ItemCsl }>, vers: NomFormat): Perdu[] =>
  lu.perdus.filter((perdu) => !perdu.gardee || vers === 'csl-json')

const formatPerdu = (rang: number, { zone, valeur, raison }: Perdu, gardee = false): string =>
  `notice ${rang}, ${zone} : ${raison}${gardee ? ', gardé dans custom.zones' : ''}${valeur ? ` « ${valeur} »` : ''}`

async function openFichier(chemin: string): Promise<Octets> {
  try {
    if ((await stat(chemin)).isDirectory()) throw new ErreurFormat('C’est un dossier. Donnez un fichier.')
  } catch (erreur) {
    if (erreur instanceof ErreurFormat) throw erreur
    const absent = erreur instanceof Error && 'code' in erreur && erreur.code === 'ENOENT'
    throw new ErreurFormat(
      absent ? 'Ce fichier n’existe pas.' : 'Ce fichier ne peut pas être lu : vérifiez ses droits.',
    )
  }
  return createReadStream(chemin)
}

/** The first bytes, to recognise the format, and all of them. */
async function readDebut(octets: Octets): Promise<{ debut: Uint8Array; octets: Octets }> {
  const iterateur = octets[Symbol.asyncIterator]()
  let debut: Uint8Array = new Uint8Array()
  while (debut.length < TAILLE_INDICE) {
    const { value, done } = await iterateur.next()
    if (done) break
    debut = Buffer.concat([debut, value])
  }
  async function* tout(): AsyncGenerator<Uint8Array> {
    yield debut
    yield* { [Symbol.asyncIterator]: () => iterateur }
  }
  return { debut, octets: tout() }
}
