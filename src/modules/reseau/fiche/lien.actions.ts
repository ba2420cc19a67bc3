import { z } from 'zod'
import { defineAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { ErreurIntrouvable, ErreurSaisie } from '#core/errors.ts'
import { publique } from '#core/policy.ts'
import { identifiant, texteOuNull } from '#core/saisie.ts'
import { computeEmpreinte, createJeton } from '#modules/comptes/index.ts'
import { checkStructure, type SaisieStructure, schemaStructure } from '../structure/saisie.ts'
import { getStructure } from '../structure/structure.queries.ts'
import type { Structure } from '../structure/structure.ts'
import { computeAvant } from './conflit.ts'
import { fichePolicy } from './fiche.policy.ts'
import { listChanges, type Valeurs } from './fiche.ts'
import { createLien, getLienOuvert, updateRevocation, updateUsage } from './lien.queries.ts'
import { listModifications } from './modification.queries.ts'
import { createProposition } from './proposition.queries.ts'
import { revision } from './saisie.ts'

const JOURS = 60

const charger = (ctx: Ctx, { id }: { id: number }) => getStructure(ctx, id, true)
const politique = (acteur: Ctx['acteur'], s: Structure) => fichePolicy.peut(acteur, 'modifier', s)
const objet = ({ id }: { id: number }) => ({ type: 'structure', id })

export const creerLien = defineAction({
  nom: 'creerLien',
  entree: z.object({ id: identifiant }),
  charger,
  politique,
  trace: 'structure.lien.creation',
  objet,
  executer: async (ctx, { id }, structure) => {
    const jeton = createJeton()
    const expireLe = new Date(ctx.maintenant.getTime() + JOURS * 86_400_000)
    await createLien(ctx, id, computeEmpreinte(jeton), expireLe)
    return { jeton, expireLe, structure }
  },
})

export const revoquerLien = defineAction({
  nom: 'revoquerLien',
  entree: z.object({ id: identifiant, lien: identifiant }),
  charger,
  politique,
  trace: 'structure.lien.revocation',
  objet,
  executer: async (ctx, { id, lien }) => {
    if (!(await updateRevocation(ctx, id, lien))) throw new ErreurIntrouvable('lien')
    return id
  },
})

export interface LienOuvert {
  id: number
  structure: Structure
}

/** What a secret opens: a sheet that is published. */
export async function getContribution(ctx: Ctx, { jeton }: { jeton: string }): Promise<LienOuvert | null> {
  const lien = await getLienOuvert(ctx, computeEmpreinte(jeton))
  const structure = lien && (await getStructure(ctx, lien.structure))
  if (!lien || !structure || structure.supprimeLe !== null || structure.publication !== 'publie') return null
  return { id: lien.id, structure }
}

/** What registers and maps say, not the place itself: its form does not ask for it. */
const HORS_FORMULAIRE = ['organisme', 'finess', 'siret', 'longitude', 'latitude']

/** The structure proposes by its link, without account; somebody reads it before it shows. */
export const contribuer = defineAction({
  nom: 'contribuer',
  entree: z.intersection(
    schemaStructure,
    z.object({ jeton: z.string().max(100), revision, message: texteOuNull(2000) }),
  ),
  charger: getContribution,
  // The secret in the address is all the right there is.
  politique: publique,
  trace: 'structure.contribution',
  executer: async (ctx, { jeton: _, revision: lue, message, ...saisie }, { id, structure }) => {
    const valeurs = (await checkStructure(ctx, saisie as SaisieStructure, structure)) as Valeurs
    const siens = Object.fromEntries(Object.entries(valeurs).filter(([champ]) => !HORS_FORMULAIRE.includes(champ)))
    // What the form was filled from: what somebody else changed since is no wish of the structure.
    const depuis = structure.revision - lue
    const changes = depuis > 0 ? await listModifications(ctx, 'structure', structure.id, depuis) : []
    const change = listChanges(computeAvant(structure, changes) as unknown as Valeurs, siens)
    if (!change && message === null)
      throw new ErreurSaisie([
        { field: '', message: 'Vous n’avez rien changé\u00a0: corrigez un champ, ou écrivez un mot.' },
      ])
    await createProposition(ctx, {
      ...{ objet: 'structure', objetId: structure.id, structure: null, origine: 'lien' },
      ...{ valeurs: change?.apres ?? {}, avant: change?.avant ?? null, revision: lue, message },
    })
    await updateUsage(ctx, id)
    return structure.id
  },
})
