import type { Ligne } from '../bibliographie/bibliographie.ts'

/** The lines of a text as they stand, numbered from 1; form feeds, where there are, number the pages. */
export function parseLignesTexte(texte: string): Ligne[] {
  const pages = texte.split('\f')
  let n = 0
  return pages.flatMap((page, i) =>
    page.split(/\r\n|[\n\r\u2028\u2029]/u).map((ligne) => {
      n++
      return pages.length > 1 ? { n, texte: ligne, page: i + 1 } : { n, texte: ligne }
    }),
  )
}
