import { z } from 'zod'
import { defineAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { ErreurIntrouvable } from '#core/errors.ts'
import { identifiant } from '#core/saisie.ts'
import { computeEmpreinte, createJeton } from '#modules/comptes/index.ts'
import { getStructure } from '../structure/structure.queries.ts'
import type { Structure } from '../structure/structure.ts'
import { fichePolicy } from './fiche.policy.ts'
import { createLien, updateRevocation } from './lien.queries.ts'

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
