import { z } from 'zod'
import { defineAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { ErreurSaisie } from '#core/errors.ts'
import { identifiant, ligne, ligneOuNull } from '#core/saisie.ts'
import { moissonPolicy } from './moisson.policy.ts'
import { getMoissonEnCours, updateFin } from './moisson.queries.ts'
import { computeProchaine, FREQUENCES, type Frequence, formatAdresseSource, type Source } from './moisson.ts'
import {
  type ContenuSource,
  createSource,
  deleteSource,
  getSource,
  getSourceJumelle,
  updateAvance,
  updatePause,
  updateSource,
} from './source.queries.ts'
import { addTacheMoisson } from './taches.ts'

const adresse = ligne('Écrivez l’adresse du serveur OAI-PMH.', 1000)
  .refine((a) => /^https?:\/\//.test(a) && URL.canParse(a), 'Une adresse commence par http:// ou https://.')
  // A link copied from a harvest already made: its request is not part of the address.
  .transform((a) => {
    const url = new URL(a)
    for (const nom of ['verb', 'metadataPrefix', 'set', 'from', 'until', 'resumptionToken'])
      url.searchParams.delete(nom)
    url.hash = ''
    return url.href
  })

const schemaSource = z.object({
  nom: ligne('Donnez un nom à cette source.', 200),
  adresse,
  prefixe: ligne('Choisissez le format des notices.', 100).refine(
    (p) => /^[\w.!~*'()-]+$/.test(p),
    'Un format s’écrit en lettres, chiffres et tirets, par exemple pmb_xml_unimarc.',
  ),
  ensemble: ligneOuNull(500),
  licence: ligneOuNull(200),
  frequence: z.enum(Object.keys(FREQUENCES) as Frequence[], { error: 'Choisissez à quel rythme moissonner.' }),
})

const charger = (ctx: Ctx, { id }: { id: number }) => getSource(ctx, id, true)
const objet = ({ id }: { id: number }) => ({ type: 'moisson-source', id })

async function checkUnique(ctx: Ctx, contenu: ContenuSource, sauf: number | null): Promise<void> {
  if ((await getSourceJumelle(ctx, contenu, sauf)) === null) return
  throw new ErreurSaisie([{ field: 'adresse', message: 'Une autre source demande déjà la même chose à ce serveur.' }])
}

/** A harvest under way of what the source no longer is stops at its next page; it is said why. */
async function endEnCours(ctx: Ctx, id: number, raison: string): Promise<void> {
  const enCours = await getMoissonEnCours(ctx, id)
  if (enCours) await updateFin(ctx, enCours.id, raison)
}

/** Takes the address to check; the server is asked afterwards, out of the transaction. */
export const verifierServeur = defineAction({
  nom: 'verifierServeur',
  entree: z.object({ adresse, id: identifiant.optional() }),
  politique: (acteur) => moissonPolicy.peutParfois(acteur, 'declarer'),
  trace: 'moisson.verification',
  executer: async (_ctx, entree) => entree,
})

export const creerSource = defineAction({
  nom: 'creerSource',
  entree: schemaSource,
  politique: (acteur) => moissonPolicy.peutParfois(acteur, 'declarer'),
  trace: 'moisson.source.creation',
  objet: (_entree, id: number | undefined) => (id === undefined ? null : { type: 'moisson-source', id }),
  executer: async (ctx, entree) => {
    await checkUnique(ctx, entree, null)
    return createSource(ctx, entree, computeProchaine(entree.frequence, ctx.maintenant))
  },
})

export const modifierSource = defineAction({
  nom: 'modifierSource',
  entree: schemaSource.extend({ id: identifiant, version: z.coerce.number().int().positive() }),
  charger,
  politique: (acteur, source: Source) => moissonPolicy.peut(acteur, 'declarer', source),
  trace: 'moisson.source.modification',
  objet,
  executer: async (ctx, { id, version, ...contenu }, source) => {
    await checkUnique(ctx, contenu, id)
    const neuve = (['adresse', 'prefixe', 'ensemble'] as const).some((champ) => contenu[champ] !== source[champ])
    const garde = contenu.frequence === source.frequence
    const prochaineLe = garde ? source.prochaineLe : computeProchaine(contenu.frequence, ctx.maintenant)
    await updateSource(ctx, id, version, contenu, { neuve, prochaineLe })
    if (neuve) await endEnCours(ctx, id, 'La source a été modifiée pendant la moisson.')
    return id
  },
})

const definePause = (enPause: boolean) =>
  defineAction({
    nom: enPause ? 'suspendreSource' : 'reprendreSource',
    entree: z.object({ id: identifiant }),
    charger,
    politique: (acteur, source: Source) => moissonPolicy.peut(acteur, 'declarer', source),
    trace: enPause ? 'moisson.source.suspension' : 'moisson.source.reprise',
    objet,
    executer: async (ctx, { id }) => {
      await updatePause(ctx, id, enPause)
      return id
    },
  })
export const suspendreSource = definePause(true)
export const reprendreSource = definePause(false)

/** Takes a source away. Its notices stay in the catalogue, with where they came from. */
export const retirerSource = defineAction({
  nom: 'retirerSource',
  entree: z.object({ id: identifiant }),
  charger,
  politique: (acteur, source: Source) => moissonPolicy.peut(acteur, 'declarer', source),
  trace: 'moisson.source.retrait',
  objet,
  executer: async (ctx, { id }) => {
    await endEnCours(ctx, id, 'La source a été retirée.')
    await deleteSource(ctx, id)
    return id
  },
})

/** Asks for a harvest at once: what changed, or with `tout` everything, which also shows what is gone. */
export const lancerMoisson = defineAction({
  nom: 'lancerMoisson',
  entree: z.object({ id: identifiant, tout: z.literal('1').optional() }),
  charger,
  politique: (acteur, source: Source) => moissonPolicy.peut(acteur, 'moissonner', source),
  trace: 'moisson.demande',
  objet,
  executer: async (ctx, { id, tout }) => {
    if (tout) {
      await updateAvance(ctx, id, { depuis: null, reprise: null })
      await endEnCours(ctx, id, 'Une lecture de tout le catalogue a été demandée.')
    }
    await addTacheMoisson(ctx, id)
    return { id, adresse: formatAdresseSource(id) }
  },
})
