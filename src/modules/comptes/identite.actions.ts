import { z } from 'zod'
import { defineAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { publique } from '#core/policy.ts'
import { addCompte, type Compte, getCompte, getCompteParCourriel, updateAcces, updateNom } from './compte.queries.ts'
import { ErreurConnexion } from './connexion.ts'
import { type Presentation, parseRevendications } from './identite.formats.ts'
import { addDemandeOidc, getCompteParIdentite, removeDemandeOidc, updateIdentite } from './identite.queries.ts'
import { addSessionAnonyme } from './session.queries.ts'
import { ETAPE_MS } from './session.ts'

/** Notes a login that begins at a provider. @returns the token of the session it is tied to, when the browser had none. */
export const createDemande = defineAction({
  nom: 'partir chez un fournisseur',
  entree: z.object({
    fournisseur: z.string(),
    etat: z.string(),
    nonce: z.string(),
    verifieur: z.string(),
    retour: z.string(),
  }),
  politique: publique,
  trace: 'comptes.identite.demande',
  async executer(ctx, entree): Promise<string | undefined> {
    const anonyme = ctx.acteur.session === null ? await addSessionAnonyme(ctx) : null
    const expire_le = new Date(ctx.maintenant.getTime() + ETAPE_MS)
    await addDemandeOidc(ctx, { ...entree, session: anonyme?.id ?? ctx.acteur.session ?? '', expire_le })
    return anonyme?.jeton
  },
})

/** Takes out the login that comes back from a provider; null when this browser does not wait for it (any more). */
export const removeDemande = defineAction({
  nom: 'revenir d’un fournisseur',
  entree: z.object({ fournisseur: z.string(), etat: z.string() }),
  politique: publique,
  trace: 'comptes.identite.reponse',
  async executer(ctx, entree) {
    const { session } = ctx.acteur
    return session === null ? null : ((await removeDemandeOidc(ctx, { ...entree, session })) ?? null)
  },
})

const schemaIdentite = z
  .object({
    fournisseur: z.string(),
    profil: z.enum(['psc', 'proconnect', 'standard']),
    emetteur: z.string(),
    /** Claims whose signature, audience, nonce and level have been checked. */
    revendications: z.record(z.string(), z.unknown()),
  })
  .transform(({ profil, revendications, ...reste }) => ({ ...reste, ...parseRevendications(profil, revendications) }))

interface Presente {
  compte: Compte
  nouveau: boolean
}

/**
 * Finds or creates the account of a person whom a provider presents; ties the identity to the account already logged
 * in, where there is one. Claims fill an empty profile, and never change a role.
 * @throws ErreurConnexion
 */
export const addIdentite = defineAction({
  nom: 'présenter une identité',
  entree: schemaIdentite,
  politique: publique,
  trace: 'comptes.identite.presentation',
  objet: (_, resultat: Presente | undefined) => (resultat ? { type: 'compte', id: resultat.compte.id } : null),
  async executer(ctx, entree): Promise<Presente> {
    const connu = await getCompteParIdentite(ctx, entree.emetteur, entree.sujet)
    const { compte, nouveau } = await getComptePresente(ctx, entree, connu)
    if (!compte.actif) throw new ErreurConnexion('ferme')
    const { emetteur, sujet, fournisseur, prenom, nom, courriel, profil } = entree
    await updateIdentite(ctx, { compte: compte.id, emetteur, sujet, fournisseur, prenom, nom, courriel, profil })
    await updateAcces(ctx, compte, entree.niveau)
    if (compte.prenom === null && compte.nom === null) await updateNom(ctx, compte.id, { prenom, nom })
    return { compte, nouveau }
  },
})

async function getComptePresente(ctx: Ctx, presentation: Presentation, connu: Compte | undefined): Promise<Presente> {
  if (ctx.acteur.compte !== null) {
    if (connu && connu.id !== ctx.acteur.compte) throw new ErreurConnexion('identite-prise')
    const compte = connu ?? (await getCompte(ctx, ctx.acteur.compte))
    if (!compte) throw new ErreurConnexion('expiree')
    return { compte, nouveau: false }
  }
  if (connu) return { compte: connu, nouveau: false }
  const { prenom, nom, courriel, courrielVerifie, niveau } = presentation
  if (courriel !== null) {
    const ancien = await getCompteParCourriel(ctx, courriel)
    // A vouched address opens the account just as a code sent to it would; an address merely said opens nothing.
    if (ancien && !courrielVerifie) throw new ErreurConnexion('adresse-prise')
    if (ancien) return { compte: ancien, nouveau: false }
  }
  // An unverified address is not reserved: its real holder must be able to have his own account.
  const cree = await addCompte(ctx, { prenom, nom, courriel: courrielVerifie ? courriel : null, preuve: niveau })
  if (!cree) throw new ErreurConnexion('adresse-prise')
  return { compte: cree, nouveau: true }
}
