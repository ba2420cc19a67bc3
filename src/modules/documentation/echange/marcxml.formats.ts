import { type ChampMarc, formatGuide, isDonnees } from './marc.ts'
import type { Enregistrement, EnregistrementLu, Octets } from './modele.ts'
import { formatValeur } from './texte.formats.ts'
import { formatXml, type Noeud, parseNotices } from './xml.formats.ts'

/** Reads MARCXML holding UNIMARC, with or without a namespace, in a collection or in an envelope. */
export const parseMarcxml = (octets: Octets): AsyncGenerator<EnregistrementLu<ChampMarc>> =>
  parseNotices(octets, 'record', /<(?:[\w.-]+:)?(?:leader|controlfield|datafield)[\s>]/, parseRecordMarcxml)

/** One record from its element. */
export function parseRecordMarcxml(noeud: Noeud): Enregistrement<ChampMarc> {
  const champs: ChampMarc[] = []
  let guide = ''
  for (const { nom, attributs, texte, enfants } of noeud.enfants) {
    const zone = (attributs.tag ?? '').toUpperCase()
    if (nom === 'leader') guide = texte
    else if (!/^[0-9A-Z]{3}$/.test(zone)) continue
    else if (nom === 'controlfield') champs.push([zone, formatValeur(texte)])
    else if (nom === 'datafield') {
      const sous = enfants
        .filter((enfant) => enfant.nom === 'subfield')
        .map((enfant) => [enfant.attributs.code?.[0] ?? '?', formatValeur(enfant.texte)] as const)
      champs.push([zone, formatIndicateur(attributs.ind1) + formatIndicateur(attributs.ind2), sous])
    }
  }
  return { tete: formatGuide(guide), champs }
}

const formatIndicateur = (valeur: string | undefined): string => (/^[!-~]$/.test(valeur ?? '') ? (valeur ?? ' ') : ' ')

export const DEBUT_MARCXML =
  '<?xml version="1.0" encoding="UTF-8"?>\n<collection xmlns="http://www.loc.gov/MARC21/slim">\n'
export const FIN_MARCXML = '</collection>\n'

/** One record, an element by line. @param attributs of its element, where it stands outside a collection */
export function formatMarcxml({ tete, champs }: Enregistrement<ChampMarc>, attributs = ''): string {
  const lignes = champs.map((champ) => {
    if (!isDonnees(champ)) return `  <controlfield tag="${champ[0]}">${formatTexte(champ[1])}</controlfield>\n`
    const [zone, indicateurs, sous] = champ
    const lignesSous = sous.map(
      ([code, valeur]) => `    <subfield code="${formatXml(code)}">${formatTexte(valeur)}</subfield>\n`,
    )
    const [ind1 = ' ', ind2 = ' '] = indicateurs
    return `  <datafield tag="${zone}" ind1="${formatXml(ind1)}" ind2="${formatXml(ind2)}">\n${lignesSous.join('')}  </datafield>\n`
  })
  return `<record${attributs}>\n  <leader>${formatGuide(tete)}</leader>\n${lignes.join('')}</record>\n`
}

const formatTexte = (valeur: string): string => formatXml(formatValeur(valeur))
