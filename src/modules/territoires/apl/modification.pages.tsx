import type { Ctx, Requete } from '#core/context.ts'
import { succes } from '#core/context.ts'
import { type ErreurChamp, ErreurIntrouvable } from '#core/errors.ts'
import { defineRoute } from '#core/route.ts'
import { type Brut, identifiant } from '#core/saisie.ts'
import { Form } from '#ui/form.tsx'
import { Layout } from '#ui/layout.tsx'
import { getLues } from '../territoire/selection.queries.ts'
import { createGetNom, filSimulations, getChoix, renderEssaiFautif } from './essai.pages.tsx'
import { ChampsBase, ChampsGarder, ChampsGestes, ChampsZone, type Choix } from './formulaire.tsx'
import { feuille } from './resultat.tsx'
import { formatSaisie } from './saisie.ts'
import { creerSimulation, modifierSimulation } from './simulation.actions.ts'
import { lectureSimulation } from './simulation.pages.tsx'
import { simulationPolicy } from './simulation.policy.ts'
import { getSimulation } from './simulation.queries.ts'
import { formatAdresseSimulation, type Simulation } from './simulation.ts'

interface Props {
  requete: Requete
  simulation: Simulation
  valeurs: Brut
  erreurs?: ErreurChamp[]
  choix: Choix
}

function PageModification({ requete, simulation: s, valeurs, erreurs = [], choix }: Props) {
  const base = formatAdresseSimulation(s.id)
  return (
    <Layout
      title="Modifier la simulation"
      page={requete}
      width="list"
      errors={erreurs}
      crumbs={filSimulations({ label: s.nom, href: base }, { label: 'Modifier' })}
      head={feuille}
    >
      <Form action={`${base}/modifier`} multipart>
        <input type="hidden" name="revision" value={String(valeurs.revision)} />
        <ChampsZone valeurs={valeurs} />
        <ChampsGestes {...{ valeurs, erreurs, choix }} />
        <ChampsBase {...{ valeurs, erreurs, choix }} />
        <ChampsGarder {...{ valeurs, erreurs }} bouton="Enregistrer et calculer" />
      </Form>
    </Layout>
  )
}

async function getValeurs(ctx: Ctx, s: Simulation): Promise<Brut> {
  const { nom, description, etat, revision, contenu } = s
  return {
    ...formatSaisie(contenu, await createGetNom(ctx, contenu)),
    nom,
    description: description ?? '',
    etat,
    revision,
  }
}

const getChoixDe = async (ctx: Ctx, s: Simulation): Promise<Choix> =>
  getChoix(ctx, (await getLues(ctx, s.contenu.zone)).communes)

export const routesModification = [
  defineRoute({
    methode: 'POST',
    chemin: '/simulations',
    action: creerSimulation,
    taille: 3_000_000,
    avis: { 'simulation-gardee': succes('La simulation est gardée.') },
    reussir: (id) => ({ vers: formatAdresseSimulation(id), avis: 'simulation-gardee' }),
    echouer: renderEssaiFautif,
  }),
  defineRoute({
    ...lectureSimulation,
    methode: 'GET',
    chemin: '/simulations/:id{[0-9]+}/reprendre',
    trace: 'simulation.reprise',
    lire: async (ctx, _entree, requete, s) => renderEssaiFautif(ctx, [], await getValeurs(ctx, s), requete),
  }),
  defineRoute({
    ...lectureSimulation,
    methode: 'GET',
    chemin: '/simulations/:id{[0-9]+}/modifier',
    politique: (acteur, s) => simulationPolicy.peut(acteur, 'modifier', s),
    trace: 'simulation.modification.formulaire',
    lire: async (ctx, _entree, requete, simulation) => {
      const [valeurs, choix] = await Promise.all([getValeurs(ctx, simulation), getChoixDe(ctx, simulation)])
      return <PageModification {...{ requete, simulation, valeurs, choix }} />
    },
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/simulations/:id{[0-9]+}/modifier',
    action: modifierSimulation,
    taille: 3_000_000,
    avis: { 'simulation-modifiee': succes('La simulation est enregistrée.') },
    reussir: (id) => ({ vers: formatAdresseSimulation(id), avis: 'simulation-modifiee' }),
    echouer: async (ctx, erreurs, brut, requete) => {
      // Input is judged before the row is read: who may not change it learns nothing.
      const simulation = await getSimulation(ctx, identifiant.catch(0).parse(brut.id))
      if (!simulation || !simulationPolicy.peut(ctx.acteur, 'modifier', simulation))
        throw new ErreurIntrouvable('simulation')
      return (
        <PageModification
          {...{ requete, simulation, erreurs, valeurs: brut }}
          choix={await getChoixDe(ctx, simulation)}
        />
      )
    },
  }),
]
