import { timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { defineAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { checkDebit } from '#core/limits.ts'
import { publique } from '#core/policy.ts'
import { addEssai, removeCode, updateCode } from './code.queries.ts'
import { CODE_MS, computeEmpreinteCode, createCode, parseCode } from './code.ts'
import { addCompte, type Compte, getCompteParCourriel, updateAcces } from './compte.queries.ts'
import { schemaCourriel } from './compte.ts'
import { schemaRetour } from './retour.ts'
import { addSessionAnonyme } from './session.queries.ts'

/** Codes that one address may be sent, whoever asks: nobody's mailbox is to be filled from here. */
const LIMITE_ADRESSE = { nom: 'code-adresse', max: 5, secondes: 900 }

/**
 * Prepares a code for an address. Accounts are not looked at: a known and an unknown address cost and answer the same.
 * @returns the code to send, and the token of the session it is tied to when the browser had none.
 * @throws ErreurDebit
 */
export const createCodeConnexion = defineAction({
  nom: 'demander un code',
  entree: z.object({ courriel: schemaCourriel, retour: schemaRetour }),
  politique: publique,
  trace: 'comptes.code.envoi',
  async executer(ctx, { courriel, retour }) {
    await checkDebit(ctx.db, LIMITE_ADRESSE, courriel, ctx.maintenant)
    const anonyme = ctx.acteur.session === null ? await addSessionAnonyme(ctx) : null
    const session = anonyme?.id ?? ctx.acteur.session ?? ''
    const code = createCode()
    await updateCode(ctx, {
      session,
      courriel,
      empreinte: computeEmpreinteCode(session, code),
      retour,
      expire_le: new Date(ctx.maintenant.getTime() + CODE_MS),
    })
    return { courriel, code, jeton: anonyme?.jeton }
  },
})

export type EssaiDeCode =
  | { issue: 'perime' | 'faux' | 'ferme' }
  | { issue: 'ouvert'; compte: Compte; nouveau: boolean; retour: string }

/**
 * Tries a code. A wrong code is a result, not an error: the try must stay counted.
 * An address proved for the first time gets an account of visitor.
 */
export const checkCodeConnexion = defineAction({
  nom: 'essayer un code',
  entree: z.object({
    code: z
      .string({ error: 'Tapez le code reçu.' })
      .transform(parseCode)
      .refine((code) => code !== null, 'Le code compte huit chiffres.'),
  }),
  politique: publique,
  trace: 'comptes.code.essai',
  objet: (_, resultat: EssaiDeCode | undefined) =>
    resultat?.issue === 'ouvert' ? { type: 'compte', id: resultat.compte.id } : null,
  async executer(ctx, { code }): Promise<EssaiDeCode> {
    const { session } = ctx.acteur
    const essai = session === null ? undefined : await addEssai(ctx, session)
    if (session === null || !essai) return { issue: 'perime' }
    if (!timingSafeEqual(computeEmpreinteCode(session, code), essai.empreinte)) return { issue: 'faux' }
    await removeCode(ctx, session)
    const { compte, nouveau } = await getOrAddCompte(ctx, essai.courriel)
    if (!compte.actif) return { issue: 'ferme' }
    await updateAcces(ctx, compte, 'courriel')
    return { issue: 'ouvert', compte, nouveau, retour: essai.retour }
  },
})

async function getOrAddCompte(ctx: Ctx, courriel: string): Promise<{ compte: Compte; nouveau: boolean }> {
  const ancien = await getCompteParCourriel(ctx, courriel)
  if (ancien) return { compte: ancien, nouveau: false }
  const cree = await addCompte(ctx, { prenom: null, nom: null, courriel, preuve: 'courriel' })
  if (cree) return { compte: cree, nouveau: true }
  // Another browser proved the same new address meanwhile.
  const autre = await getCompteParCourriel(ctx, courriel)
  if (!autre) throw new Error('Compte créé puis introuvable.')
  return { compte: autre, nouveau: false }
}
