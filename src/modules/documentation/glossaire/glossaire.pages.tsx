import { z } from 'zod'
import type { Requete } from '#core/context.ts'
import { publique } from '#core/policy.ts'
import { defineRoute } from '#core/route.ts'
import { ligneOuNull } from '#core/saisie.ts'
import { getLibelle } from '#modules/vocabulaires/index.ts'
import { ButtonLink } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { formatCount } from '#ui/format.ts'
import { Layout } from '#ui/layout.tsx'
import { SearchBox } from '#ui/search-box.tsx'
import { Tag } from '#ui/tag.tsx'
import { listEntrees } from './glossaire.queries.ts'
import { type Entree, filterEntrees, formatSansAccents, formatSlug } from './glossaire.ts'

const getInitiale = (e: Entree): string => formatSansAccents(e.terme).charAt(0).toUpperCase()

const formatRecherche = (mots: string): string => `/documentation?q=${encodeURIComponent(mots)}`

interface PropsDefinition {
  entree: Entree
  connus: ReadonlySet<string>
  /** Address of the page that shows every term, empty when it is this one. */
  tout: string
}

function Definition({ entree, connus, tout }: PropsDefinition) {
  const recherche = entree.sigle ?? entree.terme
  return (
    <article id={entree.slug} class="term">
      <h3>
        {entree.terme}
        {entree.sigle && entree.sigle !== entree.terme && ` (${entree.sigle})`}
      </h3>
      {entree.formeLongue && formatSansAccents(entree.formeLongue) !== formatSansAccents(entree.terme) && (
        <p>{entree.formeLongue}</p>
      )}
      {entree.definition && <p>{entree.definition}</p>}
      {entree.aVerifier && (
        <p>
          <Tag ton="attention">À vérifier</Tag>
        </p>
      )}
      {entree.termesLies.length > 0 && (
        <p>
          {'Voir aussi\u00a0: '}
          {entree.termesLies.map((t, i) => {
            const ancre = formatSlug(t)
            return (
              <>
                {i > 0 && ', '}
                {connus.has(ancre) ? <a href={`${tout}#${ancre}`}>{t}</a> : t}
              </>
            )
          })}
        </p>
      )}
      <p class="hint no-print">
        <a href={formatRecherche(`"${recherche}"`)}>{`Documents sur «\u00a0${recherche}\u00a0»`}</a>
        {entree.theme && (
          <>
            {' · thème\u00a0: '}
            <a href={`/documentation?theme=${entree.theme}`}>{getLibelle('theme', entree.theme)}</a>
          </>
        )}
      </p>
      {entree.source && (
        <p class="hint">
          {`D’après\u00a0: ${entree.source.document}${entree.source.lieu ? `, ${entree.source.lieu}` : ''}`}
        </p>
      )}
    </article>
  )
}

interface PropsPage {
  entrees: Entree[]
  question: string | null
  requete: Requete
}

function PageGlossaire({ entrees, question, requete }: PropsPage) {
  const gardees = filterEntrees(entrees, question ?? '')
  const lettres = Map.groupBy(gardees, getInitiale)
  const connus = new Set(entrees.map((e) => e.slug))
  return (
    <Layout
      title={question ? `Glossaire\u00a0: «\u00a0${question}\u00a0»` : 'Glossaire'}
      page={requete}
      crumbs={[{ label: 'Glossaire' }]}
      intro={
        <p>
          {
            'Les mots et les sigles du champ. La recherche les connaît\u00a0: un sigle trouve sa forme longue, et inversement.'
          }
        </p>
      }
      head={question && <meta name="robots" content="noindex, follow" />}
    >
      {entrees.length === 0 ? (
        <EmptyState
          title="Le glossaire est vide"
          action={<ButtonLink href="/vocabulaires">Voir les vocabulaires</ButtonLink>}
        >
          <p>
            Il se remplit au démarrage. Les vocabulaires, eux, sont toujours là&nbsp;: ils disent de quoi parlent les
            documents.
          </p>
        </EmptyState>
      ) : (
        <Filtre question={question} nombre={gardees.length} />
      )}
      {!question && (
        <nav aria-label="Lettres" class="letters no-print">
          {[...lettres.keys()].map((l) => (
            <a href={`#lettre-${l}`}>{l}</a>
          ))}
        </nav>
      )}
      {[...lettres].map(([lettre, membres]) => (
        <section aria-labelledby={`lettre-${lettre}`}>
          <h2 id={`lettre-${lettre}`}>{lettre}</h2>
          {membres.map((e) => (
            <Definition entree={e} connus={connus} tout={question ? '/glossaire' : ''} />
          ))}
        </section>
      ))}
    </Layout>
  )
}

function Filtre({ question, nombre }: { question: string | null; nombre: number }) {
  return (
    <>
      <SearchBox
        action="/glossaire"
        label="Chercher un mot ou un sigle"
        id="terme"
        value={question ?? ''}
        placeholder="ACI, aller-vers…"
      />
      {question && nombre === 0 ? (
        <EmptyState
          title="Aucun terme ne répond à ces mots"
          action={
            <>
              <ButtonLink href={formatRecherche(question)}>Chercher dans les documents</ButtonLink>
              <ButtonLink href="/glossaire" variant="link">
                Tout le glossaire
              </ButtonLink>
            </>
          }
        >
          <p>Essayez un seul mot, ou le début d’un mot.</p>
        </EmptyState>
      ) : (
        <p role="status">
          <strong>{formatCount(nombre, 'terme')}</strong>
          {question && (
            <>
              {' · '}
              <a href="/glossaire">Tout le glossaire</a>
            </>
          )}
        </p>
      )}
    </>
  )
}

export const routesGlossaire = [
  defineRoute({
    methode: 'GET',
    chemin: '/glossaire',
    requete: z.object({ q: ligneOuNull(200) }),
    politique: publique,
    trace: 'glossaire.lecture',
    lire: async (ctx, { q }, requete) => (
      <PageGlossaire entrees={await listEntrees(ctx)} question={q} requete={requete} />
    ),
  }),
]
