import { z } from 'zod'
import { defineAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { ErreurSaisie } from '#core/errors.ts'
import { publique } from '#core/policy.ts'
import { identifiant } from '#core/saisie.ts'
import { computeHorsFil } from './calcul.formats.ts'
import type { Resultat } from './calcul.ts'
import { getContenu } from './contenu.queries.ts'
import { getPreparation, type Prete } from './preparation.queries.ts'
import { type SaisieEssai, schemaEssai, schemaModification, schemaSimulation } from './saisie.ts'
import { simulationPolicy } from './simulation.policy.ts'
import { createSimulation, getSimulation, updatePresence, updateSimulation } from './simulation.queries.ts'
import type { ContenuSimulation, Simulation } from './simulation.ts'

/** A simulation computed. */
export interface Calculee {
  contenu: ContenuSimulation
  prete: Prete
  resultat: Resultat
}

/** @throws ErreurSaisie where it cannot be computed today */
export async function computeSimulation(ctx: Ctx, contenu: ContenuSimulation): Promise<Calculee> {
  const prete = await getPreparation(ctx, contenu)
  return { contenu, prete, resultat: await computeHorsFil(prete.entrees) }
}

/** What a form asks for, computed: what cannot be is not kept either. @throws ErreurSaisie, by line of the form */
async function computeSaisie(ctx: Ctx, saisie: SaisieEssai): Promise<Calculee> {
  const { contenu, lignes } = await getContenu(ctx, saisie)
  try {
    return await computeSimulation(ctx, contenu)
  } catch (erreur) {
    if (!(erreur instanceof ErreurSaisie)) throw erreur
    throw new ErreurSaisie(
      erreur.erreurs.map(({ field, message }) => ({
        field: field.replace(/^gestes\.(\d+)/, (_, n: string) => `gestes.${lignes[Number(n)] ?? n}`),
        message,
      })),
    )
  }
}

const chargerSimulation = (ctx: Ctx, { id }: { id: number }) => getSimulation(ctx, id, true)
const objetSimulation = ({ id }: { id: number }) => ({ type: 'simulation', id })
const objetCree = (_entree: unknown, id: number | undefined) => (id === undefined ? null : { type: 'simulation', id })

async function createNouvelle(ctx: Ctx, simulation: Parameters<typeof createSimulation>[1]): Promise<number> {
  const id = await createSimulation(ctx, simulation)
  if (id === null) throw new Error('Une simulation sans clé est toujours créée.')
  return id
}

/** Computes and keeps nothing. */
export const essayerSimulation = defineAction({
  nom: 'essayerSimulation',
  entree: schemaEssai,
  politique: publique,
  trace: 'simulation.essai',
  executer: computeSaisie,
})

export const creerSimulation = defineAction({
  nom: 'creerSimulation',
  entree: schemaSimulation,
  politique: (acteur) => simulationPolicy.peutParfois(acteur, 'creer'),
  trace: 'simulation.creation',
  objet: objetCree,
  executer: async (ctx, { nom, description, etat, ...saisie }) => {
    const { contenu } = await computeSaisie(ctx, saisie)
    return createNouvelle(ctx, { nom, description, etat, contenu })
  },
})

export const modifierSimulation = defineAction({
  nom: 'modifierSimulation',
  entree: schemaModification,
  charger: chargerSimulation,
  politique: (acteur, simulation: Simulation) => simulationPolicy.peut(acteur, 'modifier', simulation),
  trace: 'simulation.modification',
  objet: objetSimulation,
  executer: async (ctx, { id, revision, nom, description, etat, ...saisie }) => {
    const { contenu } = await computeSaisie(ctx, saisie)
    await updateSimulation(ctx, id, revision, { nom, description, etat, contenu })
    return id
  },
})

/** One's own, private. */
export const copierSimulation = defineAction({
  nom: 'copierSimulation',
  entree: z.object({ id: identifiant }),
  charger: chargerSimulation,
  politique: (acteur, simulation: Simulation) =>
    simulationPolicy.peutParfois(acteur, 'creer') && simulationPolicy.peut(acteur, 'lire', simulation),
  trace: 'simulation.copie',
  objet: objetCree,
  executer: (ctx, _entree, { nom, description, contenu, fictif }) =>
    createNouvelle(ctx, { nom: `${nom} (copie)`, description, contenu, fictif, etat: 'prive' }),
})

const definePresence = (nom: string, trace: string, presente: boolean) =>
  defineAction({
    nom,
    entree: z.object({ id: identifiant }),
    charger: chargerSimulation,
    politique: (acteur, simulation: Simulation) => simulationPolicy.peut(acteur, 'supprimer', simulation),
    trace,
    objet: objetSimulation,
    executer: async (ctx, { id }, simulation) => {
      if ((simulation.supprimeeLe === null) !== presente) await updatePresence(ctx, id, presente)
      return id
    },
  })
export const supprimerSimulation = definePresence('supprimerSimulation', 'simulation.suppression', false)
export const retablirSimulation = definePresence('retablirSimulation', 'simulation.restauration', true)
