import { z } from 'zod'
import type { Ctx, Requete } from '#core/context.ts'
import { ErreurIntrouvable } from '#core/errors.ts'
import { defineRoute } from '#core/route.ts'
import { identifiant, numeroPage } from '#core/saisie.ts'
import { Card } from '#ui/card.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Button, ButtonLink, Form } from '#ui/form.tsx'
import { formatCount, formatDate } from '#ui/format.ts'
import { createHref } from '#ui/href.ts'
import { Layout } from '#ui/layout.tsx'
import { SubNav } from '#ui/sub-nav.tsx'
import { Pagination } from '#ui/table.tsx'
import { TYPE_ATOM } from '../atom/atom.formats.ts'
import { createLecteur } from '../glossaire/glossaire.queries.ts'
import type { LecteurSigles } from '../glossaire/sigles.ts'
import { formatAdresseNotice } from '../notice/notice.ts'
import { formatAdresseRecherche, parseRecherche } from '../recherche/recherche.ts'
import { Bandeau, EtatEtagere, feuille, filEtageres, SousMenu } from './cadre.tsx'
import { getComposition } from './composition.queries.ts'
import { type Composition, computeNombre, type Edition, formatEdition } from './composition.ts'
import { Corps, Couverture, Sommaire } from './composition.tsx'
import { etagerePolicy } from './etagere.policy.ts'
import { type EtagereListee, getEtagere, listEtageres, PAR_PAGE } from './etagere.queries.ts'
import { type Etagere, formatAdresseEtagere, formatAdressePublique, RECHERCHE_MAX } from './etagere.ts'
import { FICHIERS, type Format } from './export.ts'
import { getVersion, listVersions } from './version.queries.ts'

function Etiquette({ etagere: e }: { etagere: EtagereListee }) {
  const details = [
    e.nombre === null ? 'recherche enregistrée' : formatCount(e.nombre, 'référence'),
    e.auteurs ?? e.auteurCompte,
    `modifiée le ${formatDate(e.modifieeLe)}`,
  ]
  return (
    <Card
      title={e.titre}
      href={formatAdresseEtagere(e.id)}
      kicker={
        e.etat === 'publique' && !e.supprimeeLe ? null : (
          <EtatEtagere etat={e.etat} supprimee={e.supprimeeLe !== null} />
        )
      }
    >
      {e.sousTitre && <p>{e.sousTitre}</p>}
      <p class="hint">{details.filter(Boolean).join(' · ')}</p>
    </Card>
  )
}

interface PropsListe {
  requete: Requete
  etageres: EtagereListee[]
  total: number
  page: number
  miennes: boolean
}

function PageListe({ requete, etageres, total, page, miennes }: PropsListe) {
  const peutCreer = etagerePolicy.peutParfois(requete.acteur, 'creer')
  const creer = peutCreer && (
    <ButtonLink href="/etageres/nouvelle" variant="primary">
      Nouvelle étagère
    </ButtonLink>
  )
  return (
    <Layout
      title="Étagères"
      page={requete}
      width="list"
      crumbs={[{ label: 'Étagères' }]}
      intro={<p>Des sélections de documents, rangées par sections, à lire, à imprimer et à reprendre.</p>}
      actions={creer}
      head={feuille}
    >
      {peutCreer && (
        <SubNav
          label="Étagères"
          links={[
            { href: '/etageres', label: 'Toutes', current: !miennes },
            { href: '/etageres?qui=moi', label: 'Les miennes', current: miennes },
          ]}
        />
      )}
      {etageres.length === 0 && (
        <EmptyState title={miennes ? 'Vous n’avez pas encore d’étagère' : 'Aucune étagère à lire'} action={creer}>
          <p>Une étagère range des notices du catalogue par sections et en fait une bibliographie.</p>
        </EmptyState>
      )}
      {etageres.map((etagere) => (
        <Etiquette etagere={etagere} />
      ))}
      <Pagination page={page} pages={Math.ceil(total / PAR_PAGE)} href={createHref(requete.chemin)} />
    </Layout>
  )
}

interface PropsLecture {
  etagere: Etagere
  requete: Requete
  composition: Composition
  /** The dated state that is read; null = as it stands now. */
  edition: Edition | null
  versions: Edition[]
  lecteur: LecteurSigles
}

function PageLecture({ etagere, requete, composition, edition, versions, lecteur }: PropsLecture) {
  const base = formatAdresseEtagere(etagere.id)
  const vide = computeNombre(composition) === 0
  const peutModifier = etagerePolicy.peut(requete.acteur, 'modifier', etagere)
  return (
    <Layout
      title={composition.titre}
      page={requete}
      width="list"
      crumbs={filEtageres([
        edition ? { label: composition.titre, href: base } : { label: composition.titre },
        ...(edition ? [{ label: `Version ${edition.numero}` }] : []),
      ])}
      intro={
        <Couverture
          composition={composition}
          edition={edition}
          adresse={formatAdressePublique(etagere, requete.adresse)}
        />
      }
      actions={!vide && <Gestes etagere={etagere} requete={requete} edition={edition} />}
      head={
        <>
          <link rel="canonical" href={requete.adresse + base} />
          <link rel="alternate" type={TYPE_ATOM} title={composition.titre} href={`${base}.atom`} />
          {feuille}
        </>
      }
    >
      <Bandeau etagere={etagere} requete={requete} />
      <SousMenu etagere={etagere} requete={requete} page={edition ? '' : base} />
      <Etat etagere={etagere} versions={versions} edition={edition} peutModifier={peutModifier} />
      {vide ? (
        <EmptyState
          title="Cette étagère est vide"
          action={
            peutModifier &&
            etagere.recherche === null && (
              <ButtonLink href={`${base}/ajouter`} variant="primary">
                Ajouter des notices
              </ButtonLink>
            )
          }
        >
          <p>
            {etagere.recherche === null ? 'Aucune notice n’y est rangée.' : 'Sa recherche ne trouve rien aujourd’hui.'}
          </p>
        </EmptyState>
      ) : (
        <div class="etagere">
          <Sommaire composition={composition} />
          <Corps {...{ composition, lecteur }} adresseNotice={(id) => formatAdresseNotice(Number(id))} />
        </div>
      )}
    </Layout>
  )
}

function Gestes({ etagere, requete, edition }: { etagere: Etagere; requete: Requete; edition: Edition | null }) {
  const base = formatAdresseEtagere(etagere.id)
  const suite = edition ? `?version=${edition.numero}` : ''
  const adresse = (format: Format) => `${base}/export.${format}${suite}`
  const fichiers = [...FICHIERS]
  const [lus, autres] = [fichiers.slice(0, 2), fichiers.slice(2)]
  return (
    <>
      {lus.map(([format, { libelle }]) => (
        <ButtonLink href={adresse(format)} icon="download" download label={`${libelle} (télécharger)`}>
          {libelle}
        </ButtonLink>
      ))}
      <details class="autres-formats">
        <summary>Autres formats</summary>
        <ul>
          {autres.map(([format, { libelle }]) => (
            <li>
              <a href={adresse(format)} download>
                {libelle}
              </a>
            </li>
          ))}
        </ul>
      </details>
      <ButtonLink href={`${base}.atom`} variant="link" label="Suivre cette étagère dans un lecteur de flux">
        Suivre
      </ButtonLink>
      {etagerePolicy.peutParfois(requete.acteur, 'creer') && (
        <Form action={`${base}/copie`}>
          <Button variant="link">Copier dans mes étagères</Button>
        </Form>
      )}
    </>
  )
}

interface PropsEtat {
  etagere: Etagere
  versions: Edition[]
  edition: Edition | null
  peutModifier: boolean
}

/** State of the shelf and its dated versions, in a line. */
function Etat({ etagere, versions, edition, peutModifier }: PropsEtat) {
  const base = formatAdresseEtagere(etagere.id)
  const derniere = versions[0]
  return (
    <div class="no-print">
      {peutModifier && (
        <p>
          <EtatEtagere etat={etagere.etat} />
        </p>
      )}
      {etagere.recherche !== null && !edition && (
        <p class="hint">
          {`Étagère tenue à jour par `}
          <a href={formatAdresseRecherche(parseRecherche(etagere.recherche))}>une recherche</a>
          {`\u00a0: ses ${RECHERCHE_MAX} premiers résultats.`}
        </p>
      )}
      {edition?.note && <p>{edition.note}</p>}
      {edition ? (
        <p class="hint">
          {'Vous lisez une version datée, telle qu’elle était alors. '}
          <a href={base}>Lire l’étagère d’aujourd’hui</a>
        </p>
      ) : (
        derniere && (
          <p class="hint">
            <a href={`${base}/versions/${derniere.numero}`}>{formatEdition(derniere)}</a>
            {versions.length > 1 && ` (${formatCount(versions.length, 'version')})`}
          </p>
        )
      )}
    </div>
  )
}

export const chargerLecture = (ctx: Ctx, { id }: { id: number }) => getEtagere(ctx, id)
export const politiqueLecture = (acteur: Ctx['acteur'], etagere: Etagere) => etagerePolicy.peut(acteur, 'lire', etagere)

export const routesEtageres = [
  defineRoute({
    methode: 'GET',
    chemin: '/etageres',
    requete: z.object({ page: numeroPage, qui: z.literal('moi').optional().catch(undefined) }),
    // The query keeps to what the actor may read.
    politique: () => true,
    trace: 'etagere.liste',
    lire: async (ctx, { page, qui }, requete) => {
      const miennes = qui === 'moi' && ctx.acteur.compte !== null
      return <PageListe {...{ requete, page, miennes, ...(await listEtageres(ctx, { miennes, page })) }} />
    },
  }),
  defineRoute({
    methode: 'GET',
    chemin: '/etageres/:id{[0-9]+}',
    requete: z.object({ id: identifiant }),
    charger: chargerLecture,
    politique: politiqueLecture,
    trace: 'etagere.lecture',
    objet: ({ id }) => ({ type: 'etagere', id }),
    lire: async (ctx, { id }, requete, etagere) => {
      const [composition, versions, lecteur] = await Promise.all([
        getComposition(ctx, etagere),
        listVersions(ctx, id),
        createLecteur(ctx),
      ])
      return <PageLecture {...{ etagere, requete, composition, versions, lecteur }} edition={null} />
    },
  }),
  defineRoute({
    methode: 'GET',
    chemin: '/etageres/:id/versions/:numero',
    requete: z.object({ id: identifiant, numero: identifiant }),
    charger: chargerLecture,
    politique: politiqueLecture,
    trace: 'etagere.version.lecture',
    objet: ({ id }) => ({ type: 'etagere', id }),
    lire: async (ctx, { id, numero }, requete, etagere) => {
      const [version, versions, lecteur] = await Promise.all([
        getVersion(ctx, id, numero),
        listVersions(ctx, id),
        createLecteur(ctx),
      ])
      if (!version) throw new ErreurIntrouvable('version')
      return <PageLecture {...{ etagere, requete, versions, lecteur, ...version }} />
    },
  }),
]
