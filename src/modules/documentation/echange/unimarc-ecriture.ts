import { getFamille, getPrenom } from '../citation/noms.ts'
import type { ItemCsl, NomCsl } from '../csl.ts'
import { formatDateIso } from '../dates.ts'
import { formatDateLibre } from './dates.ts'
import { getCle } from './egalite.ts'
import { SEPARATEUR_MOTS } from './lecture.ts'
import { type ChampMarc, formatGuide, type SousChamp } from './marc.ts'
import type { Enregistrement } from './modele.ts'
import { formatLigne, formatValeur } from './texte.formats.ts'
import { listExemplaires, ZONE_EXEMPLAIRE } from './unimarc-exemplaires.ts'
import { formatLangue } from './unimarc-langues.ts'
import { CLES_NOMS, formatType, ROLES, TEXTES } from './unimarc-tables.ts'

type Ecrit = (zone: string, indicateurs: string, ...sous: readonly (readonly [code: string, valeur: unknown])[]) => void

/** An item to a UNIMARC record in Unicode, its fields in the order of their tags but names, in the order of the item. */
export function formatUnimarc(item: ItemCsl): Enregistrement<ChampMarc> {
  const { type, niveau, forme } = formatType(item.type)
  const champs: ChampMarc[] = []
  const ecrit: Ecrit = (zone, indicateurs, ...sous) => {
    const pleins = sous
      .map(([code, valeur]): SousChamp => [code, formatTexte(zone, valeur)])
      .filter(([, valeur]) => valeur !== '')
    if (pleins.length > 0) champs.push([zone, indicateurs, pleins])
  }
  const id = formatLigne(String(item.id))
  if (id !== '') champs.push(['001', id])
  const annee = formatDateIso(item.issued)?.slice(0, 4) ?? '    '
  addTextes(item, ecrit, '0')
  if (!item['container-title']) ecrit('011', '  ', ['a', item.ISSN])
  ecrit('017', '70', ['a', item.DOI], ...(item.DOI ? [['2', 'doi'] as const] : []))
  ecrit('017', '70', ['a', item.PMID], ...(item.PMID ? [['2', 'pmid'] as const] : []))
  // Positions: date entered (unknown), type of date, year, its end, audience, …, French, Unicode, Latin script.
  champs.push(['100', '  ', [['a', `        d${annee}    k  y0frey50      ba`]]])
  ecrit('101', '0 ', ['a', item.language && formatLangue(item.language)])
  if (forme) champs.push(['105', '  ', [['a', `    ${forme}   000yy`]]])
  addTitre(item, ecrit)
  addTextes(item, ecrit, '2', '205')
  addPublication(item, ecrit)
  addTextes(item, ecrit, '3')
  if (item.type === 'thesis') ecrit('328', ' 0', ['b', item.genre])
  addHote(item, ecrit)
  for (const mot of item.keyword?.split(SEPARATEUR_MOTS.trim()) ?? []) ecrit('610', '0 ', ['a', mot])
  addTextes(item, ecrit, '6')
  addNoms(item, ecrit)
  ecrit('801', ' 0', ['b', item.source])
  ecrit('856', '4 ', ['u', item.URL])
  for (const sous of listExemplaires(item)) ecrit(ZONE_EXEMPLAIRE, '  ', ...sous)
  return { tete: formatGuide(`     n${type}${niveau}0`), champs }
}

/** Long texts keep their paragraphs. */
function formatTexte(zone: string, valeur: unknown): string {
  const texte = valeur === undefined || valeur === null ? '' : String(valeur)
  return TEXTES.some((t) => t.zone === zone && t.long) ? formatValeur(texte).trim() : formatLigne(texte)
}

/** Fields of the table whose tag begins so. */
function addTextes(item: ItemCsl, ecrit: Ecrit, ...debuts: string[]): void {
  for (const { cle, zone, code, indicateurs, joint, repete } of TEXTES) {
    if (!debuts.some((debut) => zone.startsWith(debut))) continue
    const valeur = String(getCle(item, cle) ?? '')
    for (const morceau of repete ? valeur.split(joint) : [valeur]) ecrit(zone, indicateurs, [code, morceau])
  }
}

function addTitre(item: ItemCsl, ecrit: Ecrit): void {
  const [titre, ...complements] = formatLigne(item.title ?? '').split(' : ')
  const mention = [item.custom?.mentionResponsabilite, item.custom?.etAl === true ? '[et al.]' : '']
    .filter(Boolean)
    .join(' ')
  ecrit('200', '1 ', ['a', titre], ['b', item.medium], ...complements.map((e) => ['e', e] as const), ['f', mention])
}

function addPublication(item: ItemCsl, ecrit: Ecrit): void {
  const liste = (code: string, valeur: string | undefined) => (valeur ?? '').split(' ; ').map((v) => [code, v] as const)
  ecrit('210', '  ', ...liste('a', item['publisher-place']), ...liste('c', item.publisher), [
    'd',
    formatDateLibre(item.issued),
  ])
  const nombre = item['number-of-pages']
  ecrit('215', '  ', ['a', nombre && `${nombre} p.`])
  ecrit('215', '  ', ['a', item.page && `p. ${item.page}`])
  ecrit('225', '2 ', ['a', item['collection-title']], ['v', item['collection-number']])
}

/** An article is in an issue (463) of a serial (461); a chapter in a book (463 alone). */
function addHote(item: ItemCsl, ecrit: Ecrit): void {
  const collection = item['collection-title']
  ecrit('410', ' 0', ['t', collection], ['v', collection && item['collection-number']])
  const titre = item['container-title']
  if (!titre) return
  if (item.type === 'chapter') {
    ecrit('463', ' 0', ['t', titre], ['d', formatDateLibre(item.issued)], ['v', item.issue])
    return
  }
  ecrit('461', ' 0', ['t', titre], ['x', item.ISSN], ['v', item.volume])
  ecrit('463', ' 0', ['d', formatDateLibre(item.issued)], ['v', item.issue])
}

const CODES_ROLES = new Map(Object.entries(ROLES).map(([code, cle]) => [cle, code]))

/** The first author bears the main responsibility (7X0), the others share it (7X1); other roles are secondary (7X2). */
function addNoms(item: ItemCsl, ecrit: Ecrit): void {
  for (const cle of CLES_NOMS) {
    const noms = (item[cle] as NomCsl[] | undefined) ?? []
    noms.forEach((nom, i) => {
      const rang = cle !== 'author' ? '2' : i === 0 ? '0' : '1'
      const role = ['4', CODES_ROLES.get(cle)] as const
      if (nom.literal) ecrit(`71${rang}`, '02', ['a', nom.literal], role)
      else ecrit(`70${rang}`, ' 1', ['a', getFamille(nom)], ['b', getPrenom(nom)], role)
    })
  }
}
