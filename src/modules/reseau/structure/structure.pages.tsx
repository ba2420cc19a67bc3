import { z } from 'zod'
import { type Ctx, type Requete, succes } from '#core/context.ts'
import { defineRoute, type Redirection } from '#core/route.ts'
import { identifiant } from '#core/saisie.ts'
import { Button, ButtonLink, Form } from '#ui/form.tsx'
import { formatDate } from '#ui/format.ts'
import { Layout } from '#ui/layout.tsx'
import { Tag, TagList } from '#ui/tag.tsx'
import { listContacts } from '../contact/contact.queries.ts'
import { listAppartenances } from '../fiche/appartenance.queries.ts'
import { feuille, filStructures, formatType, Verification } from '../fiche/cadre.tsx'
import { fichePolicy } from '../fiche/fiche.policy.ts'
import { changerEtat, fermer } from '../fiche/gestes.actions.ts'
import { listPropositionsDe } from '../fiche/proposition.queries.ts'
import type { Proposition } from '../fiche/proposition.ts'
import { PropositionsARelire } from '../fiche/proposition.tsx'
import { listAncetres } from '../organisme/organisme.queries.ts'
import { getNomsZones, listServices } from '../service/service.queries.ts'
import { Alertes, Fiche, type PropsFiche } from './fiche.tsx'
import { Gestion } from './gestion.tsx'
import { getRemplacante, getStructure } from './structure.queries.ts'
import { ETATS_STRUCTURE, formatAdresseStructure, formatNomStructure, type Structure } from './structure.ts'

export const parametreId = z.object({ id: identifiant })

/** A structure, or where the one it was merged into stands: both addresses keep working. */
async function chargerOuSuivre(ctx: Ctx, { id }: { id: number }): Promise<Structure | Redirection | null> {
  const structure = await getStructure(ctx, id)
  if (!structure || structure.remplacePar === null) return structure
  const suivante = await getRemplacante(ctx, id)
  return suivante === null ? structure : { vers: formatAdresseStructure(suivante) }
}

export const lireStructure = defineRoute({
  methode: 'GET',
  chemin: '/structures/:id',
  requete: parametreId,
  charger: chargerOuSuivre,
  politique: (acteur, cible) => 'vers' in cible || fichePolicy.peut(acteur, 'lire', cible),
  trace: 'structure.lecture',
  objet: ({ id }) => ({ type: 'structure', id }),
  limite: { nom: 'fiches', max: 240, secondes: 60 },
  lire: async (ctx, { id }, requete, cible) => {
    if ('vers' in cible) return cible
    const [services, contacts, appartenances, ancetres] = await Promise.all([
      listServices(ctx, [id]),
      listContacts(ctx, { structure: id }),
      listAppartenances(ctx, { structure: id }),
      cible.organisme === null ? [] : listAncetres(ctx, cible.organisme),
    ])
    const noms = await getNomsZones(
      ctx,
      services.flatMap((s) => s.zoneEligibilite),
    )
    const droits = {
      modifie: fichePolicy.peut(ctx.acteur, 'modifier', cible),
      propose: fichePolicy.peut(ctx.acteur, 'proposer', cible),
    }
    const propositions = droits.modifie ? await listPropositionsDe(ctx, 'structure', id) : []
    const fiche = { ctx, structure: cible, services, contacts, appartenances, ancetres, noms, ...droits }
    return <PageStructure {...{ ...fiche, propositions, requete }} />
  },
})

function PageStructure({
  requete,
  propositions,
  ...props
}: PropsFiche & { propositions: Proposition[]; requete: Requete }) {
  const { structure: s, ctx } = props
  const nom = formatNomStructure(s)
  return (
    <Layout
      title={nom}
      page={requete}
      width="list"
      crumbs={filStructures([{ label: nom }])}
      actions={<Gestes structure={s} requete={requete} />}
      intro={
        <TagList label="État de la fiche">
          {[
            <Tag>{formatType(s.type) ?? s.categorieLibelle ?? 'Structure'}</Tag>,
            s.fictif && <Tag>Fictif</Tag>,
            s.etat !== 'ouverte' && <Tag ton="attention">{ETATS_STRUCTURE[s.etat]}</Tag>,
            <Verification fiche={s} ctx={ctx} />,
          ].filter((tag) => tag !== false)}
        </TagList>
      }
      head={
        <>
          <link rel="canonical" href={requete.adresse + formatAdresseStructure(s.id)} />
          {feuille}
        </>
      }
    >
      <Alertes structure={s} ctx={ctx} />
      <PropositionsARelire propositions={propositions} />
      {s.supprimeLe && fichePolicy.peut(ctx.acteur, 'supprimer', s) && (
        <Form action={`${formatAdresseStructure(s.id)}/retablir`}>
          <Button variant="secondary">Rétablir la fiche</Button>
        </Form>
      )}
      <Fiche {...props} />
      <Gestion {...props} />
      <p class="hint print-only">{`Imprimé le ${formatDate(ctx.maintenant)}`}</p>
    </Layout>
  )
}

function Gestes({ structure: s, requete: { acteur } }: { structure: Structure; requete: Requete }) {
  const base = formatAdresseStructure(s.id)
  const modifie = fichePolicy.peut(acteur, 'modifier', s)
  return (
    <>
      {(modifie || fichePolicy.peut(acteur, 'proposer', s)) && (
        <ButtonLink href={`${base}/modifier`}>{modifie ? 'Modifier' : 'Proposer une correction'}</ButtonLink>
      )}
      {fichePolicy.peut(acteur, 'historique', s) && (
        <ButtonLink href={`${base}/historique`} variant="link">
          Historique
        </ButtonLink>
      )}
    </>
  )
}

const revenir = (id: number) => ({ vers: formatAdresseStructure(id), avis: 'structure-etat' })

export const routesEtat = [
  defineRoute({
    methode: 'POST',
    chemin: '/structures/:id/etat',
    action: changerEtat,
    avis: { 'structure-etat': succes('C’est noté sur la fiche.') },
    reussir: revenir,
  }),
  defineRoute({ methode: 'POST', chemin: '/structures/:id/fermer', action: fermer, reussir: revenir }),
]
