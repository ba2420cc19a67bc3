import type { Ctx, Requete } from '#core/context.ts'
import { type Fond, formatAdresseZone } from '#modules/territoires/index.ts'
import { getLibelle } from '#modules/vocabulaires/index.ts'
import { asset } from '#ui/asset.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { ButtonLink } from '#ui/form.tsx'
import { formatCount } from '#ui/format.ts'
import { createHref } from '#ui/href.ts'
import { Layout } from '#ui/layout.tsx'
import { Pagination } from '#ui/table.tsx'
import { Tag, TagList } from '#ui/tag.tsx'
import type { LieuDit } from '../fiche/lieu.queries.ts'
import { formatAdresseGuide } from '../guide/guide.ts'
import { formatNomStructure } from '../structure/structure.ts'
import { type AideLue, OUVERTES_MAX } from './aide.queries.ts'
import { CarteAides, type PointNumerote } from './carte.tsx'
import { FormulaireAide } from './formulaire.tsx'
import type { Depart } from './lieu.queries.ts'
import { Reponse } from './resultat.tsx'
import { type Besoin, type DemandeAide, parseBesoin } from './trouver.ts'

export const PAR_PAGE = 20

export interface Piste {
  libelle: string
  href: string
  total: number
}

export interface Reponses {
  aides: (AideLue & { numero: number })[]
  total: number
  /** There are more than `total`, farther away. */
  davantage: boolean
  depart: Depart
  pistes: Piste[]
  fond: Fond | null
}

interface Props {
  ctx: Ctx
  demande: DemandeAide
  lieu: LieuDit | null
  /** Null while no place is known. */
  reponse: Reponses | null
  requete: Requete
}

export function PageTrouver({ ctx, demande, lieu, reponse, requete }: Props) {
  const nom = lieu?.zone?.nom
  return (
    <Layout
      title={nom ? `Qui peut aider\u202f? ${nom}` : 'Qui peut aider\u202f?'}
      page={requete}
      width="list"
      crumbs={[{ label: 'Qui peut aider\u202f?' }]}
      intro={!reponse && <p>Dites un besoin et un lieu&nbsp;: voici qui peut aider, le plus près d’abord.</p>}
      head={
        <>
          <link rel="stylesheet" href={asset('/styles/trouver.css')} />
          {requete.chemin.includes('?') && <meta name="robots" content="noindex, follow" />}
        </>
      }
    >
      <FormulaireAide demande={demande} />
      {reponse ? <Liste {...{ ctx, demande, lieu, reponse, requete }} /> : <SansLieu {...{ demande, lieu }} />}
    </Layout>
  )
}

function SansLieu({ demande: { q, ou } }: Pick<Props, 'demande' | 'lieu'>) {
  if (ou)
    return (
      <EmptyState title={`Aucun lieu ne s’appelle «\u00a0${ou}\u00a0»`}>
        <p>Écrivez le nom d’une commune, un code postal, une intercommunalité ou un département.</p>
      </EmptyState>
    )
  if (!q) return null
  return (
    <EmptyState title={'Près d’où\u202f?'}>
      <p>Écrivez une commune ou un code postal&nbsp;: les réponses partent de là.</p>
    </EmptyState>
  )
}

type PropsListe = Omit<Props, 'reponse'> & { reponse: Reponses }

function Liste({ ctx, demande, lieu, reponse, requete }: PropsListe) {
  const { depart, aides, total, davantage, pistes, fond } = reponse
  const href = createHref(requete.chemin)
  const nom = lieu?.zone?.nom ?? ''
  const besoin = parseBesoin(demande.q)
  return (
    <>
      <Compris besoin={besoin} lieu={lieu} href={href} />
      {total === 0 ? (
        <Rien pistes={pistes} demande={demande} />
      ) : (
        <>
          <div class="result-head">
            <p role="status">
              {davantage && 'Plus de '}
              <strong>{formatCount(total, 'structure peut', 'structures peuvent')}</strong>
              {davantage ? ' aider\u202f; voici les plus proches' : ' aider'}
            </p>
            {lieu?.zone && (
              <a
                class="no-print"
                href={formatAdresseGuide({ theme: demande.theme ? [demande.theme] : besoin.dits }, lieu.zone)}
              >
                En faire un guide à imprimer
              </a>
            )}
          </div>
          <div class={depart.point ? 'trouver' : undefined}>
            <div>
              {aides.map(({ numero, ...aide }) => (
                <Reponse {...{ ctx, aide, numero }} depart={depart.departement !== null} />
              ))}
              <Pagination page={demande.page} pages={Math.ceil(total / PAR_PAGE)} href={href} />
              <Ordre depart={depart} ouvert={demande.ouvert} />
            </div>
            {depart.point && (
              <CarteAides depart={depart.point} ancre="reponse" points={listPoints(aides)} {...{ nom, fond }} />
            )}
          </div>
        </>
      )}
    </>
  )
}

const listPoints = (aides: Reponses['aides']): PointNumerote[] =>
  aides.flatMap(({ numero, rang, structure: s }) =>
    rang < 3 && s.longitude !== null && s.latitude !== null
      ? [{ numero, nom: formatNomStructure(s), longitude: s.longitude, latitude: s.latitude }]
      : [],
  )

/** What was read of the words and of the place, so that one can set it right. */
function Compris({
  besoin,
  lieu,
  href,
}: {
  besoin: Besoin
  lieu: LieuDit | null
  href: ReturnType<typeof createHref>
}) {
  const termes = [
    ...besoin.dits.map((slug) => ({ libelle: getLibelle('theme', slug), patch: { theme: slug, q: null } })),
    ...besoin.types.map((slug) => ({ libelle: getLibelle('type-structure', slug), patch: null })),
  ]
  return (
    <>
      {termes.length > 0 && (
        <div class="compris">
          <span class="hint">Compris&nbsp;:</span>
          <TagList label="Ce que vos mots disent">
            {termes.map(({ libelle, patch }) =>
              patch ? <Tag href={href(patch)}>{libelle}</Tag> : <Tag>{libelle}</Tag>,
            )}
          </TagList>
        </div>
      )}
      {lieu?.zone && (
        <p class="hint">
          {'Lieu\u00a0: '}
          <a href={formatAdresseZone(lieu.zone)}>{lieu.zone.nom}</a>
          {lieu.autres.length > 0 && '. Ou bien\u00a0: '}
          {lieu.autres.map((a, i) => (
            <>
              {i > 0 && ', '}
              <a href={href({ ou: a.ref })}>{a.nom}</a>
            </>
          ))}
          .
        </p>
      )}
    </>
  )
}

function Rien({ pistes, demande: d }: { pistes: readonly Piste[]; demande: DemandeAide }) {
  return (
    <EmptyState
      title={d.ouvert ? 'Rien d’ouvert ici en ce moment' : 'Personne, ici, ne répond à tout cela'}
      action={
        <ButtonLink href={`/structures?${new URLSearchParams({ q: d.q })}`} variant="link">
          Chercher ces mots dans tout l’annuaire
        </ButtonLink>
      }
    >
      {pistes.length > 0 ? (
        <>
          <p>Vous pouvez élargir&nbsp;:</p>
          <ul>
            {pistes.map(({ libelle, href, total }) => (
              <li>
                <a href={href}>{`${libelle}\u00a0: ${formatCount(total, 'structure')}`}</a>
              </li>
            ))}
          </ul>
        </>
      ) : (
        <p>L’annuaire ne connaît encore personne ici. Essayez un lieu voisin.</p>
      )}
    </EmptyState>
  )
}

function Ordre({ depart: { point, departement }, ouvert }: { depart: Depart; ouvert: boolean }) {
  const ordre = point
    ? 'Dans l’ordre de la distance au centre de la commune, à vol d’oiseau'
    : departement === null
      ? 'Dans l’ordre de la dernière vérification'
      : 'La position de la commune n’est pas connue\u00a0: d’abord la commune, puis son intercommunalité et son département'
  return (
    <p class="hint">
      {`${ordre}${departement === null ? '' : '\u202f; à distance égale, la fiche vérifiée le plus récemment'}. Les services donnés à distance aux habitants d’ici viennent ensuite.`}
      {ouvert && ` On regarde les horaires des ${OUVERTES_MAX} structures les plus proches qui les disent.`}
    </p>
  )
}
