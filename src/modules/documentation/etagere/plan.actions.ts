import { z } from 'zod'
import { defineAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { ErreurIntrouvable, ErreurSaisie } from '#core/errors.ts'
import { identifiant, ligne, liste, texteOuNull } from '#core/saisie.ts'
import { getRemplacante } from '../notice/notice.queries.ts'
import { chargerEtagere, objetEtagere, politiqueModifier } from './etagere.actions.ts'
import { updateModification } from './etagere.queries.ts'
import {
  AJOUT_MAX,
  canAccueillir,
  computeOrdre,
  NIVEAUX,
  parseNumeros,
  SENS,
  type Section,
  type Sens,
} from './etagere.ts'
import {
  addEntrees,
  createSection,
  deleteEntrees,
  deleteSection,
  listPlaces,
  listPresentes,
  listSections,
  moveEntrees,
  updateNote,
  updateOrdre,
  updateSection,
} from './plan.queries.ts'

const commun = { charger: chargerEtagere, politique: politiqueModifier, objet: objetEtagere }
/** « En tête » is the empty choice. */
const place = z.preprocess((v) => (v === '' || v === undefined ? null : v), identifiant.nullable())
const sens = z.enum(SENS)

function checkSection(sections: readonly Section[], id: number | null): void {
  if (id !== null && !sections.some((s) => s.id === id))
    throw new ErreurSaisie([{ field: 'section', message: 'Cette section n’est plus dans le plan.' }])
}

function getSection(sections: readonly Section[], id: number): Section {
  const section = sections.find((s) => s.id === id)
  if (!section) throw new ErreurIntrouvable('section')
  return section
}

const schemaSection = z.object({
  id: identifiant,
  parent: place,
  titre: ligne('Écrivez le titre de la section.', 300),
  introduction: texteOuNull(),
})

function checkParent(sections: readonly Section[], parent: number | null, id: number | null): void {
  checkSection(sections, parent)
  if (!canAccueillir(sections, parent, id)) {
    const message = `Une section ne se range ni sous elle-même, ni au-delà de ${NIVEAUX} niveaux.`
    throw new ErreurSaisie([{ field: 'parent', message }])
  }
}

export const ajouterSection = defineAction({
  nom: 'ajouterSection',
  entree: schemaSection,
  ...commun,
  trace: 'etagere.section.ajout',
  executer: async (ctx, { id, ...saisie }) => {
    checkParent(await listSections(ctx, id), saisie.parent, null)
    await updateModification(ctx, id)
    return { id, section: await createSection(ctx, id, saisie) }
  },
})

export const modifierSection = defineAction({
  nom: 'modifierSection',
  entree: schemaSection.extend({ section: identifiant }),
  ...commun,
  trace: 'etagere.section.modification',
  executer: async (ctx, { id, section, ...saisie }) => {
    const sections = await listSections(ctx, id)
    getSection(sections, section)
    checkParent(sections, saisie.parent, section)
    await updateSection(ctx, id, section, saisie)
    await updateModification(ctx, id)
    return { id, section }
  },
})

export const supprimerSection = defineAction({
  nom: 'supprimerSection',
  entree: z.object({ id: identifiant, section: identifiant }),
  ...commun,
  trace: 'etagere.section.suppression',
  executer: async (ctx, { id, section }) => {
    await deleteSection(ctx, id, getSection(await listSections(ctx, id), section))
    await updateModification(ctx, id)
    return { id }
  },
})

/** Where the keyboard's focus goes back after a move: the same button, or the other one at the end of the list. */
export interface Deplacement {
  id: number
  objet: 'section' | 'entree'
  cible: number
  suite: Sens
}

async function moveUn(
  ctx: Ctx,
  table: 'etagere_section' | 'etagere_entree',
  { id, cible, sens, soeurs }: { id: number; cible: number; sens: Sens; soeurs: readonly number[] },
): Promise<Deplacement> {
  const ordre = computeOrdre(soeurs, cible, sens)
  await updateOrdre(ctx, table, id, ordre)
  await updateModification(ctx, id)
  const auBout = ordre.at(sens === 'monter' ? 0 : -1) === cible
  const autre = sens === 'monter' ? 'descendre' : 'monter'
  return { id, objet: table === 'etagere_section' ? 'section' : 'entree', cible, suite: auBout ? autre : sens }
}

export const deplacerSection = defineAction({
  nom: 'deplacerSection',
  entree: z.object({ id: identifiant, section: identifiant, sens }),
  ...commun,
  trace: 'etagere.section.ordre',
  executer: async (ctx, { id, section, sens }) => {
    const sections = await listSections(ctx, id)
    const { parent } = getSection(sections, section)
    const soeurs = sections.filter((s) => s.parent === parent).map((s) => s.id)
    return moveUn(ctx, 'etagere_section', { id, cible: section, sens, soeurs })
  },
})

export const deplacerEntree = defineAction({
  nom: 'deplacerEntree',
  entree: z.object({ id: identifiant, entree: identifiant, sens }),
  ...commun,
  trace: 'etagere.entree.ordre',
  executer: async (ctx, { id, entree, sens }) => {
    const entrees = await listPlaces(ctx, id)
    const deplacee = entrees.find((e) => e.id === entree)
    if (!deplacee) throw new ErreurIntrouvable('entree')
    const soeurs = entrees.filter((e) => e.section === deplacee.section).map((e) => e.id)
    return moveUn(ctx, 'etagere_entree', { id, cible: entree, sens, soeurs })
  },
})

/** Numbers typed or pasted, and boxes checked in a list of results. */
export const ajouterEntrees = defineAction({
  nom: 'ajouterEntrees',
  entree: z.object({
    id: identifiant,
    section: place,
    numeros: z.string().max(50_000).default(''),
    notice: liste(identifiant).default([]),
  }),
  ...commun,
  trace: 'etagere.entree.ajout',
  executer: async (ctx, { id, section, numeros, notice }) => {
    const lus = parseNumeros(numeros)
    const voulues = [...new Set([...notice, ...lus.numeros])]
    const notices = await listVoulues(ctx, voulues, lus.illisibles)
    checkSection(await listSections(ctx, id), section)
    const nombre = await addEntrees(
      ctx,
      id,
      section,
      notices.map((n) => ({ notice: n })),
    )
    await updateModification(ctx, id)
    return { id, section, nombre }
  },
})

/** A merged notice gives the one that stays. @throws ErreurSaisie naming what is no notice. */
async function listVoulues(ctx: Ctx, voulues: readonly number[], illisibles: readonly string[]): Promise<number[]> {
  const refuser = (message: string): never => {
    throw new ErreurSaisie([{ field: 'numeros', message }])
  }
  if (illisibles.length > 0) {
    const passages = illisibles.slice(0, 5).map((m) => `«\u00a0${m.slice(0, 80)}\u00a0»`)
    return refuser(`Ce n’est ni un numéro ni une adresse de notice\u00a0: ${passages.join(', ')}.`)
  }
  if (voulues.length === 0) return refuser('Choisissez au moins une notice.')
  if (voulues.length > AJOUT_MAX) return refuser(`Ajoutez ${AJOUT_MAX} notices au plus à la fois.`)
  const presentes = new Set(await listPresentes(ctx, voulues))
  const suivies = await Promise.all(voulues.map((n) => (presentes.has(n) ? n : getRemplacante(ctx, n))))
  const restees = await listPresentes(
    ctx,
    suivies.filter((n) => n !== null),
  )
  const inconnues = voulues.filter((_, i) => !restees.includes(suivies[i] ?? 0))
  if (inconnues.length > 0) return refuser(`Aucune notice du catalogue ne porte le numéro ${inconnues.join(', ')}.`)
  return restees
}

export const modifierEntree = defineAction({
  nom: 'modifierEntree',
  entree: z.object({ id: identifiant, entree: identifiant, section: place, note: texteOuNull(5000) }),
  ...commun,
  trace: 'etagere.entree.modification',
  executer: async (ctx, { id, entree, section, note }) => {
    const presente = (await listPlaces(ctx, id)).find((e) => e.id === entree)
    if (!presente) throw new ErreurIntrouvable('entree')
    checkSection(await listSections(ctx, id), section)
    await updateNote(ctx, id, entree, note)
    if (presente.section !== section) await moveEntrees(ctx, id, [entree], section)
    await updateModification(ctx, id)
    return { id, entree }
  },
})

const schemaChoix = z.object({
  id: identifiant,
  entree: liste(identifiant).refine((v) => v.length > 0, 'Cochez au moins une référence.'),
})

export const reclasserEntrees = defineAction({
  nom: 'reclasserEntrees',
  entree: schemaChoix.extend({ section: place }),
  ...commun,
  trace: 'etagere.entree.classement',
  executer: async (ctx, { id, entree, section }) => {
    checkSection(await listSections(ctx, id), section)
    await moveEntrees(ctx, id, entree, section)
    await updateModification(ctx, id)
    return { id, section }
  },
})

export const retirerEntrees = defineAction({
  nom: 'retirerEntrees',
  entree: schemaChoix,
  ...commun,
  trace: 'etagere.entree.retrait',
  executer: async (ctx, { id, entree }) => {
    await updateModification(ctx, id)
    return { id, nombre: await deleteEntrees(ctx, id, entree) }
  },
})
