import { z } from 'zod'
import type { Ctx, Requete } from '#core/context.ts'
import { formatJour } from '#core/jour.ts'
import { publique } from '#core/policy.ts'
import { defineRoute } from '#core/route.ts'
import { liste } from '#core/saisie.ts'
import { getDemande, type Zone } from '#modules/territoires/index.ts'
import { Alert } from '#ui/alert.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Actions, Button, ButtonLink, Checkboxes, Form } from '#ui/form.tsx'
import { formatCount } from '#ui/format.ts'
import { HiddenFields } from '#ui/search-box.tsx'
import { getSigle } from '../dispositif/types.ts'
import { getReseau, listIdsPresents, listPresents } from './articulation.queries.ts'
import { ADRESSE, type Paire, type Present } from './articulation.ts'
import { CadreZone } from './cadre.tsx'
import { formatSuite, parseDemande, schemaDemande } from './demande.ts'
import { computeGraphe, DISPOSITIFS_MAX, sortDispositifs } from './graphe.ts'
import { Dessin, Legende } from './graphe.tsx'
import { Liste, Matrice } from './matrice.tsx'
import { TablePaires } from './tableaux.tsx'

interface Vue {
  requete: Requete
  zone: Zone
  /** Kinds that are there, and those that are asked for; none asked: all of them. */
  types: readonly string[]
  choisis: readonly string[]
  /** Those shown, in order. */
  dispositifs: readonly Present[]
  total: number
  paires: readonly Paire[]
  jour: string
}

/** Which kinds to look at. */
function Choix({ zone, types, choisis, total, dispositifs, chemin }: Vue & { chemin: string }) {
  const suite = new URLSearchParams(formatSuite(zone) ?? '')
  if (types.length < 2) return null
  return (
    <>
      {total > dispositifs.length && (
        <Alert ton="attention" title={`${DISPOSITIFS_MAX} dispositifs montrés sur ${total}`}>
          Choisissez des types, ou un territoire plus petit.
        </Alert>
      )}
      <details class="no-print" open={choisis.length > 0 || total > dispositifs.length}>
        <summary>Choisir les types montrés</summary>
        <Form action={`${ADRESSE}${chemin}`} method="get">
          <HiddenFields values={Object.fromEntries(suite)} />
          <Checkboxes
            name="type"
            legend="Types"
            values={choisis}
            options={types.map((type) => ({ value: type, label: getSigle(type) }))}
          />
          <Actions>
            <Button variant="secondary">Montrer</Button>
          </Actions>
        </Form>
      </details>
    </>
  )
}

const Vide = () => (
  <EmptyState
    title="Il faut deux dispositifs au moins"
    action={<ButtonLink href={ADRESSE}>Changer de territoire</ButtonLink>}
  >
    <p>Ce territoire n’en a pas deux de connus, ou pas de ces types.</p>
  </EmptyState>
)

const formatNombre = ({ dispositifs, paires }: Vue): string =>
  `${formatCount(dispositifs.length, 'dispositif')}, ${formatCount(paires.length, 'paire qui partage', 'paires qui partagent')} quelque chose.`

const PageMatrice = (vue: Vue) => (
  <CadreZone zone={vue.zone} requete={vue.requete} page="/matrice" titre="Matrice" intro={<p>{formatNombre(vue)}</p>}>
    <Choix {...vue} chemin="/matrice" />
    {vue.dispositifs.length < 2 ? (
      <Vide />
    ) : (
      <>
        <Matrice {...vue} />
        <Liste {...vue} />
      </>
    )}
  </CadreZone>
)

function PageGraphe(vue: Vue) {
  const { noeuds, aretes } = computeGraphe(vue.dispositifs, vue.paires, vue.jour)
  return (
    <CadreZone zone={vue.zone} requete={vue.requete} page="/graphe" titre="Graphe" intro={<p>{formatNombre(vue)}</p>}>
      <Choix {...vue} chemin="/graphe" />
      {noeuds.length < 2 ? (
        <Vide />
      ) : (
        <>
          <div class="graphe-page">
            <Dessin {...{ noeuds, aretes }} titre={`Ce que partagent les dispositifs\u00a0: ${vue.zone.nom}`} />
            <Legende noeuds={noeuds} />
          </div>
          <TablePaires
            paires={vue.paires}
            dispositifs={new Map(vue.dispositifs.map((d) => [d.id, d]))}
            jour={vue.jour}
          />
        </>
      )}
    </CadreZone>
  )
}

async function getVue(ctx: Ctx, requete: Requete, zone: Zone, demandes: readonly string[]): Promise<Vue> {
  const tous = sortDispositifs(await listPresents(ctx, await listIdsPresents(ctx, zone.communes)))
  const types = [...new Set(tous.map((d) => d.type))]
  const choisis = types.filter((type) => demandes.includes(type))
  const voulus = choisis.length > 0 ? tous.filter((d) => choisis.includes(d.type)) : tous
  const dispositifs = voulus.slice(0, DISPOSITIFS_MAX)
  const { paires } = await getReseau(
    ctx,
    dispositifs.map((d) => d.id),
  )
  return {
    ...{ requete, zone, types, choisis, dispositifs, paires },
    ...{ total: voulus.length, jour: formatJour(ctx.maintenant) },
  }
}

const defineVue = (chemin: '/matrice' | '/graphe', Page: typeof PageMatrice) =>
  defineRoute({
    methode: 'GET',
    chemin: `${ADRESSE}${chemin}`,
    requete: z.object({ ...schemaDemande, type: liste(z.string().max(60)).catch([]) }),
    charger: async (ctx, { type: _type, ...entree }): Promise<Zone | null> =>
      (await getDemande(ctx, parseDemande(entree).selection)).zone,
    politique: publique,
    trace: `articulation${chemin.replace('/', '.')}`,
    lire: async (ctx, { type }, requete, zone) => <Page {...(await getVue(ctx, requete, zone, type))} />,
  })

export const routesVues = [defineVue('/matrice', PageMatrice), defineVue('/graphe', PageGraphe)]
