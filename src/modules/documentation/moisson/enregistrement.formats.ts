import type { ItemCsl } from '../csl.ts'
import { parseRecordMarcxml } from '../echange/marcxml.formats.ts'
import { ErreurFormat, type Perdu } from '../echange/modele.ts'
import { parseNoticePmbxml } from '../echange/pmbxml.formats.ts'
import { correspondanceUnimarc } from '../echange/unimarc.ts'
import type { Noeud } from '../echange/xml.formats.ts'
import { parseEnregistrement } from '../echange/zones.ts'
import type { EnregistrementOai, FormatOai, RefusOai } from './oai.formats.ts'
import { parseDc } from './oai-dc.formats.ts'

/** What a harvested record says, and what of it an item does not carry. */
export interface NoticeMoissonnee {
  item: ItemCsl
  perdus: Perdu[]
}

/** First element of that name, the root included. */
function searchNoeud(noeud: Noeud, nom: string): Noeud | undefined {
  if (noeud.nom === nom) return noeud
  for (const enfant of noeud.enfants) {
    const trouve = searchNoeud(enfant, nom)
    if (trouve) return trouve
  }
  return undefined
}

/**
 * A description in any of the formats that are read, told by its root element and not by the prefix, which each server
 * chooses. @throws ErreurFormat when it is in none of them, or says nothing
 */
export function parseMetadonnees(racine: Noeud): NoticeMoissonnee {
  const lue = parseSelon(racine)
  if (!lue.item.title?.trim()) throw new ErreurFormat('La notice n’a pas de titre.')
  return lue
}

function parseSelon(racine: Noeud): NoticeMoissonnee {
  if (racine.nom === 'dc') return parseDc(racine)
  if (racine.nom === 'notice' || racine.nom === 'unimarc') {
    const notice = searchNoeud(racine, 'notice')
    if (notice) return parseEnregistrement(correspondanceUnimarc, parseNoticePmbxml(notice))
  }
  if (racine.nom === 'record' || racine.nom === 'collection') {
    const record = searchNoeud(racine, 'record')
    if (record) return parseMarc(record)
  }
  throw new ErreurFormat(`Le format de la notice (élément « ${racine.nom} ») n’est pas de ceux qui sont lus.`)
}

/** MARC 21 has the same syntax and other numbers: 245 is its title, 200 is UNIMARC’s. */
function parseMarc(record: Noeud): NoticeMoissonnee {
  const enregistrement = parseRecordMarcxml(record)
  const has = (zone: string): boolean => enregistrement.champs.some(([z]) => z === zone)
  if (has('245') && !has('200')) {
    throw new ErreurFormat('La notice est en MARC 21, et non en UNIMARC : choisissez un autre format de la source.')
  }
  return parseEnregistrement(correspondanceUnimarc, enregistrement)
}

/** A record of a page, ready for the catalogue. */
export type RecordLu =
  | RefusOai
  | { identifiant: string; datestamp: string; supprime: true }
  | ({ identifiant: string; datestamp: string; supprime: false } & NoticeMoissonnee)

/** A record with its description read, or why it could not be. */
export function parseRecord(brut: EnregistrementOai | RefusOai): RecordLu {
  if ('raison' in brut) return brut
  const { identifiant, datestamp, supprime, metadonnees } = brut
  if (supprime) return { identifiant, datestamp, supprime }
  if (metadonnees === null) return { identifiant, raison: 'La notice est sans description.' }
  try {
    return { identifiant, datestamp, supprime, ...parseMetadonnees(metadonnees) }
  } catch (erreur) {
    if (!(erreur instanceof ErreurFormat)) throw erreur
    return { identifiant, raison: erreur.message }
  }
}

/** Formats that are read, the richest first. */
const LUS: readonly ((format: FormatOai) => boolean)[] = [
  ({ prefixe, espace }) => prefixe === 'pmb_xml_unimarc' || /pmbservices/.test(espace),
  ({ prefixe }) => /unimarc/i.test(prefixe),
  ({ prefixe, espace }) => /marc21\/slim/i.test(espace) || /^marc(xml|_?21)?$/i.test(prefixe),
  ({ prefixe, espace }) => prefixe === 'oai_dc' || /oai_dc\/?$/.test(espace),
]

/** Those of a server’s formats that can be read, the richest first. */
export const listFormatsLus = (formats: readonly FormatOai[]): FormatOai[] => [
  ...new Set(LUS.flatMap((isLu) => formats.filter(isLu))),
]
