import { CLE } from './bibtex-champs.ts'
import type { ChampSimple } from './lecture.ts'
import type { EnregistrementLu } from './modele.ts'

const DATES = ['year', 'date', 'month', 'day']
/** What an entry takes from the one that its `crossref` names, when it has none of its own. Source: btxdoc, biblatex. */
const HERITES = new Set(
  'editor publisher year date month day address location series volume number isbn issn organization institution edition eventdate language'.split(
    ' ',
  ),
)

/** Characters of the entries in waiting, and of those that may be named: beyond, memory would grow with the file. */
const ATTENTE_MAXIMALE = 10_000_000
/** A longer value is no place nor publisher: it is not handed down. */
const LONGUEUR_HERITEE = 2_000

type Lu = Extract<EnregistrementLu<ChampSimple>, { position: string }>

const getChamp = (lu: Lu, nom: string): string | undefined =>
  lu.enregistrement.champs.find(([zone]) => zone === nom)?.[1]

const getRenvoi = (lu: Lu): string | undefined =>
  (getChamp(lu, 'crossref') ?? getChamp(lu, 'xdata'))?.trim().toLowerCase()

const isHeritable = (valeur: string): boolean => valeur.length <= LONGUEUR_HERITEE

const computePoids = (champs: readonly ChampSimple[]): number =>
  champs.reduce((somme, [, valeur]) => somme + valeur.length + 50, 0)

/** The entry with the fields that it inherits; the title of the host is its `booktitle`. */
function addHerites(lu: Lu, parent: readonly ChampSimple[]): Lu {
  const siens = new Set(lu.enregistrement.champs.map(([zone]) => zone))
  const hote = parent.find(([zone]) => zone === 'booktitle') ?? parent.find(([zone]) => zone === 'title')
  // A date is taken whole or not at all.
  const datee = DATES.some((zone) => siens.has(zone))
  const recus = parent.filter(
    ([zone, valeur]) =>
      HERITES.has(zone) && !siens.has(zone) && isHeritable(valeur) && !(datee && DATES.includes(zone)),
  )
  if (hote && !siens.has('booktitle') && isHeritable(hote[1])) recus.push(['booktitle', hote[1]])
  return { ...lu, enregistrement: { ...lu.enregistrement, champs: [...lu.enregistrement.champs, ...recus] } }
}

/**
 * Fills in `crossref`. BibTeX wants the entry that is named after those that name it: these wait for it, and come out
 * after it (their number tells their place); where it never comes, or too many wait, they come out as they are, told so.
 */
export async function* addRenvois(
  lus: AsyncIterable<EnregistrementLu<ChampSimple>>,
): AsyncGenerator<EnregistrementLu<ChampSimple>> {
  const nommables = new Map<string, readonly ChampSimple[]>()
  const enAttente = new Map<string, Lu[]>()
  let poidsNommables = 0
  let poidsAttente = 0
  for await (const lu of lus) {
    if ('erreur' in lu) {
      yield lu
      continue
    }
    const cle = getChamp(lu, CLE)?.toLowerCase()
    const renvoi = getRenvoi(lu)
    const parent = renvoi === undefined ? undefined : nommables.get(renvoi)
    const { champs } = lu.enregistrement
    if (renvoi === undefined || renvoi === cle) yield lu
    else if (parent) yield addHerites(lu, parent)
    else if (poidsAttente < ATTENTE_MAXIMALE) {
      const freres = enAttente.get(renvoi)
      if (freres) freres.push(lu)
      else enAttente.set(renvoi, [lu])
      poidsAttente += computePoids(champs)
    } else yield addOrphelin(lu, renvoi)
    if (cle === undefined) continue
    if (poidsNommables < ATTENTE_MAXIMALE && isNommable(lu.enregistrement.tete)) {
      const utiles = champs.filter(
        ([zone, valeur]) => (HERITES.has(zone) || zone === 'title' || zone === 'booktitle') && isHeritable(valeur),
      )
      // A copy: the values as they were cut hold the whole entry, and its file, in memory.
      nommables.set(structuredClone(cle), structuredClone(utiles))
      poidsNommables += computePoids(utiles)
    }
    const suivants = enAttente.get(cle) ?? []
    enAttente.delete(cle)
    for (const suivant of suivants) {
      poidsAttente -= computePoids(suivant.enregistrement.champs)
      yield addHerites(suivant, champs)
    }
  }
  for (const [renvoi, restants] of enAttente) for (const lu of restants) yield addOrphelin(lu, renvoi)
}

/** Articles and reports are named by nobody: they are not kept in mind. */
const isNommable = (type: string): boolean =>
  /book|proceedings|collection|reference|periodical|xdata|misc|thesis/.test(type)

const addOrphelin = (lu: Lu, renvoi: string): Lu => ({
  ...lu,
  avertissements: [
    ...lu.avertissements,
    { zone: 'crossref', valeur: renvoi, raison: 'la notice nommée n’est pas dans le fichier', gardee: true },
  ],
})
