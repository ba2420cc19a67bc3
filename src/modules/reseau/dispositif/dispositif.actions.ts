import { z } from 'zod'
import { defineAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { ErreurConflit, ErreurSaisie } from '#core/errors.ts'
import { formatJour } from '#core/jour.ts'
import { lockNom } from '#core/reglage.ts'
import { identifiant } from '#core/saisie.ts'
import { listElements } from '#modules/territoires/index.ts'
import { type GesteFiche, listChanges, type Valeurs } from '../fiche/fiche.ts'
import { addModification } from '../fiche/modification.queries.ts'
import { addException, listConflits } from './conflit.queries.ts'
import { addCoordination } from './coordination.queries.ts'
import { canCreer, dispositifPolicy } from './dispositif.policy.ts'
import {
  createDispositif,
  type DispositifLu,
  getDispositif,
  MODIFIE_ENTRE_TEMPS,
  updateDispositif,
} from './dispositif.queries.ts'
import type { Description, Dispositif } from './dispositif.ts'
import { politiqueModifier } from './page.queries.ts'
import { updatePresence, updateVerification } from './presence.queries.ts'
import { getCommunes, getDescription } from './saisie.queries.ts'
import { schemaSaisie, schemaTerritoire } from './saisie.ts'
import { checkConflits, updateCommunes, updateElements } from './territoire.queries.ts'
import type { TypeDispositif } from './type.ts'
import { getType } from './types.ts'

export const chargerDispositif = (ctx: Ctx, { id }: { id: number }) => getDispositif(ctx, id, true)
export const objetDispositif = ({ id }: { id: number }) => ({ type: 'dispositif', id })
export const revision = z.coerce.number().int().positive()

/** Keeps a change in the history of a dispositif. */
export const addChange = (
  ctx: Ctx,
  id: number,
  geste: GesteFiche,
  { avant = null, apres = null, note = null }: { avant?: Valeurs | null; apres?: Valeurs | null; note?: string | null },
): Promise<void> => addModification(ctx, { objet: 'dispositif', id, geste, avant, apres, note })

/** The type of a form. @throws ErreurSaisie where there is none */
function getTypeDemande(slug: string): TypeDispositif {
  const type = getType(slug)
  if (!type) throw new ErreurSaisie([{ field: 'type', message: 'Choisissez un type de dispositif.' }])
  return type
}

/**
 * An administrator who gives a reason agrees to the overlaps of a territory.
 * @param communes that the dispositif is about to have
 */
async function addExceptions(
  ctx: Ctx,
  d: Pick<Dispositif, 'id' | 'type'>,
  communes: readonly string[],
  motif: string | null,
) {
  if (motif === null || !dispositifPolicy.peutParfois(ctx.acteur, 'administrer') || !getType(d.type)?.exclusif) return
  await lockNom(ctx.db, `dispositif-${d.type}`)
  const conflits = await listConflits(ctx, { type: d.type, elements: [...listElements(communes)], sauf: d.id })
  for (const c of conflits)
    await addException(ctx, { un: d.id, autre: c.id, communes: c.communes.map(({ code }) => code), motif })
}

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

const listChamps = (d: Description): Valeurs => ({
  nom: d.nom,
  description: d.description,
  organisme: d.organisme,
  commune: d.commune,
  adresse: d.adresse,
  telephone: d.telephone,
  courriel: d.courriel,
  siteWeb: d.siteWeb,
  themes: d.themes,
  publics: d.publics,
  qpv: d.qpv,
  source: d.source,
  sourceUrl: d.sourceUrl,
  valeurs: d.valeurs,
  fin: d.fin,
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
    const changes = listChanges(listChamps(d), listChamps(description))
    await updateDispositif(ctx, { id, revision }, description)
    // An end that is taken back takes its communes back.
    const jour = formatJour(ctx.maintenant)
    const isFini = ({ fin }: Pick<Dispositif, 'fin'>) => fin !== null && fin < jour
    if (isFini(d) && !isFini(description)) await checkConflits(ctx, d, d.communes)
    if (changes) await addChange(ctx, id, 'modification', changes)
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
    if (d.revision !== revision) throw new ErreurConflit(MODIFIE_ENTRE_TEMPS)
    const communes = await getCommunes(ctx, saisie)
    await addExceptions(ctx, d, communes, saisie.motif)
    await updateCommunes(ctx, d, communes, saisie)
    await updateDispositif(ctx, { id, revision }, {})
    const { note, depuis } = saisie
    const apres = { communes, ...(depuis !== null && { depuis }) }
    await addChange(ctx, id, 'modification', { avant: { communes: d.communes }, apres, note })
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
