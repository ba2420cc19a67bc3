import { z } from 'zod'
import { defineAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { identifiant, ligneOuNull, rangs, texteOuNull } from '#core/saisie.ts'
import { K_MAX } from './calcul/partition.ts'
import { computeHeritage } from './groupe.ts'
import { createResultat } from './resultat.actions.ts'
import { nombreDeGroupes, parseReglages, schemaReglages } from './saisie.ts'
import { typologiePolicy } from './typologie.policy.ts'
import { createTypologie, getTypologie, updatePresence, updateTypologie } from './typologie.queries.ts'
import { REGLES_TYPOLOGIE, type Typologie } from './typologie.ts'

const chargerTypologie = (ctx: Ctx, { id }: { id: number }) => getTypologie(ctx, id, true)
const objetTypologie = ({ id }: { id: number }) => ({ type: 'typologie', id })
const politiqueModifier = (acteur: Ctx['acteur'], typologie: Typologie) =>
  typologiePolicy.peut(acteur, 'modifier', typologie)

/** Groups the areas and keeps the result. */
export const creerTypologie = defineAction({
  nom: 'creerTypologie',
  entree: schemaReglages.and(z.object(REGLES_TYPOLOGIE)).transform(({ nom, description, etat, ...saisis }) => ({
    description: { nom, description, etat },
    reglages: parseReglages(saisis),
  })),
  politique: (acteur) => typologiePolicy.peutParfois(acteur, 'creer'),
  trace: 'typologie.creation',
  objet: (_entree, id: number | undefined) => (id === undefined ? null : { type: 'typologie', id }),
  executer: async (ctx, { description, reglages }) => {
    const id = await createTypologie(ctx, { ...description, reglages, ...(await createResultat(ctx, reglages)) })
    // Without a key, a typology is always created.
    if (id === null) throw new Error('typologie sans clé refusée')
    return id
  },
})

/** Name, description, who sees it, and how its groups are called. */
export const modifierTypologie = defineAction({
  nom: 'modifierTypologie',
  entree: z.object({
    id: identifiant,
    revision: z.coerce.number().int().positive(),
    ...REGLES_TYPOLOGIE,
    groupes: rangs(z.object({ nom: ligneOuNull(100), description: texteOuNull(2000) }), K_MAX),
  }),
  charger: chargerTypologie,
  politique: politiqueModifier,
  trace: 'typologie.modification',
  objet: objetTypologie,
  executer: async (ctx, { id, revision, groupes, ...description }, { resultat }) => {
    const nommes = resultat.groupes.map((groupe, rang) => ({ ...groupe, ...groupes[rang] }))
    await updateTypologie(ctx, { id, revision }, { ...description, resultat: { ...resultat, groupes: nommes } })
    return id
  },
})

/** Computes again on the values of today, with another number of groups if one is given. */
export const recalculerTypologie = defineAction({
  nom: 'recalculerTypologie',
  entree: z.object({ id: identifiant, k: nombreDeGroupes }),
  charger: chargerTypologie,
  politique: politiqueModifier,
  trace: 'typologie.calcul',
  objet: objetTypologie,
  executer: async (ctx, { id, k }, { revision, reglages, resultat: avant }) => {
    const voulus = { ...reglages, k: k ?? reglages.k }
    const { resultat, fictif } = await createResultat(ctx, voulus)
    const groupes = computeHeritage(resultat.groupes, avant.groupes)
    await updateTypologie(ctx, { id, revision }, { reglages: voulus, resultat: { ...resultat, groupes }, fictif })
    return id
  },
})

const definePresence = (nom: string, trace: string, presente: boolean) =>
  defineAction({
    nom,
    entree: z.object({ id: identifiant }),
    charger: chargerTypologie,
    politique: (acteur, typologie: Typologie) => typologiePolicy.peut(acteur, 'supprimer', typologie),
    trace,
    objet: objetTypologie,
    executer: async (ctx, { id }, typologie) => {
      if ((typologie.supprimeeLe === null) !== presente) await updatePresence(ctx, id, presente)
      return id
    },
  })
export const supprimerTypologie = definePresence('supprimerTypologie', 'typologie.suppression', false)
export const retablirTypologie = definePresence('retablirTypologie', 'typologie.restauration', true)
