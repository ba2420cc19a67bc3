import { z } from 'zod'
import type { Requete } from '#core/context.ts'
import { publique } from '#core/policy.ts'
import { defineRoute } from '#core/route.ts'
import { ligneOuNull } from '#core/saisie.ts'
import { getLibelle } from '#modules/vocabulaires/index.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { ButtonLink, Select } from '#ui/form.tsx'
import { formatCount } from '#ui/format.ts'
import { Layout } from '#ui/layout.tsx'
import { SearchBox } from '#ui/search-box.tsx'
import { Tag } from '#ui/tag.tsx'
import { GestesGlossaire } from './cadre.tsx'
import { createLecteur, listAnciennes, listEntrees } from './glossaire.queries.ts'
import {
  type Entree,
  filterEntrees,
  formatAdresseTerme,
  formatNom,
  formatSansAccents,
  formatSource,
} from './glossaire.ts'
import type { LecteurSigles } from './sigles.ts'
import { Sigles } from './sigles.tsx'

const getInitiale = (e: Entree): string => formatSansAccents(e.terme).charAt(0).toUpperCase()

const formatRecherche = (mots: string): string => `/documentation?q=${encodeURIComponent(mots)}`

/** A term in the list. Ids are the addresses that older links have: `/glossaire#cpts`. */
function Terme({ entree: e, anciennes, lecteur }: { entree: Entree; anciennes: string[]; lecteur: LecteurSigles }) {
  return (
    <article id={e.slug} class="term">
      {anciennes.map((slug) => (
        <span id={slug} />
      ))}
      <h3>
        <a href={formatAdresseTerme(e.slug)}>{formatNom(e)}</a>
      </h3>
      {e.formeLongue && formatSansAccents(e.formeLongue) !== formatSansAccents(e.terme) && <p>{e.formeLongue}</p>}
      {e.definitions.map((d) => (
        <p>
          <Sigles texte={d.texte} lecteur={lecteur} />
          {e.definitions.length > 1 && formatSource(d) && <span class="hint">{` (${formatSource(d)})`}</span>}
          {d.aVerifier && (
            <>
              {' '}
              <Tag ton="attention">À vérifier</Tag>
            </>
          )}
        </p>
      ))}
      {e.lies.length > 0 && (
        <p>
          {'Voir aussi\u00a0: '}
          {e.lies.map((l, i) => (
            <>
              {i > 0 && ', '}
              <a href={formatAdresseTerme(l.slug)}>{l.terme}</a>
            </>
          ))}
        </p>
      )}
    </article>
  )
}

interface PropsPage {
  entrees: Entree[]
  anciennes: Map<number, string[]>
  lecteur: LecteurSigles
  question: string | null
  theme: string | null
  requete: Requete
}

function PageGlossaire({ entrees, anciennes, lecteur, question, theme, requete }: PropsPage) {
  const gardees = filterEntrees(theme ? entrees.filter((e) => e.theme === theme) : entrees, question ?? '')
  const lettres = Map.groupBy(gardees, getInitiale)
  const filtree = question !== null || theme !== null
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
      actions={<GestesGlossaire acteur={requete.acteur} />}
      head={filtree && <meta name="robots" content="noindex, follow" />}
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
        <Filtre {...{ entrees, question, theme }} nombre={gardees.length} />
      )}
      {lettres.size > 3 && (
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
            <Terme entree={e} anciennes={anciennes.get(e.id) ?? []} lecteur={lecteur} />
          ))}
        </section>
      ))}
    </Layout>
  )
}

type PropsFiltre = Pick<PropsPage, 'entrees' | 'question' | 'theme'> & { nombre: number }

function Filtre({ entrees, question, theme, nombre }: PropsFiltre) {
  const themes = [...new Set(entrees.flatMap((e) => e.theme ?? []))]
    .map((slug) => ({ value: slug, label: getLibelle('theme', slug) }))
    .sort((a, b) => a.label.localeCompare(b.label, 'fr'))
  return (
    <>
      <SearchBox
        action="/glossaire"
        label="Chercher un mot ou un sigle"
        id="terme"
        value={question ?? ''}
        placeholder="ACI, aller-vers…"
      >
        {themes.length > 0 && (
          <Select name="theme" label="Thème" options={themes} value={theme} empty="Tous les thèmes" />
        )}
      </SearchBox>
      {nombre === 0 ? (
        <EmptyState
          title="Aucun terme ne répond à cette demande"
          action={
            <>
              {question && <ButtonLink href={formatRecherche(question)}>Chercher dans les documents</ButtonLink>}
              <ButtonLink href="/glossaire" variant="link">
                Tout le glossaire
              </ButtonLink>
            </>
          }
        >
          <p>Essayez un seul mot, ou le début d’un mot{theme && ', ou tous les thèmes'}.</p>
        </EmptyState>
      ) : (
        <p role="status">
          <strong>{formatCount(nombre, 'terme')}</strong>
          {(question || theme) && (
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

export const lireGlossaire = defineRoute({
  methode: 'GET',
  chemin: '/glossaire',
  requete: z.object({ q: ligneOuNull(200), theme: ligneOuNull(60).catch(null) }),
  politique: publique,
  trace: 'glossaire.lecture',
  lire: async (ctx, { q, theme }, requete) => {
    const [entrees, anciennes, lecteur] = await Promise.all([listEntrees(ctx), listAnciennes(ctx), createLecteur(ctx)])
    return <PageGlossaire {...{ entrees, anciennes, lecteur, theme, requete }} question={q} />
  },
})
