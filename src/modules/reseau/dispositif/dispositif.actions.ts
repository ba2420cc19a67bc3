import { z } from 'zod'
import { defineAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { identifiant } from '#core/saisie.ts'
import { addCoordination } from './coordination.queries.ts'
import { canCreer, dispositifPolicy } from './dispositif.policy.ts'
import { createDispositif, type DispositifLu, getDispositif, updateDispositif } from './dispositif.queries.ts'
import {
  addChange,
  addExceptions,
  checkRevision,
  getTypeDemande,
  updateDescription,
  updateTerritoire,
} from './ecriture.actions.ts'
import { politiqueModifier } from './page.queries.ts'
import { updatePresence, updateVerification } from './presence.queries.ts'
import { getCommunes, getDescription } from './saisie.queries.ts'
import { schemaSaisie, schemaTerritoire } from './saisie.ts'
import { checkConflits, updateCommunes, updateElements } from './territoire.queries.ts'

export const chargerDispositif = (ctx: Ctx, { id }: { id: number }) => getDispositif(ctx, id, true)
export const objetDispositif = ({ id }: { id: number }) => ({ type: 'dispositif', id })
export const revision = z.coerce.number().int().positive()

/** Who creates is the first to coordinate; who may only propose gives a proposal. */
export const creerDispositif = defineAction({
  nom: 'creerDispositif',
  entree: z.object({ type: z.string(), ...schemaSaisie.shape, ...schemaTerritoire.shape }),
  politique: canCreer,
  trace: 'dispositif.creation',
  objet: (_entree, id: number | undefined) => (id === undefined ? null : { type: 'dispositif', id }),
  executer: async (ctx, entree) => {
    const type = getTypeDemande(entree.type)
    const description = await getDescription(ctx, type, schemaSaisie.parse(entree))
    const communes = await getCommunes(ctx, entree)
    const publication = dispositifPolicy.peutParfois(ctx.acteur, 'creer') ? 'publie' : 'propose'
    const id = await createDispositif(ctx, { ...description, type: type.slug, publication })
    if (id === null) throw new Error('dispositif sans clé refusé')
    if (ctx.acteur.role === 'coordinateur' && ctx.acteur.compte) await addCoordination(ctx, id, ctx.acteur.compte)
    const cible = { id, type: type.slug, publication } as const
    await addExceptions(ctx, cible, communes, entree.motif)
    if (communes.length > 0) await updateCommunes(ctx, cible, communes, entree)
    await addChange(ctx, id, 'creation', { apres: { type: type.slug, nom: description.nom, communes } })
    return id
  },
})

/** All that is said of a dispositif beside its territory. */
export const modifierDispositif = defineAction({
  nom: 'modifierDispositif',
  entree: z.object({ id: identifiant, revision, ...schemaSaisie.shape }),
  charger: chargerDispositif,
  politique: politiqueModifier,
  trace: 'dispositif.modification',
  objet: objetDispositif,
  executer: async (ctx, { id, revision, ...saisie }, d) => {
    const description = await getDescription(ctx, getTypeDemande(d.type), saisie)
    await updateDescription(ctx, { ...d, revision }, description)
    return id
  },
})

/** Another territory: the next version. */
export const recomposerDispositif = defineAction({
  nom: 'recomposerDispositif',
  entree: z.object({ id: identifiant, revision, ...schemaTerritoire.shape }),
  charger: chargerDispositif,
  politique: politiqueModifier,
  trace: 'dispositif.composition',
  objet: objetDispositif,
  executer: async (ctx, { id, revision, ...saisie }, d) => {
    checkRevision(d, revision)
    await updateTerritoire(ctx, d, await getCommunes(ctx, saisie), saisie)
    return id
  },
})

/** Puts a proposal before everybody: from now on it holds its communes. */
export const publierDispositif = defineAction({
  nom: 'publierDispositif',
  entree: z.object({ id: identifiant }),
  charger: chargerDispositif,
  politique: (acteur, d: DispositifLu) => dispositifPolicy.peut(acteur, 'publier', d),
  trace: 'dispositif.publication',
  objet: objetDispositif,
  executer: async (ctx, { id }, d) => {
    if (d.publication === 'publie') return id
    await checkConflits(ctx, { ...d, publication: 'publie' }, d.communes)
    await updateDispositif(ctx, d, { publication: 'publie' })
    const [avant, apres] = [{ publication: 'propose' }, { publication: 'publie' }]
    await addChange(ctx, id, 'modification', { avant, apres })
    return id
  },
})

/** Somebody checked today that what is written is right. */
export const verifierDispositif = defineAction({
  nom: 'verifierDispositif',
  entree: z.object({ id: identifiant }),
  charger: chargerDispositif,
  politique: politiqueModifier,
  trace: 'dispositif.verification',
  objet: objetDispositif,
  executer: async (ctx, { id }) => {
    await updateVerification(ctx, id)
    await addChange(ctx, id, 'verification', {})
    return id
  },
})

const definePresence = (nom: string, trace: string, present: boolean) =>
  defineAction({
    nom,
    entree: z.object({ id: identifiant }),
    charger: chargerDispositif,
    politique: (acteur, d: DispositifLu) => dispositifPolicy.peut(acteur, 'supprimer', d),
    trace,
    objet: objetDispositif,
    executer: async (ctx, { id }, d) => {
      if ((d.supprimeLe === null) === present) return id
      if (present) await checkConflits(ctx, d, d.communes)
      await updatePresence(ctx, id, present)
      // Lines of what is deleted would hold its communes.
      await updateElements(ctx, d, present ? d.communes : [])
      await addChange(ctx, id, present ? 'restauration' : 'suppression', {})
      return id
    },
  })
export const supprimerDispositif = definePresence('supprimerDispositif', 'dispositif.suppression', false)
export const retablirDispositif = definePresence('retablirDispositif', 'dispositif.restauration', true)
