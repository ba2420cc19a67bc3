import { type ChampMarc, formatGuide, isDonnees } from '../echange/marc.ts'
import { formatMarcxml } from '../echange/marcxml.formats.ts'
import type { Enregistrement } from '../echange/modele.ts'

export const MARCXML = {
  prefixe: 'marcxml',
  schema: 'http://www.loc.gov/standards/marcxml/schema/MARC21slim.xsd',
  espace: 'http://www.loc.gov/MARC21/slim',
}

/** What the schema refuses in an indicator, in a subfield code, in a position of the label. */
const INDICATEURS = /[^\da-z ]/g
const CODE = /[^\dA-Za-z!"#$%&'()*+,\-./:;<=>?{}_^`~[\]\\]/
const LABEL = /[^\dA-Za-z ]/g

/** Control fields are those from 001 to 009, whatever the record at hand says. */
function formatChamp(champ: ChampMarc): ChampMarc {
  const [zone] = champ
  if (zone.startsWith('00')) return [zone, isDonnees(champ) ? champ[2].map((sous) => sous[1]).join(' ') : champ[1]]
  if (!isDonnees(champ)) return [zone, '  ', [['a', champ[1]]]]
  return [zone, champ[1].replace(INDICATEURS, ' '), champ[2].map(([code, valeur]) => [code.replace(CODE, '?'), valeur])]
}

/**
 * A record that the schema of MARCXML admits, UNIMARC included: control fields first, a label of MARC 21 (its end, in
 * XML, says nothing), no character that the schema refuses in codes. Values are left as they are.
 */
export function formatMarcxmlValide({ tete, champs }: Enregistrement<ChampMarc>, attributs: string): string {
  const guide = formatGuide(tete.replace(LABEL, ' '))
  const type = guide[6] === ' ' ? 'a' : guide[6]
  const valides = champs.map(formatChamp).filter((champ) => !isDonnees(champ) || champ[2].length > 0)
  const ordonnes = [...valides.filter((c) => !isDonnees(c)), ...valides.filter(isDonnees)]
  const label = guide.slice(0, 6) + type + guide.slice(7)
  return formatMarcxml({ tete: label, champs: ordonnes }, attributs).replace('450 </leader>', '4500</leader>')
}
