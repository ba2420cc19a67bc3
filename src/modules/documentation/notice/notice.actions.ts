import { z } from 'zod'
import { defineAction } from '#core/action.ts'
import { checkSiCorrespond } from '#core/conditions.ts'
import type { Ctx } from '#core/context.ts'
import { ErreurConflit, ErreurSaisie } from '#core/errors.ts'
import { identifiant } from '#core/saisie.ts'
import { parseContenu, schemaContenuEcrit, schemaNoticeVersee } from './contenu.ts'
import { noticePolicy } from './notice.policy.ts'
import { addLien, createNotice, getNotice, removeLien, updateNotice, updatePresence } from './notice.queries.ts'
import { getEtag, type Notice, TYPES_LIEN } from './notice.ts'
import { parseSaisie, schemaSaisie } from './saisie.ts'

const objetCree = (_entree: unknown, id: number | undefined) => (id === undefined ? null : { type: 'notice', id })
const objet = (entree: { id: number }) => ({ type: 'notice', id: entree.id })
const charger = (ctx: Ctx, entree: { id: number }) => getNotice(ctx, entree.id, true)
const version = z.coerce.number().int().positive()

export const creerNotice = defineAction({
  nom: 'creerNotice',
  entree: schemaSaisie,
  politique: (acteur) => noticePolicy.peutParfois(acteur, 'creer'),
  trace: 'notice.creation',
  objet: objetCree,
  executer: async (ctx, entree) => {
    const id = await createNotice(ctx, parseSaisie(entree, null))
    if (id === null) throw new ErreurSaisie([{ field: '', message: 'Cette notice est déjà au catalogue.' }])
    return id
  },
})

export const modifierNotice = defineAction({
  nom: 'modifierNotice',
  entree: z.intersection(schemaSaisie, z.object({ id: identifiant, version, verifier: z.literal('1').optional() })),
  charger,
  politique: (acteur, notice: Notice) => noticePolicy.peut(acteur, 'modifier', notice),
  trace: 'notice.modification',
  objet,
  executer: async (ctx, entree, notice) => {
    const geste = entree.verifier ? 'verification' : 'modification'
    await updateNotice(ctx, notice.id, entree.version, parseSaisie(entree, notice), geste)
    return notice.id
  },
})

/** `siCorrespond` is the header If-Match: which state of the notice was read before it was written. */
const schemaCible = z.object({ id: identifiant, siCorrespond: z.string().optional() })

/** A notice written by a program. */
export const verserNotice = defineAction({
  nom: 'verserNotice',
  entree: z.object({ corps: schemaNoticeVersee }),
  politique: (acteur) => noticePolicy.peutParfois(acteur, 'creer'),
  trace: 'notice.creation',
  objet: objetCree,
  executer: async (ctx, { corps: { cle = null, ...contenu } }) => {
    const id = await createNotice(ctx, parseContenu(contenu, null), { cle })
    if (id === null) throw new ErreurConflit(`Une notice porte déjà la clé « ${cle} ».`)
    return id
  },
})

/** A notice written again by a program, whole. */
export const remplacerNotice = defineAction({
  nom: 'remplacerNotice',
  entree: schemaCible.extend({ corps: schemaContenuEcrit }),
  charger,
  politique: (acteur, notice: Notice) => noticePolicy.peut(acteur, 'modifier', notice),
  trace: 'notice.modification',
  objet,
  executer: async (ctx, { siCorrespond, corps }, notice) => {
    checkSiCorrespond(siCorrespond, getEtag(notice))
    await updateNotice(ctx, notice.id, notice.version, parseContenu(corps, notice))
    return notice.id
  },
})

/** A notice taken out by a program, in the state that it read. */
export const retirerNotice = defineAction({
  nom: 'retirerNotice',
  entree: schemaCible,
  charger,
  politique: (acteur, notice: Notice) => noticePolicy.peut(acteur, 'supprimer', notice),
  trace: 'notice.suppression',
  objet,
  executer: async (ctx, { siCorrespond }, notice) => {
    if (notice.supprimeeLe !== null) return
    checkSiCorrespond(siCorrespond, getEtag(notice))
    await updatePresence(ctx, notice, 'suppression')
  },
})

/** Says that a person compared the notice with its document, without changing it. */
export const verifierNotice = defineAction({
  nom: 'verifierNotice',
  entree: z.object({ id: identifiant }),
  charger,
  politique: (acteur, notice: Notice) => noticePolicy.peut(acteur, 'verifier', notice),
  trace: 'notice.verification',
  objet,
  executer: async (ctx, _entree, notice) => {
    await updateNotice(ctx, notice.id, notice.version, notice, 'verification')
    return notice.id
  },
})

const definePresence = (geste: 'suppression' | 'restauration') =>
  defineAction({
    nom: `${geste}Notice`,
    entree: z.object({ id: identifiant }),
    charger,
    politique: (acteur, notice: Notice) => noticePolicy.peut(acteur, 'supprimer', notice),
    trace: `notice.${geste}`,
    objet,
    executer: async (ctx, _entree, notice) => {
      // Asked twice (two tabs, a double click), the second time finds it done.
      if ((notice.supprimeeLe !== null) !== (geste === 'suppression')) await updatePresence(ctx, notice, geste)
      return notice.id
    },
  })
export const supprimerNotice = definePresence('suppression')
export const retablirNotice = definePresence('restauration')

const schemaLien = z.object({
  id: identifiant,
  type: z.enum(TYPES_LIEN, { error: 'Choisissez la sorte de lien.' }),
  cible: z.preprocess(
    // A pasted address of a notice does as well as its number.
    (v) => (typeof v === 'string' ? (/notices\/(\d+)/.exec(v)?.[1] ?? v.replace(/^n°\s*/i, '').trim()) : v),
    z.coerce
      .number({ error: 'Écrivez le numéro ou l’adresse d’une notice.' })
      .int()
      .positive('Écrivez le numéro ou l’adresse d’une notice.')
      .max(2_147_483_647),
  ),
})

export const ajouterLien = defineAction({
  nom: 'ajouterLien',
  entree: schemaLien,
  charger,
  politique: (acteur, notice: Notice) => noticePolicy.peut(acteur, 'modifier', notice),
  trace: 'notice.lien.ajout',
  objet,
  executer: async (ctx, entree, notice) => {
    if (entree.cible === notice.id)
      throw new ErreurSaisie([{ field: 'cible', message: 'Une notice ne se lie pas à elle-même.' }])
    const cible = await getNotice(ctx, entree.cible)
    if (!cible || cible.supprimeeLe)
      throw new ErreurSaisie([{ field: 'cible', message: `Aucune notice ne porte le numéro ${entree.cible}.` }])
    await addLien(ctx, notice.id, entree.type, entree.cible)
    return notice.id
  },
})

export const retirerLien = defineAction({
  nom: 'retirerLien',
  entree: schemaLien,
  charger,
  politique: (acteur, notice: Notice) => noticePolicy.peut(acteur, 'modifier', notice),
  trace: 'notice.lien.retrait',
  objet,
  executer: async (ctx, entree, notice) => {
    await removeLien(ctx, notice.id, entree.type, entree.cible)
    return notice.id
  },
})
