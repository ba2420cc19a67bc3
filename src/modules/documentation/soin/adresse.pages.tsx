import { z } from 'zod'
import { type Ctx, type Requete, succes } from '#core/context.ts'
import { type ErreurChamp, ErreurIntrouvable } from '#core/errors.ts'
import { defineRoute, type Redirection } from '#core/route.ts'
import { type Brut, numeroPage } from '#core/saisie.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { Button, ButtonLink, Form, Select } from '#ui/form.tsx'
import { formatCount, formatDate } from '#ui/format.ts'
import { createHref } from '#ui/href.ts'
import { SubNav } from '#ui/sub-nav.tsx'
import { Pagination } from '#ui/table.tsx'
import { formatAdresseNotice } from '../notice/notice.ts'
import { confirmerAdresse, corrigerAdresse, ecarterAdresse, reprendreAdresse } from './adresse.actions.ts'
import {
  type Adresse,
  type AdresseListee,
  getAdresse,
  getAdresseSuivante,
  listAdresses,
  listHotes,
  listNoticesAdresse,
  listResultats,
  PAR_PAGE,
} from './adresse.queries.ts'
import { formatAdresseLiens, formatMotif, isVueAdresse, VUES_ADRESSE, type VueAdresse } from './adresse.ts'
import { Atelier } from './cadre.tsx'
import { entretienPolicy } from './entretien.policy.ts'
import { BASE } from './entretien.ts'
import { FicheAdresse } from './fiche-adresse.tsx'

const schemaListe = z.object({
  etat: z.custom<VueAdresse>(isVueAdresse).catch('rompue'),
  hote: z.string().max(255).catch('').default(''),
})

interface PropsListe {
  vue: VueAdresse
  hote: string
  hotes: { hote: string; nombre: number }[]
  adresses: AdresseListee[]
  total: number
  page: number
  requete: Requete
}

function PageListe({ vue, hote, hotes, adresses, total, page, requete }: PropsListe) {
  const { titre, aide } = VUES_ADRESSE[vue]
  const premiere = adresses[0]
  return (
    <Atelier
      titre={`Liens\u00a0: ${titre.toLowerCase()}`}
      requete={requete}
      intro={<p>{`${formatCount(total, 'adresse')}. ${aide}`}</p>}
      actions={
        premiere && (
          <ButtonLink href={formatAdresseLiens(vue, hote, premiere.cle)} variant="primary">
            Les traiter un par un
          </ButtonLink>
        )
      }
    >
      <SubNav
        label="Listes de liens"
        links={(Object.keys(VUES_ADRESSE) as VueAdresse[]).map((v) => ({
          href: formatAdresseLiens(v),
          label: VUES_ADRESSE[v].titre,
          current: v === vue,
        }))}
      />
      {(hote || (hotes.length > 1 && total > PAR_PAGE)) && (
        <search class="filtres-entretien">
          <Form action={`${BASE}/liens`} method="get">
            <input type="hidden" name="etat" value={vue} />
            <Select
              name="hote"
              label="Site"
              empty="Tous"
              value={hote}
              options={hotes.map((h) => ({ value: h.hote, label: `${h.hote} (${h.nombre})` }))}
            />
            <Button variant="secondary">Filtrer</Button>
          </Form>
        </search>
      )}
      {adresses.length === 0 ? (
        <EmptyState
          title="Aucun lien dans cette liste"
          action={<ButtonLink href={BASE}>Voir les autres listes</ButtonLink>}
        />
      ) : (
        adresses.map((a) => <LigneAdresse vue={vue} hote={hote} adresse={a} />)
      )}
      <Pagination page={page} pages={Math.ceil(total / PAR_PAGE)} href={createHref(formatAdresseLiens(vue, hote))} />
    </Atelier>
  )
}

function LigneAdresse({ vue, hote, adresse: a }: { vue: VueAdresse; hote: string; adresse: AdresseListee }) {
  const reste = a.nombre - a.notices.length
  return (
    <article class="fiche-entretien">
      <h2 class="card-title adresse">
        <a href={formatAdresseLiens(vue, hote, a.cle)}>{a.adresse}</a>
      </h2>
      {a.vers && <p class="adresse">{`Mène à ${a.vers}`}</p>}
      {a.ecarteeRaison && <p>{a.ecarteeRaison}</p>}
      {a.motif && <p>{`${formatMotif(a.motif, a.statut)}${a.depuis ? `, depuis le ${formatDate(a.depuis)}` : ''}.`}</p>}
      <p class="hint">
        {a.notices.map((n, i) => (
          <>
            {i > 0 && '\u202f; '}
            <a href={formatAdresseNotice(n.id)}>{n.titre}</a>
          </>
        ))}
        {reste > 0 && `, et ${formatCount(reste, 'autre notice', 'autres notices')}`}
      </p>
    </article>
  )
}

const entreeFiche = schemaListe.extend({ cle: z.guid() })

async function renderFiche(
  ctx: Ctx,
  { etat, hote, cle }: z.infer<typeof entreeFiche>,
  adresse: Adresse,
  requete: Requete,
  { erreurs = [], brut = {} }: { erreurs?: ErreurChamp[]; brut?: Brut } = {},
) {
  const [notices, resultats, suivante] = await Promise.all([
    listNoticesAdresse(ctx, cle),
    listResultats(ctx, cle),
    getAdresseSuivante(ctx, etat, hote, adresse),
  ])
  return <FicheAdresse vue={etat} {...{ hote, adresse, notices, resultats, suivante, requete, erreurs, brut }} />
}

/** On to the next address of the list; back to the list when it is empty. */
async function formatSuite(
  ctx: Ctx,
  place: { hote: string; cle: string },
  brut: Brut,
  avis: string,
): Promise<Redirection> {
  const { etat, hote } = schemaListe.parse(brut)
  return { vers: formatAdresseLiens(etat, hote, await getAdresseSuivante(ctx, etat, hote, place)), avis }
}

async function reprendre(ctx: Ctx, erreurs: ErreurChamp[], brut: Brut, requete: Requete) {
  const lu = entreeFiche.safeParse(brut)
  const adresse = lu.success ? await getAdresse(ctx, lu.data.cle) : null
  // Input is judged before the row is read: outsiders learn nothing from a faulty form.
  if (!lu.success || !adresse || !entretienPolicy.peutParfois(ctx.acteur, 'traiter'))
    throw new ErreurIntrouvable('lien')
  return renderFiche(ctx, lu.data, adresse, requete, { erreurs, brut })
}

export const routesAdresses = [
  defineRoute({
    methode: 'GET',
    chemin: `${BASE}/liens`,
    requete: schemaListe.extend({ page: numeroPage }),
    politique: (acteur) => entretienPolicy.peutParfois(acteur, 'lire'),
    trace: 'adresse.liste',
    lire: async (ctx, { etat, hote, page }, requete) => {
      const [liste, hotes] = await Promise.all([listAdresses(ctx, etat, hote, page), listHotes(ctx, etat)])
      return <PageListe vue={etat} {...{ hote, hotes, requete, ...liste }} />
    },
  }),
  defineRoute({
    methode: 'GET',
    chemin: `${BASE}/liens/:cle`,
    requete: entreeFiche,
    charger: (ctx, { cle }) => getAdresse(ctx, cle),
    politique: (acteur, adresse: Adresse) => entretienPolicy.peut(acteur, 'lire', adresse),
    trace: 'adresse.lecture',
    objet: ({ cle }) => ({ type: 'adresse', id: cle }),
    lire: (ctx, entree, requete, adresse) => renderFiche(ctx, entree, adresse, requete),
  }),
  defineRoute({
    methode: 'POST',
    chemin: `${BASE}/liens/:cle/corriger`,
    action: corrigerAdresse,
    avis: {
      'lien-corrige': succes('L’adresse est corrigée dans les notices qui la donnaient. Voici le lien suivant.'),
    },
    reussir: (place, _requete, brut, ctx) => formatSuite(ctx, place, brut, 'lien-corrige'),
    echouer: reprendre,
  }),
  defineRoute({
    methode: 'POST',
    chemin: `${BASE}/liens/:cle/confirmer`,
    action: confirmerAdresse,
    avis: { 'lien-confirme': succes('Le lien est noté comme bon. Voici le suivant.') },
    reussir: (place, _requete, brut, ctx) => formatSuite(ctx, place, brut, 'lien-confirme'),
  }),
  defineRoute({
    methode: 'POST',
    chemin: `${BASE}/liens/:cle/ecarter`,
    action: ecarterAdresse,
    avis: { 'lien-ecarte': succes('Le lien est mis de côté. Voici le suivant.') },
    reussir: (place, _requete, brut, ctx) => formatSuite(ctx, place, brut, 'lien-ecarte'),
    echouer: reprendre,
  }),
  defineRoute({
    methode: 'POST',
    chemin: `${BASE}/liens/:cle/reprendre`,
    action: reprendreAdresse,
    avis: { 'lien-repris': succes('Le lien sera vérifié au prochain passage.') },
    reussir: (place, _requete, brut, ctx) => formatSuite(ctx, place, brut, 'lien-repris'),
  }),
]
