import { z } from 'zod'
import { type Ctx, type Requete, succes } from '#core/context.ts'
import { type ErreurChamp, ErreurIntrouvable } from '#core/errors.ts'
import { formatJour } from '#core/jour.ts'
import { defineRoute } from '#core/route.ts'
import { type Brut, identifiant } from '#core/saisie.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { Actions, Button, ButtonLink, Field, Form, getError } from '#ui/form.tsx'
import { formatCount, formatDate } from '#ui/format.ts'
import { Layout } from '#ui/layout.tsx'
import { SubNav } from '#ui/sub-nav.tsx'
import { Table } from '#ui/table.tsx'
import { getSigle } from '../dispositif/types.ts'
import { articulationPolicy } from './articulation.policy.ts'
import { ADRESSE, formatAdressePaire } from './articulation.ts'
import { feuille, filArticulation } from './cadre.tsx'
import { listNomsComptes } from './cible.queries.ts'
import { changerEtatDemarche, modifierDemarche } from './demarche.actions.ts'
import { getDemarche, listDemarches } from './demarche.queries.ts'
import {
  ADRESSE_DEMARCHES,
  type Demarche,
  ETATS_DEMARCHE,
  type EtatDemarche,
  formatAdresseDemarche,
} from './demarche.ts'
import { ChampsDemarche, EtatDemarches, type Responsable } from './demarche.tsx'
import { listResponsables, peutAgir } from './suggestion.actions.ts'

/** What it is about. */
function Sujet({ demarche: { a, b, type, communes } }: { demarche: Demarche }) {
  if (a && b) return <a href={formatAdressePaire({ a: a.id, b: b.id })}>{`${a.nom} et ${b.nom}`}</a>
  if (type !== null) return <>{`${formatCount(communes.length, 'commune')} sans ${getSigle(type)}`}</>
  return <>{a?.nom ?? b?.nom ?? ''}</>
}

interface PropsListe {
  requete: Requete
  demarches: readonly Demarche[]
  etat: EtatDemarche
  jour: string
}

const PageListe = ({ requete, demarches, etat, jour }: PropsListe) => (
  <Layout
    title="Démarches"
    page={requete}
    width="list"
    crumbs={filArticulation([{ label: 'Démarches' }])}
    intro={<p>Ce qui est à faire pour lier des dispositifs, et pour quand.</p>}
    head={feuille}
  >
    <SubNav
      label="Démarches"
      links={(Object.keys(ETATS_DEMARCHE) as EtatDemarche[]).map((e) => ({
        href: `${ADRESSE_DEMARCHES}?etat=${e}`,
        label: `${ETATS_DEMARCHE[e]}${e === 'a-faire' ? '' : 's'}`,
        current: e === etat,
      }))}
    />
    {demarches.length === 0 ? (
      <EmptyState
        title={`Aucune démarche ${ETATS_DEMARCHE[etat].toLocaleLowerCase('fr')}`}
        action={<ButtonLink href={ADRESSE}>Voir les suggestions d’un territoire</ButtonLink>}
      >
        <p>Une démarche naît d’une suggestion à laquelle on répond.</p>
      </EmptyState>
    ) : (
      <Table
        caption={`${ETATS_DEMARCHE[etat]} (${demarches.length})`}
        columns={[
          { key: 'intitule', label: 'Démarche', header: true },
          { key: 'sujet', label: 'Pour' },
          { key: 'etat', label: 'Où elle en est' },
          { key: 'qui', label: 'Par qui' },
        ]}
        rows={demarches.map((d) => [
          <a href={formatAdresseDemarche(d.id)}>{d.intitule}</a>,
          <Sujet demarche={d} />,
          <EtatDemarches demarche={d} jour={jour} />,
          d.nomResponsable ?? 'personne encore',
        ])}
      />
    )}
  </Layout>
)

interface PropsPage {
  requete: Requete
  demarche: Demarche
  responsables: readonly Responsable[]
  valeurs: Brut
  erreurs?: ErreurChamp[]
  jour: string
}

function PageDemarche({ requete, demarche, responsables, valeurs, erreurs = [], jour }: PropsPage) {
  const base = formatAdresseDemarche(demarche.id)
  const revision = <input type="hidden" name="revision" value={String(demarche.revision)} />
  const ouverte = demarche.etat === 'a-faire'
  return (
    <Layout
      title={demarche.intitule}
      page={requete}
      errors={erreurs}
      crumbs={filArticulation([{ label: 'Démarches', href: ADRESSE_DEMARCHES }, { label: demarche.intitule }])}
      intro={
        <p>
          <Sujet demarche={demarche} /> <EtatDemarches demarche={demarche} jour={jour} />
        </p>
      }
      head={feuille}
    >
      {!ouverte && (
        <>
          {demarche.motif && <p>{`Motif\u00a0: ${demarche.motif}`}</p>}
          <p>{`Elle était attendue le ${formatDate(demarche.echeance)}.`}</p>
        </>
      )}
      <Form action={`${base}/etat`}>
        {revision}
        <input type="hidden" name="etat" value={ouverte ? 'faite' : 'a-faire'} />
        <Actions>
          <Button variant={ouverte ? 'primary' : 'secondary'}>{ouverte ? 'C’est fait' : 'La remettre à faire'}</Button>
        </Actions>
      </Form>
      {ouverte && (
        <>
          <h2>Modifier</h2>
          <Form action={`${base}/modifier`}>
            {revision}
            <ChampsDemarche {...{ valeurs, erreurs, responsables }} />
            <Actions>
              <Button variant="secondary">Enregistrer</Button>
            </Actions>
          </Form>
          <h2>Y renoncer</h2>
          <Form action={`${base}/etat`}>
            {revision}
            <input type="hidden" name="etat" value="abandonnee" />
            <Field
              name="motif"
              label="Pourquoi"
              required
              value={typeof valeurs.motif === 'string' ? valeurs.motif : ''}
              error={getError(erreurs, 'motif')}
            />
            <Actions>
              <Button variant="secondary">Abandonner la démarche</Button>
            </Actions>
          </Form>
        </>
      )}
    </Layout>
  )
}

const formatValeurs = ({ intitule, echeance, responsable }: Demarche): Brut => ({
  ...{ intitule, echeance, responsable: responsable ?? '' },
})

async function renderPage(
  ctx: Ctx,
  requete: Requete,
  demarche: Demarche,
  saisie: { valeurs: Brut; erreurs?: ErreurChamp[] },
) {
  const responsables = await listNomsComptes(ctx, listResponsables(ctx, demarche))
  return <PageDemarche {...{ requete, demarche, responsables, ...saisie }} jour={formatJour(ctx.maintenant)} />
}

const schemaId = z.object({ id: identifiant })

async function echouer(ctx: Ctx, erreurs: ErreurChamp[], brut: Brut, requete: Requete) {
  const demarche = await getDemarche(ctx, schemaId.catch({ id: 0 }).parse(brut).id)
  if (!demarche || !peutAgir(ctx.acteur, demarche)) throw new ErreurIntrouvable('demarche')
  return renderPage(ctx, requete, demarche, { valeurs: { ...formatValeurs(demarche), ...brut }, erreurs })
}

const etat = z.enum(Object.keys(ETATS_DEMARCHE) as [EtatDemarche, ...EtatDemarche[]]).catch('a-faire')

export const routesDemarche = [
  defineRoute({
    methode: 'GET',
    chemin: ADRESSE_DEMARCHES,
    requete: z.object({ etat }),
    politique: (acteur) => articulationPolicy.peutParfois(acteur, 'suivre'),
    trace: 'articulation.demarche.liste',
    lire: async (ctx, { etat: voulu }, requete) => (
      <PageListe
        {...{ requete, etat: voulu, jour: formatJour(ctx.maintenant) }}
        demarches={await listDemarches(ctx, voulu)}
      />
    ),
  }),
  defineRoute({
    methode: 'GET',
    chemin: `${ADRESSE_DEMARCHES}/:id`,
    requete: schemaId,
    charger: (ctx, { id }) => getDemarche(ctx, id),
    politique: (acteur, demarche: Demarche) => articulationPolicy.peut(acteur, 'suivre', demarche),
    trace: 'articulation.demarche.lecture',
    objet: ({ id }) => ({ type: 'demarche', id }),
    lire: (ctx, _entree, requete, demarche) => renderPage(ctx, requete, demarche, { valeurs: formatValeurs(demarche) }),
  }),
  defineRoute({
    methode: 'POST',
    chemin: `${ADRESSE_DEMARCHES}/:id/modifier`,
    action: modifierDemarche,
    avis: { 'demarche-modifiee': succes('La démarche est enregistrée.') },
    reussir: (id) => ({ vers: formatAdresseDemarche(id), avis: 'demarche-modifiee' }),
    echouer,
  }),
  defineRoute({
    methode: 'POST',
    chemin: `${ADRESSE_DEMARCHES}/:id/etat`,
    action: changerEtatDemarche,
    avis: { 'demarche-etat': succes('C’est noté.') },
    reussir: (id) => ({ vers: formatAdresseDemarche(id), avis: 'demarche-etat' }),
    echouer,
  }),
]
