import { parseSigles, type Sigle } from './glossaire.ts'

/** A text whose acronyms say their long form (`abbr`). */
export function Sigles({ texte, sigles }: { texte: string; sigles: readonly Sigle[] }) {
  return <>{parseSigles(texte, sigles).map((m) => (m.forme ? <abbr title={m.forme}>{m.texte}</abbr> : m.texte))}</>
}
