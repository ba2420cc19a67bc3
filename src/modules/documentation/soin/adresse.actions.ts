import { z } from 'zod'
import type { Acteur } from '#core/acteur.ts'
import { defineAction } from '#core/action.ts'
import { addTrace } from '#core/audit.ts'
import type { Ctx } from '#core/context.ts'
import { ErreurConflit, ErreurSaisie } from '#core/errors.ts'
import { defineTache, type Tache } from '#core/jobs.ts'
import { ligne } from '#core/saisie.ts'
import type { ClientWeb } from '#core/web-client.ts'
import { noticePolicy } from '../notice/notice.policy.ts'
import { getContenu, getNotice, updateNotice } from '../notice/notice.queries.ts'
import type { ContenuNotice } from '../notice/notice.ts'
import { schemaSaisie } from '../notice/saisie.ts'
import {
  type Adresse,
  type AdresseDue,
  addAdressesNouvelles,
  getAdresse,
  listAdressesDues,
  listNoticesAdresse,
  listTemoins,
  updateBilan,
  updateConfirmation,
  updateEcart,
  updateVisite,
  withVisites,
} from './adresse.queries.ts'
import type { EtatAdresse, Motif, Observation } from './adresse.ts'
import { entretienPolicy } from './entretien.policy.ts'
import { createVisiteur, type Visiteur } from './visite.formats.ts'

/** Bounds of one run (own). */
const ADRESSES_MAX = 2_000
const PAR_HOTE_MAX = 200
const DUREE_MS = 20 * 60_000
/** Sites that are visited at the same time. */
const HOTES_ENSEMBLE = 8

export interface OptionsVerification {
  client: ClientWeb
  max?: number | undefined
  /** Addresses whose time has not come too. */
  tout?: boolean | undefined
  /** Milliseconds after which no new visit begins. */
  duree?: number
  /** See `createVisiteur`. */
  pause?: number
  delai?: number
  signal?: AbortSignal
}

export type BilanVerification = { verifiees: number } & Partial<Record<EtatAdresse, number>>

/** What a site that is gone and a network that is cut look alike by. */
const COUPURES: ReadonlySet<Motif | null> = new Set(['dns', 'connexion', 'delai'])

/** Does anything answer? Asks some sites that answered last time. */
async function hasReseau(ctx: Ctx, visiter: Visiteur, sauf: readonly string[]): Promise<boolean> {
  const temoins = await listTemoins(ctx, sauf)
  const vus = await Promise.all(temoins.map(({ adresse }) => visiter(adresse)))
  return vus.some(({ motif }) => !COUPURES.has(motif))
}

/**
 * Visits the addresses that are due: several sites at once, each site one address after another. Each result is
 * written as it comes: stopped at any moment, the next run goes on. When nothing at all can be reached, the fault is
 * ours, and no address is said to fail.
 * @returns null when another process is at it
 */
export const executeVerification = (ctx: Ctx, options: OptionsVerification): Promise<BilanVerification | null> =>
  withVisites(ctx, () => visitDues(ctx, options))

async function visitDues(
  ctx: Ctx,
  { client, max = ADRESSES_MAX, tout = false, duree = DUREE_MS, ...reglages }: OptionsVerification,
): Promise<BilanVerification> {
  const { signal } = reglages
  const fin = performance.now() + duree
  await addAdressesNouvelles(ctx)
  const dues = await listAdressesDues(ctx, { max, parHote: tout ? max : PAR_HOTE_MAX, tout })
  const sites = [...Map.groupBy(dues, (d) => d.hote).values()]
  const visiter = createVisiteur({ client, ...reglages })
  const bilan: BilanVerification = { verifiees: 0 }
  const coupees: { due: AdresseDue; vu: Observation }[] = []
  const save = async ({ due, vu }: { due: AdresseDue; vu: Observation }): Promise<void> => {
    const etat = await updateVisite(ctx, due, vu, Math.random())
    if (etat === null) return
    bilan.verifiees++
    bilan[etat] = (bilan[etat] ?? 0) + 1
  }
  const travailler = async (): Promise<void> => {
    for (let site = sites.shift(); site; site = sites.shift()) {
      for (const due of site) {
        if (signal?.aborted || performance.now() > fin) return
        const vu = await visiter(due.adresse)
        if (COUPURES.has(vu.motif)) coupees.push({ due, vu })
        else await save({ due, vu })
      }
    }
  }
  await Promise.all(Array.from({ length: HOTES_ENSEMBLE }, travailler))
  const hotes = coupees.map(({ due }) => due.hote)
  if (bilan.verifiees > 0 || (coupees.length > 0 && (await hasReseau(ctx, visiter, hotes)))) {
    for (const coupee of coupees) await save(coupee)
    await updateBilan(ctx, bilan.verifiees)
    await addTrace(ctx, { evenement: 'adresse.verification', objet: { type: 'entretien', id: 'liens' }, issue: 'fait' })
  }
  return bilan
}

/** New addresses join their list; visited or not, it says what is there. */
export const tacheInventaire = defineTache({
  nom: 'adresse.inventaire',
  donnees: z.object({}),
  chaque: 300,
  executer: (ctx) => addAdressesNouvelles(ctx),
})

/** Once an hour. */
export const createTacheVerification = (client: ClientWeb): Tache =>
  defineTache({
    nom: 'adresse.verification',
    donnees: z.object({}),
    chaque: 3_600,
    executer: async (ctx, _donnees, signal) => {
      await executeVerification(ctx, { client, signal })
    },
  })

const cle = z.guid()
const traiter = (acteur: Acteur): boolean => entretienPolicy.peutParfois(acteur, 'traiter')
const charger = (ctx: Ctx, { cle: voulue }: { cle: string }) => getAdresse(ctx, voulue, true)
const objet = (entree: { cle: string }) => ({ type: 'adresse', id: entree.cle })
const place = ({ hote, cle: c }: Adresse) => ({ hote, cle: c })

/** Puts a notice's new address where its old one stood. @throws ErreurSaisie for a DOI that is none. */
function computeCorrection(contenu: ContenuNotice, id: number, champ: 'URL' | 'DOI', adresse: string): ContenuNotice {
  if (champ === 'URL') return { ...contenu, csl: { ...contenu.csl, URL: adresse } }
  const lu = schemaSaisie.shape.DOI.safeParse(adresse)
  if (lu.success && lu.data) return { ...contenu, csl: { ...contenu.csl, DOI: lu.data } }
  const message = `La notice n°\u00a0${id} donne cette adresse par son DOI\u00a0: écrivez-en un, comme https://doi.org/10.1000/182.`
  throw new ErreurSaisie([{ field: 'adresse', message }])
}

/** Gives another address to the notices that give this one; each goes through its history. */
export const corrigerAdresse = defineAction({
  nom: 'corrigerAdresse',
  entree: z.object({
    cle,
    adresse: schemaSaisie.shape.URL.transform((url, ctx) => {
      if (url !== null) return url
      ctx.addIssue({ code: 'custom', message: 'Écrivez la nouvelle adresse.' })
      return z.NEVER
    }),
    /** Versions that were seen, by id of notice. */
    versions: z.record(z.string().regex(/^\d{1,9}$/), z.coerce.number().int().positive()).default({}),
  }),
  charger,
  politique: traiter,
  trace: 'adresse.correction',
  objet,
  executer: async (ctx, { adresse, versions }, avant) => {
    if (adresse === avant.adresse)
      throw new ErreurSaisie([{ field: 'adresse', message: 'Cette adresse est celle de la notice.' }])
    // A notice may give it twice, by its address and by its DOI: one correction all the same.
    for (const [id, places] of Map.groupBy(await listNoticesAdresse(ctx, avant.cle), (n) => n.id)) {
      const notice = await getNotice(ctx, id, true)
      if (!notice || !noticePolicy.peut(ctx.acteur, 'modifier', notice)) continue
      const vue = versions[id]
      if (vue === undefined)
        throw new ErreurConflit('Une autre notice donne maintenant cette adresse. Rouvrez la page.')
      const corrigee = places.reduce((n, { champ }) => computeCorrection(n, id, champ, adresse), getContenu(notice))
      await updateNotice(ctx, id, vue, corrigee)
    }
    return place(avant)
  },
})

export const confirmerAdresse = defineAction({
  nom: 'confirmerAdresse',
  entree: z.object({ cle }),
  charger,
  politique: traiter,
  trace: 'adresse.confirmation',
  objet,
  executer: async (ctx, _entree, adresse) => {
    await updateConfirmation(ctx, adresse.cle)
    return place(adresse)
  },
})

export const ecarterAdresse = defineAction({
  nom: 'ecarterAdresse',
  entree: z.object({ cle, raison: ligne('Dites pourquoi ce lien est mis de côté.', 300) }),
  charger,
  politique: traiter,
  trace: 'adresse.ecart',
  objet,
  executer: async (ctx, { raison }, adresse) => {
    await updateEcart(ctx, adresse.cle, raison)
    return place(adresse)
  },
})

export const reprendreAdresse = defineAction({
  nom: 'reprendreAdresse',
  entree: z.object({ cle }),
  charger,
  politique: traiter,
  trace: 'adresse.reprise',
  objet,
  executer: async (ctx, _entree, adresse) => {
    await updateEcart(ctx, adresse.cle, null)
    return place(adresse)
  },
})
