import { z } from 'zod'
import { defineAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { type ErreurChamp, ErreurIntrouvable, ErreurSaisie } from '#core/errors.ts'
import { identifiant, ligne, texteOuNull } from '#core/saisie.ts'
import { getNotice } from '../notice/notice.queries.ts'
import { createEntree, getTermesNommes, updateEntree, updatePresence } from './ecriture.queries.ts'
import { glossairePolicy, propositionPolicy } from './glossaire.policy.ts'
import { getEntree } from './glossaire.queries.ts'
import { type ContenuEntree, type Entree, getContenu, mergeContenus } from './glossaire.ts'
import { createProposition, getProposition, updateDecision } from './proposition.queries.ts'
import type { Proposition } from './proposition.ts'
import { schemaTerme } from './saisie.ts'

const objet = ({ slug }: { slug: string }) => ({ type: 'terme', id: slug })
const charger = (ctx: Ctx, { slug }: { slug: string }) => getEntree(ctx, slug, true)
const parSlug = z.object({ slug: z.string() })
const version = z.coerce.number().int().positive()
const peutModifier = (acteur: Ctx['acteur'], e: Entree) => glossairePolicy.peut(acteur, 'modifier', e)

type Saisie = z.output<typeof schemaTerme>

/**
 * What only the database can tell: another term of that name, related terms and notices that are not there.
 * @param id of the term that is changed, null for a new one
 * @throws ErreurSaisie
 */
async function checkSaisie(ctx: Ctx, { origines, ...contenu }: Saisie, id: number | null): Promise<ContenuEntree> {
  const erreurs: ErreurChamp[] = []
  const memes = await getTermesNommes(ctx, [contenu.terme], { sigles: false })
  if (memes.ids.some((autre) => autre !== id))
    erreurs.push({ field: 'terme', message: 'Ce terme est déjà au glossaire\u00a0: ajoutez-lui une définition.' })
  const { ids, inconnus } = await getTermesNommes(ctx, contenu.termesLies)
  if (inconnus.length > 0)
    erreurs.push({ field: 'termesLies', message: `Le glossaire n’a pas ce terme\u00a0: ${inconnus.join(', ')}.` })
  if (id !== null && ids.includes(id))
    erreurs.push({ field: 'termesLies', message: 'Un terme ne se lie pas à lui-même.' })
  for (const [i, { notice }] of contenu.definitions.entries()) {
    if (notice === null || (await getNotice(ctx, notice))) continue
    erreurs.push({ field: `definitions.${origines[i]}.notice`, message: `Aucune notice ne porte le numéro ${notice}.` })
  }
  if (erreurs.length > 0) throw new ErreurSaisie(erreurs)
  return contenu
}

/** The proposal that a form follows is decided with it. @returns its id, null when the form follows none */
async function followProposition(ctx: Ctx, id: number | undefined): Promise<number | null> {
  if (id === undefined) return null
  const proposition = await getProposition(ctx, id, true)
  if (!proposition || !propositionPolicy.peut(ctx.acteur, 'decider', proposition))
    throw new ErreurIntrouvable('proposition')
  await updateDecision(ctx, id, { etat: 'acceptee' })
  return id
}
const suivie = z.object({ proposition: identifiant.optional() })

export const creerTerme = defineAction({
  nom: 'creerTerme',
  entree: z.intersection(schemaTerme, suivie),
  politique: (acteur) => glossairePolicy.peutParfois(acteur, 'modifier'),
  trace: 'glossaire.creation',
  objet: (_entree, cree: { slug: string } | undefined) => (cree ? objet(cree) : null),
  executer: async (ctx, { proposition: id, ...saisie }) => {
    const contenu = await checkSaisie(ctx, saisie, null)
    return createEntree(ctx, contenu, { proposition: await followProposition(ctx, id) })
  },
})

export const modifierTerme = defineAction({
  nom: 'modifierTerme',
  entree: z.intersection(z.intersection(schemaTerme, suivie), parSlug.extend({ version })),
  charger,
  politique: peutModifier,
  trace: 'glossaire.modification',
  objet,
  executer: async (ctx, { slug, version: lue, proposition: id, ...saisie }, entree) => {
    const contenu = await checkSaisie(ctx, saisie, entree.id)
    const proposition = await followProposition(ctx, id)
    await updateEntree(ctx, entree.id, contenu, { version: lue, proposition })
    return slug
  },
})

const motif = texteOuNull(1000)

export const proposerTerme = defineAction({
  nom: 'proposerTerme',
  entree: z.intersection(schemaTerme, z.object({ motif })),
  politique: (acteur) => glossairePolicy.peutParfois(acteur, 'proposer'),
  trace: 'glossaire.proposition',
  objet: (_entree, id: number | undefined) => (id === undefined ? null : { type: 'proposition', id }),
  executer: async (ctx, { motif: pourquoi, ...saisie }) =>
    createProposition(ctx, {
      terme: null,
      version: null,
      contenu: await checkSaisie(ctx, saisie, null),
      motif: pourquoi,
    }),
})

export const proposerModification = defineAction({
  nom: 'proposerModification',
  entree: z.intersection(schemaTerme, parSlug.extend({ motif, version })),
  charger,
  politique: (acteur, e: Entree) => glossairePolicy.peut(acteur, 'proposer', e),
  trace: 'glossaire.proposition',
  objet,
  executer: async (ctx, { slug: _, version: lue, motif: pourquoi, ...saisie }, entree) =>
    createProposition(ctx, {
      terme: entree.id,
      version: lue,
      contenu: await checkSaisie(ctx, saisie, entree.id),
      motif: pourquoi,
    }),
})

const chargerProposition = (ctx: Ctx, { id }: { id: number }) => getProposition(ctx, id, true)
const politiqueDecider = (acteur: Ctx['acteur'], p: Proposition) => propositionPolicy.peut(acteur, 'decider', p)
const objetProposition = ({ id }: { id: number }) => ({ type: 'proposition', id })

/** The term becomes as proposed. Where it changed since, a person has to look: the form takes the proposal up. */
export const accepterProposition = defineAction({
  nom: 'accepterProposition',
  entree: z.object({ id: identifiant }),
  charger: chargerProposition,
  politique: politiqueDecider,
  trace: 'glossaire.proposition.accord',
  objet: objetProposition,
  executer: async (ctx, { id }, p) => {
    const saisie = { ...p.contenu, origines: p.contenu.definitions.map((_, i) => i) }
    if (p.terme === null) {
      const { slug } = await createEntree(ctx, await checkSaisie(ctx, saisie, null), { proposition: id })
      await updateDecision(ctx, id, { etat: 'acceptee' })
      return slug
    }
    const entree = await getEntree(ctx, p.terme, true)
    if (!entree || entree.supprimeLe !== null || entree.version !== p.version) {
      const message = 'Le terme a changé depuis cette proposition\u00a0: reprenez-la dans le formulaire.'
      throw new ErreurSaisie([{ field: '', message }])
    }
    await updateEntree(ctx, p.terme, await checkSaisie(ctx, saisie, p.terme), { version: p.version, proposition: id })
    await updateDecision(ctx, id, { etat: 'acceptee' })
    return entree.slug
  },
})

export const refuserProposition = defineAction({
  nom: 'refuserProposition',
  entree: z.object({ id: identifiant, reponse: ligne('Dites pourquoi, en une phrase.', 500) }),
  charger: chargerProposition,
  politique: politiqueDecider,
  trace: 'glossaire.proposition.refus',
  objet: objetProposition,
  executer: async (ctx, { id, reponse }) => {
    await updateDecision(ctx, id, { etat: 'refusee', reponse })
    return id
  },
})

const definePresence = (geste: 'suppression' | 'restauration') =>
  defineAction({
    nom: `${geste}Terme`,
    entree: parSlug,
    charger,
    politique: (acteur, e: Entree) => glossairePolicy.peut(acteur, 'retirer', e),
    trace: `glossaire.${geste}`,
    objet,
    executer: async (ctx, { slug }, entree) => {
      // Asked twice (two tabs, a double click), the second time finds it done.
      if ((entree.supprimeLe !== null) !== (geste === 'suppression')) await updatePresence(ctx, entree, geste)
      return slug
    },
  })
export const retirerTerme = definePresence('suppression')
export const retablirTerme = definePresence('restauration')

export const fusionnerTermes = defineAction({
  nom: 'fusionnerTermes',
  entree: parSlug.extend({ garde: ligne('Écrivez le nom du terme à garder.', 200) }),
  charger,
  politique: peutModifier,
  trace: 'glossaire.fusion',
  objet,
  executer: async (ctx, { garde: nom }, entree) => {
    const [id] = (await getTermesNommes(ctx, [nom])).ids
    const garde = id === undefined ? null : await getEntree(ctx, id, true)
    if (!garde) throw new ErreurSaisie([{ field: 'garde', message: `Le glossaire n’a pas ce terme\u00a0: ${nom}.` }])
    if (garde.id === entree.id)
      throw new ErreurSaisie([{ field: 'garde', message: 'Choisissez un autre terme que celui-ci.' }])
    // The other one first: its name and its links are then free.
    await updatePresence(ctx, entree, 'fusion', garde.id)
    await updateEntree(ctx, garde.id, mergeContenus(getContenu(garde), getContenu(entree)), {
      version: garde.version,
      geste: 'fusion',
    })
    return garde.slug
  },
})
