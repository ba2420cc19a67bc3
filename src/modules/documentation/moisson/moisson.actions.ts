import { z } from 'zod'
import { defineAction, executeAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { ErreurConflit } from '#core/errors.ts'
import { identifiant } from '#core/saisie.ts'
import { parseRecord, type RecordLu } from './enregistrement.formats.ts'
import { moissonPolicy } from './moisson.policy.ts'
import { addPage, createOuReprendreMoisson, getMoissonEnCours, updateFin } from './moisson.queries.ts'
import {
  BILAN_VIDE,
  computeDepuis,
  computeProchaine,
  computeReessai,
  mergePerdus,
  PAGES_MAX,
  PAGES_PAR_PASSAGE,
  PAGES_STERILES,
  PERTES_MAX,
  type Reprise,
  type Source,
} from './moisson.ts'
import { formatFaute, parseIdentite, type ReponseOai } from './oai.formats.ts'
import { ErreurMoisson, formatDemande, getReponse, PAUSE_MS, type ReglagesOai } from './oai-client.formats.ts'
import { updateAbsentes } from './recolte.queries.ts'
import { getSource, updateAvance } from './source.queries.ts'
import { addRecords } from './versement.actions.ts'

const charger = (ctx: Ctx, { id }: { id: number }) => getSource(ctx, id, true)
const politique = (acteur: Ctx['acteur'], source: Source) => moissonPolicy.peut(acteur, 'moissonner', source)
const objet = ({ id }: { id: number }) => ({ type: 'moisson-source', id })

/** Begins a harvest, or goes on with the one that was left. */
const commencerMoisson = defineAction({
  nom: 'commencerMoisson',
  entree: z.object({ id: identifiant }),
  charger,
  politique,
  trace: 'moisson.commencement',
  objet,
  executer: async (ctx, { id }, source) => {
    const reprise: Reprise = source.reprise ?? { jeton: '', depuis: source.depuis, reponse: '', pertes: 0 }
    const tour = source.reprise ? source.tour : source.tour + 1
    const moisson = await createOuReprendreMoisson(ctx, id, reprise.depuis)
    const prochaineLe = computeProchaine(source.frequence, ctx.maintenant)
    await updateAvance(ctx, id, { reprise, tour, prochaineLe })
    return { moisson, source: { ...source, reprise, tour, prochaineLe } }
  },
})

interface Page {
  id: number
  moisson: number
  /** Where the harvest stood when the page was asked for. */
  tour: number
  jeton: string
  records: RecordLu[]
  suite: Reprise
}

/** One page into the catalogue, with the place to go on from: both or none. */
const verserPage = defineAction({
  nom: 'verserPage',
  entree: z.custom<Page>((v) => typeof v === 'object' && v !== null),
  charger,
  politique,
  trace: 'moisson.page',
  objet,
  executer: async (ctx, { moisson, tour, jeton, records, suite }, source) => {
    if (source.tour !== tour || source.reprise?.jeton !== jeton) {
      throw new ErreurConflit('La source a été changée pendant la moisson.')
    }
    const { bilan, refus, perdus, neuves } = await addRecords(ctx, source, records)
    const avant = await getMoissonEnCours(ctx, source.id)
    await addPage(ctx, moisson, bilan, { refus, perdus: mergePerdus(avant?.perdus ?? {}, perdus) })
    await updateAvance(ctx, source.id, { reprise: suite })
    return { neuves, pages: (avant?.pages ?? 0) + 1 }
  },
})

/** The server lost the rest of its list: it is read again from its beginning, what was read is met again unchanged. */
const recommencerListe = defineAction({
  nom: 'recommencerListe',
  entree: z.object({ id: identifiant }),
  charger,
  politique,
  trace: 'moisson.recommencement',
  objet,
  executer: async (ctx, { id }, source) => {
    const reprise = source.reprise && { ...source.reprise, jeton: '', pertes: source.reprise.pertes + 1 }
    await updateAvance(ctx, id, { reprise, tour: source.tour + 1 })
    return { ...source, reprise, tour: source.tour + 1 }
  },
})

/** The end of a harvest, done (`raison` null) or failed: then what was read stays, and the next one goes on from there. */
const finirMoisson = defineAction({
  nom: 'finirMoisson',
  entree: z.object({
    id: identifiant,
    moisson: identifiant,
    granularite: z.enum(['jour', 'seconde']),
    raison: z.string().nullable(),
    /** Seconds that the server asks to wait. */
    attente: z.number().nullable(),
    /** The list can be gone on with where it was left. */
    reprendre: z.boolean(),
  }),
  charger,
  politique,
  trace: 'moisson.fin',
  objet,
  executer: async (ctx, { moisson, granularite, raison, attente, reprendre }, source) => {
    await updateFin(ctx, moisson, raison)
    const { reprise } = source
    if (raison !== null) {
      await updateAvance(ctx, source.id, {
        reprise: reprendre && reprise?.jeton ? { ...reprise, pertes: 0 } : null,
        echecs: source.echecs + 1,
        prochaineLe: computeReessai(source, attente, ctx.maintenant),
      })
      return
    }
    await updateAvance(ctx, source.id, {
      granularite,
      reprise: null,
      echecs: 0,
      depuis: computeDepuis(reprise?.reponse ?? '', granularite) ?? source.depuis,
    })
  },
})

/** The whole base was read: what it no longer holds is marked. A list that was empty says nothing of what is gone. */
const marquerAbsentes = defineAction({
  nom: 'marquerAbsentes',
  entree: z.object({ id: identifiant, moisson: identifiant }),
  charger,
  politique,
  trace: 'moisson.absentes',
  objet,
  executer: async (ctx, { id, moisson }, source) => {
    const retirees = await updateAbsentes(ctx, id, source.tour)
    const avant = await getMoissonEnCours(ctx, id)
    await addPage(ctx, moisson, { ...BILAN_VIDE, retirees }, { refus: [], perdus: avant?.perdus ?? {} })
  },
})

/** How a run ended. `a-suivre`: many pages are left, the next run goes on; `depassee`: the source is elsewhere by now. */
export type Issue = 'faite' | 'echouee' | 'a-suivre' | 'depassee' | 'absente'

/**
 * One run of the harvest of a source: asks, page after page, and commits each with the place to go on from.
 * @param signal stops it between two pages, or while it waits; nothing that was committed is lost
 * @throws what stops it that is not the server's doing (database, signal)
 */
export async function executeMoisson(ctx: Ctx, id: number, reglages: ReglagesOai, signal: AbortSignal): Promise<Issue> {
  const depart = Date.now()
  // A run may last: each of its changes says its own hour.
  const ici = (): Ctx => ({ ...ctx, maintenant: new Date(ctx.maintenant.getTime() + Date.now() - depart) })
  if (!(await getSource(ctx, id))) return 'absente'
  const { moisson, source } = await executeAction(commencerMoisson, ici(), { id })
  const finir = async (raison: string | null, suite: { attente: number | null } | null = null): Promise<Issue> => {
    const { granularite } = source
    const fin = { id, moisson, granularite, raison, attente: suite?.attente ?? null, reprendre: suite !== null }
    await executeAction(finirMoisson, ici(), fin)
    return raison === null ? 'faite' : 'echouee'
  }
  try {
    return await readListe({ ctx: ici, moisson, source, reglages, signal, finir })
  } catch (erreur) {
    if (erreur instanceof ErreurMoisson) return finir(erreur.message, erreur)
    // Another run is ahead, or someone changed the source: nothing of theirs is touched.
    if (erreur instanceof ErreurConflit) return 'depassee'
    throw erreur
  }
}

interface Passage {
  ctx: () => Ctx
  moisson: number
  /** Kept up to date as the harvest goes on. */
  source: Source
  reglages: ReglagesOai
  signal: AbortSignal
  finir: (raison: string | null) => Promise<Issue>
}

async function readListe(passage: Passage): Promise<Issue> {
  const { ctx, moisson, source, reglages, signal, finir } = passage
  const { id, adresse, prefixe, ensemble } = source
  if (!source.reprise?.jeton) await readIdentite(passage)
  let steriles = 0
  for (let pages = 0; pages < PAGES_PAR_PASSAGE; pages++) {
    await reglages.pause(PAUSE_MS, signal)
    const { jeton, depuis, reponse, pertes } = source.reprise ?? { jeton: '', depuis: null, reponse: '', pertes: 0 }
    const demande: Record<string, string | null> = jeton
      ? { verb: 'ListRecords', resumptionToken: jeton }
      : { verb: 'ListRecords', metadataPrefix: prefixe, set: ensemble, from: depuis }
    const lue = await getReponse(reglages, formatDemande(adresse, demande), signal)
    const faute = lue.fautes[0]
    if (faute?.code === 'badResumptionToken' && jeton && pertes < PERTES_MAX) {
      Object.assign(source, await executeAction(recommencerListe, ctx(), { id }))
      continue
    }
    const vide = lue.fautes.some((f) => f.code === 'noRecordsMatch')
    if (faute && !vide) return finir(formatFaute(faute))
    if (!vide && lue.contenu?.nom !== 'ListRecords') return finir('Le serveur ne donne pas la liste demandée.')
    const suite = { depuis, pertes, jeton: lue.jeton, reponse: reponse || lue.date }
    const verse = await executeAction(verserPage, ctx(), {
      id,
      moisson,
      tour: source.tour,
      jeton,
      records: lue.enregistrements.map(parseRecord),
      suite,
    })
    source.reprise = suite
    if (suite.jeton === '') {
      if (depuis === null && !(vide && verse.pages === 1)) await executeAction(marquerAbsentes, ctx(), { id, moisson })
      return finir(null)
    }
    steriles = verse.neuves > 0 ? 0 : steriles + 1
    if (steriles >= PAGES_STERILES) return finir('Le serveur redonne sans fin les mêmes pages.')
    if (verse.pages >= PAGES_MAX) return finir(`La liste du serveur ne finit pas : ${PAGES_MAX} pages ont été lues.`)
  }
  return 'a-suivre'
}

/** Asks how the server writes its dates, at the beginning of each harvest. */
async function readIdentite({ source, reglages, signal }: Passage): Promise<void> {
  const lue: ReponseOai = await getReponse(reglages, formatDemande(source.adresse, { verb: 'Identify' }), signal)
  if (lue.contenu?.nom === 'Identify') source.granularite = parseIdentite(lue.contenu).granularite
}
