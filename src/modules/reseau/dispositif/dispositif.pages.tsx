import type { Child } from 'hono/jsx'
import { z } from 'zod'
import { type Ctx, succes } from '#core/context.ts'
import { ErreurIntrouvable } from '#core/errors.ts'
import { defineRoute } from '#core/route.ts'
import { formatSelection } from '#modules/territoires/index.ts'
import { Actions, Button, ButtonLink, Form } from '#ui/form.tsx'
import { listPropositionsDe } from '../fiche/proposition.queries.ts'
import type { Proposition } from '../fiche/proposition.ts'
import { PropositionsARelire } from '../fiche/proposition.tsx'
import { Cadre, Etiquettes } from './cadre.tsx'
import { publierDispositif, retablirDispositif, supprimerDispositif, verifierDispositif } from './dispositif.actions.ts'
import { dispositifPolicy } from './dispositif.policy.ts'
import type { DispositifLu } from './dispositif.queries.ts'
import { formatAdresseDispositif } from './dispositif.ts'
import { getFiche } from './fiche.queries.ts'
import { chargerLecture, objet, politiqueLecture, requeteId } from './page.queries.ts'
import { Instances, Membres } from './personnes.tsx'
import { Controles, Documents, Presentation, type PropsFiche, Recouvrements, Territoire } from './presentation.tsx'
import { getType } from './types.ts'
import { Echeances, Etapes, Missions } from './vie.tsx'

function Partie({ id, titre, children }: { id: string; titre: string; children: Child }) {
  return (
    <section aria-labelledby={id} class="partie">
      <h2 id={id}>{titre}</h2>
      {children}
    </section>
  )
}

function PageDispositif({ propositions, ...props }: PropsFiche & { propositions: readonly Proposition[] }) {
  const { requete, dispositif: d, type, fiche } = props
  const base = formatAdresseDispositif(d.id)
  const suit = dispositifPolicy.peut(requete.acteur, 'modifier', d)
  const { echeances, jour, membres } = fiche
  return (
    <Cadre
      dispositif={d}
      requete={requete}
      page={base}
      width="full"
      intro={
        <>
          <Etiquettes dispositif={d} jour={jour} />
          {d.description && <div class="texte">{d.description}</div>}
        </>
      }
      actions={<Gestes {...{ requete, dispositif: d, suit }} />}
      head={<link rel="canonical" href={requete.adresse + base} />}
    >
      <PropositionsARelire propositions={propositions} />
      <Recouvrements fiche={fiche} />
      <Partie id="presentation" titre="Présentation">
        <Presentation {...props} />
      </Partie>
      {suit && echeances.length > 0 && (
        <Partie id="echeances" titre="Ce qui est attendu">
          <Echeances echeances={echeances} jour={jour} />
        </Partie>
      )}
      <Partie id="vie" titre="Étapes de vie">
        <Etapes type={type} etapes={fiche.etapes} />
      </Partie>
      {type.missions.length > 0 && (
        <Partie id="missions" titre="Missions">
          <Missions type={type} missions={fiche.missions} echeances={suit ? echeances : []} jour={jour} />
        </Partie>
      )}
      {fiche.controles.length > 0 && (
        <Partie id="conditions" titre="Ce qui est vérifié">
          <Controles fiche={fiche} />
        </Partie>
      )}
      <Partie id="membres" titre="Membres et partenaires">
        <Membres type={type} membres={membres} jour={jour} />
      </Partie>
      {fiche.instances.length > 0 && (
        <Partie id="instances" titre="Instances">
          <Instances type={type} instances={fiche.instances} membres={membres} />
        </Partie>
      )}
      {fiche.documents.length > 0 && (
        <Partie id="documents" titre="Documents">
          <Documents fiche={fiche} />
        </Partie>
      )}
      <Partie id="territoire" titre="Territoire">
        <Territoire {...props} />
      </Partie>
    </Cadre>
  )
}

function Gestes({ requete, dispositif: d, suit }: Pick<PropsFiche, 'requete' | 'dispositif'> & { suit: boolean }) {
  const suite = d.communes.length > 0 ? formatSelection({ communes: d.communes, zones: [] }) : null
  return (
    <>
      {suite !== null && (
        <ButtonLink href={`/articulation?${suite}`} variant="primary">
          Voir qui agit sur ce territoire
        </ButtonLink>
      )}
      {suite !== null && <ButtonLink href={`/territoires/portrait?${suite}`}>Portrait du territoire</ButtonLink>}
      {suit && requete.acteur.compte !== null && (
        <Form action={`${formatAdresseDispositif(d.id)}/verifier`}>
          <Button variant="secondary">Cette fiche est juste</Button>
        </Form>
      )}
    </>
  )
}

const PageSuppression = ({ requete, dispositif: d }: Pick<PropsFiche, 'requete' | 'dispositif'>) => {
  const base = formatAdresseDispositif(d.id)
  return (
    <Cadre titre="Supprimer" page={`${base}/supprimer`} width="reading" dispositif={d} requete={requete}>
      <p>
        Sa fiche ne sera plus visible, et ses communes seront libres. Rien n’est effacé&nbsp;: vous pourrez le rétablir
        à cette adresse. S’il s’est arrêté, écrivez plutôt sa date de fin.
      </p>
      <Form action={`${base}/supprimer`}>
        <Actions>
          <Button variant="danger">Supprimer ce dispositif</Button>
          <ButtonLink href={base} variant="link">
            Annuler
          </ButtonLink>
        </Actions>
      </Form>
    </Cadre>
  )
}

const vers = (avis: string) => (id: number) => ({ vers: formatAdresseDispositif(id), avis })

export const routesDispositif = [
  defineRoute({
    methode: 'GET',
    chemin: '/dispositifs/:id{[0-9]+}',
    requete: requeteId.extend({ vue: z.enum(['contours', 'cercles']).catch('contours') }),
    charger: chargerLecture,
    politique: politiqueLecture,
    trace: 'dispositif.lecture',
    objet,
    lire: async (ctx: Ctx, { vue }, requete, dispositif) => {
      const type = getType(dispositif.type)
      if (!type) throw new ErreurIntrouvable('type de dispositif')
      const relit = dispositifPolicy.peut(ctx.acteur, 'modifier', dispositif)
      const propositions = relit ? await listPropositionsDe(ctx, 'dispositif', dispositif.id) : []
      const fiche = await getFiche(ctx, type, dispositif)
      return <PageDispositif {...{ requete, dispositif, type, vue, fiche, propositions }} />
    },
  }),
  defineRoute({
    methode: 'GET',
    chemin: '/dispositifs/:id{[0-9]+}/supprimer',
    requete: requeteId,
    charger: chargerLecture,
    politique: (acteur, d: DispositifLu) => dispositifPolicy.peut(acteur, 'supprimer', d),
    trace: 'dispositif.suppression.formulaire',
    objet,
    lire: (_ctx, _entree, requete, dispositif) => <PageSuppression {...{ requete, dispositif }} />,
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/dispositifs/:id{[0-9]+}/supprimer',
    action: supprimerDispositif,
    avis: { 'dispositif-supprime': succes('Le dispositif est supprimé.') },
    reussir: vers('dispositif-supprime'),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/dispositifs/:id{[0-9]+}/retablir',
    action: retablirDispositif,
    avis: { 'dispositif-retabli': succes('Le dispositif est rétabli.') },
    reussir: vers('dispositif-retabli'),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/dispositifs/:id{[0-9]+}/publier',
    action: publierDispositif,
    avis: { 'dispositif-publie': succes('Le dispositif est publié.') },
    reussir: vers('dispositif-publie'),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/dispositifs/:id{[0-9]+}/verifier',
    action: verifierDispositif,
    avis: { 'dispositif-verifie': succes('C’est noté\u00a0: la fiche est vérifiée aujourd’hui.') },
    reussir: vers('dispositif-verifie'),
  }),
]
