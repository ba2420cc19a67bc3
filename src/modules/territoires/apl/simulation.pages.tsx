import { z } from 'zod'
import { type Ctx, type Requete, succes } from '#core/context.ts'
import { type ErreurChamp, ErreurIntrouvable, ErreurSaisie } from '#core/errors.ts'
import { defineRoute } from '#core/route.ts'
import { identifiant } from '#core/saisie.ts'
import { Alert } from '#ui/alert.tsx'
import { Actions, Button, ButtonLink, Form } from '#ui/form.tsx'
import { createHref } from '#ui/href.ts'
import { Layout } from '#ui/layout.tsx'
import type { VueCarte } from '../carte/carte.tsx'
import type { Fond } from '../carte/fond.ts'
import { CarteSimulation, getFondSimulation } from './carte.tsx'
import { createGetNom, filSimulations } from './essai.pages.tsx'
import { Etiquettes } from './liste.pages.tsx'
import { feuille, ResultatSimulation } from './resultat.tsx'
import {
  type Calculee,
  computeSimulation,
  copierSimulation,
  retablirSimulation,
  supprimerSimulation,
} from './simulation.actions.ts'
import { formatCsvSimulation, formatJsonSimulation } from './simulation.formats.ts'
import { simulationPolicy } from './simulation.policy.ts'
import { getSimulation } from './simulation.queries.ts'
import { formatAdresseSimulation, type Simulation } from './simulation.ts'

interface PropsLecture {
  requete: Requete
  simulation: Simulation
  calculee: Calculee | null
  /** Why it cannot be computed today. */
  erreurs: ErreurChamp[]
  fond: Fond | null
  vue: VueCarte | undefined
  getNom: (code: string) => string
  date: Date
}

function PageLecture({ requete, simulation: s, calculee, erreurs, fond, vue, getNom, date }: PropsLecture) {
  return (
    <Layout
      title={s.nom}
      page={requete}
      width="list"
      crumbs={filSimulations({ label: s.nom })}
      head={feuille}
      intro={s.description && <p>{s.description}</p>}
      actions={<Gestes {...{ requete, simulation: s }} calculable={calculee !== null} />}
    >
      <Etiquettes etat={s.etat} fictif={s.fictif} supprimee={s.supprimeeLe !== null} />
      {s.supprimeeLe && simulationPolicy.peut(requete.acteur, 'supprimer', s) && (
        <Form action={`${formatAdresseSimulation(s.id)}/retablir`}>
          <Actions>
            <Button>Rétablir cette simulation</Button>
          </Actions>
        </Form>
      )}
      {calculee ? (
        <ResultatSimulation {...{ calculee, date, getNom }} fictif={s.fictif}>
          {fond && (
            <CarteSimulation {...{ calculee, fond, vue }} adresse={createHref(requete.chemin)} nonce={requete.nonce} />
          )}
        </ResultatSimulation>
      ) : (
        <Alert ton="attention" title="Cette simulation ne se calcule plus">
          <ul>
            {erreurs.map(({ message }) => (
              <li>{message}</li>
            ))}
          </ul>
        </Alert>
      )}
    </Layout>
  )
}

function Gestes({
  requete,
  simulation: s,
  calculable,
}: Pick<PropsLecture, 'requete' | 'simulation'> & { calculable: boolean }) {
  const base = formatAdresseSimulation(s.id)
  const peut = (geste: 'modifier' | 'supprimer') => simulationPolicy.peut(requete.acteur, geste, s)
  return (
    <>
      {peut('modifier') && (
        <ButtonLink href={`${base}/modifier`} variant="primary">
          Modifier
        </ButtonLink>
      )}
      <ButtonLink href={`${base}/reprendre`}>Essayer autre chose</ButtonLink>
      {calculable && (
        <>
          <ButtonLink href={`${base}/export.csv`} icon="download" download label="CSV (télécharger)">
            CSV
          </ButtonLink>
          <ButtonLink href={`${base}/export.json`} icon="download" download label="JSON (télécharger)">
            JSON
          </ButtonLink>
        </>
      )}
      {simulationPolicy.peutParfois(requete.acteur, 'creer') && (
        <Form action={`${base}/copie`}>
          <Button variant="link">Copier</Button>
        </Form>
      )}
      {peut('supprimer') && s.supprimeeLe === null && (
        <ButtonLink href={`${base}/supprimer`} variant="link">
          Supprimer
        </ButtonLink>
      )}
    </>
  )
}

function PageSuppression({ requete, simulation: s }: { requete: Requete; simulation: Simulation }) {
  const base = formatAdresseSimulation(s.id)
  return (
    <Layout
      title={`Supprimer cette simulation\u202f?`}
      page={requete}
      crumbs={filSimulations({ label: s.nom, href: base }, { label: 'Supprimer' })}
    >
      <p>
        <strong>{s.nom}</strong>
      </p>
      <p>Plus personne ne la verra. Vous pourrez la rétablir depuis vos simulations.</p>
      <Form action={`${base}/supprimer`}>
        <Actions>
          <Button variant="danger">Supprimer</Button>
          <ButtonLink href={base} variant="link">
            Annuler
          </ButtonLink>
        </Actions>
      </Form>
    </Layout>
  )
}

/** @returns the computation, or why it cannot be made any more */
async function getCalculee(ctx: Ctx, s: Simulation): Promise<{ calculee: Calculee | null; erreurs: ErreurChamp[] }> {
  try {
    return { calculee: await computeSimulation(ctx, s.contenu), erreurs: [] }
  } catch (erreur) {
    if (!(erreur instanceof ErreurSaisie)) throw erreur
    return { calculee: null, erreurs: erreur.erreurs }
  }
}

/** Of one simulation: what every reading needs. */
export const lectureSimulation = {
  requete: z.object({ id: identifiant }),
  charger: (ctx: Ctx, { id }: { id: number }) => getSimulation(ctx, id),
  politique: (acteur: Ctx['acteur'], s: Simulation) => simulationPolicy.peut(acteur, 'lire', s),
  objet: ({ id }: { id: number }) => ({ type: 'simulation', id }),
}

const TYPES = { csv: 'text/csv', json: 'application/json' } as const

const defineExport = (format: keyof typeof TYPES) =>
  defineRoute({
    ...lectureSimulation,
    methode: 'GET',
    chemin: `/simulations/:id{[0-9]+}/export.${format}`,
    trace: 'simulation.export',
    lire: async (ctx, _entree, _requete, s) => {
      const { calculee } = await getCalculee(ctx, s)
      if (!calculee) throw new ErreurIntrouvable('simulation')
      const date = ctx.maintenant
      const texte =
        format === 'csv'
          ? formatCsvSimulation(calculee, date)
          : formatJsonSimulation(calculee, { nom: s.nom, fictif: s.fictif, date })
      return new Response(texte, {
        headers: {
          'content-type': `${TYPES[format]}; charset=utf-8`,
          'content-disposition': `attachment; filename="simulation-${s.id}.${format}"`,
        },
      })
    },
  })

const versSimulation = (avis: string) => (id: number) => ({ vers: formatAdresseSimulation(id), avis })

export const routesSimulations = [
  defineRoute({
    ...lectureSimulation,
    methode: 'GET',
    chemin: '/simulations/:id{[0-9]+}',
    requete: z.object({ id: identifiant, vue: z.enum(['contours', 'cercles']).optional().catch(undefined) }),
    trace: 'simulation.lecture',
    lire: async (ctx, { vue }, requete, simulation) => {
      const [calcul, getNom] = await Promise.all([getCalculee(ctx, simulation), createGetNom(ctx, simulation.contenu)])
      const fond = calcul.calculee && (await getFondSimulation(ctx, calcul.calculee))
      return <PageLecture {...{ requete, simulation, getNom, fond, vue, ...calcul }} date={ctx.maintenant} />
    },
  }),
  defineExport('csv'),
  defineExport('json'),
  defineRoute({
    methode: 'POST',
    chemin: '/simulations/:id{[0-9]+}/copie',
    action: copierSimulation,
    avis: { 'simulation-copiee': succes('Voici votre copie, privée.') },
    reussir: versSimulation('simulation-copiee'),
  }),
  defineRoute({
    ...lectureSimulation,
    methode: 'GET',
    chemin: '/simulations/:id{[0-9]+}/supprimer',
    politique: (acteur, s) => simulationPolicy.peut(acteur, 'supprimer', s),
    trace: 'simulation.suppression.formulaire',
    lire: (_ctx, _entree, requete, simulation) => <PageSuppression {...{ requete, simulation }} />,
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/simulations/:id{[0-9]+}/supprimer',
    action: supprimerSimulation,
    avis: { 'simulation-supprimee': succes('La simulation est supprimée.') },
    reussir: () => ({ vers: '/simulations?qui=moi', avis: 'simulation-supprimee' }),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/simulations/:id{[0-9]+}/retablir',
    action: retablirSimulation,
    avis: { 'simulation-retablie': succes('La simulation est rétablie.') },
    reussir: versSimulation('simulation-retablie'),
  }),
]
