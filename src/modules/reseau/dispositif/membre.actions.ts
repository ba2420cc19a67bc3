import { z } from 'zod'
import { defineAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { type ErreurChamp, ErreurIntrouvable, ErreurSaisie } from '#core/errors.ts'
import { identifiant, ligne, ligneOuNull, liste, texteOuNull } from '#core/saisie.ts'
import { getNotice } from '#modules/documentation/index.ts'
import { hasTerme } from '#modules/vocabulaires/index.ts'
import { isCandidat } from './candidat.queries.ts'
import { chargerDispositif, objetDispositif } from './dispositif.actions.ts'
import { addDocument, removeDocument } from './document.queries.ts'
import { NATURES_DOCUMENT, type NatureDocument } from './document.ts'
import { addChange } from './ecriture.actions.ts'
import { addInstance, listInstances, removeInstance, updateInstance, updateSieges } from './instance.queries.ts'
import { addMembre, type DescriptionMembre, getMembre, removeMembre, updateMembre } from './membre.queries.ts'
import { GENRES_MEMBRE, type GenreMembre } from './membre.ts'
import { politiqueModifier } from './page.queries.ts'
import { dateOuNull, urlOuNull } from './saisie.ts'
import { getType } from './types.ts'

const commun = { charger: chargerDispositif, politique: politiqueModifier, objet: objetDispositif }
const description = {
  role: z.string().default(''),
  college: ligneOuNull(100),
  debut: dateOuNull,
  fin: dateOuNull,
  note: ligneOuNull(500),
}

/** @throws ErreurSaisie with every fault at once */
function checkMembre(type: string, m: DescriptionMembre): void {
  const fautes: ErreurChamp[] = []
  if (!hasTerme('role-dispositif', m.role)) fautes.push({ field: 'role', message: 'Choisissez un rôle.' })
  if (m.college !== null && !getType(type)?.colleges.some((c) => c.slug === m.college))
    fautes.push({ field: 'college', message: 'Choisissez un collège de la liste.' })
  if (m.debut !== null && m.fin !== null && m.fin < m.debut)
    fautes.push({ field: 'fin', message: 'Cette date de départ est avant la date d’arrivée.' })
  if (fautes.length > 0) throw new ErreurSaisie(fautes)
}

/** A person, an organisme, a structure or another dispositif takes part. */
export const ajouterMembre = defineAction({
  nom: 'ajouterMembre',
  entree: z.object({
    id: identifiant,
    genre: z.enum(Object.keys(GENRES_MEMBRE) as [GenreMembre, ...GenreMembre[]], { error: 'Dites qui vous ajoutez.' }),
    cible: z.coerce.number({ error: 'Choisissez qui vous ajoutez.' }).int().positive('Choisissez qui vous ajoutez.'),
    ...description,
  }),
  ...commun,
  trace: 'dispositif.membre',
  executer: async (ctx, { id, genre, cible, ...m }, d) => {
    checkMembre(d.type, m)
    if ((genre === 'dispositif' && cible === id) || !(await isCandidat(ctx, genre, cible)))
      throw new ErreurSaisie([{ field: 'cible', message: 'Choisissez qui vous ajoutez dans la liste.' }])
    const membre = await addMembre(ctx, id, { genre, cible, ...m })
    await addChange(ctx, id, 'modification', { apres: { membre, genre, cible, ...m } })
    return id
  },
})

async function getMembreDe(ctx: Ctx, id: number, membre: number) {
  const m = await getMembre(ctx, id, membre)
  if (!m) throw new ErreurIntrouvable('membre')
  return m
}
const listChamps = ({ role, college, debut, fin, note }: DescriptionMembre) => ({ role, college, debut, fin, note })

/** Role, college and dates: somebody who leaves gets a date. */
export const modifierMembre = defineAction({
  nom: 'modifierMembre',
  entree: z.object({ id: identifiant, membre: identifiant, ...description }),
  ...commun,
  trace: 'dispositif.membre.modification',
  executer: async (ctx, { id, membre, ...m }, d) => {
    const avant = await getMembreDe(ctx, id, membre)
    checkMembre(d.type, m)
    await updateMembre(ctx, id, membre, m)
    await addChange(ctx, id, 'modification', { avant: { membre, ...listChamps(avant) }, apres: { membre, ...m } })
    return id
  },
})

/** Takes away a member that was written by mistake. */
export const retirerMembre = defineAction({
  nom: 'retirerMembre',
  entree: z.object({ id: identifiant, membre: identifiant }),
  ...commun,
  trace: 'dispositif.membre.retrait',
  executer: async (ctx, { id, membre }) => {
    const { genre, cible, ...m } = await getMembreDe(ctx, id, membre)
    await removeMembre(ctx, id, membre)
    await addChange(ctx, id, 'modification', {
      avant: { membre, genre, cible, ...listChamps(m) },
      apres: { membre: null },
    })
    return id
  },
})

const corpsInstance = {
  type: z.string().default(''),
  nom: ligne('Donnez un nom à cette instance.', 200),
  description: texteOuNull(2000),
  frequence: ligneOuNull(100),
  sieges: liste(identifiant),
}

/** A body of the dispositif, and who sits there; without `instance`, a new one. */
export const enregistrerInstance = defineAction({
  nom: 'enregistrerInstance',
  entree: z.object({ id: identifiant, instance: identifiant.optional(), ...corpsInstance }),
  ...commun,
  trace: 'dispositif.instance',
  executer: async (ctx, { id, instance, sieges, ...corps }, d) => {
    if (!getType(d.type)?.instances.some((i) => i.slug === corps.type) && corps.type !== 'autre')
      throw new ErreurSaisie([{ field: 'type', message: 'Choisissez de quelle instance il s’agit.' }])
    const avant =
      instance === undefined ? null : ((await listInstances(ctx, id)).find((i) => i.id === instance) ?? null)
    if (instance !== undefined && (avant === null || !(await updateInstance(ctx, id, instance, corps))))
      throw new ErreurIntrouvable('instance')
    const ecrite = instance ?? (await addInstance(ctx, id, corps))
    await updateSieges(ctx, ecrite, sieges)
    await addChange(ctx, id, 'modification', {
      avant: avant && { instance: avant },
      apres: { instance: { ...corps, sieges } },
    })
    return id
  },
})

export const retirerInstance = defineAction({
  nom: 'retirerInstance',
  entree: z.object({ id: identifiant, instance: identifiant }),
  ...commun,
  trace: 'dispositif.instance.retrait',
  executer: async (ctx, { id, instance }) => {
    if (!(await removeInstance(ctx, id, instance))) throw new ErreurIntrouvable('instance')
    await addChange(ctx, id, 'modification', { avant: { instance }, apres: { instance: null } })
    return id
  },
})

/** A notice of the catalogue, by its number, or the address of a document and its title. */
export const ajouterDocument = defineAction({
  nom: 'ajouterDocument',
  entree: z.object({
    id: identifiant,
    nature: z.enum(Object.keys(NATURES_DOCUMENT) as [NatureDocument, ...NatureDocument[]], {
      error: 'Dites ce qu’est ce document.',
    }),
    notice: identifiant.optional(),
    titre: ligneOuNull(300),
    url: urlOuNull,
    date: dateOuNull,
  }),
  ...commun,
  trace: 'dispositif.document',
  executer: async (ctx, { id, notice, ...document }) => {
    if (notice !== undefined) {
      const lue = await getNotice(ctx, notice)
      if (!lue || lue.supprimeeLe !== null)
        throw new ErreurSaisie([{ field: 'notice', message: 'Cette notice n’est pas au catalogue.' }])
    } else {
      const fautes: ErreurChamp[] = []
      if (document.titre === null) fautes.push({ field: 'titre', message: 'Donnez un titre à ce document.' })
      if (document.url === null) fautes.push({ field: 'url', message: 'Donnez l’adresse de ce document.' })
      if (fautes.length > 0) throw new ErreurSaisie(fautes)
    }
    const nouveau = { ...document, notice: notice ?? null }
    await addDocument(ctx, id, nouveau)
    await addChange(ctx, id, 'modification', { apres: { document: nouveau } })
    return id
  },
})

export const retirerDocument = defineAction({
  nom: 'retirerDocument',
  entree: z.object({ id: identifiant, document: identifiant }),
  ...commun,
  trace: 'dispositif.document.retrait',
  executer: async (ctx, { id, document }) => {
    if (!(await removeDocument(ctx, id, document))) throw new ErreurIntrouvable('document')
    await addChange(ctx, id, 'modification', { avant: { document }, apres: { document: null } })
    return id
  },
})
