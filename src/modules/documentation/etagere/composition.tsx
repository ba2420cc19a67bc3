import { raw } from 'hono/html'
import { formatDate } from '#ui/format.ts'
import type { LecteurSigles } from '../glossaire/sigles.ts'
import { Sigles } from '../glossaire/sigles.tsx'
import {
  type Composition,
  type Edition,
  formatCitationEntree,
  formatEdition,
  formatResume,
  type Groupe,
  listGroupes,
  listParagraphes,
} from './composition.ts'
import { LICENCES } from './etagere.ts'
import { formatQrSvg } from './qr.formats.ts'

interface Props {
  composition: Composition
  /** Address of a notice's page. */
  adresseNotice: (id: string | number) => string
  /** Says what the acronyms mean; without it, texts stand as they were written. */
  lecteur?: LecteurSigles
}

const TITRES = ['h2', 'h2', 'h3', 'h4'] as const

/** On paper, a shelf tells where it lives: its address, and the same for a telephone. */
function Adresse({ adresse }: { adresse: string }) {
  const { taille, trace } = formatQrSvg(adresse)
  return (
    <div class="print-only code-qr">
      <svg viewBox={`0 0 ${taille} ${taille}`} role="img" aria-label="Code QR de l’adresse de l’étagère">
        <path d={trace} />
      </svg>
      <p>{adresse}</p>
    </div>
  )
}

interface PropsCouverture {
  composition: Composition
  edition: Edition | null
  /** Whole address of the shelf, where anyone may open it. */
  adresse: string | null
}

/** The lines of the cover under the title. */
export function Couverture({ composition: c, edition, adresse }: PropsCouverture) {
  const licence = c.licence && LICENCES[c.licence]
  return (
    <>
      {c.sousTitre && <p class="sous-titre">{c.sousTitre}</p>}
      {c.couverture && <p>{c.couverture}</p>}
      {c.auteurs && <p>{c.auteurs}</p>}
      {c.date && <p>{formatDate(c.date)}</p>}
      {edition && <p>{formatEdition(edition)}</p>}
      {licence && (
        <p>
          {'Licence\u00a0: '}
          <a href={licence.url} rel="license">
            {licence.libelle}
          </a>
        </p>
      )}
      {adresse && <Adresse adresse={adresse} />}
    </>
  )
}

const Titre = ({ groupe }: { groupe: Groupe }) => (
  <>
    {groupe.numero && <span class="numero">{groupe.numero} </span>}
    {groupe.titre}
  </>
)

export function Sommaire({ composition }: { composition: Composition }) {
  const groupes = listGroupes(composition).filter((g) => g.titre !== null)
  if (groupes.length === 0) return null
  return (
    <nav class="sommaire" aria-labelledby="sommaire">
      <h2 id="sommaire">Sommaire</h2>
      <ol>
        {groupes.map((g) => (
          <li class={`niveau-${g.niveau}`}>
            <a href={`#${g.ancre}`}>
              <Titre groupe={g} />
            </a>
          </li>
        ))}
      </ol>
    </nav>
  )
}

const Paragraphes = ({ texte, lecteur }: { texte: string | null } & Pick<Props, 'lecteur'>) =>
  listParagraphes(texte).map((p) => (
    <p class="texte">
      <Sigles texte={p} lecteur={lecteur} />
    </p>
  ))

/** Introduction, headings and references, as one reads and prints them. */
export function Corps({ composition, adresseNotice, lecteur }: Props) {
  return (
    <div class={`composition presentation-${composition.presentation}`}>
      {composition.introduction && (
        <section aria-labelledby="introduction">
          <h2 id="introduction">Introduction</h2>
          <Paragraphes texte={composition.introduction} lecteur={lecteur} />
        </section>
      )}
      {listGroupes(composition).map((groupe) => {
        const Rang = TITRES[groupe.niveau] ?? 'h4'
        return (
          <>
            {groupe.titre !== null && (
              <Rang id={groupe.ancre} tabindex={-1}>
                <Titre groupe={groupe} />
              </Rang>
            )}
            <Paragraphes texte={groupe.introduction} lecteur={lecteur} />
            <References {...{ groupe, composition, adresseNotice, lecteur }} />
          </>
        )
      })}
    </div>
  )
}

function References({ groupe, composition, adresseNotice, lecteur }: Props & { groupe: Groupe }) {
  const premiere = groupe.entrees[0]
  if (!premiere) return null
  return (
    <ol class={composition.avecNumeros ? 'references' : 'references sans-numeros'} start={premiere.numero}>
      {groupe.entrees.map((entree) => {
        const resume = formatResume(entree, composition)
        const titre = String(entree.item.title ?? '')
        return (
          <li id={`ref-${entree.numero}`}>
            <p class="citation">
              {raw(formatCitationEntree(entree, composition).html)}{' '}
              <a class="vers-notice no-print" href={adresseNotice(entree.item.id)} aria-label={`Notice de ${titre}`}>
                Notice
              </a>
            </p>
            {resume && (
              <p class="resume texte">
                <Sigles texte={resume} lecteur={lecteur} />
              </p>
            )}
            {entree.note && (
              <div class="note">
                <Paragraphes texte={entree.note} lecteur={lecteur} />
              </div>
            )}
          </li>
        )
      })}
    </ol>
  )
}
