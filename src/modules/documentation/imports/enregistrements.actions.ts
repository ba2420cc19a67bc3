import { z } from 'zod'
import { defineAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { addTache } from '#core/jobs.ts'
import type { Lu, NomFormat } from '../echange/echange.ts'
import { ErreurLecture } from '../lecture/lecture.formats.ts'
import { getChoixBase } from './correspondances.queries.ts'
import { computeChoix } from './correspondances.ts'
import { addLignes, createImport, type EnteteImport, updateReleve } from './creation.queries.ts'
import { formatReferenceLue } from './enregistrements.formats.ts'
import { importPolicy } from './imports.policy.ts'
import { getImportParEmpreinte } from './imports.queries.ts'
import { ECARTES_MAX, type Passage } from './imports.ts'
import { CompteurReleve } from './releve.ts'
import { startComparaison, tachePoursuivre } from './versement.actions.ts'

/** A file of records that comes in, before anything is stored. */
export interface LectureEchange extends Pick<EnteteImport, 'fichier' | 'empreinte' | 'octets'> {
  format: NomFormat
  /** The base it comes from, when it is said. */
  base: string | null
  lots: AsyncIterable<Lu[]>
  /** Compared with the catalogue at once, or by the caller, lot by lot. */
  tout: boolean
}

const HEURE_MS = 3_600_000

interface Bilan {
  compteur: CompteurReleve
  lues: number
  refusees: number
  ecartes: Passage[]
}

async function addLots(ctx: Ctx, id: number, lots: AsyncIterable<Lu[]>): Promise<Bilan> {
  const bilan: Bilan = { compteur: new CompteurReleve(), lues: 0, refusees: 0, ecartes: [] }
  for await (const lot of lots) {
    const references = lot.flatMap((lu) => {
      if ('item' in lu) {
        bilan.compteur.add(lu)
        return [formatReferenceLue(lu)]
      }
      bilan.refusees++
      if (bilan.ecartes.length < ECARTES_MAX) bilan.ecartes.push({ n: lu.rang, texte: lu.lieu, raison: lu.erreur })
      return []
    })
    bilan.lues += references.length
    if (references.length > 0) await addLignes(ctx, id, references)
  }
  return bilan
}

function checkBilan({ lues, ecartes: [premiere] }: Bilan): void {
  if (lues > 0) return
  if (!premiere) throw new ErreurLecture('Aucune notice dans ce fichier.')
  throw new ErreurLecture(`Aucune notice n’a pu être lue. Notice ${premiere.n} : ${premiere.raison}`, premiere.texte)
}

/** Stores a file of records, read to its end: all of it or nothing. @returns its import, the first one of this file */
export const creerImportEchange = defineAction({
  nom: 'creerImportEchange',
  entree: z.custom<LectureEchange>((v) => typeof v === 'object' && v !== null),
  politique: (acteur) => importPolicy.peutParfois(acteur, 'deposer'),
  trace: 'import.creation',
  objet: (_entree, id: number | null | undefined) => (id ? { type: 'import', id } : null),
  executer: async (ctx, { lots, base: dite, format, tout, ...entete }) => {
    const id = await createImport(ctx, { ...entete, format, titre: null, lignes: [], ecartes: [] })
    if (id === null) return getImportParEmpreinte(ctx, entete.empreinte)
    const bilan = await addLots(ctx, id, lots)
    checkBilan(bilan)
    const releve = bilan.compteur.format()
    const base = dite ?? releve.source
    const choix = computeChoix(releve, base === null ? null : await getChoixBase(ctx, base))
    await updateReleve(ctx, id, { releve, base, choix, refusees: bilan.refusees, ecartes: bilan.ecartes })
    if (tout) await startComparaison(ctx, { id, base })
    // The command line drives its lots itself, but may be stopped.
    else await addTache(ctx, tachePoursuivre, { id }, { cle: String(id), le: new Date(+ctx.maintenant + HEURE_MS) })
    return id
  },
})
