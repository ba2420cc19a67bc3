import { z } from 'zod'
import type { Acteur } from '#core/acteur.ts'
import { defineAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { identifiant, ligne, ligneOuNull } from '#core/saisie.ts'
import { createFiche, updateFiche, updatePresence } from '../fiche/ecriture.queries.ts'
import { fichePolicy } from '../fiche/fiche.policy.ts'
import type { CibleFiche, Valeurs } from '../fiche/fiche.ts'
import { courrielOuNull, revision, telephoneOuNull, termeOuNull } from '../fiche/saisie.ts'
import { isIdentifiant, parseIdentifiant } from '../identifiant.ts'
import { getOrganisme } from '../organisme/organisme.queries.ts'
import { getStructure } from '../structure/structure.queries.ts'
import { getContact } from './contact.queries.ts'
import type { Contact } from './contact.ts'

/** Official numbers fail their key at times: said after, never refused. */
const rpps = ligneOuNull(40).transform((texte, ctx) => {
  if (texte === null) return null
  const lu = parseIdentifiant('rpps', texte)
  if ('valeur' in lu) return lu.valeur
  ctx.addIssue({ code: 'custom', message: lu.erreur })
  return z.NEVER
})

const schemaContact = z.object({
  prenom: ligneOuNull(100),
  nom: ligne('Écrivez le nom de la personne.', 100),
  fonction: ligneOuNull(200),
  profession: termeOuNull('profession', 'Choisissez une profession de la liste.'),
  telephone: telephoneOuNull,
  courriel: courrielOuNull,
  rpps,
  visible: z.enum(['coordination', 'public']).catch('coordination'),
})

const peutModifier = (acteur: Acteur, fiche: CibleFiche) => fichePolicy.peut(acteur, 'modifier', fiche)

/** Sheets that contacts belong to. */
export const CADRES = {
  structure: { base: '/structures', charger: getStructure },
  organisme: { base: '/organismes', charger: getOrganisme },
} as const

/** A contact that the actor may read, with the sheet that says who changes it. */
export async function getContactEdite(
  ctx: Ctx,
  id: number,
  verrou = false,
): Promise<{ contact: Contact; fiche: CibleFiche & { nom: string }; adresse: string } | null> {
  const contact = await getContact(ctx, id, verrou)
  if (!contact) return null
  const { base, charger } = contact.structure === null ? CADRES.organisme : CADRES.structure
  const numero = contact.structure ?? contact.organisme
  const fiche = numero === null ? null : await charger(ctx, numero)
  return fiche && { contact, fiche, adresse: `${base}/${numero}` }
}

/** Where one goes back to, and whether the number should be looked at again. */
export interface IssueContact {
  adresse: string
  rppsDouteux: boolean
}
const isDouteux = (numero: string | null): boolean => numero !== null && !isIdentifiant('rpps', numero)

const defineCreation = (cadre: keyof typeof CADRES, nom: string) =>
  defineAction({
    nom,
    entree: schemaContact.extend({ id: identifiant }),
    charger: (ctx: Ctx, { id }): Promise<CibleFiche | null> => CADRES[cadre].charger(ctx, id, true),
    politique: peutModifier,
    trace: 'contact.creation',
    objet: ({ id }) => ({ type: cadre, id }),
    executer: async (ctx, { id, ...valeurs }): Promise<IssueContact> => {
      await createFiche(ctx, 'contact', valeurs, { fixe: { [cadre]: id } })
      return { adresse: `${CADRES[cadre].base}/${id}`, rppsDouteux: isDouteux(valeurs.rpps) }
    },
  })

export const creerContactStructure = defineCreation('structure', 'creerContactStructure')
export const creerContactOrganisme = defineCreation('organisme', 'creerContactOrganisme')

export const modifierContact = defineAction({
  nom: 'modifierContact',
  entree: schemaContact.extend({ id: identifiant, revision }),
  charger: (ctx: Ctx, { id }) => getContactEdite(ctx, id, true),
  politique: (acteur, { fiche }) => peutModifier(acteur, fiche),
  trace: 'contact.modification',
  objet: ({ id }) => ({ type: 'contact', id }),
  executer: async (ctx, { id: _, revision: lue, ...valeurs }, { contact, adresse }): Promise<IssueContact> => {
    await updateFiche(ctx, 'contact', { ...contact, revision: lue }, valeurs as Valeurs)
    return { adresse, rppsDouteux: isDouteux(valeurs.rpps) }
  },
})

export const retirerContact = defineAction({
  nom: 'retirerContact',
  entree: z.object({ id: identifiant }),
  charger: (ctx: Ctx, { id }) => getContactEdite(ctx, id, true),
  politique: (acteur, { fiche }) => peutModifier(acteur, fiche),
  trace: 'contact.suppression',
  objet: ({ id }) => ({ type: 'contact', id }),
  executer: async (ctx, { id }, { adresse }) => {
    await updatePresence(ctx, 'contact', id, 'suppression')
    return adresse
  },
})
