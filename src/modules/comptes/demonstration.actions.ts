import { z } from 'zod'
import { ROLES, type Role, SYSTEME } from '#core/acteur.ts'
import { defineAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import type { Db } from '#core/db.ts'
import { publique } from '#core/policy.ts'
import { addCompte, getCompte, updateAcces } from './compte.queries.ts'
import { schemaRetour } from './retour.ts'
import { createSession } from './session.queries.ts'

const PRENOMS = {
  visiteur: 'Alex',
  contributeur: 'Claude',
  documentaliste: 'Dominique',
  coordinateur: 'Camille',
  administrateur: 'Sacha',
} as const

/** Creates the demonstration people, one per role, all of the family name « Fictif ». Running it again adds nobody. */
export async function createComptesDemo(ctx: Ctx): Promise<void> {
  for (const role of ROLES) {
    // `.invalid` (RFC 2606) receives no mail: these accounts open only by the demonstration list.
    const courriel = `${role}@demonstration.invalid`
    await addCompte(ctx, { prenom: PRENOMS[role], nom: 'Fictif', courriel, role, preuve: 'declaree', demo: true })
  }
}

/** Takes one of the demonstration people. Its route exists only in demonstration. */
export const checkCompteDemo = defineAction({
  nom: 'choisir une personne de démonstration',
  entree: z.object({ compte: z.uuid(), retour: schemaRetour }),
  async charger(ctx, entree) {
    const compte = await getCompte(ctx, entree.compte)
    return compte?.demo && compte.actif ? compte : null
  },
  politique: publique,
  trace: 'comptes.demonstration.choix',
  objet: (entree) => ({ type: 'compte', id: entree.compte }),
  async executer(ctx, { retour }, compte) {
    await updateAcces(ctx, compte, 'declaree')
    return { compte, retour }
  },
})

/** A new account of this role with an open session, for the tests of all modules: as after a login, without its pages. */
export async function createCompteDeTest(db: Db, role: Role): Promise<{ compte: string; jeton: string }> {
  const maintenant = new Date()
  const ctx = { db, maintenant, acteur: SYSTEME, origine: { requete: crypto.randomUUID(), ip: null } }
  const compte = await addCompte(ctx, { prenom: PRENOMS[role], nom: 'Essai', courriel: null, role, preuve: 'declaree' })
  if (!compte) throw new Error('Compte de test refusé par la base.')
  return { compte: compte.id, jeton: await createSession(db, compte.id, { maintenant, moyen: 'courriel', agent: '' }) }
}
