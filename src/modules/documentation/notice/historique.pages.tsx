import { diffWords } from 'diff'
import { z } from 'zod'
import { type Ctx, type Requete, succes } from '#core/context.ts'
import { defineRoute } from '#core/route.ts'
import { identifiant } from '#core/saisie.ts'
import { Diff } from '#ui/diff.tsx'
import { Actions, Button, ButtonLink, Form } from '#ui/form.tsx'
import { formatDateTime } from '#ui/format.ts'
import { Layout } from '#ui/layout.tsx'
import { filAriane } from './fil.ts'
import { retablirNotice, supprimerNotice, verifierNotice } from './notice.actions.ts'
import { noticePolicy } from './notice.policy.ts'
import { getNotice, listVersions, type Version } from './notice.queries.ts'
import { formatAdresseNotice, GESTES, getLibelleChamp, listDifferences, type Notice } from './notice.ts'

const charger = (ctx: Ctx, { id }: { id: number }) => getNotice(ctx, id)
const objet = (entree: { id: number }) => ({ type: 'notice', id: entree.id })

function Etape({ version, avant }: { version: Version; avant: Version | undefined }) {
  const differences = avant ? listDifferences(avant.contenu, version.contenu) : []
  return (
    <li>
      <h2>{`${GESTES[version.geste]}, le ${formatDateTime(version.quand)}`}</h2>
      <p class="hint">{version.auteur ?? 'Import ou reprise de données'}</p>
      {differences.length > 0 ? (
        <Diff
          fields={differences.map((d) => ({ label: getLibelleChamp(d.champ), parts: diffWords(d.avant, d.apres) }))}
        />
      ) : (
        avant && <p>Le contenu de la notice n’a pas changé.</p>
      )}
    </li>
  )
}

function PageHistorique({ notice, versions, requete }: { notice: Notice; versions: Version[]; requete: Requete }) {
  const titre = String(notice.csl.title)
  const adresse = formatAdresseNotice(notice.id)
  return (
    <Layout
      title="Historique de la notice"
      page={requete}
      intro={<p>{titre}</p>}
      crumbs={filAriane([{ label: titre, href: adresse }, { label: 'Historique' }])}
      actions={
        noticePolicy.peut(requete.acteur, 'supprimer', notice) && notice.supprimeeLe && !notice.remplaceePar ? (
          <Form action={`${adresse}/retablir`}>
            <Button variant="secondary">Remettre au catalogue</Button>
          </Form>
        ) : undefined
      }
    >
      <ol class="timeline" reversed>
        {versions.map((v, i) => (
          <Etape version={v} avant={versions[i + 1]} />
        ))}
      </ol>
    </Layout>
  )
}

function PageSuppression({ notice, requete }: { notice: Notice; requete: Requete }) {
  const titre = String(notice.csl.title)
  const adresse = formatAdresseNotice(notice.id)
  return (
    <Layout
      title="Retirer cette notice du catalogue ?"
      page={requete}
      crumbs={filAriane([{ label: titre, href: adresse }, { label: 'Retirer' }])}
    >
      <p>
        <strong>{titre}</strong>
      </p>
      <p>
        La notice ne se trouvera plus par la recherche. Son historique est gardé&nbsp;: vous pourrez la remettre au
        catalogue.
      </p>
      <Form action={`${adresse}/supprimer`}>
        <Actions>
          <Button variant="danger">Retirer du catalogue</Button>
          <ButtonLink href={adresse} variant="link">
            Annuler
          </ButtonLink>
        </Actions>
      </Form>
    </Layout>
  )
}

export const routesHistorique = [
  defineRoute({
    methode: 'GET',
    chemin: '/documentation/notices/:id/historique',
    requete: z.object({ id: identifiant }),
    charger,
    politique: (acteur, notice: Notice) => noticePolicy.peut(acteur, 'historique', notice),
    trace: 'notice.historique',
    objet,
    lire: async (ctx, { id }, requete, notice) => (
      <PageHistorique notice={notice} versions={await listVersions(ctx, id)} requete={requete} />
    ),
  }),
  defineRoute({
    methode: 'GET',
    chemin: '/documentation/notices/:id/supprimer',
    requete: z.object({ id: identifiant }),
    charger,
    politique: (acteur, notice: Notice) => noticePolicy.peut(acteur, 'supprimer', notice),
    trace: 'notice.suppression.formulaire',
    objet,
    lire: (_ctx, _entree, requete, notice) => <PageSuppression notice={notice} requete={requete} />,
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/documentation/notices/:id/supprimer',
    action: supprimerNotice,
    avis: { 'notice-supprimee': succes('La notice est retirée du catalogue.') },
    reussir: (id) => ({ vers: `${formatAdresseNotice(id)}/historique`, avis: 'notice-supprimee' }),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/documentation/notices/:id/retablir',
    action: retablirNotice,
    avis: { 'notice-retablie': succes('La notice est de nouveau au catalogue.') },
    reussir: (id) => ({ vers: formatAdresseNotice(id), avis: 'notice-retablie' }),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/documentation/notices/:id/verifier',
    action: verifierNotice,
    avis: { 'notice-verifiee': succes('La notice porte maintenant votre vérification.') },
    reussir: (id) => ({ vers: formatAdresseNotice(id), avis: 'notice-verifiee' }),
  }),
]
