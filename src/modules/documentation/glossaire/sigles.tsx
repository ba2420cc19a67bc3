import { DEBUT_MARQUE, FIN_MARQUE } from '../recherche/recherche.ts'
import { formatAdresseTerme } from './glossaire.ts'
import type { LecteurSigles, Morceau } from './sigles.ts'

/**
 * A text whose acronyms say what they mean, once a page: « CPTS (communauté professionnelle territoriale de santé) »,
 * the acronym leading to its term. Words found by a search keep their marks. Without reader, the text as it is.
 */
export function Sigles({ texte, lecteur }: { texte: string; lecteur?: LecteurSigles | undefined }) {
  let marque = false
  return (
    <>
      {(lecteur?.parse(texte) ?? [{ texte }]).flatMap((morceau) => {
        if (morceau.formes) return <Sigle {...morceau} formes={morceau.formes} marque={marque} />
        return morceau.texte.split(/([\ue000\ue001])/).map((partie) => {
          if (partie === DEBUT_MARQUE || partie === FIN_MARQUE) {
            marque = partie === DEBUT_MARQUE
            return ''
          }
          return marque && partie ? <mark>{partie}</mark> : partie
        })
      })}
    </>
  )
}

type PropsSigle = Required<Pick<Morceau, 'texte' | 'formes'>> & Pick<Morceau, 'dite'> & { marque: boolean }

function Sigle({ texte, formes, dite, marque }: PropsSigle) {
  const [premiere, ...autres] = formes
  if (!premiere) return texte
  const lien = (slug: string, nom: string) => (
    <a class="sigle" href={formatAdresseTerme(slug)}>
      {nom}
    </a>
  )
  const mot = autres.length > 0 ? texte : lien(premiere.slug, texte)
  return (
    <>
      {marque ? <mark>{mot}</mark> : mot}
      {!dite && (
        <span class="forme-longue">
          {' ('}
          {autres.length === 0
            ? premiere.formeLongue
            : formes.map((f, i) => (
                <>
                  {i > 0 && ' ou '}
                  {lien(f.slug, f.formeLongue)}
                </>
              ))}
          {')'}
        </span>
      )}
    </>
  )
}
