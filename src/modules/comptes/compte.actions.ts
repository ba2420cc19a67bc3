import { z } from 'zod'
import { type Acteur, ROLES } from '#core/acteur.ts'
import { defineAction } from '#core/action.ts'
import { ErreurConflit, ErreurSaisie } from '#core/errors.ts'
import { politiqueCompte } from './compte.policy.ts'
import { addCompte, type Compte, getCompteAdministre, updateActif, updateNom, updateRole } from './compte.queries.ts'
import { isDernierAdministrateur, schemaCourriel, schemaNom, schemaRole } from './compte.ts'
import { removeSessionsDuCompte } from './session.queries.ts'

const administrer = (acteur: Acteur): boolean => politiqueCompte.peutParfois(acteur, 'administrer')
const objet = ({ id }: { id: string }) => ({ type: 'compte', id })

const MESSAGE_DERNIER =
  'C’est le dernier compte d’administration ouvert\u00a0: donnez d’abord ce rôle à une autre personne.'

/** Changes one's own name. */
export const updateProfil = defineAction({
  nom: 'changer son nom',
  entree: schemaNom,
  politique: (acteur) => politiqueCompte.peut(acteur, 'tenir', { compte: acteur.compte }),
  trace: 'comptes.profil.modification',
  executer: (ctx, entree) => updateNom(ctx, ctx.acteur.compte ?? '', entree),
})

/** Creates an account before its holder's first login: he will find it by proving the address. */
export const createCompte = defineAction({
  nom: 'créer un compte',
  entree: schemaNom.extend({ courriel: schemaCourriel, role: schemaRole }),
  politique: administrer,
  trace: 'comptes.creation',
  objet: (_, compte: Compte | undefined) => (compte ? objet(compte) : null),
  async executer(ctx, entree) {
    const compte = await addCompte(ctx, { ...entree, preuve: 'declaree' })
    if (!compte) throw new ErreurSaisie([{ field: 'courriel', message: 'Un compte a déjà cette adresse.' }])
    return compte
  },
})

/** @throws ErreurConflit when the role is no longer the one that the form showed. */
export const updateRoleCompte = defineAction({
  nom: 'changer un rôle',
  entree: z.object({ id: z.uuid(), role: schemaRole, avant: z.enum(ROLES) }),
  charger: (ctx, { id }) => getCompteAdministre(ctx, id),
  politique: administrer,
  trace: 'comptes.role.modification',
  objet,
  async executer(ctx, { id, role, avant }, { compte, autresAdministrateurs }) {
    if (compte.role !== avant) throw new ErreurConflit('Le rôle de ce compte a été changé entre-temps.')
    if (role !== 'administrateur' && isDernierAdministrateur(compte, autresAdministrateurs)) {
      throw new ErreurSaisie([{ field: 'role', message: MESSAGE_DERNIER }])
    }
    await updateRole(ctx, id, role)
  },
})

const defineAcces = (actif: boolean) =>
  defineAction({
    nom: actif ? 'rouvrir un compte' : 'fermer un compte',
    entree: z.object({ id: z.uuid() }),
    charger: (ctx, { id }) => getCompteAdministre(ctx, id),
    politique: administrer,
    trace: actif ? 'comptes.reouverture' : 'comptes.fermeture',
    objet,
    async executer(ctx, { id }, { compte, autresAdministrateurs }) {
      if (!actif && isDernierAdministrateur(compte, autresAdministrateurs)) {
        throw new ErreurSaisie([{ field: '', message: MESSAGE_DERNIER }])
      }
      await updateActif(ctx, id, actif)
      if (!actif) await removeSessionsDuCompte(ctx, id)
    },
  })

/** Closes an account: nobody logs in with it any more, and its sessions end at once. */
export const removeAcces = defineAcces(false)

/** Reopens an account. */
export const addAcces = defineAcces(true)
