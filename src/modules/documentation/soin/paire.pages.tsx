import { z } from 'zod'
import { type Ctx, type Requete, succes } from '#core/context.ts'
import { defineRoute, type Redirection } from '#core/route.ts'
import { type Brut, identifiant, numeroPage } from '#core/saisie.ts'
import { asset } from '#ui/asset.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { Button, ButtonLink, Form } from '#ui/form.tsx'
import { formatCount } from '#ui/format.ts'
import { createHref } from '#ui/href.ts'
import { SubNav } from '#ui/sub-nav.tsx'
import { Pagination } from '#ui/table.tsx'
import { type CibleFusion, fusionnerNotices, getCibleFusion, peutFusionner } from '../imports/fusion.actions.ts'
import { FormFusion } from '../imports/fusion.pages.tsx'
import { formatAdresseNotice, type Notice } from '../notice/notice.ts'
import { Atelier, formatSignalement, Pas } from './cadre.tsx'
import { entretienPolicy } from './entretien.policy.ts'
import { BASE } from './entretien.ts'
import { distinguerPaire, remettrePaire, reprendrePaire } from './paire.actions.ts'
import { getPaire, getPaireSuivante, listPaires, type PaireListee } from './paire.queries.ts'
import {
  formatAdressePaires,
  formatPaire,
  isVuePaire,
  PAR_PAGE,
  type Paire,
  VUES_PAIRE,
  type VuePaire,
} from './paire.ts'

const vue = z.custom<VuePaire>(isVuePaire).catch('certaines')

interface PropsListe {
  vue: VuePaire
  paires: PaireListee[]
  total: number
  page: number
  requete: Requete
}

function PageListe({ vue: voulue, paires, total, page, requete }: PropsListe) {
  const premiere = paires[0]
  return (
    <Atelier
      titre={`Doublons\u00a0: ${VUES_PAIRE[voulue].titre.toLowerCase()}`}
      requete={requete}
      intro={<p>{`${formatCount(total, 'paire')}. ${VUES_PAIRE[voulue].aide}`}</p>}
      actions={
        premiere && (
          <ButtonLink href={formatAdressePaires(voulue, premiere)} variant="primary">
            Les juger une par une
          </ButtonLink>
        )
      }
    >
      <SubNav
        label="Listes de doublons"
        links={(Object.keys(VUES_PAIRE) as VuePaire[]).map((v) => ({
          href: formatAdressePaires(v),
          label: VUES_PAIRE[v].titre,
          current: v === voulue,
        }))}
      />
      {paires.length === 0 ? (
        <EmptyState
          title="Aucun doublon dans cette liste"
          action={<ButtonLink href={BASE}>Voir les autres listes</ButtonLink>}
        >
          <p>Les notices sont comparées entre elles peu après chaque changement.</p>
        </EmptyState>
      ) : (
        paires.map((p) => <LignePaire vue={voulue} paire={p} />)
      )}
      <Pagination page={page} pages={Math.ceil(total / PAR_PAGE)} href={createHref(formatAdressePaires(voulue))} />
    </Atelier>
  )
}

function LignePaire({ vue: voulue, paire: p }: { vue: VuePaire; paire: PaireListee }) {
  return (
    <article class="fiche-entretien">
      <div class="paire">
        <ResumeNotice notice={p.na} />
        <ResumeNotice notice={p.nb} />
      </div>
      <div class="actions">
        <ButtonLink href={formatAdressePaires(voulue, p)} label={`Comparer les notices ${p.a} et ${p.b}`}>
          Comparer
        </ButtonLink>
        <span class="hint">{p.raison}</span>
      </div>
    </article>
  )
}

const ResumeNotice = ({ notice }: { notice: Notice }) => (
  <div>
    <div class="kicker">{`n°\u00a0${notice.id} · ${formatSignalement(notice)}`}</div>
    <a href={formatAdresseNotice(notice.id)}>{String(notice.csl.title)}</a>
  </div>
)

interface PropsPaire {
  vue: VuePaire
  paire: Paire
  cible: CibleFusion
  suivante: { a: number; b: number } | null
  requete: Requete
}

function PagePaire({ vue: voulue, paire, cible, suivante, requete }: PropsPaire) {
  const { gardee, autre } = cible
  const base = `${BASE}/doublons/${paire.a}/${paire.b}`
  const retour = <input type="hidden" name="vue" value={voulue} />
  return (
    <Atelier
      titre="Est-ce le même document&nbsp;?"
      requete={requete}
      fil={[
        { label: `Doublons\u00a0: ${VUES_PAIRE[voulue].titre.toLowerCase()}`, href: formatAdressePaires(voulue) },
        { label: `Notices ${paire.a} et ${paire.b}` },
      ]}
      feuilles={<link rel="stylesheet" href={asset('/styles/imports.css')} />}
      intro={<p>{`Ces notices se ressemblent\u00a0: ${paire.raison}.`}</p>}
    >
      <Pas precedente={null} suivante={suivante && formatAdressePaires(voulue, suivante)} />
      <div class="paire">
        <ResumeNotice notice={gardee} />
        <ResumeNotice notice={autre} />
      </div>
      <Form action={`${base}/distinguer`}>
        {retour}
        <div class="actions">
          <Button variant="secondary">Ce sont deux documents</Button>
          {paire.etat === 'a-juger' ? (
            <Button variant="link" formaction={`${base}/plus-tard`}>
              Plus tard
            </Button>
          ) : (
            <Button variant="link" formaction={`${base}/reprendre`}>
              Remettre à juger
            </Button>
          )}
        </div>
      </Form>
      <h2>Oui&nbsp;: les réunir</h2>
      <p>
        {`La notice n°\u00a0${gardee.id} reste, avec les champs choisis. L’adresse de la notice n°\u00a0${autre.id} y mènera. `}
        <a
          href={`${formatAdressePaires(voulue, paire)}&garder=${autre.id}`}
        >{`Garder plutôt la n°\u00a0${autre.id}`}</a>
      </p>
      <FormFusion action={`${BASE}/doublons/fusionner`} cible={cible} annuler={formatAdressePaires(voulue)}>
        {retour}
        <input type="hidden" name="id" value={String(gardee.id)} />
      </FormFusion>
    </Atelier>
  )
}

/** On to the next pair of the list; back to the list when it is empty. */
async function formatSuite(ctx: Ctx, paire: { a: number; b: number }, brut: Brut, avis: string): Promise<Redirection> {
  const voulue = vue.parse(brut.vue)
  return { vers: formatAdressePaires(voulue, await getPaireSuivante(ctx, voulue, paire)), avis }
}

export const routesPaires = [
  defineRoute({
    methode: 'GET',
    chemin: `${BASE}/doublons`,
    requete: z.object({ vue, page: numeroPage }),
    politique: (acteur) => entretienPolicy.peutParfois(acteur, 'lire'),
    trace: 'doublon.liste',
    lire: async (ctx, { vue: voulue, page }, requete) => (
      <PageListe vue={voulue} requete={requete} {...(await listPaires(ctx, voulue, page))} />
    ),
  }),
  defineRoute({
    methode: 'GET',
    chemin: `${BASE}/doublons/:a/:b`,
    requete: z.object({ a: identifiant, b: identifiant, vue, garder: identifiant.optional().catch(undefined) }),
    charger: async (ctx, { a, b, garder }) => {
      const paire = await getPaire(ctx, { a, b })
      const cible = await getCibleFusion(ctx, garder === b ? { id: b, avec: a } : { id: a, avec: b })
      return paire && cible ? { paire, cible } : null
    },
    politique: (acteur, { cible }) => peutFusionner(acteur, cible),
    trace: 'doublon.lecture',
    objet: ({ a, b }) => ({ type: 'doublon', id: `${a}-${b}` }),
    lire: async (ctx, { vue: voulue }, requete, { paire, cible }) => {
      const suivante = await getPaireSuivante(ctx, voulue, paire)
      return <PagePaire vue={voulue} {...{ paire, cible, suivante, requete }} />
    },
  }),
  defineRoute({
    methode: 'POST',
    chemin: `${BASE}/doublons/fusionner`,
    action: fusionnerNotices,
    avis: { 'doublon-fusionne': succes('Les deux notices n’en font plus qu’une. Voici la paire suivante.') },
    reussir: (id, _requete, brut, ctx) => {
      const autre = identifiant.catch(id).parse(brut.avec)
      return formatSuite(ctx, formatPaire(id, autre), brut, 'doublon-fusionne')
    },
  }),
  defineRoute({
    methode: 'POST',
    chemin: `${BASE}/doublons/:a/:b/distinguer`,
    action: distinguerPaire,
    avis: { 'doublon-distinct': succes('Noté\u00a0: ce sont deux documents. Voici la paire suivante.') },
    reussir: (paire, _requete, brut, ctx) => formatSuite(ctx, paire, brut, 'doublon-distinct'),
  }),
  defineRoute({
    methode: 'POST',
    chemin: `${BASE}/doublons/:a/:b/plus-tard`,
    action: remettrePaire,
    avis: { 'doublon-remis': succes('Cette paire attendra. Voici la suivante.') },
    reussir: (paire, _requete, brut, ctx) => formatSuite(ctx, paire, brut, 'doublon-remis'),
  }),
  defineRoute({
    methode: 'POST',
    chemin: `${BASE}/doublons/:a/:b/reprendre`,
    action: reprendrePaire,
    avis: { 'doublon-repris': succes('Cette paire est de nouveau à juger.') },
    reussir: (paire, _requete, brut, ctx) => formatSuite(ctx, paire, brut, 'doublon-repris'),
  }),
]
