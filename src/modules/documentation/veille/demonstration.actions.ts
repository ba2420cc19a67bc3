import { addTrace } from '#core/audit.ts'
import type { Ctx } from '#core/context.ts'
import { getReglage, lockNom, updateReglage } from '#core/reglage.ts'
import { getCompteParCourriel } from '#modules/comptes/index.ts'
import type { Notice } from '../notice/notice.ts'
import { searchNotices } from '../recherche/recherche.queries.ts'
import { parseRecherche } from '../recherche/recherche.ts'
import { createAbonnement } from './abonnement.queries.ts'
import { updateRangs } from './arrivee.queries.ts'
import { addChoisies, createLettre, listChoisies, updateContenu, updateEnvoi, updateEnvoyee } from './lettre.queries.ts'
import { createContenu, type SaisieLettre } from './lettre.ts'

const REGLAGE = 'demonstration.veille'

const LETTRES: readonly { cle: string; envoyee: boolean; commentaires: readonly string[]; saisie: SaisieLettre }[] = [
  {
    cle: 'demonstration-parue',
    envoyee: true,
    commentaires: ['Pour commencer : ce qu’est une CPTS, et ce qu’elle n’est pas.', '', 'À garder sous la main.'],
    saisie: {
      titre: 'Coordonner les soins de premier recours (lettre fictive)',
      note: 'Cette lettre est un exemple fictif. Les documents, eux, sont réels.\n\nTrois lectures pour qui découvre les communautés professionnelles territoriales de santé.',
      recherche: 'q=CPTS',
      depuis: null,
      jusqua: null,
    },
  },
  {
    cle: 'demonstration-brouillon',
    envoyee: false,
    commentaires: ['Des outils à essayer en équipe.', ''],
    saisie: {
      titre: 'Littératie en santé : par où commencer (brouillon fictif)',
      note: 'Ce brouillon est un exemple fictif : changez-en l’ordre, ajoutez des documents, regardez l’aperçu.',
      recherche: 'q=litt%C3%A9ratie',
      depuis: null,
      jusqua: null,
    },
  },
]

const french = (texte: string): string => texte.replace(/ ([:;?!])/g, '\u00a0$1')

/**
 * Loads an alert of a fictitious person, a letter sent to nobody and a draft, once, after the notices. What people
 * then changed or deleted is not touched again.
 */
export async function importVeilleDemo(ctx: Ctx): Promise<void> {
  await ctx.db.transaction().execute(async (db) => {
    const dans = { ...ctx, db }
    await lockNom(db, REGLAGE)
    if ((await getReglage(db, REGLAGE)) !== undefined) return
    await addAlerte(dans)
    for (const lettre of LETTRES) await addLettre(dans, lettre)
    await updateReglage(db, REGLAGE, 1)
    await addTrace(dans, { evenement: 'demonstration.veille', objet: null, issue: 'fait' })
  })
}

async function addAlerte(ctx: Ctx): Promise<void> {
  const compte = await getCompteParCourriel(ctx, 'contributeur@demonstration.invalid')
  if (!compte) return
  const qui = { compte: compte.id, adresse: null }
  await updateRangs(ctx)
  // From rank 0 on: its first message is about the demonstration notices.
  const quoi = { nom: 'Littératie en santé (alerte fictive)', recherche: 'q=litt%C3%A9ratie', vuRang: 0 }
  await createAbonnement(ctx, { genre: 'recherche', rythme: 'semaine', jour: 1, ...quoi, ...qui }, true)
}

async function addLettre(ctx: Ctx, { cle, envoyee, commentaires, saisie }: (typeof LETTRES)[number]): Promise<void> {
  const mots = { ...saisie, titre: french(saisie.titre), note: saisie.note && french(saisie.note) }
  const id = await createLettre(ctx, mots, cle)
  if (id === null) return
  const { notices } = await searchNotices(ctx, parseRecherche(saisie.recherche))
  await addChoisies(ctx, id, notices.slice(0, commentaires.length).map(formatChoisie(commentaires)))
  if (!envoyee) return
  await updateEnvoi(ctx, id, ctx.maintenant)
  await updateContenu(ctx, id, createContenu(mots, await listChoisies(ctx, id)))
  await updateEnvoyee(ctx, id)
}

const formatChoisie = (commentaires: readonly string[]) => (notice: Notice, rang: number) => ({
  notice: notice.id,
  commentaire: french(commentaires[rang] ?? '') || null,
})
