import { z } from 'zod'
import type { Ctx, Requete } from '#core/context.ts'
import { defineRoute, type Redirection } from '#core/route.ts'
import { getLibelle } from '#modules/vocabulaires/index.ts'
import { Alert } from '#ui/alert.tsx'
import { DefinitionList } from '#ui/definition-list.tsx'
import { Button, ButtonLink, Form } from '#ui/form.tsx'
import { formatCount, formatDate } from '#ui/format.ts'
import { Layout } from '#ui/layout.tsx'
import { Tag } from '#ui/tag.tsx'
import { formatAdresseEtagere } from '../etagere/etagere.ts'
import { formatAdresseNotice } from '../notice/notice.ts'
import { feuille, filGlossaire } from './cadre.tsx'
import { type Emplois, getEmplois } from './emplois.queries.ts'
import { glossairePolicy } from './glossaire.policy.ts'
import { createLecteur, getEntree, getRemplacante } from './glossaire.queries.ts'
import { type Entree, formatAdresseTerme, formatNom, formatSansAccents, formatSource } from './glossaire.ts'
import type { LecteurSigles } from './sigles.ts'
import { Sigles } from './sigles.tsx'

export const parametreSlug = z.object({ slug: z.string().regex(/^[a-z0-9-]{1,300}$/) })

/** A term, or where the one it was merged into stands: both addresses keep working. */
async function chargerOuSuivre(ctx: Ctx, { slug }: { slug: string }): Promise<Entree | Redirection | null> {
  const entree = await getEntree(ctx, slug)
  if (entree && entree.remplacePar === null) return entree
  const suivante = await getRemplacante(ctx, slug)
  return suivante === null ? entree : { vers: formatAdresseTerme(suivante) }
}

export const lireTerme = defineRoute({
  methode: 'GET',
  chemin: '/glossaire/:slug',
  requete: parametreSlug,
  charger: chargerOuSuivre,
  politique: (acteur, cible) => 'vers' in cible || glossairePolicy.peut(acteur, 'lire', cible),
  trace: 'glossaire.terme',
  objet: ({ slug }) => ({ type: 'terme', id: slug }),
  limite: { nom: 'glossaire', max: 120, secondes: 60 },
  lire: async (ctx, _entree, requete, cible) => {
    if ('vers' in cible) return cible
    const [emplois, lecteur] = await Promise.all([getEmplois(ctx, cible), createLecteur(ctx, cible.slug)])
    return <PageTerme {...{ entree: cible, emplois, lecteur, requete }} />
  },
})

interface PropsPage {
  entree: Entree
  emplois: Emplois
  lecteur: LecteurSigles
  requete: Requete
}

function PageTerme({ entree: e, emplois, lecteur, requete }: PropsPage) {
  const adresse = requete.adresse + formatAdresseTerme(e.slug)
  return (
    <Layout
      title={formatNom(e)}
      page={requete}
      width="list"
      crumbs={filGlossaire([{ label: formatNom(e) }])}
      actions={renderGestes(e, requete)}
      head={
        <>
          <link rel="canonical" href={adresse} />
          {feuille}
        </>
      }
    >
      {e.supprimeLe && (
        <Alert ton="attention" title="Ce terme n’est plus au glossaire.">
          <p>{`Il a été retiré le ${formatDate(e.supprimeLe)}.`}</p>
          {glossairePolicy.peut(requete.acteur, 'retirer', e) && (
            <Form action={`${formatAdresseTerme(e.slug)}/retablir`}>
              <Button variant="secondary">Remettre au glossaire</Button>
            </Form>
          )}
        </Alert>
      )}
      <Definitions entree={e} lecteur={lecteur} />
      <Reperes entree={e} />
      <OuIlEstEmploye emplois={emplois} />
    </Layout>
  )
}

/** Side by side where there is room: one compares them. */
function Definitions({ entree: e, lecteur }: { entree: Entree; lecteur: LecteurSigles }) {
  return (
    <section aria-labelledby="definitions">
      <h2 id="definitions">{e.definitions.length > 1 ? `${e.definitions.length} définitions` : 'Définition'}</h2>
      {e.definitions.length === 0 ? (
        <p>Personne n’a encore défini ce terme ici.</p>
      ) : (
        <div class="definitions-cote">
          {e.definitions.map((d) => (
            <article class="definition">
              <p class="texte">
                <Sigles texte={d.texte} lecteur={lecteur} />
              </p>
              {d.aVerifier && (
                <p>
                  <Tag ton="attention">À vérifier</Tag>
                </p>
              )}
              <Source definition={d} />
            </article>
          ))}
        </div>
      )}
    </section>
  )
}

function Source({ definition: d }: { definition: Entree['definitions'][number] }) {
  const source = formatSource(d)
  const notice = d.notice !== null && d.titreNotice !== null
  if (!source && !d.adresse && !notice) return <p class="hint">Source non précisée</p>
  return (
    <p class="hint">
      {'D’après\u00a0: '}
      {source || d.titreNotice || new URL(d.adresse ?? '').host}
      {notice && (
        <>
          {' · '}
          <a href={formatAdresseNotice(d.notice ?? 0)} aria-label={`Notice de ${d.titreNotice}`}>
            Notice
          </a>
        </>
      )}
      {d.adresse && (
        <>
          {' · '}
          <a href={d.adresse} rel="external">{`Lire sur ${new URL(d.adresse).host}`}</a>
        </>
      )}
    </p>
  )
}

const ListeTermes = ({ termes }: { termes: Entree['lies'] }) =>
  termes.map((t, i) => (
    <>
      {i > 0 && ', '}
      <a href={formatAdresseTerme(t.slug)}>{t.terme}</a>
    </>
  ))

function Reperes({ entree: e }: { entree: Entree }) {
  const longue = e.formeLongue && formatSansAccents(e.formeLongue) !== formatSansAccents(e.terme) ? e.formeLongue : null
  if (!longue && e.variantes.length + e.lies.length === 0 && !e.theme) return null
  return (
    <section aria-labelledby="reperes">
      <h2 id="reperes">Repères</h2>
      <DefinitionList
        items={[
          { label: 'Forme longue', value: longue },
          { label: 'On dit aussi', value: e.variantes.join(', ') },
          { label: 'Termes liés', value: e.lies.length > 0 && <ListeTermes termes={e.lies} /> },
          {
            label: 'Thème',
            value: e.theme && <a href={`/glossaire?theme=${e.theme}`}>{getLibelle('theme', e.theme)}</a>,
          },
        ]}
      />
    </section>
  )
}

function OuIlEstEmploye({ emplois: { documents, etageres, termes } }: { emplois: Emplois }) {
  return (
    <section aria-labelledby="emplois" class="no-print">
      <h2 id="emplois">Où il est employé</h2>
      {documents.total + etageres.total + termes.length === 0 && (
        <p>Ni dans les documents du catalogue, ni dans les étagères, ni dans les autres définitions.</p>
      )}
      {documents.total > 0 && (
        <>
          <h3>
            <a href={documents.adresse}>{formatCount(documents.total, 'document')}</a>
          </h3>
          <ul>
            {documents.premiers.map((d) => (
              <li>
                <a href={formatAdresseNotice(d.id)}>{d.titre}</a>
              </li>
            ))}
          </ul>
        </>
      )}
      {etageres.total > 0 && (
        <>
          <h3>{formatCount(etageres.total, 'étagère')}</h3>
          <ul>
            {etageres.premiers.map((d) => (
              <li>
                <a href={formatAdresseEtagere(d.id)}>{d.titre}</a>
              </li>
            ))}
          </ul>
        </>
      )}
      {termes.length > 0 && (
        <>
          <h3>Dans d’autres définitions</h3>
          <p>
            <ListeTermes termes={termes} />
          </p>
        </>
      )}
    </section>
  )
}

function renderGestes(e: Entree, { acteur }: Requete) {
  if (!glossairePolicy.peutParfois(acteur, 'proposer')) return null
  const base = formatAdresseTerme(e.slug)
  const modifie = glossairePolicy.peut(acteur, 'modifier', e)
  return (
    <>
      {glossairePolicy.peut(acteur, 'proposer', e) && (
        <>
          <ButtonLink href={`${base}/modifier`}>{modifie ? 'Modifier' : 'Proposer une modification'}</ButtonLink>
          <ButtonLink href={`${base}/modifier#champ-definitions-${e.definitions.length}-texte`}>
            {modifie ? 'Ajouter une définition' : 'Proposer une autre définition'}
          </ButtonLink>
        </>
      )}
      {modifie && (
        <ButtonLink href={`${base}/fusionner`} variant="link">
          Fusionner
        </ButtonLink>
      )}
      {glossairePolicy.peut(acteur, 'historique', e) && (
        <ButtonLink href={`${base}/historique`} variant="link">
          Historique
        </ButtonLink>
      )}
      {modifie && (
        <ButtonLink href={`${base}/retirer`} variant="link">
          Retirer
        </ButtonLink>
      )}
    </>
  )
}
