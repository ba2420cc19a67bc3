import type { Avis } from '#core/context.ts'

/** Why a login ends without a session, beside what the provider's side can cause (`MotifOidc`). */
export type MotifConnexion = 'expiree' | 'ferme' | 'adresse-prise' | 'identite-prise'

export class ErreurConnexion extends Error {
  readonly motif: MotifConnexion
  constructor(motif: MotifConnexion) {
    super(`Connexion : ${motif}`)
    this.motif = motif
  }
}

/** What the login page says after a login that failed; the keys are `connexion-` and the reason. */
export const AVIS_ECHEC: Record<string, Avis> = {
  'connexion-indisponible': {
    ton: 'erreur',
    texte:
      'Le service de connexion choisi ne répond pas. Réessayez dans quelques minutes, ou connectez-vous autrement.',
  },
  'connexion-refus': { ton: 'attention', texte: 'La connexion a été abandonnée. Rien n’a été transmis.' },
  'connexion-invalide': {
    ton: 'erreur',
    texte: 'La réponse du service de connexion n’est pas valable. Recommencez depuis cette page.',
  },
  'connexion-niveau': {
    ton: 'erreur',
    texte: 'Le service de connexion n’a pas garanti le niveau d’identification demandé. Choisissez un moyen plus sûr.',
  },
  'connexion-expiree': {
    ton: 'attention',
    texte: 'Cette connexion est trop ancienne, a déjà servi ou a commencé dans un autre navigateur. Recommencez.',
  },
  'connexion-ferme': {
    ton: 'erreur',
    texte: 'Ce compte est fermé. Écrivez à la personne qui administre ce site pour le rouvrir.',
  },
  'connexion-adresse-prise': {
    ton: 'attention',
    texte:
      'Votre adresse appartient déjà à un compte. Recevez un code à cette adresse, puis rattachez ce service depuis «\u00a0Mon compte\u00a0».',
  },
  'connexion-identite-prise': {
    ton: 'erreur',
    texte: 'Cette identité est déjà rattachée à un autre compte.',
  },
  'code-perime': { ton: 'attention', texte: 'Ce code n’est plus valable. Demandez-en un nouveau.' },
  'courriel-panne': {
    ton: 'erreur',
    texte: 'Le courriel n’a pas pu partir. Réessayez dans quelques minutes, ou connectez-vous autrement.',
  },
}

export const AVIS_SUCCES: Record<string, Avis> = {
  connecte: { ton: 'succes', texte: 'Vous êtes connecté.' },
  'compte-cree': {
    ton: 'succes',
    texte:
      'Votre compte est créé, avec le rôle de visiteur. La personne qui administre ce site peut vous en donner un autre.',
  },
  'identite-rattachee': { ton: 'succes', texte: 'Ce moyen de connexion est rattaché à votre compte.' },
  deconnecte: { ton: 'succes', texte: 'Vous êtes déconnecté.' },
}
