/** Numbers that outside registers give to places, bodies and people, and the codes of communes. */
export type NatureIdentifiant = 'finess' | 'siren' | 'siret' | 'rpps' | 'commune'

interface Regle {
  nom: string
  forme: RegExp
  /** French, for who typed something else. */
  attendu: string
  /** Does its key agree with its other digits? Null: it has none. */
  isCleJuste: ((valeur: string) => boolean) | null
  /** Official sources publish some whose key is wrong: said, never refused. */
  indulgent?: boolean
}

/** From the right, every second digit counts double, less 9 above 9; the sum is a multiple of ten (ISO/IEC 7812-1). */
export function isLuhn(chiffres: string): boolean {
  let somme = 0
  for (let i = 0; i < chiffres.length; i++) {
    const chiffre = Number(chiffres[chiffres.length - 1 - i])
    const compte = i % 2 === 1 ? chiffre * 2 : chiffre
    somme += compte > 9 ? compte - 9 : compte
  }
  return somme % 10 === 0
}

const LA_POSTE = '356000000'

/** Places of La Poste are too many for the key: the sum of their digits is a multiple of five instead. */
const isSiretJuste = (siret: string): boolean =>
  isLuhn(siret) || (siret.startsWith(LA_POSTE) && [...siret].reduce((somme, c) => somme + Number(c), 0) % 5 === 0)

const REGLES: Record<NatureIdentifiant, Regle> = {
  finess: {
    nom: 'numéro FINESS',
    forme: /^(?:\d{2}|2[AB])\d{7}$/,
    attendu: 'neuf caractères\u00a0: des chiffres, avec 2A ou 2B en Corse',
    // Corsica: A counts for 1, B for 2.
    isCleJuste: (v) => isLuhn(v.replace('A', '1').replace('B', '2')),
  },
  siren: { nom: 'numéro SIREN', forme: /^\d{9}$/, attendu: 'neuf chiffres', isCleJuste: isLuhn },
  siret: { nom: 'numéro SIRET', forme: /^\d{14}$/, attendu: 'quatorze chiffres', isCleJuste: isSiretJuste },
  rpps: {
    nom: 'numéro RPPS',
    forme: /^\d{11}$/,
    attendu: 'onze chiffres',
    isCleJuste: isLuhn,
    // Examples that the Agence du numérique en santé publishes fail.
    indulgent: true,
  },
  commune: {
    nom: 'code de commune',
    forme: /^(?:\d{2}|2[AB])\d{3}$/,
    attendu: 'cinq caractères, comme 04070 ou 2A004',
    isCleJuste: null,
  },
}

export type IdentifiantLu = { valeur: string; avertissement: string | null } | { erreur: string }

/**
 * Reads a number as people and files write it: spaces, dots and hyphens inside are left out; a national number (IDNPS)
 * that holds an RPPS gives it. Whether such a place, body, person or commune exists is another question.
 * @param officiel it comes from the register itself, or from a file drawn from it: a wrong key is then said, not refused
 * @returns French sentences
 */
export function parseIdentifiant(nature: NatureIdentifiant, texte: string, officiel = false): IdentifiantLu {
  const { nom, forme, attendu, isCleJuste, indulgent = false } = REGLES[nature]
  const serre = texte.replace(/[\s.\-\u00a0\u202f\u2011]/g, '').toUpperCase()
  const valeur = nature === 'rpps' && /^8\d{11}$/.test(serre) ? serre.slice(1) : serre
  if (!forme.test(valeur))
    return { erreur: `«\u00a0${texte.trim().slice(0, 40)}\u00a0» n’est pas un ${nom}\u00a0: il faut ${attendu}.` }
  if (!isCleJuste || isCleJuste(valeur)) return { valeur, avertissement: null }
  const faute = `Le ${nom} ${valeur} a une clé de contrôle fausse`
  const tolere = officiel || indulgent || (nature === 'siret' && valeur.startsWith(LA_POSTE))
  return tolere
    ? { valeur, avertissement: `${faute}\u00a0: vérifiez-le.` }
    : { erreur: `${faute}\u00a0: un chiffre est sans doute mal recopié.` }
}

/** Does this text hold such a number, its key right? */
export function isIdentifiant(nature: NatureIdentifiant, texte: string): boolean {
  const lu = parseIdentifiant(nature, texte)
  return 'valeur' in lu && lu.avertissement === null
}
