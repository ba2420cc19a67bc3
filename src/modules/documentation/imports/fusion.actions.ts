import { z } from 'zod'
import { defineAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { ErreurConflit, ErreurSaisie } from '#core/errors.ts'
import { lockNom } from '#core/reglage.ts'
import { identifiant } from '#core/saisie.ts'
import { updateRecoltesFusion } from '../moisson/recolte.queries.ts'
import { updateOrigine } from '../notice/lots.queries.ts'
import { noticePolicy } from '../notice/notice.policy.ts'
import { getContenu, getNotice, updateLiensFusion, updateNotice, updatePresence } from '../notice/notice.queries.ts'
import { type ContenuNotice, listDifferences, type Notice } from '../notice/notice.ts'
import { COTES, type Cote, computeFusion } from './fusion.ts'
import { getImport, updateLignesFusion } from './imports.queries.ts'
import {
  type CibleLigne,
  chargerLigne,
  entreeLigne,
  getOrigine,
  moveLigne,
  objetLigne,
  politiqueLigne,
} from './ligne.actions.ts'
import { formatProposition } from './proposition.ts'
import { getLigneAncienne } from './versement.queries.ts'

const version = z.coerce.number().int().positive()

/** `choix.csl.title=autre` comes nested from the form: back to `{ 'csl.title': 'autre' }`. */
export const schemaChoix = z
  .record(z.string(), z.union([z.enum(COTES), z.record(z.string(), z.enum(COTES))]))
  .default({})
  .transform((choix) =>
    Object.fromEntries(
      Object.entries(choix).flatMap(([champ, cote]): [string, Cote][] =>
        typeof cote === 'string' ? [[champ, cote]] : Object.entries(cote).map(([cle, c]) => [`${champ}.${cle}`, c]),
      ),
    ),
  )

/** Saves a merge where it changes something. @throws ErreurConflit when the notice is no longer at `version`. */
export async function saveFusion(ctx: Ctx, notice: Notice, vue: number, contenu: ContenuNotice): Promise<void> {
  if (!contenu.csl.title) throw new ErreurSaisie([{ field: '', message: 'La notice doit garder un titre.' }])
  if (notice.version !== vue)
    throw new ErreurConflit(
      'Cette notice a été modifiée pendant votre comparaison. Rouvrez la comparaison pour repartir de la dernière version.',
    )
  if (listDifferences(getContenu(notice), contenu).length > 0)
    await updateNotice(ctx, notice.id, vue, contenu, 'fusion')
}

/** What a notice was when it was made of an earlier record; null where the reference is not that record, changed. */
export async function getAncienne(ctx: Ctx, { imp, ligne }: CibleLigne, notice: number): Promise<ContenuNotice | null> {
  if (!ligne.doublons.some((d) => d.sur === 'mise-a-jour' && d.notice === notice)) return null
  const ancienne = await getLigneAncienne(ctx, imp, ligne, notice)
  const sien = ancienne && (await getImport(ctx, ancienne.import))
  return ancienne && sien ? formatProposition(ancienne, sien) : null
}

/** The reference of an import goes into a notice of the catalogue, field by field. */
export const fusionnerLigne = defineAction({
  nom: 'fusionnerLigne',
  entree: entreeLigne.extend({ avec: identifiant, version, choix: schemaChoix }),
  charger: chargerLigne,
  politique: politiqueLigne,
  trace: 'import.ligne.fusion',
  objet: objetLigne,
  executer: async (ctx, { id, rang, avec, version: vue, choix }, cible) => {
    // A double click finds it done.
    if (cible.ligne.etat === 'fusionnee' && cible.ligne.notice === avec) return { id, rang, notice: avec }
    const notice = await getNotice(ctx, avec, true)
    if (!notice || notice.supprimeeLe)
      throw new ErreurConflit('Cette notice n’est plus au catalogue. Rechargez la page de l’import.')
    const ancienne = await getAncienne(ctx, cible, avec)
    const contenu = computeFusion(getContenu(notice), formatProposition(cible.ligne, cible.imp), choix, ancienne)
    await saveFusion(ctx, notice, vue, contenu)
    const origine = getOrigine(cible.imp, cible.ligne)
    if (origine && (ancienne || notice.origine === null)) await updateOrigine(ctx, avec, origine)
    await moveLigne(ctx, cible, 'fusionner', avec)
    return { id, rang, notice: avec }
  },
})

export interface CibleFusion {
  gardee: Notice
  autre: Notice
}

export async function getCibleFusion(
  ctx: Ctx,
  { id, avec }: { id: number; avec: number },
  verrou = false,
): Promise<CibleFusion | null> {
  if (id === avec) return null
  const gardee = await getNotice(ctx, id, verrou)
  const autre = await getNotice(ctx, avec, verrou)
  return gardee && autre ? { gardee, autre } : null
}

export const peutFusionner = (acteur: Ctx['acteur'], { gardee, autre }: CibleFusion): boolean =>
  noticePolicy.peut(acteur, 'modifier', gardee) &&
  (isFusionnee({ gardee, autre }) || noticePolicy.peut(acteur, 'modifier', autre))

/** Done already: a double click finds its result. */
const isFusionnee = ({ gardee, autre }: CibleFusion): boolean => autre.remplaceePar === gardee.id

/** Two notices of the catalogue become one; the address of the other leads to the one that stays. */
export const fusionnerNotices = defineAction({
  nom: 'fusionnerNotices',
  entree: z.object({ id: identifiant, avec: identifiant, version, versionAutre: version, choix: schemaChoix }),
  charger: async (ctx, entree) => {
    // Two merges of the same notices in opposite directions would wait for each other's rows.
    await lockNom(ctx.db, 'notice.fusion')
    return getCibleFusion(ctx, entree, true)
  },
  politique: peutFusionner,
  trace: 'notice.fusion',
  objet: ({ id }) => ({ type: 'notice', id }),
  executer: async (ctx, { version: vue, versionAutre, choix }, { gardee, autre }) => {
    if (isFusionnee({ gardee, autre })) return gardee.id
    if (autre.version !== versionAutre)
      throw new ErreurConflit('L’autre notice a été modifiée pendant votre comparaison. Rouvrez la comparaison.')
    await saveFusion(ctx, gardee, vue, computeFusion(getContenu(gardee), getContenu(autre), choix))
    await updatePresence(ctx, autre, 'fusion', gardee.id)
    await updateLiensFusion(ctx, autre.id, gardee.id)
    await updateLignesFusion(ctx, autre.id, gardee.id)
    await updateRecoltesFusion(ctx, autre.id, gardee.id)
    return gardee.id
  },
})
