import type { LigneNette } from './unites.ts'

/** What the shape of the whole document tells. */
export interface Mise {
  /** Width, in characters, at which lines were cut; 0 where they are not. */
  largeur: number
  /** Blank lines separate the paragraphs. */
  blancs: boolean
}

/** Tells whether the lines were cut at a width, and which. */
export function computeMise(lignes: readonly LigneNette[]): Mise {
  const longueurs = lignes.filter((l) => l.texte !== '' && l.liens.length === 0).map((l) => l.texte.length)
  const blancs = lignes.length > 0 && lignes.filter((l) => l.texte === '').length / lignes.length > 0.08
  if (longueurs.length < 12) return { largeur: 0, blancs }
  longueurs.sort((a, b) => a - b)
  const largeur = longueurs[Math.floor(longueurs.length * 0.97)] ?? 0
  const maximum = longueurs.at(-1) ?? 0
  const pleines = lignes.filter((l) => l.liens.length === 0 && l.texte.length >= 0.75 * largeur)
  // Cut lines stop in the middle of a sentence; whole paragraphs end with a full stop.
  const ouvertes = pleines.filter((l) => /[\p{L}\p{N},’'-]$/u.test(l.texte))
  const coupees =
    largeur >= 40 &&
    largeur <= 170 &&
    maximum <= 1.5 * largeur &&
    pleines.length >= 0.12 * longueurs.length &&
    ouvertes.length >= 0.5 * pleines.length
  return { largeur: coupees ? largeur : 0, blancs }
}
