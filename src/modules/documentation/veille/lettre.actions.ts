import { z } from 'zod'
import { defineAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { ErreurSaisie } from '#core/errors.ts'
import { addTache } from '#core/jobs.ts'
import { identifiant, ligne, ligneOuNull, liste, rangs, texteOuNull } from '#core/saisie.ts'
import { parseDateIso } from '../dates.ts'
import { computeOrdre, SENS } from '../etagere/etagere.ts'
import { formatRecherche } from '../etagere/saisie.ts'
import { HEURE, parseHeureParis } from './echeance.ts'
import { ENVOI_LETTRE } from './envoi-lettre.actions.ts'
import { lettrePolicy } from './lettre.policy.ts'
import {
  createLettre,
  deleteLettre,
  getLettre,
  listChoisies,
  updateChoisies,
  updateEnvoi,
  updateLettre,
} from './lettre.queries.ts'
import { createContenu, isVide, type Lettre, NOTICES_MAX } from './lettre.ts'

const date = ligneOuNull(10).refine(
  (v) => v === null || (v.length === 10 && parseDateIso(v) !== undefined),
  'Écrivez la date sous la forme 2026-05-31.',
)

const schemaLettre = z
  .object({
    titre: ligne('Écrivez le titre de la lettre.', 200),
    note: texteOuNull(10_000),
    recherche: ligneOuNull(2000).transform((v) => (v === null ? '' : formatRecherche(v))),
    depuis: date,
    jusqua: date,
  })
  .refine(({ depuis, jusqua }) => depuis === null || jusqua === null || depuis <= jusqua, {
    path: ['jusqua'],
    message: 'La fin vient avant le début.',
  })

const revision = z.coerce.number().int().positive()
const charger = (ctx: Ctx, { id }: { id: number }) => getLettre(ctx, id, true)
const objet = ({ id }: { id: number }) => ({ type: 'lettre', id })
const politiqueEcrire = (acteur: Ctx['acteur'], lettre: Lettre) => lettrePolicy.peut(acteur, 'ecrire', lettre)

export const creerLettre = defineAction({
  nom: 'creerLettre',
  entree: schemaLettre,
  politique: (acteur) => lettrePolicy.peutParfois(acteur, 'creer'),
  trace: 'veille.lettre.creation',
  objet: (_entree, id: number | undefined) => (id === undefined ? null : { type: 'lettre', id }),
  executer: async (ctx, saisie) => {
    const id = await createLettre(ctx, saisie)
    if (id === null) throw new Error('lettre sans clé refusée')
    return id
  },
})

export const modifierLettre = defineAction({
  nom: 'modifierLettre',
  entree: z.intersection(schemaLettre, z.object({ id: identifiant, revision })),
  charger,
  politique: politiqueEcrire,
  trace: 'veille.lettre.modification',
  objet,
  executer: async (ctx, { id, revision, ...saisie }) => {
    await updateLettre(ctx, id, revision, saisie)
    return id
  },
})

/** « monter-12 », « retirer-12 »: what a button does to the notice of its line, all the rest being saved too. */
const schemaGeste = z
  .string()
  .regex(new RegExp(`^(?:${[...SENS, 'retirer'].join('|')})-\\d{1,9}$`))
  .transform((v) => {
    const [quoi = '', notice] = v.split('-')
    return { sens: SENS.find((s) => s === quoi) ?? null, notice: Number(notice) }
  })
  .optional()
  .catch(undefined)

/** Comments, order and choice of the notices, all saved by whatever button is pressed. */
export const composerLettre = defineAction({
  nom: 'composerLettre',
  entree: z.object({
    id: identifiant,
    revision,
    choisies: rangs(z.object({ notice: identifiant, commentaire: texteOuNull(1000) }), NOTICES_MAX).default([]),
    ajouter: liste(identifiant).default([]),
    geste: schemaGeste,
  }),
  charger,
  politique: politiqueEcrire,
  trace: 'veille.lettre.composition',
  objet,
  executer: async (ctx, { id, revision, choisies, ajouter, geste }) => {
    const parNotice = new Map(choisies.map((c) => [c.notice, c]))
    let ordre = [...new Set([...parNotice.keys(), ...ajouter])]
    if (geste?.sens) ordre = computeOrdre(ordre, geste.notice, geste.sens)
    else if (geste) ordre = ordre.filter((n) => n !== geste.notice)
    if (ordre.length > NOTICES_MAX) {
      const message = `Une lettre compte ${NOTICES_MAX} documents au plus.`
      throw new ErreurSaisie([{ field: 'ajouter', message }])
    }
    await updateChoisies(
      ctx,
      id,
      revision,
      ordre.map((notice) => parNotice.get(notice) ?? { notice, commentaire: null }),
    )
    return { id, geste }
  },
})

/** Sends now, or at seven in Paris on a day to come. Nothing leaves before the task runs. */
export const envoyerLettre = defineAction({
  nom: 'envoyerLettre',
  entree: z.object({ id: identifiant, quand: z.enum(['maintenant', 'plus-tard']), jour: date.default(null) }),
  charger,
  politique: politiqueEcrire,
  trace: 'veille.lettre.envoi',
  objet,
  executer: async (ctx, { id, quand, jour }, lettre) => {
    if (isVide(createContenu(lettre, await listChoisies(ctx, id)))) {
      throw new ErreurSaisie([
        { field: '', message: 'Cette lettre est vide\u00a0: écrivez une note, ou choisissez un document.' },
      ])
    }
    const envoiLe = quand === 'maintenant' ? ctx.maintenant : parseJour(jour, ctx.maintenant)
    await updateEnvoi(ctx, id, envoiLe)
    await addTache(ctx, ENVOI_LETTRE, { id, envoiLe: envoiLe.toISOString() }, { le: envoiLe })
    return id
  },
})

function parseJour(jour: string | null, maintenant: Date): Date {
  if (jour === null) throw new ErreurSaisie([{ field: 'jour', message: 'Choisissez le jour de l’envoi.' }])
  const instant = parseHeureParis(Date.parse(`${jour}T00:00:00Z`) + HEURE * 3_600_000)
  if (instant > maintenant) return instant
  throw new ErreurSaisie([{ field: 'jour', message: 'Ce jour est passé\u00a0: choisissez-en un à venir.' }])
}

/** Back to draft, as long as no message is written; the task that waits will find nothing to do. */
export const rappelerLettre = defineAction({
  nom: 'rappelerLettre',
  entree: z.object({ id: identifiant }),
  charger,
  politique: (acteur, lettre: Lettre) => lettrePolicy.peut(acteur, 'rappeler', lettre),
  trace: 'veille.lettre.rappel',
  objet,
  executer: async (ctx, { id }) => {
    await updateEnvoi(ctx, id, null)
    return id
  },
})

export const supprimerLettre = defineAction({
  nom: 'supprimerLettre',
  entree: z.object({ id: identifiant }),
  charger,
  politique: politiqueEcrire,
  trace: 'veille.lettre.suppression',
  objet,
  executer: (ctx, { id }) => deleteLettre(ctx, id),
})
