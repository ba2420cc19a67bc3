import { getLibelle } from '#modules/vocabulaires/index.ts'
import { formatCount, formatDate, formatNumber } from '#ui/format.ts'
import { getSigle, getType } from '../dispositif/types.ts'
import type { Lacune, Paire, Present } from './articulation.ts'
import { getEtatLien } from './lien.ts'
import type { Suggestion } from './suggestion.ts'

type Nomme = Pick<Present, 'type' | 'nom'>

/** First words of the names of types that are feminine. */
const FEMININS = /^(communauté|maison|équipe|plateforme|démarche|instance)(?=\s)/iu

const isFeminin = ({ type }: Pick<Nomme, 'type'>): boolean => FEMININS.test(getType(type)?.nom ?? '')

/** « la CPTS », « le CLS », « l’ASV »: article and acronym. */
function formatArticle(mot: string, feminin: boolean): string {
  // An acronym is elided by the sound of its first letter as it is read: these are all spelt from a vowel.
  if (/^[aeéèêiouy]/iu.test(mot)) return `l’${mot}`
  return `${feminin ? 'la' : 'le'} ${mot}`
}

/** A dispositif inside a sentence: « la CPTS des Deux-Vallées », « le CLS «\u00a0Agir ici\u00a0» ». */
export function formatNomArticle({ type, nom }: Nomme): string {
  const genre = getType(type)
  if (!genre) return `«\u00a0${nom}\u00a0»`
  const feminin = isFeminin({ type })
  const debuts = [genre.sigle, genre.nom].filter((d) => d !== null)
  const debut = debuts.find((d) => nom.toLocaleLowerCase('fr').startsWith(d.toLocaleLowerCase('fr')))
  if (debut === undefined) return `${formatArticle(getSigle(type), feminin)} «\u00a0${nom}\u00a0»`
  const sansMajuscule = debut === genre.sigle ? nom : nom.charAt(0).toLocaleLowerCase('fr') + nom.slice(1)
  return formatArticle(sansMajuscule, feminin)
}

const formatMajuscule = (texte: string): string => texte.charAt(0).toLocaleUpperCase('fr') + texte.slice(1)

/** « a, b et c » */
export const formatListe = (mots: readonly string[]): string =>
  mots.length < 2 ? mots.join('') : `${mots.slice(0, -1).join(', ')} et ${mots.at(-1)}`

export const formatPart = (part: number | null): string =>
  part === null
    ? 'part non calculée'
    : formatNumber(part, { style: 'percent', maximumFractionDigits: part < 0.1 ? 1 : 0 })

/** What two dispositifs share in space, as a verb of both; null where they share none. */
function formatTerritoire(paire: Paire, a: Present, b: Present): string | null {
  if (paire.communes === 0) return null
  if (a.implantation && b.implantation) return 'sont dans la même commune'
  if (a.implantation || b.implantation) return 'se côtoient sur le même territoire'
  return paire.population > 0
    ? `couvrent ${formatCount(paire.population, 'habitant')} en commun`
    : `couvrent ${formatCount(paire.communes, 'commune')} en commun`
}

/** Why two dispositifs are brought together, in one sentence. @param jour today, ISO */
export function formatRaisonPaire(paire: Paire, [a, b]: readonly [Present, Present], jour: string): string {
  const themes = paire.themes.map((t) => getLibelle('theme', t).toLocaleLowerCase('fr'))
  const tous = isFeminin(a) && isFeminin(b) ? 'toutes deux' : 'tous deux'
  const faits = [
    formatTerritoire(paire, a, b),
    themes.length > 0 &&
      `travaillent ${tous} sur ${themes.length === 1 ? 'le thème' : 'les thèmes'} ${formatThemes(themes)}`,
    paire.communs.length > 0 && `ont ${formatCount(paire.communs.length, 'membre')} en commun`,
    paire.membre && 'se connaissent déjà (l’un est membre de l’autre)',
  ].filter((f) => typeof f === 'string')
  const fin = paire.liens.find((l) => getEtatLien(l, jour) === 'termine')
  const manque = fin?.jusqu ? `leur dernier lien a pris fin le ${formatDate(fin.jusqu)}` : 'aucun lien n’est déclaré'
  const sujets = `${formatMajuscule(formatNomArticle(a))} et ${formatNomArticle(b)}`
  return `${sujets} ${formatListe(faits)}\u202f; ${manque}.`
}

const THEMES_DITS = 3

function formatThemes(themes: readonly string[]): string {
  const dits = themes.slice(0, THEMES_DITS).map((t) => `«\u00a0${t}\u00a0»`)
  const reste = themes.length - dits.length
  return reste > 0 ? `${dits.join(', ')} et ${formatCount(reste, 'autre')}` : formatListe(dits)
}

const NOMS_DITS = 3

/** Which communes lack a type, in one sentence. @param noms names of its communes by code */
export function formatRaisonLacune(lacune: Lacune, noms: ReadonlyMap<string, string>): string {
  const { communes, population, type } = lacune
  const qui =
    communes.length <= NOMS_DITS
      ? formatListe(communes.map((code) => noms.get(code) ?? code))
      : formatCount(communes.length, 'commune')
  const verbe = communes.length > 1 ? 'n’ont' : 'n’a'
  return `${qui} (${formatCount(population, 'habitant')}) ${verbe} pas de ${getSigle(type)}.`
}

/** The reason of a suggestion. */
export function formatRaison(
  suggestion: Suggestion,
  {
    dispositifs,
    noms,
    jour,
  }: { dispositifs: ReadonlyMap<number, Present>; noms: ReadonlyMap<string, string>; jour: string },
): string {
  if (suggestion.nature === 'lacune') return formatRaisonLacune(suggestion.lacune, noms)
  const [a, b] = [dispositifs.get(suggestion.paire.a), dispositifs.get(suggestion.paire.b)]
  return a && b ? formatRaisonPaire(suggestion.paire, [a, b], jour) : ''
}
