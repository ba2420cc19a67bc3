import {
  type Enregistrement,
  type EnregistrementLu,
  ERREUR_POIDS,
  LIMITE_NOTICE,
  type Octets,
  type Perdu,
} from './modele.ts'
import { type ChampRis, formatChamp, LONGUES } from './ris-champs.ts'
import { formatLigne, formatValeur, parseLignes, parseTexte } from './texte.formats.ts'

const ZONE = /^([A-Z][A-Z0-9])[ \t]{1,2}-[ \t]?(.*)$/

const SANS_FIN: Perdu = {
  zone: 'ER',
  valeur: '',
  raison: 'fin de notice absente : la notice est peut-être coupée',
  gardee: false,
}

/** A record under way. `perdu`: lines that stand outside of any record. */
interface EnCours {
  ligne: number
  champs: ChampRis[]
  blanches: number
  poids: number
  horsNotice: boolean
}

/**
 * Reads RIS, line by line. A record runs from TY to ER; where ER lacks, to the next TY or the end of the file, which is
 * told. A line without tag continues the field before it: in a text of several paragraphs as a line of its own,
 * elsewhere after a space. « / » at the end of a line only says that the field goes on.
 */
export async function* parseRis(octets: Octets): AsyncGenerator<EnregistrementLu<ChampRis>> {
  let rang = 0
  let ligne = 0
  let cours: EnCours | undefined
  const clos = (avertissements: Perdu[]): EnregistrementLu<ChampRis>[] => {
    if (!cours) return []
    const fini = cours
    cours = undefined
    rang++
    const lieu = `ligne ${fini.ligne}`
    if (fini.poids > LIMITE_NOTICE) return [{ rang, erreur: ERREUR_POIDS, lieu }]
    if (fini.horsNotice) return [{ rang, erreur: 'Texte hors d’une notice : il manque la zone TY.', lieu }]
    const champs = fini.champs.map(([zone, valeur]): ChampRis => [zone, parseValeur(zone, valeur)])
    return [{ rang, position: lieu, enregistrement: { tete: '', champs }, avertissements }]
  }
  for await (const lignes of parseLignes(parseTexte(octets))) {
    for (const texte of lignes) {
      ligne++
      const m = ZONE.exec(texte)
      if (m?.[1] === 'TY') {
        yield* clos([SANS_FIN])
        cours = { ligne, champs: [], blanches: 0, poids: 0, horsNotice: false }
      }
      if (m?.[1] === 'ER') yield* clos([])
      else if (cours) addLigne(cours, m, texte)
      else if (texte.trim() !== '') cours = { ligne, champs: [], blanches: 0, poids: texte.length, horsNotice: true }
    }
  }
  yield* clos([SANS_FIN])
}

function addLigne(cours: EnCours, m: RegExpExecArray | null, texte: string): void {
  cours.poids += texte.length
  // Nothing more is kept of a record that will be refused.
  if (cours.poids > LIMITE_NOTICE || cours.horsNotice) return
  if (m) {
    cours.champs.push([m[1] ?? '', m[2] ?? ''])
    cours.blanches = 0
    return
  }
  if (texte.trim() === '') {
    cours.blanches++
    return
  }
  const dernier = cours.champs.pop()
  if (dernier) cours.champs.push([dernier[0], `${dernier[1]}${'\n'.repeat(1 + cours.blanches)}${texte}`])
  cours.blanches = 0
}

function parseValeur(zone: string, valeur: string): string {
  const suivie = valeur.replace(/[ \t]\/[ \t]*\n\s*/g, ' ')
  return LONGUES.has(zone) ? formatChamp(zone, suivie) : formatLigne(suivie)
}

/** One record, with the line ends (CRLF) that the format asks for. */
export function formatRis({ champs }: Enregistrement<ChampRis>): string {
  const type = champs.find(([zone]) => zone === 'TY') ?? ['TY', 'GEN']
  const lignes = [type, ...champs.filter(([zone]) => zone !== 'TY')].map(
    ([zone, valeur]) => `${zone}  - ${formatValeur(formatChamp(zone, valeur)).replaceAll('\n', '\r\n')}\r\n`,
  )
  return `${lignes.join('')}ER  - \r\n\r\n`
}
