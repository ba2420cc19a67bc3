import { z } from 'zod'
import type { Ctx, Requete } from '#core/context.ts'
import { formatJour } from '#core/jour.ts'
import { publique } from '#core/policy.ts'
import { defineRoute } from '#core/route.ts'
import { identifiant } from '#core/saisie.ts'
import { ButtonLink } from '#ui/form.tsx'
import { Layout } from '#ui/layout.tsx'
import { getType } from '../dispositif/types.ts'
import { articulationPolicy } from './articulation.policy.ts'
import { ADRESSE, formatAdressePaire, type Paire } from './articulation.ts'
import { feuille, filArticulation, LienDispositif } from './cadre.tsx'
import { listNoticesAttendus } from './cible.queries.ts'
import { listDemarchesPaire } from './demarche.queries.ts'
import type { Demarche } from './demarche.ts'
import { ListeDemarches } from './demarche.tsx'
import { type CommunePartagee, type Deux, getDeux, getPaire, listCommunesPartagees } from './paire.queries.ts'
import { LienDeclare, Partage } from './paire.tsx'
import { type Commun, listCommuns, listPersonnes, type Personne } from './personne.queries.ts'
import { formatRaisonPaire } from './phrases.ts'
import { listReponses } from './suggestion.queries.ts'
import {
  computeSuggestionPaire,
  formatAdresseSuggestion,
  getAttendu,
  isTenue,
  REPONSES,
  type Reponse,
} from './suggestion.ts'
import { Fondement, type NoticesAttendus, Personnes } from './suggestions.tsx'

interface PropsPaire {
  requete: Requete
  deux: Deux
  paire: Paire
  communes: readonly CommunePartagee[]
  communs: readonly Commun[]
  personnes: readonly Personne[]
  notices: NoticesAttendus
  reponse: Reponse | undefined
  /** Null for who may not follow what these two do. */
  demarches: readonly Demarche[] | null
  jour: string
}

function PagePaire({
  requete,
  deux,
  paire,
  communes,
  communs,
  personnes,
  notices,
  reponse,
  demarches,
  jour,
}: PropsPaire) {
  const { a, b } = deux
  const attendu = getAttendu(a.type, b.type)
  return (
    <Layout
      title={`${a.nom} et ${b.nom}`}
      page={requete}
      width="list"
      crumbs={filArticulation([{ label: `${a.nom} et ${b.nom}` }])}
      intro={
        <p>
          <LienDispositif dispositif={a} />
          {' et '}
          <LienDispositif dispositif={b} />
          {'\u00a0: ce qu’ils partagent, ce qui les lie.'}
        </p>
      }
      actions={<ButtonLink href={`${formatAdressePaire(paire)}/rencontre`}>Préparer une première rencontre</ButtonLink>}
      head={feuille}
    >
      <Suite {...{ requete, deux, paire, reponse, jour }} />
      <section aria-labelledby="partage">
        <h2 id="partage">Ce qu’ils partagent</h2>
        <Partage {...{ deux, paire, communes, communs }} />
        {attendu && <Fondement {...{ attendu, notices }} />}
      </section>
      <Liens {...{ requete, deux, paire, jour }} />
      {demarches && <Demarches {...{ paire, demarches, jour }} />}
      {personnes.length > 0 && (
        <section aria-labelledby="personnes">
          <h2 id="personnes">À réunir</h2>
          <Personnes personnes={personnes} dispositifs={[a, b]} />
        </section>
      )}
    </Layout>
  )
}

/** What is suggested for this pair, or what was answered. */
function Suite({
  requete,
  deux,
  paire,
  reponse,
  jour,
}: Pick<PropsPaire, 'requete' | 'deux' | 'paire' | 'reponse' | 'jour'>) {
  const exclusif = getType(deux.a.type)?.exclusif !== undefined
  const suggestion = computeSuggestionPaire(paire, [deux.a, deux.b], { exclusif, jour })
  if (!suggestion) return null
  const tenue = isTenue(suggestion, reponse, jour)
  const peut = articulationPolicy.peut(requete.acteur, 'agir', deux)
  return (
    <section class="suggestion">
      <p>{formatRaisonPaire(paire, [deux.a, deux.b], jour)}</p>
      {tenue && reponse && (
        <p class="hint">{`Réponse déjà donnée\u00a0: ${REPONSES[reponse.reponse].toLocaleLowerCase('fr')}.`}</p>
      )}
      {peut && (
        <p class="actions">
          <ButtonLink href={formatAdresseSuggestion(suggestion.cle)} variant={tenue ? 'secondary' : 'primary'}>
            {tenue ? 'Revoir la réponse' : 'Répondre'}
          </ButtonLink>
        </p>
      )}
    </section>
  )
}

function Liens({ requete, deux, paire, jour }: Pick<PropsPaire, 'requete' | 'deux' | 'paire' | 'jour'>) {
  const peut = articulationPolicy.peut(requete.acteur, 'agir', deux)
  return (
    <section aria-labelledby="liens">
      <h2 id="liens">Liens déclarés</h2>
      {paire.liens.length === 0 ? (
        <p>Aucun lien n’est déclaré.</p>
      ) : (
        <ul class="liens">
          {paire.liens.map((lien) => (
            <li>
              <LienDeclare {...{ lien, jour }} />
              {peut && (
                <p class="actions">
                  <a href={`${ADRESSE}/liens/${lien.id}/modifier`}>Modifier ou terminer</a>
                  <a href={`${ADRESSE}/liens/${lien.id}/retirer`}>Retirer</a>
                </p>
              )}
            </li>
          ))}
        </ul>
      )}
      {peut && (
        <p class="actions">
          <ButtonLink href={`${formatAdressePaire(paire)}/liens/nouveau`}>Déclarer un lien</ButtonLink>
        </p>
      )}
    </section>
  )
}

const Demarches = ({ paire, demarches, jour }: { paire: Paire; demarches: readonly Demarche[]; jour: string }) => (
  <section aria-labelledby="demarches">
    <h2 id="demarches">Démarches</h2>
    {demarches.length === 0 ? <p>Rien n’est prévu.</p> : <ListeDemarches {...{ demarches, jour }} />}
    <p class="actions">
      <ButtonLink href={`${formatAdresseSuggestion(`paire-${paire.a}-${paire.b}`)}#demarche`}>
        Prévoir une démarche
      </ButtonLink>
    </p>
  </section>
)

async function renderPaire(ctx: Ctx, requete: Requete, deux: Deux) {
  const paire = await getPaire(ctx, deux)
  const cle = `paire-${paire.a}-${paire.b}`
  const suit = articulationPolicy.peut(ctx.acteur, 'suivre', deux)
  const [communes, communs, personnes, reponses, demarches, notices] = await Promise.all([
    listCommunesPartagees(ctx, deux),
    listCommuns(ctx, paire.communs),
    listPersonnes(ctx, [paire.a, paire.b]),
    listReponses(ctx, [cle]),
    suit ? listDemarchesPaire(ctx, paire) : null,
    listNoticesAttendus(ctx),
  ])
  const jour = formatJour(ctx.maintenant)
  return (
    <PagePaire
      {...{ requete, deux, paire, communes, communs, personnes, demarches, notices, jour }}
      reponse={reponses.get(cle)}
    />
  )
}

export const schemaDeux = z.object({ a: identifiant, b: identifiant })

export const routesPaire = [
  defineRoute({
    methode: 'GET',
    chemin: `${ADRESSE}/paire/:a/:b`,
    requete: schemaDeux,
    charger: getDeux,
    politique: publique,
    trace: 'articulation.paire',
    objet: ({ a, b }) => ({ type: 'paire', id: `${a}-${b}` }),
    lire: (ctx, { a, b }, requete, deux) =>
      a > b ? { vers: formatAdressePaire({ a, b }) } : renderPaire(ctx, requete, deux),
  }),
]
