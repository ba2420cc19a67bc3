import { CLE, isEquilibre, MOIS } from './bibtex-champs.ts'
import { addRenvois } from './bibtex-renvois.ts'
import type { ChampSimple } from './lecture.ts'
import {
  type Enregistrement,
  type EnregistrementLu,
  ERREUR_POIDS,
  LIMITE_NOTICE,
  type Octets,
  type Perdu,
} from './modele.ts'
import { formatValeur, parseLignes, parseTexte } from './texte.formats.ts'

const ENTREE = /@[ \t]*([A-Za-z]+)[ \t]*([{(])/g
const NOUVELLE_LIGNE = /^[ \t]*@[ \t]*[A-Za-z]+[ \t]*[{(]/

/** An entry as it stands in the file, or why it cannot be told from what surrounds it. */
type Brute = { type: string; corps: string; ligne: number } | { erreur: string; ligne: number }

interface EnCours {
  type: string
  ligne: number
  fermeture: '}' | ')'
  profondeur: number
  morceaux: string[]
  poids: number
}

/**
 * Entries of a BibTeX text. Text between entries is a comment. An entry whose braces do not close ends where a line
 * begins another one, which is read.
 */
async function* parseEntrees(octets: Octets): AsyncGenerator<Brute> {
  let ligne = 0
  let cours: EnCours | undefined
  for await (const lignes of parseLignes(parseTexte(octets))) {
    for (const texte of lignes) {
      ligne++
      if (cours && NOUVELLE_LIGNE.test(texte)) {
        yield { erreur: 'Les accolades ne se ferment pas.', ligne: cours.ligne }
        cours = undefined
      }
      let i = 0
      while (i < texte.length || cours) {
        if (!cours) {
          ENTREE.lastIndex = i
          const m = ENTREE.exec(texte)
          if (!m) break
          i = ENTREE.lastIndex
          cours = {
            type: (m[1] ?? '').toLowerCase(),
            ligne,
            fermeture: m[2] === '(' ? ')' : '}',
            profondeur: 0,
            morceaux: [],
            poids: 0,
          }
        }
        const fin = searchFin(texte, i, cours)
        cours.poids += (fin === -1 ? texte.length : fin) - i
        if (cours.poids > LIMITE_NOTICE) cours.morceaux = []
        else cours.morceaux.push(texte.slice(i, fin === -1 ? undefined : fin))
        if (fin === -1) break
        yield cours.poids > LIMITE_NOTICE
          ? { erreur: ERREUR_POIDS, ligne: cours.ligne }
          : { type: cours.type, corps: cours.morceaux.join('\n').normalize('NFC'), ligne: cours.ligne }
        cours = undefined
        i = fin + 1
      }
    }
  }
  if (cours)
    yield {
      erreur: 'La notice est coupée : ses accolades ne se ferment pas avant la fin du fichier.',
      ligne: cours.ligne,
    }
}

/** Place of the character that closes the entry, or -1; keeps the depth of braces. */
function searchFin(texte: string, debut: number, cours: EnCours): number {
  for (let i = debut; i < texte.length; i++) {
    const c = texte[i]
    if (c === cours.fermeture && cours.profondeur === 0) return i
    if (c === '{') cours.profondeur++
    else if (c === '}' && cours.profondeur > 0) cours.profondeur--
  }
  return -1
}

/** Abbreviations kept, and their length: enough for any bibliography, bounded for any file (one may be made of others). */
const ABREVIATIONS_MAXIMALES = 10_000
const LONGUEUR_ABREVIATION = 1_000

/** Reads BibTeX and biblatex: `@string` resolved, `crossref` and `xdata` filled in from the entry they name. */
export async function* parseBibtex(octets: Octets): AsyncGenerator<EnregistrementLu<ChampSimple>> {
  yield* addRenvois(parseEnregistrements(octets))
}

async function* parseEnregistrements(octets: Octets): AsyncGenerator<EnregistrementLu<ChampSimple>> {
  const abreviations = new Map<string, string>()
  let rang = 0
  for await (const brute of parseEntrees(octets)) {
    const lieu = `ligne ${brute.ligne}`
    if ('erreur' in brute) {
      yield { rang: ++rang, erreur: brute.erreur, lieu }
      continue
    }
    if (brute.type === 'comment' || brute.type === 'preamble') continue
    const corps = new Corps(brute.corps, abreviations)
    if (brute.type === 'string') {
      for (const [nom, valeur] of corps.parseChamps()) {
        if (abreviations.size < ABREVIATIONS_MAXIMALES && valeur.length <= LONGUEUR_ABREVIATION)
          abreviations.set(nom, valeur)
      }
      continue
    }
    const cle = corps.parseCle()
    const champs = corps.parseChamps()
    const avertissements = corps.fautes
    if (corps.poids > LIMITE_NOTICE || champs.length === 0) {
      const erreur = champs.length === 0 ? 'Aucun champ lisible dans cette notice.' : ERREUR_POIDS
      yield { rang: ++rang, erreur, lieu }
      continue
    }
    const enregistrement = { tete: brute.type, champs: cle ? [[CLE, cle] as const, ...champs] : champs }
    yield { rang: ++rang, position: lieu, enregistrement, avertissements }
  }
}

const FAUTES_MAXIMALES = 20

const BLANCS = /[\s,]*/y
const NOM = /([^\s=,{}"#()]+)\s*=\s*/y
const ATOME = /[^\s,{}"#]+/y
const DIESE = /\s*#\s*/y

/** The inside of an entry: `key, name = value # value, …`. */
class Corps {
  readonly fautes: Perdu[] = []
  /** Of the values, abbreviations resolved: reading stops beyond the limit. */
  poids = 0
  readonly #texte: string
  readonly #abreviations: ReadonlyMap<string, string>
  #i = 0
  constructor(texte: string, abreviations: ReadonlyMap<string, string>) {
    this.#texte = texte
    this.#abreviations = abreviations
  }

  #avance(motif: RegExp): RegExpExecArray | null {
    motif.lastIndex = this.#i
    const m = motif.exec(this.#texte)
    if (m) this.#i = motif.lastIndex
    return m
  }

  /** The citation key; '' for an entry that begins with its fields. */
  parseCle(): string {
    const virgule = this.#texte.indexOf(',')
    const cle = this.#texte.slice(0, virgule === -1 ? undefined : virgule).trim()
    if (cle.includes('=') || cle.includes('{')) return ''
    this.#i = virgule === -1 ? this.#texte.length : virgule + 1
    return cle
  }

  parseChamps(): ChampSimple[] {
    const champs: ChampSimple[] = []
    while (this.#i < this.#texte.length && this.poids <= LIMITE_NOTICE) {
      this.#avance(BLANCS)
      const debut = this.#i
      if (debut >= this.#texte.length) break
      const nom = this.#avance(NOM)?.[1]?.toLowerCase()
      const valeur = nom === undefined ? undefined : this.#parseValeur(nom)
      if (nom !== undefined && valeur !== undefined && isEquilibre(valeur)) champs.push([nom, formatValeur(valeur)])
      else this.#addFaute(nom, debut)
    }
    return champs
  }

  /** What cannot be read is told; reading goes on after the next comma, as long as there is hope. */
  #addFaute(nom: string | undefined, debut: number): void {
    const virgule = this.#texte.indexOf(',', Math.max(this.#i, debut + 1))
    this.#i = virgule === -1 || this.fautes.length >= FAUTES_MAXIMALES ? this.#texte.length : virgule
    this.fautes.push({
      zone: nom ?? '?',
      valeur: this.#texte.slice(debut, Math.min(this.#i, debut + 300)),
      raison: 'champ illisible',
      gardee: false,
    })
  }

  #parseValeur(nom: string): string | undefined {
    let valeur = ''
    do {
      const morceau = this.#parseMorceau(nom)
      if (morceau === undefined) return undefined
      valeur += morceau
      this.poids += morceau.length
    } while (this.#avance(DIESE) && this.poids <= LIMITE_NOTICE)
    return valeur
  }

  #parseMorceau(nom: string): string | undefined {
    const ouvrant = this.#texte[this.#i]
    if (ouvrant === '{' || ouvrant === '"') return this.#parseDelimite(ouvrant === '{' ? '}' : '"')
    const atome = this.#avance(ATOME)?.[0]
    if (atome === undefined || /^\d+$/.test(atome)) return atome
    const abrege = this.#abreviations.get(atome.toLowerCase())
    if (abrege !== undefined) return abrege
    if (nom !== 'month')
      this.fautes.push({ zone: nom, valeur: atome, raison: 'abréviation inconnue, gardée telle quelle', gardee: true })
    return atome
  }

  #parseDelimite(fermant: '}' | '"'): string | undefined {
    let profondeur = 0
    for (let i = this.#i + 1; i < this.#texte.length; i++) {
      const c = this.#texte[i]
      // \" is an accent, even where BibTeX would have it between braces.
      if (c === fermant && profondeur === 0 && !(c === '"' && this.#texte[i - 1] === '\\')) {
        const valeur = this.#texte.slice(this.#i + 1, i)
        this.#i = i + 1
        return valeur
      }
      if (c === '{') profondeur++
      else if (c === '}') profondeur--
    }
    return undefined
  }
}

/** One entry, a field by line. Months are the abbreviations that every style knows. */
export function formatBibtex({ tete, champs }: Enregistrement<ChampSimple>): string {
  const cle = champs.find(([zone]) => zone === CLE)?.[1] ?? 'notice'
  const lignes = champs
    .filter(([zone]) => zone !== CLE)
    .map(([zone, valeur]) => {
      const nu = zone === 'month' && (MOIS as readonly string[]).includes(valeur)
      return `  ${zone} = ${nu ? valeur : `{${formatValeur(valeur)}}`},\n`
    })
  return `@${/^[a-z]+$/.test(tete) ? tete : 'misc'}{${cle.replace(/[\s,{}]+/g, '_')},\n${lignes.join('')}}\n\n`
}
