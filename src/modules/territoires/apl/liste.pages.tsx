import { z } from 'zod'
import type { Requete } from '#core/context.ts'
import { defineRoute } from '#core/route.ts'
import { numeroPage } from '#core/saisie.ts'
import { Card } from '#ui/card.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { ButtonLink } from '#ui/form.tsx'
import { formatDate } from '#ui/format.ts'
import { createHref } from '#ui/href.ts'
import { Layout } from '#ui/layout.tsx'
import { SubNav } from '#ui/sub-nav.tsx'
import { Pagination } from '#ui/table.tsx'
import { Tag, TagList } from '#ui/tag.tsx'
import { simulationPolicy } from './simulation.policy.ts'
import { listSimulations, PAR_PAGE, type SimulationListee } from './simulation.queries.ts'
import { ETATS, type Etat, formatAdresseSimulation, MENTION } from './simulation.ts'

/** State, and what is invented. */
export function Etiquettes({ etat, fictif, supprimee }: { etat: Etat; fictif: boolean; supprimee: boolean }) {
  return (
    <TagList label="État">
      {[
        <Tag>{ETATS[etat].libelle}</Tag>,
        ...(fictif ? [<Tag ton="attention">Fictif</Tag>] : []),
        ...(supprimee ? [<Tag ton="erreur">Supprimée</Tag>] : []),
      ]}
    </TagList>
  )
}

interface PropsListe {
  requete: Requete
  simulations: SimulationListee[]
  total: number
  page: number
  miennes: boolean
}

function PageListe({ requete, simulations, total, page, miennes }: PropsListe) {
  const nouvelle = (
    <ButtonLink href="/simulations/nouvelle" variant="primary">
      Nouvelle simulation
    </ButtonLink>
  )
  return (
    <Layout
      title="Simulations d’accès aux soins"
      page={requete}
      width="list"
      crumbs={[{ label: 'Simulations' }]}
      intro={
        <p>
          Un médecin part, une maison de santé ouvre, les trajets changent&nbsp;: qui y gagne, qui y perd, combien
          d’habitants passent un seuil. Chacun peut essayer, sans compte. {MENTION}.
        </p>
      }
      actions={
        <>
          {nouvelle}
          <ButtonLink href="/simulations/parametres" variant="link">
            Paramètres
          </ButtonLink>
          <ButtonLink href="/simulations/temps" variant="link">
            Temps de trajet
          </ButtonLink>
        </>
      }
    >
      {simulationPolicy.peutParfois(requete.acteur, 'creer') && (
        <SubNav
          label="Simulations"
          links={[
            { href: '/simulations', label: 'Toutes', current: !miennes },
            { href: '/simulations?qui=moi', label: 'Les miennes', current: miennes },
          ]}
        />
      )}
      {simulations.length === 0 && (
        <EmptyState
          title={miennes ? 'Vous n’avez pas encore gardé de simulation' : 'Aucune simulation à lire'}
          action={nouvelle}
        >
          <p>Une simulation part des professionnels d’aujourd’hui et imagine des changements.</p>
        </EmptyState>
      )}
      {simulations.map((s) => (
        <Card title={s.nom} href={formatAdresseSimulation(s.id)} kicker={<Etiquettes {...s} />}>
          <p class="hint">
            {[s.zone, s.auteur, `modifiée le ${formatDate(s.modifieeLe)}`].filter(Boolean).join(' · ')}
          </p>
        </Card>
      ))}
      <Pagination page={page} pages={Math.ceil(total / PAR_PAGE)} href={createHref(requete.chemin)} />
    </Layout>
  )
}

export const routesListe = [
  defineRoute({
    methode: 'GET',
    chemin: '/simulations',
    requete: z.object({ page: numeroPage, qui: z.literal('moi').optional().catch(undefined) }),
    // The query keeps to what the actor may read.
    politique: () => true,
    trace: 'simulation.liste',
    lire: async (ctx, { page, qui }, requete) => {
      const miennes = qui === 'moi' && ctx.acteur.compte !== null
      return <PageListe {...{ requete, page, miennes, ...(await listSimulations(ctx, { miennes, page })) }} />
    },
  }),
]
