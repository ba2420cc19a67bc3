import { diffWords } from 'diff'
import { type Ctx, type Requete, succes } from '#core/context.ts'
import { defineRoute } from '#core/route.ts'
import { Diff } from '#ui/diff.tsx'
import { Actions, Button, ButtonLink, Form } from '#ui/form.tsx'
import { formatDateTime } from '#ui/format.ts'
import { Layout } from '#ui/layout.tsx'
import { filGlossaire } from './cadre.tsx'
import { retablirTerme, retirerTerme } from './glossaire.actions.ts'
import { glossairePolicy } from './glossaire.policy.ts'
import { getEntree, listVersions, type VersionEntree } from './glossaire.queries.ts'
import { type ContenuEntree, type Entree, formatAdresseTerme, formatNom, GESTES, listDifferences } from './glossaire.ts'
import { parametreSlug } from './terme.pages.tsx'

const charger = (ctx: Ctx, { slug }: { slug: string }) => getEntree(ctx, slug)
const objet = ({ slug }: { slug: string }) => ({ type: 'terme', id: slug })

/** What differs between two states of a term, in words marked. */
export function Differences({ avant, apres }: { avant: ContenuEntree | null; apres: ContenuEntree }) {
  const differences = listDifferences(avant, apres)
  if (differences.length === 0) return <p>Le contenu du terme n’a pas changé.</p>
  return <Diff fields={differences.map((d) => ({ label: d.champ, parts: diffWords(d.avant, d.apres) }))} />
}

function PageHistorique({
  entree,
  versions,
  requete,
}: {
  entree: Entree
  versions: VersionEntree[]
  requete: Requete
}) {
  const nom = formatNom(entree)
  return (
    <Layout
      title="Historique du terme"
      page={requete}
      intro={<p>{nom}</p>}
      crumbs={filGlossaire([{ label: nom, href: formatAdresseTerme(entree.slug) }, { label: 'Historique' }])}
    >
      <ol class="timeline" reversed>
        {versions.map((v, i) => (
          <li>
            <h2>{`${GESTES[v.geste]}, le ${formatDateTime(v.quand)}`}</h2>
            <p class="hint">
              {v.auteur ?? 'Import ou reprise de données'}
              {v.proposePar && `, sur proposition de ${v.proposePar}`}
            </p>
            {versions[i + 1] && <Differences avant={versions[i + 1]?.contenu ?? null} apres={v.contenu} />}
          </li>
        ))}
      </ol>
    </Layout>
  )
}

function PageRetrait({ entree, requete }: { entree: Entree; requete: Requete }) {
  const adresse = formatAdresseTerme(entree.slug)
  return (
    <Layout
      title="Retirer ce terme du glossaire ?"
      page={requete}
      crumbs={filGlossaire([{ label: formatNom(entree), href: adresse }, { label: 'Retirer' }])}
    >
      <p>
        <strong>{formatNom(entree)}</strong>
      </p>
      <p>
        Le glossaire et la recherche ne le connaîtront plus. Son historique est gardé&nbsp;: vous pourrez l’y remettre.
      </p>
      <Form action={`${adresse}/retirer`}>
        <Actions>
          <Button variant="danger">Retirer du glossaire</Button>
          <ButtonLink href={adresse} variant="link">
            Annuler
          </ButtonLink>
        </Actions>
      </Form>
    </Layout>
  )
}

export const routesHistoriqueTerme = [
  defineRoute({
    methode: 'GET',
    chemin: '/glossaire/:slug/historique',
    requete: parametreSlug,
    charger,
    politique: (acteur, entree: Entree) => glossairePolicy.peut(acteur, 'historique', entree),
    trace: 'glossaire.historique',
    objet,
    lire: async (ctx, _entree, requete, entree) => (
      <PageHistorique {...{ entree, requete }} versions={await listVersions(ctx, entree.id)} />
    ),
  }),
  defineRoute({
    methode: 'GET',
    chemin: '/glossaire/:slug/retirer',
    requete: parametreSlug,
    charger,
    politique: (acteur, entree: Entree) => glossairePolicy.peut(acteur, 'retirer', entree),
    trace: 'glossaire.suppression.formulaire',
    objet,
    lire: (_ctx, _entree, requete, entree) => <PageRetrait {...{ entree, requete }} />,
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/glossaire/:slug/retirer',
    action: retirerTerme,
    avis: { 'terme-retire': succes('Le terme est retiré du glossaire.') },
    reussir: (slug) => ({ vers: formatAdresseTerme(slug), avis: 'terme-retire' }),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/glossaire/:slug/retablir',
    action: retablirTerme,
    avis: { 'terme-retabli': succes('Le terme est de nouveau au glossaire.') },
    reussir: (slug) => ({ vers: formatAdresseTerme(slug), avis: 'terme-retabli' }),
  }),
]
