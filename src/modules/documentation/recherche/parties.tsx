import { getLibelle } from '#modules/vocabulaires/index.ts'
import { ButtonLink } from '#ui/button.tsx'
import { Card } from '#ui/card.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { SubNav } from '#ui/sub-nav.tsx'
import { Tag, TagList } from '#ui/tag.tsx'
import { TYPE_ATOM } from '../atom/atom.formats.ts'
import { formatDateIso } from '../dates.ts'
import type { LecteurSigles } from '../glossaire/sigles.ts'
import { Sigles } from '../glossaire/sigles.tsx'
import { isEmpruntable } from '../notice/exemplaire.ts'
import { formatAdresseNotice } from '../notice/notice.ts'
import type { Trouvaille } from './recherche.queries.ts'
import {
  type Criteres,
  formatAdresseAlerte,
  formatAdresseRecherche,
  formatAdresseSuite,
  TRIS,
  type Tri,
} from './recherche.ts'

const AUTEURS_MAX = 3
const EXTRAIT_MAX = 300

export function formatAuteurs({ csl }: Pick<Trouvaille, 'csl'>): string {
  const noms = (csl.author ?? []).map((n) => n.literal ?? [n.family, n.given].filter(Boolean).join(' '))
  const suite = noms.length > AUTEURS_MAX || csl.custom?.etAl ? ' et al.' : ''
  return noms.slice(0, AUTEURS_MAX).join(', ') + suite
}

function cutExtrait(extrait: string): string {
  if (extrait.length <= EXTRAIT_MAX) return extrait
  return `${extrait.slice(0, EXTRAIT_MAX).replace(/\s+\S*$/u, '')}…`
}

interface PropsTrouvee {
  notice: Trouvaille
  cherchee: boolean
  lecteur: LecteurSigles
}

/** What one can do of its copies; those that are lost say nothing. */
function formatExemplaires({ prets }: Trouvaille): string | null {
  if (prets.some(isEmpruntable)) return 'à emprunter'
  return prets.some((p) => p.statut === 'consultation') ? 'à consulter sur place' : null
}

/** One notice found. @param cherchee words were searched: the extract is cut around them already */
export function Trouvee({ notice, cherchee, lecteur }: PropsTrouvee) {
  const { csl } = notice
  const prefixe = csl['container-title'] ? 'Dans\u00a0: ' : ''
  const [auteurs, extrait] = [formatAuteurs(notice), notice.extrait]
  const source = csl['container-title'] ?? (csl.publisher === auteurs ? undefined : csl.publisher)
  return (
    <Card
      title={String(csl.title)}
      href={formatAdresseNotice(notice.id)}
      kicker={[
        getLibelle('nature', notice.nature),
        formatDateIso(csl.issued)?.slice(0, 4),
        notice.enLigne && 'en ligne',
        formatExemplaires(notice),
      ]
        .filter(Boolean)
        .join(' · ')}
      foot={
        notice.themes.length > 0 && (
          <TagList label="Thèmes">
            {notice.themes.map((slug) => (
              <Tag href={`/documentation?theme=${slug}`}>{getLibelle('theme', slug)}</Tag>
            ))}
          </TagList>
        )
      }
    >
      {(auteurs || source) && (
        <p>
          {auteurs}
          {auteurs && source && (auteurs.endsWith('.') ? ' ' : '. ')}
          {source && (
            <>
              {prefixe}
              <cite>{source}</cite>
            </>
          )}
        </p>
      )}
      {extrait && (
        <p>
          <Sigles texte={cherchee ? extrait : cutExtrait(extrait)} lecteur={lecteur} />
        </p>
      )}
    </Card>
  )
}

/** What one does with a search beyond reading it. */
export function Suites({ criteres, total }: { criteres: Criteres; total: number }) {
  if (total === 0) return null
  return (
    <p class="no-print">
      <a href={formatAdresseAlerte(criteres)}>Recevoir les nouveautés de cette recherche</a>
      {' · '}
      <a href={formatAdresseSuite(criteres, '/export')}>Exporter</a>
      {' · '}
      <a href={formatAdresseSuite(criteres, '.atom')} type={TYPE_ATOM}>
        Suivre dans un lecteur de flux
      </a>
    </p>
  )
}

/** The orders, each an address. Relevance is offered where words are searched. */
export function Tris({ criteres }: { criteres: Criteres }) {
  const tris = Object.entries(TRIS) as [Tri, string][]
  return (
    <SubNav
      label="Trier par"
      links={tris
        .filter(([tri]) => tri !== 'pertinence' || criteres.q !== '')
        .map(([tri, label]) => ({
          label,
          href: formatAdresseRecherche({ ...criteres, tri, page: 1 }),
          current: tri === criteres.tri,
        }))}
    />
  )
}

/** No notice: why, and what one can do. */
export function RienTrouve({ criteres, filtree }: { criteres: Criteres; filtree: boolean }) {
  const sansFiltre = formatAdresseRecherche({ ...criteres, filtres: {}, page: 1 })
  if (filtree)
    return (
      <EmptyState
        title="Aucune notice ne répond à ces filtres ensemble"
        action={<ButtonLink href={sansFiltre}>Chercher sans les filtres</ButtonLink>}
      >
        <p>Retirez un filtre ci-dessus, ou choisissez-en plusieurs de la même famille.</p>
      </EmptyState>
    )
  if (criteres.q === '')
    return (
      <EmptyState title="Le catalogue est vide">
        <p>Les documentalistes y ajoutent des notices une à une, ou en important une bibliographie.</p>
      </EmptyState>
    )
  return (
    <EmptyState
      title="Aucune notice ne répond à ces mots"
      action={<ButtonLink href="/documentation">Voir tout le catalogue</ButtonLink>}
    >
      <ul>
        <li>Essayez moins de mots, ou un mot plus général.</li>
        <li>
          Vérifiez un sigle ou un terme dans le <a href="/glossaire">glossaire</a>.
        </li>
        <li>
          Parcourez les <a href="/vocabulaires">thèmes, publics et déterminants</a>.
        </li>
        <li>
          <a href={formatAdresseAlerte(criteres)}>Recevez un message</a> quand un document y répondra.
        </li>
      </ul>
    </EmptyState>
  )
}

/** The language of the search box. */
export function Aide() {
  return (
    <details>
      <summary>Comment chercher précisément</summary>
      <dl>
        {[
          ['aller vers', 'les documents qui contiennent tous ces mots, au singulier ou au pluriel, accents ou non'],
          ['"santé mentale"', 'ces mots côte à côte'],
          ['sommeil -écrans', 'sans ce mot'],
          ['tabac OU alcool', 'l’un ou l’autre'],
          ['auteur:"Haute Autorité de santé"', 'dans les auteurs et organismes'],
          ['titre:précarité', 'dans le titre'],
          ['CPTS', 'un sigle trouve aussi sa forme longue, et inversement'],
        ].map(([exemple = '', sens]) => (
          <div>
            <dt>
              <a href={formatAdresseRecherche({ q: exemple, filtres: {}, tri: 'pertinence', page: 1 })}>
                <code>{exemple}</code>
              </a>
            </dt>
            <dd>{sens}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
