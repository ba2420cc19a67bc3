import { z } from 'zod'
import { type Ctx, type Requete, succes } from '#core/context.ts'
import { type ErreurChamp, ErreurIntrouvable } from '#core/errors.ts'
import { publique } from '#core/policy.ts'
import { defineRoute } from '#core/route.ts'
import { type Brut, identifiant } from '#core/saisie.ts'
import { getIdsDesCles, getNotice } from '#modules/documentation/index.ts'
import { DefinitionList } from '#ui/definition-list.tsx'
import { Actions, Button, ButtonLink, Form } from '#ui/form.tsx'
import { formatCount, formatDate } from '#ui/format.ts'
import { type Crumb, Layout } from '#ui/layout.tsx'
import { articulationPolicy } from './articulation.policy.ts'
import { ADRESSE, formatAdressePaire, type Paire } from './articulation.ts'
import { feuille, filArticulation } from './cadre.tsx'
import { LECTURES, PARTIES } from './donnees/rencontre.ts'
import { type Deux, getDeux, getPaire } from './paire.queries.ts'
import { Partage } from './paire.tsx'
import { listPersonnes, type Personne } from './personne.queries.ts'
import { type CibleRencontre, chargerRencontre, ecrireRencontre, preparerRencontre } from './rencontre.actions.ts'
import { listRencontres } from './rencontre.queries.ts'
import { computeAvancement, formatAdresseRencontre, type Rencontre } from './rencontre.ts'
import { ChampsRencontre, Guide, type Lectures } from './rencontre.tsx'
import { peutAgir } from './suggestion.actions.ts'
import { Personnes } from './suggestions.tsx'

/** Notices behind the questions, where the catalogue has them. */
async function listLectures(ctx: Ctx): Promise<Lectures> {
  const ids = await getIdsDesCles(ctx, LECTURES)
  const lues = await Promise.all([...ids].map(async ([cle, id]) => [cle, await getNotice(ctx, id)] as const))
  return new Map(lues.flatMap(([cle, n]) => (n ? [[cle, { id: n.id, titre: String(n.csl.title) }] as const] : [])))
}

const INTRO =
  'Les freins qui reviennent entre les dynamiques territoriales de santé (ASV, CLS, CLSM) et les CPTS, et ce qui aide. Dites avec nos mots, d’après les lectures citées.'

const filPaire = ({ a, b }: Deux, suite: Crumb): Crumb[] =>
  filArticulation([{ label: `${a.nom} et ${b.nom}`, href: formatAdressePaire({ a: a.id, b: b.id }) }, suite])

const PageGuide = ({ requete, lectures }: { requete: Requete; lectures: Lectures }) => (
  <Layout
    title="Préparer une première rencontre"
    page={requete}
    crumbs={filArticulation([{ label: 'Première rencontre' }])}
    intro={<p>{INTRO}</p>}
    actions={<ButtonLink href={ADRESSE}>Choisir deux dispositifs</ButtonLink>}
    head={feuille}
  >
    <Guide lectures={lectures} />
  </Layout>
)

interface PropsPaire {
  requete: Requete
  deux: Deux
  paire: Paire
  personnes: readonly Personne[]
  rencontres: readonly Rencontre[] | null
  lectures: Lectures
}

const formatTitre = ({ date, lieu }: Rencontre): string =>
  date === null ? 'Rencontre à dater' : `Rencontre du ${formatDate(date)}${lieu ? `, ${lieu}` : ''}`

const PagePaire = ({ requete, deux, paire, personnes, rencontres, lectures }: PropsPaire) => (
  <Layout
    title="Préparer une première rencontre"
    page={requete}
    crumbs={filPaire(deux, { label: 'Première rencontre' })}
    intro={<p>{`${deux.a.nom} et ${deux.b.nom}. ${INTRO}`}</p>}
    head={feuille}
  >
    {rencontres && (
      <section class="no-print" aria-labelledby="suivi">
        <h2 id="suivi">La préparer ici</h2>
        {rencontres.length > 0 && (
          <ul>
            {rencontres.map((r) => (
              <li>
                <a href={formatAdresseRencontre(r.id)}>{formatTitre(r)}</a>
              </li>
            ))}
          </ul>
        )}
        <Form action={`${formatAdressePaire(paire)}/rencontres`}>
          <Actions>
            <Button variant={rencontres.length > 0 ? 'secondary' : 'primary'}>Commencer une préparation</Button>
          </Actions>
        </Form>
      </section>
    )}
    <section aria-labelledby="partage">
      <h2 id="partage">Ce qu’ils partagent</h2>
      <Partage {...{ deux, paire }} communes={[]} communs={[]} />
      {personnes.length > 0 && <Personnes personnes={personnes} dispositifs={[deux.a, deux.b]} />}
    </section>
    <Guide lectures={lectures} />
  </Layout>
)

/** What follows a meeting: a link to declare, which it proves. */
function Suite({ rencontre, deux }: { rencontre: Rencontre; deux: Deux }) {
  const { date } = rencontre
  const paire = formatAdressePaire({ a: deux.a.id, b: deux.b.id })
  const champs = new URLSearchParams({
    nature: 'rencontre',
    ...(date && { depuis: date, preuve: `Rencontre du ${formatDate(date)}` }),
  })
  return (
    <p class="actions">
      <ButtonLink
        href={`${formatAdresseRencontre(rencontre.id)}/modifier`}
        variant={rencontre.bilan ? 'secondary' : 'primary'}
      >
        Compléter
      </ButtonLink>
      <ButtonLink href={`${paire}/liens/nouveau?${champs}`} variant={rencontre.bilan ? 'primary' : 'secondary'}>
        En faire un lien déclaré
      </ButtonLink>
      <ButtonLink href={`/articulation/suggestions/paire-${deux.a.id}-${deux.b.id}#demarche`}>
        Prévoir une suite
      </ButtonLink>
    </p>
  )
}

const PageRencontre = ({
  requete,
  cible: { rencontre, deux },
  lectures,
}: {
  requete: Requete
  cible: CibleRencontre
  lectures: Lectures
}) => (
  <Layout
    title={formatTitre(rencontre)}
    page={requete}
    crumbs={filPaire(deux, { label: formatTitre(rencontre) })}
    intro={<p>{`${deux.a.nom} et ${deux.b.nom}`}</p>}
    head={feuille}
  >
    <Suite {...{ rencontre, deux }} />
    {rencontre.bilan && (
      <section class="suggestion">
        <h2>Ce qui a été décidé</h2>
        <p class="note-rencontre">{rencontre.bilan}</p>
      </section>
    )}
    <DefinitionList
      items={computeAvancement(rencontre.reponses).map(({ partie, faites, toutes }) => ({
        label: PARTIES.find((p) => p.slug === partie)?.libelle ?? partie,
        value: `${formatCount(faites, 'réponse')} sur ${toutes}`,
      }))}
    />
    <Guide lectures={lectures} reponses={rencontre.reponses} />
  </Layout>
)

interface PropsSaisie {
  requete: Requete
  cible: CibleRencontre
  lectures: Lectures
  valeurs: Brut
  erreurs?: ErreurChamp[]
}

const PageSaisie = ({ requete, cible: { rencontre, deux }, lectures, valeurs, erreurs = [] }: PropsSaisie) => (
  <Layout
    title="Préparer la rencontre"
    page={requete}
    errors={erreurs}
    crumbs={filPaire(deux, { label: 'Préparer la rencontre' })}
    intro={<p>{`${deux.a.nom} et ${deux.b.nom}. Tout est facultatif, et se complète en plusieurs fois.`}</p>}
    head={feuille}
  >
    <Form action={`${formatAdresseRencontre(rencontre.id)}/modifier`}>
      <input type="hidden" name="revision" value={String(valeurs.revision ?? '')} />
      <ChampsRencontre {...{ valeurs, erreurs, lectures }} />
      <Actions>
        <Button>Enregistrer</Button>
        <ButtonLink href={formatAdresseRencontre(rencontre.id)} variant="link">
          Annuler
        </ButtonLink>
      </Actions>
    </Form>
  </Layout>
)

const formatValeurs = ({ date, lieu, bilan, reponses, revision }: Rencontre): Brut => ({
  ...{ date: date ?? '', lieu: lieu ?? '', bilan: bilan ?? '', reponses, revision: String(revision) },
})

const schemaId = z.object({ id: identifiant })
const politiqueSuivre = (acteur: Ctx['acteur'], cible: CibleRencontre): boolean =>
  articulationPolicy.peut(acteur, 'suivre', cible)
const objet = ({ id }: { id: number }) => ({ type: 'rencontre', id })

export const routesRencontre = [
  defineRoute({
    methode: 'GET',
    chemin: `${ADRESSE}/rencontre`,
    politique: publique,
    trace: 'articulation.rencontre.guide',
    lire: async (ctx, _entree, requete) => <PageGuide requete={requete} lectures={await listLectures(ctx)} />,
  }),
  defineRoute({
    methode: 'GET',
    chemin: `${ADRESSE}/paire/:a/:b/rencontre`,
    requete: z.object({ a: identifiant, b: identifiant }),
    charger: getDeux,
    politique: publique,
    trace: 'articulation.rencontre.guide',
    lire: async (ctx, _entree, requete, deux) => {
      const paire = await getPaire(ctx, deux)
      const [personnes, rencontres, lectures] = await Promise.all([
        listPersonnes(ctx, [paire.a, paire.b]),
        peutAgir(ctx.acteur, deux) ? listRencontres(ctx, paire) : null,
        listLectures(ctx),
      ])
      return <PagePaire {...{ requete, deux, paire, personnes, rencontres, lectures }} />
    },
  }),
  defineRoute({
    methode: 'POST',
    chemin: `${ADRESSE}/paire/:a/:b/rencontres`,
    action: preparerRencontre,
    reussir: (id) => ({ vers: `${formatAdresseRencontre(id)}/modifier` }),
  }),
  defineRoute({
    methode: 'GET',
    chemin: `${ADRESSE}/rencontres/:id`,
    requete: schemaId,
    charger: chargerRencontre,
    politique: politiqueSuivre,
    trace: 'articulation.rencontre.lecture',
    objet,
    lire: async (ctx, _entree, requete, cible) => (
      <PageRencontre {...{ requete, cible }} lectures={await listLectures(ctx)} />
    ),
  }),
  defineRoute({
    methode: 'GET',
    chemin: `${ADRESSE}/rencontres/:id/modifier`,
    requete: schemaId,
    charger: chargerRencontre,
    politique: peutAgir,
    trace: 'articulation.rencontre.formulaire',
    objet,
    lire: async (ctx, _entree, requete, cible) => (
      <PageSaisie {...{ requete, cible }} lectures={await listLectures(ctx)} valeurs={formatValeurs(cible.rencontre)} />
    ),
  }),
  defineRoute({
    methode: 'POST',
    chemin: `${ADRESSE}/rencontres/:id/modifier`,
    action: ecrireRencontre,
    avis: { 'rencontre-ecrite': succes('La préparation est enregistrée.') },
    reussir: (id) => ({ vers: formatAdresseRencontre(id), avis: 'rencontre-ecrite' }),
    echouer: async (ctx, erreurs, brut, requete) => {
      const cible = await chargerRencontre(ctx, schemaId.catch({ id: 0 }).parse(brut))
      if (!cible || !peutAgir(ctx.acteur, cible)) throw new ErreurIntrouvable('rencontre')
      return <PageSaisie {...{ requete, cible, erreurs }} lectures={await listLectures(ctx)} valeurs={brut} />
    },
  }),
]
