import { z } from 'zod'
import { defineAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { ErreurSaisie } from '#core/errors.ts'
import { identifiant, ligneOuNull } from '#core/saisie.ts'
import { getLues } from './selection.queries.ts'
import { type Selection, schemaChangee } from './selection.ts'
import { territoirePolicy } from './territoire.policy.ts'
import { createTerritoire, getTerritoire, updatePresence, updateTerritoire } from './territoire.queries.ts'
import { REGLES_TERRITOIRE, type Territoire } from './territoire.ts'

export const chargerTerritoire = (ctx: Ctx, { id }: { id: number }) => getTerritoire(ctx, id, true)
export const objetTerritoire = ({ id }: { id: number }) => ({ type: 'territoire', id })
const objetCree = (_entree: unknown, id: number | undefined) => (id === undefined ? null : { type: 'territoire', id })
export const politiqueModifier = (acteur: Ctx['acteur'], territoire: Territoire) =>
  territoirePolicy.peut(acteur, 'modifier', territoire)
const revision = z.coerce.number().int().positive()
const note = ligneOuNull(500)

/**
 * The set that a selection stands for.
 * @param field where its faults are told
 * @throws ErreurSaisie where it is empty, or holds a code that nobody knows
 */
export async function checkSelection(ctx: Ctx, selection: Selection, field = 'communes'): Promise<string[]> {
  const { communes, inconnues } = await getLues(ctx, selection)
  const [inconnue] = inconnues
  if (inconnue !== undefined)
    throw new ErreurSaisie([{ field, message: `Aucune commune ne porte le code «\u00a0${inconnue}\u00a0».` }])
  if (communes.length === 0)
    throw new ErreurSaisie([{ field, message: 'Ce territoire est vide\u00a0: choisissez ses communes.' }])
  return communes
}

/** Without a key, a territory is always created. */
async function createNouveau(ctx: Ctx, ...suite: [Parameters<typeof createTerritoire>[1], { fictif?: boolean }?]) {
  const id = await createTerritoire(ctx, ...suite)
  if (id === null) throw new Error('territoire sans clé refusé')
  return id
}

export const creerTerritoire = defineAction({
  nom: 'creerTerritoire',
  entree: z.object({ ...REGLES_TERRITOIRE, ...schemaChangee }),
  politique: (acteur) => territoirePolicy.peutParfois(acteur, 'creer'),
  trace: 'territoire.creation',
  objet: objetCree,
  executer: async (ctx, { communes, zones, sauf, ...description }) =>
    createNouveau(ctx, { ...description, communes: await checkSelection(ctx, { communes, zones, sauf }) }),
})

/** Name, description and who sees it. */
export const modifierTerritoire = defineAction({
  nom: 'modifierTerritoire',
  entree: z.object({ id: identifiant, revision, ...REGLES_TERRITOIRE }),
  charger: chargerTerritoire,
  politique: politiqueModifier,
  trace: 'territoire.modification',
  objet: objetTerritoire,
  executer: async (ctx, { id, revision, ...description }, territoire) => {
    await updateTerritoire(ctx, { ...territoire, revision }, description)
    return id
  },
})

/** Another composition: the next version. */
export const recomposerTerritoire = defineAction({
  nom: 'recomposerTerritoire',
  entree: z.object({ id: identifiant, revision, note, ...schemaChangee }),
  charger: chargerTerritoire,
  politique: politiqueModifier,
  trace: 'territoire.composition',
  objet: objetTerritoire,
  executer: async (ctx, { id, revision, note, ...selection }, territoire) => {
    const communes = await checkSelection(ctx, selection)
    await updateTerritoire(ctx, { ...territoire, revision }, { communes, note })
    return id
  },
})

/** A private one of one's own with the same communes; versions stay with the first. */
export const copierTerritoire = defineAction({
  nom: 'copierTerritoire',
  entree: z.object({ id: identifiant }),
  charger: chargerTerritoire,
  politique: (acteur, territoire: Territoire) =>
    territoirePolicy.peutParfois(acteur, 'creer') && territoirePolicy.peut(acteur, 'lire', territoire),
  trace: 'territoire.copie',
  objet: objetCree,
  executer: (ctx, _entree, { nom, description, communes, fictif }) =>
    createNouveau(ctx, { nom: `${nom} (copie)`, description, communes, etat: 'prive' }, { fictif }),
})

const definePresence = (nom: string, trace: string, present: boolean) =>
  defineAction({
    nom,
    entree: z.object({ id: identifiant }),
    charger: chargerTerritoire,
    politique: (acteur, territoire: Territoire) => territoirePolicy.peut(acteur, 'supprimer', territoire),
    trace,
    objet: objetTerritoire,
    executer: async (ctx, { id }, territoire) => {
      if ((territoire.supprimeeLe === null) !== present) await updatePresence(ctx, id, present)
      return id
    },
  })
export const supprimerTerritoire = definePresence('supprimerTerritoire', 'territoire.suppression', false)
export const retablirTerritoire = definePresence('retablirTerritoire', 'territoire.restauration', true)
