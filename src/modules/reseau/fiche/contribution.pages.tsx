import { z } from 'zod'
import { type Ctx, type Requete, succes } from '#core/context.ts'
import { type ErreurChamp, ErreurIntrouvable } from '#core/errors.ts'
import { publique } from '#core/policy.ts'
import { defineRoute, type Limite } from '#core/route.ts'
import { type Brut, identifiant } from '#core/saisie.ts'
import { formatSaisieService } from '../service/saisie.ts'
import { getNomsZones, listServices } from '../service/service.queries.ts'
import { formatSaisieStructure } from '../structure/saisie.ts'
import {
  type Contribution,
  contribuer,
  contribuerService,
  getContribution,
  getContributionService,
  jeton,
} from './contribution.actions.ts'
import {
  formatAdresseContribution,
  PageContribution,
  PageContributionService,
  renderLienMort,
} from './contribution.tsx'
import { listPropositionsDe } from './proposition.queries.ts'

const LECTURES: Limite = { nom: 'contribution', max: 60, secondes: 3600 }
const ENVOIS: Limite = { nom: 'contribution-envoi', max: 10, secondes: 3600 }
const commun = { politique: publique, limite: LECTURES }

const schemaJeton = z.object({ jeton })
const schemaService = z.object({ jeton, id: identifiant.optional() })
type ContributionService = NonNullable<Awaited<ReturnType<typeof getContributionService>>>

interface Formulaire {
  requete: Requete
  valeurs: Brut
  erreurs?: readonly ErreurChamp[]
}

/** What it sent and nobody has read yet. */
const listAttente = async (ctx: Ctx, structure: number) =>
  (await listPropositionsDe(ctx, 'structure', structure)).filter((p) => p.origine === 'lien')

async function renderContribution(ctx: Ctx, secret: string, { structure: s }: Contribution, formulaire: Formulaire) {
  const [services, attente] = await Promise.all([listServices(ctx, [s.id]), listAttente(ctx, s.id)])
  return <PageContribution {...{ s, services, attente, ...formulaire }} base={formatAdresseContribution(secret)} />
}

async function renderService(ctx: Ctx, secret: string, contribution: ContributionService, formulaire: Formulaire) {
  const { structure: s, service } = contribution
  const attente = service ? await listAttente(ctx, s.id) : []
  return (
    <PageContributionService
      {...{ s, service, ...formulaire }}
      attente={attente.filter((p) => p.objet === 'service' && p.objetId === service?.id)}
      base={formatAdresseContribution(secret)}
    />
  )
}

const reussir = (_id: number, _requete: Requete, brut: Brut) => ({
  vers: formatAdresseContribution(String(brut.jeton)),
  avis: 'contribution-envoyee',
})

/** The form of one service, or of a new one. */
const defineFormulaireService = (chemin: string) => [
  defineRoute({
    methode: 'GET',
    chemin,
    requete: schemaService,
    charger: async (ctx: Ctx, entree): Promise<{ ouverte: ContributionService | null } | null> => {
      const ouverte = await getContributionService(ctx, entree)
      // A link that works does not open another structure’s service; one that does not says why.
      return ouverte || !(await getContribution(ctx, entree)) ? { ouverte } : null
    },
    ...commun,
    trace: 'service.contribution.formulaire',
    lire: async (ctx, entree, requete, { ouverte }) => {
      if (!ouverte) return renderLienMort(requete)
      const { service } = ouverte
      const valeurs = service
        ? await formatSaisieService(service, await getNomsZones(ctx, service.zoneEligibilite), ctx.maintenant)
        : { feries: '1' }
      return renderService(ctx, entree.jeton, ouverte, { requete, valeurs })
    },
  }),
  defineRoute({
    methode: 'POST',
    chemin,
    action: contribuerService,
    limite: ENVOIS,
    reussir,
    echouer: async (ctx, erreurs, valeurs, requete) => {
      const entree = schemaService.catch({ jeton: '' }).parse(valeurs)
      const ouverte = await getContributionService(ctx, entree)
      if (!ouverte) throw new ErreurIntrouvable('service')
      return renderService(ctx, entree.jeton, ouverte, { requete, valeurs, erreurs })
    },
  }),
]

export const routesContribution = [
  defineRoute({
    methode: 'GET',
    chemin: '/contribuer/:jeton',
    requete: schemaJeton,
    charger: async (ctx: Ctx, entree): Promise<{ ouverte: Contribution | null }> => ({
      ouverte: await getContribution(ctx, entree),
    }),
    ...commun,
    trace: 'structure.contribution.formulaire',
    lire: async (ctx, entree, requete, { ouverte }) => {
      if (!ouverte) return renderLienMort(requete)
      const valeurs = await formatSaisieStructure(ouverte.structure, ctx.maintenant)
      return renderContribution(ctx, entree.jeton, ouverte, { requete, valeurs })
    },
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/contribuer/:jeton',
    action: contribuer,
    limite: ENVOIS,
    avis: {
      'contribution-envoyee': succes(
        'Merci, c’est envoyé. Une personne qui tient l’annuaire va le relire, puis cela paraîtra sur la fiche. Votre lien reste valable.',
      ),
    },
    reussir,
    echouer: async (ctx, erreurs, valeurs, requete) => {
      const entree = schemaJeton.catch({ jeton: '' }).parse(valeurs)
      const ouverte = await getContribution(ctx, entree)
      if (!ouverte) throw new ErreurIntrouvable('lien')
      return renderContribution(ctx, entree.jeton, ouverte, { requete, valeurs, erreurs })
    },
  }),
  ...defineFormulaireService('/contribuer/:jeton/services/nouveau'),
  ...defineFormulaireService('/contribuer/:jeton/services/:id{[0-9]+}'),
]
