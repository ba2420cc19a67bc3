import { z } from 'zod'
import { defineAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { ErreurSaisie } from '#core/errors.ts'
import { identifiant } from '#core/saisie.ts'
import { getPlan } from './composition.queries.ts'
import { etagerePolicy } from './etagere.policy.ts'
import { createEtagere, getEtagere, updateEtagere, updateEtat, updatePresence } from './etagere.queries.ts'
import { ETATS, type Etagere, type Etat, hasTransition } from './etagere.ts'
import { addPlan } from './plan.queries.ts'
import { schemaEtagere } from './saisie.ts'

export const chargerEtagere = (ctx: Ctx, { id }: { id: number }) => getEtagere(ctx, id, true)
export const objetEtagere = ({ id }: { id: number }) => ({ type: 'etagere', id })
export const politiqueModifier = (acteur: Ctx['acteur'], etagere: Etagere) =>
  etagerePolicy.peut(acteur, 'modifier', etagere)

const objetCree = (_entree: unknown, id: number | undefined) => (id === undefined ? null : { type: 'etagere', id })

/** Without a key, a shelf is always created. */
async function createNouvelle(ctx: Ctx, ...suite: [Parameters<typeof createEtagere>[1], { copieDe?: number }?]) {
  const id = await createEtagere(ctx, ...suite)
  if (id === null) throw new Error('étagère sans clé refusée')
  return id
}

export const creerEtagere = defineAction({
  nom: 'creerEtagere',
  entree: schemaEtagere,
  politique: (acteur) => etagerePolicy.peutParfois(acteur, 'creer'),
  trace: 'etagere.creation',
  objet: objetCree,
  executer: (ctx, entree) => createNouvelle(ctx, entree),
})

export const modifierEtagere = defineAction({
  nom: 'modifierEtagere',
  entree: z.intersection(schemaEtagere, z.object({ id: identifiant, revision: z.coerce.number().int().positive() })),
  charger: chargerEtagere,
  politique: politiqueModifier,
  trace: 'etagere.modification',
  objet: objetEtagere,
  executer: async (ctx, { id, revision, ...contenu }) => {
    await updateEtagere(ctx, id, revision, contenu)
    return id
  },
})

export const changerEtat = defineAction({
  nom: 'changerEtat',
  entree: z.object({ id: identifiant, etat: z.enum(Object.keys(ETATS) as [Etat, ...Etat[]]) }),
  charger: chargerEtagere,
  politique: politiqueModifier,
  trace: 'etagere.etat',
  objet: objetEtagere,
  executer: async (ctx, { id, etat }, etagere) => {
    // Asked twice (two tabs, a double click), the second time finds it done.
    if (etagere.etat === etat) return id
    if (!hasTransition(etagere.etat, etat)) {
      const message = `Une étagère à l’état «\u00a0${ETATS[etagere.etat].libelle}\u00a0» ne passe pas à «\u00a0${ETATS[etat].libelle}\u00a0».`
      throw new ErreurSaisie([{ field: 'etat', message }])
    }
    await updateEtat(ctx, id, etat)
    return id
  },
})

/** A draft of one's own with the same plan and notes; versions stay with the first. */
export const copierEtagere = defineAction({
  nom: 'copierEtagere',
  entree: z.object({ id: identifiant }),
  charger: chargerEtagere,
  politique: (acteur, etagere: Etagere) =>
    etagerePolicy.peutParfois(acteur, 'creer') && etagerePolicy.peut(acteur, 'lire', etagere),
  trace: 'etagere.copie',
  objet: objetCree,
  executer: async (ctx, { id }, etagere) => {
    const copie = await createNouvelle(ctx, { ...etagere, titre: `${etagere.titre} (copie)` }, { copieDe: id })
    await addPlan(ctx, copie, await getPlan(ctx, id))
    return copie
  },
})

const definePresence = (nom: string, trace: string, presente: boolean) =>
  defineAction({
    nom,
    entree: z.object({ id: identifiant }),
    charger: chargerEtagere,
    politique: (acteur, etagere: Etagere) => etagerePolicy.peut(acteur, 'supprimer', etagere),
    trace,
    objet: objetEtagere,
    executer: async (ctx, { id }, etagere) => {
      if ((etagere.supprimeeLe === null) !== presente) await updatePresence(ctx, id, presente)
      return id
    },
  })
export const supprimerEtagere = definePresence('supprimerEtagere', 'etagere.suppression', false)
export const retablirEtagere = definePresence('retablirEtagere', 'etagere.restauration', true)
