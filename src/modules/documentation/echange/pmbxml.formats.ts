import { type ChampMarc, formatGuide, isDonnees } from './marc.ts'
import type { Enregistrement, EnregistrementLu, Octets } from './modele.ts'
import { formatValeur } from './texte.formats.ts'
import { formatXml, type Noeud, parseNotices } from './xml.formats.ts'

/** Reads PMB's own UNIMARC XML (`pmb_xml_unimarc`): the label in pieces, then `f` fields and their `s` subfields. */
export const parsePmbxml = (octets: Octets): AsyncGenerator<EnregistrementLu<ChampMarc>> =>
  parseNotices(octets, 'notice', /<(?:[\w.-]+:)?(?:f|rs|dt|bl)[\s>]/, parseNoticePmbxml)

/** Pieces of the label and their position in it. Source: PMB exports; UNIMARC manual, record label. */
const GUIDE: readonly (readonly [element: string, position: number])[] = [
  ['rs', 5],
  ['dt', 6],
  ['bl', 7],
  ['hl', 8],
  ['el', 17],
  ['ru', 18],
]

/** One record from its `notice` element. */
export function parseNoticePmbxml(noeud: Noeud): Enregistrement<ChampMarc> {
  const champs: ChampMarc[] = []
  const guide = Array.from({ length: 24 }, () => ' ')
  for (const { nom, attributs, texte, enfants } of noeud.enfants) {
    const position = GUIDE.find(([element]) => element === nom)?.[1]
    if (position !== undefined) guide[position] = /^[!-~]/.exec(texte)?.[0] ?? ' '
    const zone = (attributs.c ?? '').toUpperCase()
    if (nom !== 'f' || !/^[0-9A-Z]{3}$/.test(zone)) continue
    const sous = enfants
      .filter((enfant) => enfant.nom === 's')
      .map((enfant) => [/^[!-~]/.exec(enfant.attributs.c ?? '')?.[0] ?? '?', formatValeur(enfant.texte)] as const)
    if (sous.length === 0 && attributs.ind === undefined) champs.push([zone, formatValeur(texte)])
    else
      champs.push([
        zone,
        (attributs.ind ?? '')
          .replace(/[^ -~]/g, ' ')
          .padEnd(2)
          .slice(0, 2),
        sous,
      ])
  }
  return { tete: formatGuide(guide.join('')), champs }
}

export const DEBUT_PMBXML = '<?xml version="1.0" encoding="utf-8"?>\n<unimarc>\n'
export const FIN_PMBXML = '</unimarc>\n'

/** One record, as PMB imports it. @param attributs of its element, where it stands alone */
export function formatPmbxml({ tete, champs }: Enregistrement<ChampMarc>, attributs = ''): string {
  const guide = formatGuide(tete)
  const pieces = GUIDE.map(([element, position]) => `  <${element}>${formatXml(guide[position] ?? ' ')}</${element}>\n`)
  const lignes = champs.map((champ) => {
    if (!isDonnees(champ)) return `  <f c="${champ[0]}">${formatTexte(champ[1])}</f>\n`
    const sous = champ[2].map(([code, valeur]) => `    <s c="${formatXml(code)}">${formatTexte(valeur)}</s>\n`)
    return `  <f c="${champ[0]}" ind="${formatXml(champ[1])}">\n${sous.join('')}  </f>\n`
  })
  return `<notice${attributs}>\n${pieces.join('')}${lignes.join('')}</notice>\n`
}

const formatTexte = (valeur: string): string => formatXml(formatValeur(valeur))
