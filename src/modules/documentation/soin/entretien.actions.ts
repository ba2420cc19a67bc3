import { z } from 'zod'
import { defineAction } from '#core/action.ts'
import { ErreurConflit, ErreurSaisie } from '#core/errors.ts'
import { identifiant } from '#core/saisie.ts'
import { noticePolicy } from '../notice/notice.policy.ts'
import { getContenu, getNotice, updateNotice } from '../notice/notice.queries.ts'
import type { Notice } from '../notice/notice.ts'
import { schemaSaisie } from '../notice/saisie.ts'
import { entretienPolicy } from './entretien.policy.ts'
import { addSansObjet } from './entretien.queries.ts'
import { computeComplement, isEcartable, isListe, isVerification, type Liste, schemaComplement } from './entretien.ts'

const version = z.coerce.number().int().positive()

/** Gives a notice what its list was asking for, and nothing else; or says that it was compared with its document. */
export const completerNotice = defineAction({
  nom: 'completerNotice',
  entree: z.intersection(schemaComplement, z.object({ id: identifiant, version })),
  charger: (ctx, { id }) => getNotice(ctx, id, true),
  politique: (acteur, notice: Notice) => noticePolicy.peut(acteur, 'modifier', notice),
  trace: 'entretien.complement',
  objet: ({ id }) => ({ type: 'notice', id }),
  executer: async (ctx, entree, notice) => {
    const geste = isVerification(entree.liste) ? 'verification' : 'modification'
    await updateNotice(ctx, notice.id, entree.version, computeComplement(getContenu(notice), entree), geste)
    return notice.id
  },
})

/** « Sans objet »: this document has no such thing, and leaves the list for good. */
export const ecarterNotice = defineAction({
  nom: 'ecarterNotice',
  entree: z.object({ id: identifiant, liste: z.custom<Liste>((l) => isListe(l) && isEcartable(l)) }),
  charger: (ctx, { id }) => getNotice(ctx, id, true),
  politique: (acteur, notice: Notice) => noticePolicy.peut(acteur, 'modifier', notice),
  trace: 'entretien.sans-objet',
  objet: ({ id }) => ({ type: 'notice', id }),
  executer: async (ctx, { liste }, notice) => {
    await addSansObjet(ctx, notice.id, liste)
    return notice.id
  },
})

/** One page of the list, and what its own proposals can add. */
const LOT_MAX = 200

const schemaLot = z.object({
  /** Given to every notice that is ticked. */
  themes: schemaSaisie.shape.themes,
  /** By id: the version that was seen, ticked or not, proposed themes that were ticked. */
  notices: z
    .record(
      z.string().regex(/^\d{1,9}$/),
      z.object({ version, choisie: z.literal('1').optional(), themes: schemaSaisie.shape.themes }),
    )
    .default({})
    .refine((n) => Object.keys(n).length <= LOT_MAX, 'Cet envoi a trop de notices.'),
})

/** Adds themes to several notices. Each that someone changed meanwhile stays as it is, and is counted. */
export const donnerThemes = defineAction({
  nom: 'donnerThemes',
  entree: schemaLot,
  politique: (acteur) => entretienPolicy.peutParfois(acteur, 'traiter'),
  trace: 'entretien.themes',
  objet: () => ({ type: 'entretien', id: 'sans-theme' }),
  executer: async (ctx, { themes, notices }) => {
    const demandes = Object.entries(notices)
      .map(([id, n]) => ({ id: Number(id), vue: n.version, ajouts: [...n.themes, ...(n.choisie ? themes : [])] }))
      .filter(({ ajouts }) => ajouts.length > 0)
      // In one order, so that two such sendings wait for each other and never cross.
      .sort((a, b) => a.id - b.id)
    if (demandes.length === 0) {
      const cochees = Object.values(notices).some((n) => n.choisie)
      const field = cochees ? 'themes' : ''
      const message = cochees
        ? 'Choisissez au moins un thème pour les notices cochées.'
        : 'Cochez des thèmes proposés, ou des notices et les thèmes à leur donner.'
      throw new ErreurSaisie([{ field, message }])
    }
    let faites = 0
    for (const { id, vue, ajouts } of demandes) {
      const notice = await getNotice(ctx, id, true)
      if (!notice || notice.version !== vue || !noticePolicy.peut(ctx.acteur, 'modifier', notice)) continue
      await updateNotice(ctx, id, vue, { ...notice, themes: [...new Set([...notice.themes, ...ajouts])] })
      faites++
    }
    if (faites === 0)
      throw new ErreurConflit('Ces notices ont été modifiées pendant votre choix. Rouvrez la liste pour recommencer.')
    return { faites, changees: demandes.length - faites }
  },
})
