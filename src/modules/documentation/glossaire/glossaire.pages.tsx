import type { Requete } from '#core/context.ts'
import { publique } from '#core/policy.ts'
import { defineRoute } from '#core/route.ts'
import { getLibelle } from '#modules/vocabulaires/index.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { formatCount } from '#ui/format.ts'
import { Layout } from '#ui/layout.tsx'
import { Tag } from '#ui/tag.tsx'
import { listEntrees } from './glossaire.queries.ts'
import { type Entree, formatSansAccents, formatSlug } from './glossaire.ts'

const getInitiale = (e: Entree): string => formatSansAccents(e.terme).charAt(0).toUpperCase()

function Definition({ entree, connus }: { entree: Entree; connus: ReadonlySet<string> }) {
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
                {connus.has(ancre) ? <a href={`#${ancre}`}>{t}</a> : t}
              </>
            )
          })}
        </p>
      )}
      <p class="hint">
        <a
          href={`/documentation?q=${encodeURIComponent(`"${recherche}"`)}`}
        >{`Documents sur «\u00a0${recherche}\u00a0»`}</a>
        {entree.theme && (
          <>
            {' · '}
            <a href={`/documentation?theme=${entree.theme}`}>{getLibelle('theme', entree.theme)}</a>
          </>
        )}
        {entree.source &&
          ` · D’après\u00a0: ${entree.source.document}${entree.source.lieu ? `, ${entree.source.lieu}` : ''}`}
      </p>
    </article>
  )
}

function PageGlossaire({ entrees, requete }: { entrees: Entree[]; requete: Requete }) {
  const lettres = Map.groupBy(entrees, getInitiale)
  const connus = new Set(entrees.map((e) => e.slug))
  return (
    <Layout
      title="Glossaire"
      page={requete}
      crumbs={[{ label: 'Glossaire' }]}
      intro={
        <p>{`Les mots et les sigles du champ, en ${formatCount(entrees.length, 'terme')}. La recherche les connaît\u00a0: un sigle trouve sa forme longue, et inversement.`}</p>
      }
    >
      {entrees.length === 0 && (
        <EmptyState title="Le glossaire est vide">
          <p>Il se remplit avec les données de démonstration.</p>
        </EmptyState>
      )}
      <nav aria-label="Lettres" class="letters no-print">
        {[...lettres.keys()].map((l) => (
          <a href={`#lettre-${l}`}>{l}</a>
        ))}
      </nav>
      {[...lettres].map(([lettre, membres]) => (
        <section aria-labelledby={`lettre-${lettre}`}>
          <h2 id={`lettre-${lettre}`}>{lettre}</h2>
          {membres.map((e) => (
            <Definition entree={e} connus={connus} />
          ))}
        </section>
      ))}
    </Layout>
  )
}

export const routesGlossaire = [
  defineRoute({
    methode: 'GET',
    chemin: '/glossaire',
    politique: publique,
    trace: 'glossaire.lecture',
    lire: async (ctx, _entree, requete) => <PageGlossaire entrees={await listEntrees(ctx)} requete={requete} />,
  }),
]
