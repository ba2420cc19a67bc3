import { isUtf8 } from 'node:buffer'
import { isIso5426, parseIso5426 } from './iso5426.ts'
import { type ChampDonnees, type ChampMarc, formatGuide, isDonnees, type SousChamp } from './marc.ts'
import {
  type Enregistrement,
  type EnregistrementLu,
  ERREUR_POIDS,
  ErreurFormat,
  LIMITE_NOTICE,
  type Octets,
  type Perdu,
} from './modele.ts'
import { formatValeur, parseUtf8, parseWindows1252 } from './texte.formats.ts'

const FIN_NOTICE = 0x1d
const FIN_ZONE = 0x1e
const DELIMITEUR = 0x1f
const ECHAPPEMENT = 0x1b
const GUIDE = 24
const ENTREE = 12

/**
 * Reads ISO 2709 (UNIMARC). Records are told apart by their terminator, so that a wrong length spoils nothing; fields by
 * the directory where it is sound, else in the order of the directory. Text in UTF-8, ISO 5426 or Windows-1252.
 */
export async function* parseIso2709(octets: Octets): AsyncGenerator<EnregistrementLu<ChampMarc>> {
  let rang = 0
  let debut = 0
  let attente: Uint8Array[] = []
  let poids = 0
  const clos = (fin: Uint8Array): EnregistrementLu<ChampMarc> | undefined => {
    const brute = attente.length > 0 ? Buffer.concat([...attente, fin]) : fin
    const trop = poids + fin.length > LIMITE_NOTICE
    const position = debut
    debut += poids + fin.length + 1
    attente = []
    poids = 0
    const marge = computeMarge(brute)
    if (!trop && marge === brute.length) return undefined
    rang++
    const lieu = `octet ${position + (trop ? 0 : marge)}`
    if (trop) return { rang, erreur: ERREUR_POIDS, lieu }
    return parseNotice(brute.subarray(marge), rang, lieu)
  }
  for await (const morceau of octets) {
    let i = 0
    for (let fin = morceau.indexOf(FIN_NOTICE); fin !== -1; fin = morceau.indexOf(FIN_NOTICE, i)) {
      const lu = clos(morceau.subarray(i, fin))
      if (lu) yield lu
      i = fin + 1
    }
    poids += morceau.length - i
    // Nothing is kept of a record that will be refused.
    if (poids > LIMITE_NOTICE) attente = []
    else if (i < morceau.length) attente.push(morceau.subarray(i))
  }
  const reste = clos(new Uint8Array())
  if (!reste) return
  yield 'erreur' in reste
    ? reste
    : { rang, erreur: 'La notice est coupée : le fichier finit avant elle.', lieu: reste.position }
}

/** Line ends, spaces, zeros and the UTF-8 mark that some tools put before a record. */
function computeMarge(octets: Uint8Array): number {
  let i = octets[0] === 0xef && octets[1] === 0xbb && octets[2] === 0xbf ? 3 : 0
  while (i < octets.length && (octets[i] ?? 0) <= 0x20 && octets[i] !== FIN_ZONE && octets[i] !== DELIMITEUR) i++
  return i
}

function parseNotice(octets: Uint8Array, rang: number, lieu: string): EnregistrementLu<ChampMarc> {
  try {
    const { champs: bruts, avertissements } = parseRepertoire(octets)
    const decode = computeDecodeur(octets, bruts)
    const champs = bruts.map(([zone, donnees]) => parseChamp(zone, donnees, decode))
    const tete = formatGuide(
      Buffer.from(octets.subarray(0, GUIDE))
        .toString('latin1')
        .replace(/[^ -~]/g, ' '),
    )
    return { rang, position: lieu, enregistrement: { tete, champs }, avertissements }
  } catch (erreur) {
    if (erreur instanceof ErreurFormat) return { rang, erreur: erreur.message, lieu }
    throw erreur
  }
}

type ChampBrut = readonly [zone: string, donnees: Uint8Array]

/** Fields by the directory; by their terminators, in the order of the directory, where its positions are wrong. */
function parseRepertoire(octets: Uint8Array): { champs: ChampBrut[]; avertissements: Perdu[] } {
  const fin = octets.indexOf(FIN_ZONE, GUIDE)
  if (fin === -1) throw new ErreurFormat('Ce n’est pas une notice ISO 2709 : le guide ou le répertoire manque.')
  const repertoire = Buffer.from(octets.subarray(GUIDE, fin)).toString('latin1')
  if (repertoire.length % ENTREE !== 0 || !/^(?:[0-9A-Za-z]{3}\d{9})*$/.test(repertoire)) {
    throw new ErreurFormat('Le répertoire de la notice est faux : les zones ne peuvent pas être retrouvées.')
  }
  const entrees = (repertoire.match(/.{12}/g) ?? []).map((entree) => ({
    zone: entree.slice(0, 3).toUpperCase(),
    longueur: Number(entree.slice(3, 7)),
    adresse: Number(entree.slice(7)),
  }))
  if (entrees.length === 0) throw new ErreurFormat('La notice est vide : elle n’a aucune zone.')
  const donnees = octets.subarray(fin + 1)
  const juste = entrees.every(
    ({ longueur, adresse }) =>
      longueur > 0 &&
      donnees[adresse + longueur - 1] === FIN_ZONE &&
      (adresse === 0 || donnees[adresse - 1] === FIN_ZONE) &&
      donnees.subarray(adresse, adresse + longueur - 1).indexOf(FIN_ZONE) === -1,
  )
  if (juste) {
    return {
      champs: entrees.map(({ zone, longueur, adresse }) => [zone, donnees.subarray(adresse, adresse + longueur - 1)]),
      avertissements: [],
    }
  }
  const morceaux = listMorceaux(donnees, FIN_ZONE)
  if (morceaux.length !== entrees.length) {
    throw new ErreurFormat(
      `Le répertoire de la notice est faux : il annonce ${entrees.length} zones, la notice en a ${morceaux.length}.`,
    )
  }
  return {
    champs: entrees.map(({ zone }, i) => [zone, morceaux[i] ?? new Uint8Array()]),
    avertissements: [
      { zone: 'répertoire', valeur: '', raison: 'positions fausses : zones relues dans leur ordre', gardee: false },
    ],
  }
}

/** What stands before each separator; what follows the last one, if anything does. */
function listMorceaux(octets: Uint8Array, separateur: number): Uint8Array[] {
  const morceaux: Uint8Array[] = []
  let debut = 0
  for (let fin = octets.indexOf(separateur); fin !== -1; fin = octets.indexOf(separateur, debut)) {
    morceaux.push(octets.subarray(debut, fin))
    debut = fin + 1
  }
  if (debut < octets.length) morceaux.push(octets.subarray(debut))
  return morceaux
}

function parseChamp(zone: string, donnees: Uint8Array, decode: (octets: Uint8Array) => string): ChampMarc {
  const [entete = new Uint8Array(), ...sous] = listMorceaux(donnees, DELIMITEUR)
  if (sous.length === 0 || zone < '010') return [zone, decode(donnees)]
  const indicateurs = decode(entete)
    .replace(/[^ -~]/g, ' ')
    .padEnd(2)
    .slice(0, 2)
  return [zone, indicateurs, sous.filter((s) => s.length > 0).map((s) => parseSous(zone, s, decode))]
}

function parseSous(zone: string, octets: Uint8Array, decode: (octets: Uint8Array) => string): SousChamp {
  const code = String.fromCharCode(octets[0] ?? 0)
  const valeur = decode(octets.subarray(1))
  // Text is Unicode from here on: the record says so.
  return [/[!-~]/.test(code) ? code : '?', zone === '100' && code === 'a' ? formatCodeJeu(valeur) : valeur]
}

/** UNIMARC 100 $a, positions 26 to 29: the character sets of the record; 50 is Unicode. */
const formatCodeJeu = (codes: string): string =>
  codes.length < 30 ? codes : `${codes.slice(0, 26)}50  ${codes.slice(30)}`

/** Sets of 100 $a that are not Latin, and that nothing here can read. Source: UNIMARC manual, field 100. */
const JEUX_ECARTES: Record<string, string> = {
  '02': 'cyrillique',
  '04': 'cyrillique étendu',
  '05': 'grec',
  '06': 'africain',
  '07': 'géorgien',
  '08': 'hébreu',
  '09': 'hébreu',
}

/** How the text of this record is to be read. @throws ErreurFormat for what cannot be read */
function computeDecodeur(octets: Uint8Array, bruts: readonly ChampBrut[]): (octets: Uint8Array) => string {
  const zones = new Set(bruts.map(([zone]) => zone))
  const marc21 = zones.has('245') && !zones.has('200')
  const utf8 = isUtf8(octets)
  const echappee = octets.includes(ECHAPPEMENT)
  if (echappee || (marc21 && !utf8)) {
    throw new ErreurFormat('Le texte est en MARC-8, qui n’est pas lu ici. Refaites l’export en UTF-8.')
  }
  if (marc21) throw new ErreurFormat('C’est une notice MARC 21 (titre en 245). Refaites l’export en UNIMARC.')
  if (utf8) return (morceau) => formatValeur(parseUtf8(morceau) ?? parseWindows1252(morceau))
  const zone100 = bruts.find(([zone]) => zone === '100')?.[1] ?? new Uint8Array()
  const jeux = Buffer.from(zone100).toString('latin1').split('\u001fa')[1]?.slice(26, 30) ?? ''
  const ecarte = JEUX_ECARTES[jeux.slice(0, 2)] ?? JEUX_ECARTES[jeux.slice(2, 4)]
  if (ecarte)
    throw new ErreurFormat(
      `Jeu de caractères ${ecarte} (${jeux.trim()}), qui n’est pas lu ici. Refaites l’export en UTF-8.`,
    )
  const decode = isIso5426(octets, jeux.includes('03')) ? parseIso5426 : parseWindows1252
  return (morceau) => formatValeur(decode(morceau))
}

const ENCODEUR = new TextEncoder()

/**
 * One record in UTF-8. Beyond what ISO 2709 can count (9,999 bytes a field, 99,999 a record) the number is capped:
 * readers that follow terminators, as this one, read it whole.
 */
export function formatIso2709({ tete, champs }: Enregistrement<ChampMarc>): Uint8Array {
  let repertoire = ''
  let adresse = 0
  const zones = champs.map((champ) => {
    const octets = ENCODEUR.encode(`${formatChamp(champ)}\u001e`)
    repertoire += champ[0] + formatNombre(octets.length, 4) + formatNombre(adresse, 5)
    adresse += octets.length
    return octets
  })
  const base = GUIDE + repertoire.length + 1
  const guide = formatGuide(tete)
  const entete = `${formatNombre(base + adresse + 1, 5)}${guide.slice(5, 12)}${formatNombre(base, 5)}${guide.slice(17)}`
  return Buffer.concat([ENCODEUR.encode(`${entete}${repertoire}\u001e`), ...zones, Uint8Array.of(FIN_NOTICE)])
}

function formatChamp(champ: ChampMarc): string {
  if (!isDonnees(champ)) return formatValeur(champ[1])
  const [zone, indicateurs, sous]: ChampDonnees = champ
  return `${indicateurs}${sous
    .map(
      ([code, valeur]) =>
        `\u001f${code}${formatValeur(zone === '100' && code === 'a' ? formatCodeJeu(valeur) : valeur)}`,
    )
    .join('')}`
}

const formatNombre = (nombre: number, chiffres: number): string =>
  String(Math.min(nombre, 10 ** chiffres - 1)).padStart(chiffres, '0')
