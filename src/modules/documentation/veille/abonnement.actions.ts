import { z } from 'zod'
import { defineAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { ErreurDebit, ErreurSaisie } from '#core/errors.ts'
import { checkDebit } from '#core/limits.ts'
import { addCourriel } from '#core/outbox.ts'
import { getCompte } from '#modules/comptes/index.ts'
import { abonnementPolicy } from './abonnement.policy.ts'
import {
  addJeton,
  createAbonnement,
  deleteAbonnement,
  getAbonnement,
  getParJeton,
  getSemblable,
  listAbonnements,
  type NouvelAbonnement,
  removeDouble,
  updateActif,
  updatePause,
  updateReglages,
} from './abonnement.queries.ts'
import { type Abonnement, ALERTES_MAX, type Genre, NOM_LETTRE } from './abonnement.ts'
import { updateRangs } from './arrivee.queries.ts'
import { formatCourriel } from './message.formats.ts'
import { createMessageConfirmation } from './message.ts'
import { type Acces, type Demande, schemaAcces, schemaDemande, schemaReglages } from './saisie.ts'

/** Messages that one address may be sent before it answers, whoever asks: nobody's mailbox is filled from here. */
const LIMITE_ADRESSE = { nom: 'veille-adresse', max: 3, secondes: 86_400 }

/** A subscription reached by its number or by the token of a message. */
export interface Atteint {
  abonnement: Abonnement
  porteur: boolean
}

/** @param demandes false: a request that waits for its confirmation is not found */
export async function getAtteint(
  ctx: Ctx,
  acces: Acces,
  { verrou = false, demandes = false } = {},
): Promise<Atteint | null> {
  const porteur = 'jeton' in acces
  const abonnement = porteur ? await getParJeton(ctx, acces.jeton, verrou) : await getAbonnement(ctx, acces.id, verrou)
  if (!abonnement || (abonnement.etat === 'demande' && !demandes)) return null
  return { abonnement, porteur }
}

/**
 * What a page bears on. A token that opens nothing has a page that says so (`atteint` null); a number that is nobody's
 * does not exist, like one that is another's.
 */
export async function getCible(ctx: Ctx, acces: Acces, options: { demandes?: boolean } = {}) {
  const atteint = await getAtteint(ctx, acces, options)
  return atteint || 'jeton' in acces ? { atteint } : null
}

export const politiqueCible = (acteur: Ctx['acteur'], { atteint }: { atteint: Atteint | null }) =>
  atteint === null || politiqueTenir(acteur, atteint)

export const politiqueTenir = (acteur: Ctx['acteur'], cible: Atteint) => abonnementPolicy.peut(acteur, 'tenir', cible)
const charger = (ctx: Ctx, acces: Acces) => getAtteint(ctx, acces, { verrou: true })

export type Demandee = { genre: Genre } & (
  | { issue: 'actif'; id: number; deja: boolean }
  /** A message waits for an answer; nobody is told whether one really left. */
  | { issue: 'demande' }
)

async function isPermis(ctx: Ctx, adresse: string): Promise<boolean> {
  try {
    await checkDebit(ctx.db, LIMITE_ADRESSE, adresse, ctx.maintenant)
    return true
  } catch (erreur) {
    if (erreur instanceof ErreurDebit) return false
    throw erreur
  }
}

async function checkNombre(ctx: Ctx, compte: string): Promise<void> {
  if ((await listAbonnements(ctx, compte)).length < ALERTES_MAX) return
  const message = `Vous avez déjà ${ALERTES_MAX} alertes\u00a0: retirez-en une avant d’en ajouter.`
  throw new ErreurSaisie([{ field: '', message }])
}

/**
 * Asks for what is new in a search, or for the letter. An account whose address is known has it at once; any other
 * address must first answer one message. The answer is the same whether or not the address was known.
 * @param adresse of the site, for the link of the message
 */
export const createDemande = (adresse: string) =>
  defineAction({
    nom: 'demanderAbonnement',
    entree: schemaDemande,
    politique: (acteur) => abonnementPolicy.peutParfois(acteur, 'creer'),
    trace: 'veille.demande',
    objet: (_entree, resultat: Demandee | undefined) =>
      resultat?.issue === 'actif' ? { type: 'abonnement', id: resultat.id } : null,
    executer: async (ctx, demande): Promise<Demandee> => {
      const compte = ctx.acteur.compte === null ? undefined : await getCompte(ctx, ctx.acteur.compte)
      if (compte) await checkNombre(ctx, compte.id)
      const vuRang = demande.genre === 'recherche' ? await updateRangs(ctx) : 0
      const creer = (qui: { compte: string | null; adresse: string | null }): NouvelAbonnement =>
        demande.genre === 'lettre' ? { ...demande, ...qui, nom: NOM_LETTRE } : { ...demande, ...qui, vuRang }
      if (compte?.courriel) return startAbonnement(ctx, creer({ compte: compte.id, adresse: null }))
      return sendDemande(ctx, demande, creer, { adresse, compte: compte?.id ?? null })
    },
  })

async function startAbonnement(ctx: Ctx, nouvel: NouvelAbonnement): Promise<Demandee> {
  const deja = await getSemblable(ctx, nouvel)
  if (deja) return { genre: nouvel.genre, issue: 'actif', id: deja.id, deja: true }
  return { genre: nouvel.genre, issue: 'actif', id: await createAbonnement(ctx, nouvel, true), deja: false }
}

async function sendDemande(
  ctx: Ctx,
  demande: Demande,
  creer: (qui: { compte: string | null; adresse: string }) => NouvelAbonnement,
  { adresse, compte }: { adresse: string; compte: string | null },
): Promise<Demandee> {
  const { genre } = demande
  if (!demande.adresse) {
    throw new ErreurSaisie([{ field: 'adresse', message: 'Indiquez votre adresse de courriel.' }])
  }
  if (await isPermis(ctx, demande.adresse)) {
    const id = await createAbonnement(ctx, creer({ compte, adresse: demande.adresse }), false)
    const message = createMessageConfirmation(genre, { adresse, jeton: await addJeton(ctx, id) })
    await addCourriel(ctx, formatCourriel(message, { a: demande.adresse, adresse, liste: null }))
  }
  return { genre, issue: 'demande' }
}

/** The mailbox has answered. What it received already is kept, under the new settings. */
export const confirmerAbonnement = defineAction({
  nom: 'confirmerAbonnement',
  entree: schemaAcces,
  charger: (ctx, acces) => getAtteint(ctx, acces, { verrou: true, demandes: true }),
  politique: (acteur, cible: Atteint) => cible.porteur && politiqueTenir(acteur, cible),
  trace: 'veille.confirmation',
  executer: async (ctx, _acces, { abonnement: a }) => {
    // A second click finds it done.
    if (a.etat !== 'demande') return
    const deja = await getSemblable(ctx, a)
    if (!deja) return updateActif(ctx, a, a.genre === 'recherche' ? await updateRangs(ctx) : 0)
    await removeDouble(ctx, a.id, deja.id)
    if (deja.etat === 'pause') await updateActif(ctx, deja, await updateRangs(ctx))
    if (deja.genre === 'recherche' && a.genre === 'recherche') await updateReglages(ctx, { ...deja, etat: 'actif' }, a)
  },
})

const objet = (acces: Acces) => ('id' in acces ? { type: 'abonnement', id: acces.id } : null)

export const modifierAlerte = defineAction({
  nom: 'modifierAlerte',
  entree: z.intersection(schemaAcces, schemaReglages),
  charger,
  politique: politiqueTenir,
  trace: 'veille.modification',
  objet,
  executer: async (ctx, reglages, { abonnement }) => {
    if (abonnement.genre === 'recherche') await updateReglages(ctx, abonnement, reglages)
  },
})

/** Stops sending for a time, or starts again from now on. Asked twice, the second time finds it done. */
export const changerPause = defineAction({
  nom: 'changerPause',
  entree: z.intersection(schemaAcces, z.object({ etat: z.enum(['actif', 'pause']) })),
  charger,
  politique: politiqueTenir,
  trace: 'veille.pause',
  objet,
  executer: async (ctx, { etat }, { abonnement }) => {
    if (abonnement.etat === etat) return
    if (etat === 'pause') await updatePause(ctx, abonnement.id)
    else await updateActif(ctx, abonnement, await updateRangs(ctx))
  },
})

/** Erases the subscription and the address that came with it. */
export const retirerAbonnement = defineAction({
  nom: 'retirerAbonnement',
  entree: schemaAcces,
  charger: (ctx, acces) => getAtteint(ctx, acces, { verrou: true, demandes: true }),
  politique: politiqueTenir,
  trace: 'veille.retrait',
  objet,
  executer: (ctx, _acces, { abonnement }) => deleteAbonnement(ctx, abonnement.id),
})
