import { z } from 'zod'
import type { Ctx, Requete } from '#core/context.ts'
import { type ErreurChamp, ErreurSaisie } from '#core/errors.ts'
import { publique } from '#core/policy.ts'
import { defineRoute } from '#core/route.ts'
import { type Brut, ligneOuNull } from '#core/saisie.ts'
import { Actions, Button, Form, getError, Select, TextArea } from '#ui/form.tsx'
import { Layout } from '#ui/layout.tsx'
import type { Fond } from '../carte/fond.ts'
import { getLues } from '../territoire/selection.queries.ts'
import { schemaSelection } from '../territoire/selection.ts'
import { CarteSimulation, getFondSimulation } from './carte.tsx'
import { getZoneSaisie } from './contenu.queries.ts'
import { ChampsBase, ChampsGarder, ChampsGestes, ChampsZone, type Choix } from './formulaire.tsx'
import { listNoms, listSeriesOffre, listZonesProposees, type ZoneProposee } from './lieux.queries.ts'
import { listJeux } from './parametres.queries.ts'
import { feuille, ResultatSimulation } from './resultat.tsx'
import { formatSaisie, NOUVELLE } from './saisie.ts'
import { type Calculee, essayerSimulation } from './simulation.actions.ts'
import { formatCsvSimulation } from './simulation.formats.ts'
import { simulationPolicy } from './simulation.policy.ts'
import { type ContenuSimulation, MENTION } from './simulation.ts'
import { listSourcesTemps } from './temps.queries.ts'

export const filSimulations = (...suite: { label: string; href?: string }[]) => [
  { label: 'Simulations', href: '/simulations' },
  ...suite,
]

/** Beyond it, a page would carry more names than anyone reads. */
const NOMS_MAX = 1000

/** What a form offers for that area. */
export async function getChoix(ctx: Ctx, communes: readonly string[]): Promise<Choix> {
  const [jeux, temps, series, noms] = await Promise.all([
    listJeux(ctx),
    listSourcesTemps(ctx),
    listSeriesOffre(ctx),
    communes.length <= NOMS_MAX ? listNoms(ctx, communes) : new Map<string, string>(),
  ])
  const proposees = [...noms].map(([code, nom]) => ({ code, nom })).sort((a, b) => a.nom.localeCompare(b.nom, 'fr'))
  return { jeux, temps, series, communes: proposees }
}

/** Names of the communes that a simulation speaks of. */
export async function createGetNom(ctx: Ctx, { gestes }: ContenuSimulation): Promise<(code: string) => string> {
  const noms = await listNoms(
    ctx,
    gestes.flatMap(({ commune, vers }) => (vers === null ? [commune] : [commune, vers])),
  )
  return (code) => noms.get(code) ?? code
}

interface PropsEssai {
  requete: Requete
  zone: string
  valeurs: Brut
  erreurs?: ErreurChamp[]
  choix: Choix
  calculee?: Calculee
  fond?: Fond | null
  getNom?: (code: string) => string
  date: Date
}

function PageEssai({ requete, zone, valeurs, erreurs = [], choix, calculee, fond, getNom = String, date }: PropsEssai) {
  const peutGarder = simulationPolicy.peutParfois(requete.acteur, 'creer')
  return (
    <Layout
      title={`Et si… – ${zone}`}
      page={requete}
      width="list"
      errors={erreurs}
      crumbs={filSimulations({ label: zone })}
      head={feuille}
      intro={
        <p>
          Ajoutez, déplacez ou retirez des professionnels, ouvrez une maison de santé&nbsp;: qui y gagne, qui y perd.{' '}
          {MENTION}.
        </p>
      }
    >
      {calculee && (
        <ResultatSimulation {...{ calculee, date, getNom }} fictif={false}>
          {fond && <CarteSimulation {...{ calculee, fond }} nonce={requete.nonce} />}
        </ResultatSimulation>
      )}
      <Form action="/simulations/essai" multipart>
        <ChampsZone valeurs={valeurs} />
        <ChampsGestes {...{ valeurs, erreurs, choix }} />
        <Actions>
          <Button>Calculer</Button>
          {calculee && (
            <Button variant="secondary" formaction="/simulations/essai.csv" icon="download">
              Tableau CSV
            </Button>
          )}
        </Actions>
        <details class="reglages" open={!calculee}>
          <summary>Professionnels d’aujourd’hui, méthode, temps de trajet</summary>
          <ChampsBase {...{ valeurs, erreurs, choix }} />
          <Actions>
            <Button>Calculer</Button>
          </Actions>
        </details>
        {peutGarder && calculee && <ChampsGarder {...{ valeurs, erreurs }} bouton="Garder" adresse="/simulations" />}
      </Form>
    </Layout>
  )
}

/** The same page with the faults of its form, whatever of it can be read. */
export async function renderEssaiFautif(ctx: Ctx, erreurs: ErreurChamp[], brut: Brut, requete: Requete) {
  const lue = z.object({ ...schemaSelection, nomZone: ligneOuNull(200).catch(null) }).parse(brut)
  try {
    const { zone, composition } = await getZoneSaisie(ctx, lue)
    const choix = await getChoix(ctx, composition)
    return <PageEssai {...{ requete, valeurs: brut, erreurs, choix }} zone={zone.nom} date={ctx.maintenant} />
  } catch (erreur) {
    if (!(erreur instanceof ErreurSaisie)) throw erreur
    const zones = await listZonesProposees(ctx)
    return <PageZone {...{ requete, zones }} communes={lue.communes.join(' ')} erreurs={erreur.erreurs} />
  }
}

interface PropsZone {
  requete: Requete
  zones: ZoneProposee[]
  communes?: string
  erreurs?: ErreurChamp[]
}

const GROUPES = { territoire: 'Territoires enregistrés', departement: 'Départements' } as const

function PageZone({ requete, zones, communes = '', erreurs = [] }: PropsZone) {
  return (
    <Layout
      title="Nouvelle simulation"
      page={requete}
      errors={erreurs}
      crumbs={filSimulations({ label: 'Nouvelle simulation' })}
      intro={<p>Choisissez d’abord où. Les communes voisines entrent d’elles-mêmes dans le calcul.</p>}
    >
      <Form action="/simulations/nouvelle" method="get">
        <Select
          name="zones"
          label="Territoire"
          empty="Aucun&nbsp;: les communes ci-dessous"
          options={zones.map(({ ref, nom, maille }) => ({ value: ref, label: nom, group: GROUPES[maille] }))}
        />
        <TextArea
          name="communes"
          label="Ou des communes"
          hint="Leurs codes Insee, séparés par des espaces, des virgules ou des retours à la ligne."
          rows={3}
          value={communes}
          error={getError(erreurs, 'communes')}
        />
        <Actions>
          <Button>Continuer</Button>
        </Actions>
      </Form>
    </Layout>
  )
}

export const routesEssai = [
  defineRoute({
    methode: 'GET',
    chemin: '/simulations/nouvelle',
    requete: z.object(schemaSelection),
    politique: publique,
    trace: 'simulation.formulaire',
    lire: async (ctx, selection, requete) => {
      const demandee = selection.communes.length + selection.zones.length > 0
      if (!demandee) return <PageZone {...{ requete, zones: await listZonesProposees(ctx) }} />
      const { communes } = await getLues(ctx, selection)
      const choix = await getChoix(ctx, communes)
      const premiere = choix.series[0]
      const indicateur = premiere ? `${premiere.code}@${premiere.millesime}` : ''
      return renderEssaiFautif(ctx, [], { ...NOUVELLE, ...selection, indicateur }, requete)
    },
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/simulations/essai',
    action: essayerSimulation,
    taille: 3_000_000,
    limite: { nom: 'simulation', max: 60, secondes: 60 },
    reussir: async (calculee, requete, _brut, ctx) => {
      const { contenu } = calculee
      const { communes } = await getLues(ctx, contenu.zone)
      const [choix, getNom, fond] = await Promise.all([
        getChoix(ctx, communes),
        createGetNom(ctx, contenu),
        getFondSimulation(ctx, calculee),
      ])
      const valeurs = formatSaisie(contenu, getNom)
      return (
        <PageEssai
          {...{ requete, valeurs, choix, calculee, fond, getNom }}
          zone={contenu.zone.nom}
          date={ctx.maintenant}
        />
      )
    },
    echouer: renderEssaiFautif,
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/simulations/essai.csv',
    action: essayerSimulation,
    taille: 3_000_000,
    limite: { nom: 'simulation', max: 60, secondes: 60 },
    reussir: (calculee, _requete, _brut, ctx) =>
      new Response(formatCsvSimulation(calculee, ctx.maintenant), {
        headers: {
          'content-type': 'text/csv; charset=utf-8',
          'content-disposition': 'attachment; filename="simulation.csv"',
        },
      }),
    echouer: renderEssaiFautif,
  }),
]
