import { z } from 'zod'
import { type Ctx, type Requete, succes } from '#core/context.ts'
import type { ErreurChamp } from '#core/errors.ts'
import { defineRoute } from '#core/route.ts'
import { type Brut, identifiant, liste, numeroPage } from '#core/saisie.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { Actions, Button, ButtonLink, Checkboxes, Form, getError, TextArea } from '#ui/form.tsx'
import { formatCount } from '#ui/format.ts'
import { createHref } from '#ui/href.ts'
import { Layout } from '#ui/layout.tsx'
import { SearchBox } from '#ui/search-box.tsx'
import { Pagination } from '#ui/table.tsx'
import { formatDateIso } from '../dates.ts'
import { noticePolicy } from '../notice/notice.policy.ts'
import { getNotice } from '../notice/notice.queries.ts'
import { formatAdresseNotice, type Notice } from '../notice/notice.ts'
import { searchNotices } from '../recherche/recherche.queries.ts'
import { parseRecherche } from '../recherche/recherche.ts'
import { Atelier, EtatEtagere, feuille, filEtageres } from './cadre.tsx'
import { politiqueModifier } from './etagere.actions.ts'
import { chargerLecture } from './etagere.pages.tsx'
import { etagerePolicy } from './etagere.policy.ts'
import { listEtageresModifiables } from './etagere.queries.ts'
import { type Etagere, formatAdresseEtagere } from './etagere.ts'
import { getModifiable } from './formulaire.pages.tsx'
import { ajouterEntrees } from './plan.actions.ts'
import { listPlaces, listSections } from './plan.queries.ts'
import { ChoixSection } from './plan.tsx'

/** What is offered on the page where notices are added. */
interface Demande {
  /** Words searched; empty = nothing searched yet. */
  q: string
  page: number
  section: number | null
  /** Notices brought from elsewhere, checked beforehand. */
  notice: number[]
}

const schemaDemande = z.object({
  q: z.string().catch(''),
  page: numeroPage,
  section: identifiant.nullable().catch(null),
  notice: liste(identifiant).catch([]),
})

interface PropsAjout {
  etagere: Etagere
  requete: Requete
  demande: Demande
  erreurs?: ErreurChamp[]
  brut?: Brut
}

/** Search the catalogue and check, or paste numbers: both go to the section chosen. */
async function renderAjout(ctx: Ctx, { etagere, requete, demande, erreurs = [], brut = {} }: PropsAjout) {
  const { q, page, section, notice } = demande
  const base = formatAdresseEtagere(etagere.id)
  const adresse = `${base}/ajouter?${new URLSearchParams({ ...(q && { q }), ...(section && { section: String(section) }) })}`
  const [sections, places, apportees, resultat] = await Promise.all([
    listSections(ctx, etagere.id),
    listPlaces(ctx, etagere.id),
    listNotices(ctx, notice),
    q.trim() === '' ? null : searchNotices(ctx, { ...parseRecherche(new URLSearchParams({ q }).toString()), page }),
  ])
  const trouvees = (resultat?.notices ?? []).filter((n) => !notice.includes(n.id))
  const presentes = new Set(places.map((p) => p.notice))
  return (
    <Atelier titre="Ajouter des notices" {...{ etagere, requete, erreurs }}>
      <SearchBox
        action={`${base}/ajouter`}
        id="recherche-notices"
        label="Chercher dans le catalogue"
        value={q}
        hidden={section ? { section: String(section) } : {}}
      />
      <Form action={`${base}/entrees`}>
        <input type="hidden" name="q" value={q} />
        <input type="hidden" name="page" value={String(page)} />
        {resultat && trouvees.length === 0 && (
          <EmptyState title="Aucune notice ne répond à ces mots">
            <p>Essayez moins de mots, ou un autre terme.</p>
          </EmptyState>
        )}
        {apportees.length + trouvees.length > 0 && (
          <div class="trouvailles">
            <Checkboxes
              name="notice"
              legend={resultat ? formatCount(resultat.total, 'notice trouvée', 'notices trouvées') : 'À ajouter'}
              values={notice.map(String)}
              options={[...apportees, ...trouvees].map((n) => ({
                value: String(n.id),
                label: String(n.csl.title),
                hint: [formatDateIso(n.csl.issued)?.slice(0, 4), presentes.has(n.id) && 'déjà sur l’étagère']
                  .filter(Boolean)
                  .join(' · '),
              }))}
            />
          </div>
        )}
        <details open={apportees.length + trouvees.length === 0 || erreurs.length > 0}>
          <summary>Par numéro ou adresse</summary>
          <TextArea
            name="numeros"
            label="Numéros ou adresses de notices"
            hint="Séparés par des espaces, des virgules ou des retours à la ligne."
            rows={4}
            value={typeof brut.numeros === 'string' ? brut.numeros : ''}
            error={getError(erreurs, 'numeros')}
          />
        </details>
        <ChoixSection
          sections={sections}
          valeur={section === null ? null : String(section)}
          erreur={getError(erreurs, 'section')}
        />
        <Actions>
          <Button>Ajouter à l’étagère</Button>
          <ButtonLink href={`${base}/plan`} variant="link">
            Revenir au plan
          </ButtonLink>
        </Actions>
      </Form>
      {resultat && <Pagination page={resultat.criteres.page} pages={resultat.pages} href={createHref(adresse)} />}
    </Atelier>
  )
}

const listNotices = async (ctx: Ctx, ids: readonly number[]): Promise<Notice[]> =>
  (await Promise.all(ids.slice(0, 20).map((id) => getNotice(ctx, id)))).filter(
    (n): n is Notice => n !== null && n.supprimeeLe === null,
  )

interface PropsDestination {
  requete: Requete
  notice: Notice
  etageres: Etagere[]
}

function PageDestination({ requete, notice, etageres }: PropsDestination) {
  const creer = <ButtonLink href="/etageres/nouvelle">Nouvelle étagère</ButtonLink>
  return (
    <Layout
      title="Ajouter à une étagère"
      page={requete}
      head={feuille}
      crumbs={filEtageres([{ label: 'Ajouter' }])}
      intro={
        <p>
          {'Choisissez l’étagère où ranger «\u00a0'}
          <a href={formatAdresseNotice(notice.id)}>{String(notice.csl.title)}</a>
          {'\u00a0».'}
        </p>
      }
      actions={etageres.length > 0 && creer}
    >
      {etageres.length === 0 && (
        <EmptyState title="Vous n’avez pas encore d’étagère" action={creer}>
          <p>Créez-en une, puis revenez à la notice.</p>
        </EmptyState>
      )}
      <ul class="plan">
        {etageres.map((e) => (
          <li class="plan-ligne">
            <a href={`${formatAdresseEtagere(e.id)}/ajouter?notice=${notice.id}`}>{e.titre}</a>
            <span>
              <EtatEtagere etat={e.etat} />
            </span>
          </li>
        ))}
      </ul>
    </Layout>
  )
}

export const routesAjout = [
  defineRoute({
    methode: 'GET',
    chemin: '/etageres/ajouter',
    requete: z.object({ notice: identifiant }),
    charger: (ctx: Ctx, { notice }: { notice: number }) => getNotice(ctx, notice),
    politique: (acteur, notice: Notice) =>
      etagerePolicy.peutParfois(acteur, 'creer') && noticePolicy.peut(acteur, 'lire', notice),
    trace: 'etagere.ajout.choix',
    objet: ({ notice }) => ({ type: 'notice', id: notice }),
    lire: async (ctx, _entree, requete, notice) => (
      <PageDestination requete={requete} notice={notice} etageres={await listEtageresModifiables(ctx)} />
    ),
  }),
  defineRoute({
    methode: 'GET',
    chemin: '/etageres/:id/ajouter',
    requete: schemaDemande.extend({ id: identifiant }),
    charger: chargerLecture,
    politique: politiqueModifier,
    trace: 'etagere.ajout.formulaire',
    objet: ({ id }) => ({ type: 'etagere', id }),
    limite: { nom: 'recherche', max: 120, secondes: 60 },
    lire: (ctx, demande, requete, etagere) => renderAjout(ctx, { etagere, requete, demande }),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/etageres/:id/entrees',
    action: ajouterEntrees,
    avis: { 'notices-ajoutees': succes('Les notices sont sur l’étagère, chacune une seule fois par section.') },
    reussir: ({ id, section }) => ({
      vers: `${formatAdresseEtagere(id)}/plan${section === null ? '' : `#section-${section}`}`,
      avis: 'notices-ajoutees',
    }),
    echouer: async (ctx, erreurs, brut, requete) => {
      const demande = schemaDemande.parse(brut)
      return renderAjout(ctx, { etagere: await getModifiable(ctx, brut), requete, demande, erreurs, brut })
    },
  }),
]
