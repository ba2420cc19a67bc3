import { z } from 'zod'
import type { Ctx } from '#core/context.ts'
import { addTache, defineTache, type Tache } from '#core/jobs.ts'
import type { ClientWeb } from '#core/web-client.ts'
import { executeMoisson } from './moisson.actions.ts'
import { createReglagesOai, type ReglagesOai } from './oai-client.formats.ts'
import { listSourcesDues } from './source.queries.ts'

const MOISSON = { nom: 'moisson', donnees: z.object({ source: z.number().int() }) }

/** Asks for the harvest of a source: one at a time, whatever the number of processes; asked twice, it runs once. */
export const addTacheMoisson = (ctx: Ctx, source: number): Promise<void> =>
  addTache(ctx, MOISSON, { source }, { cle: String(source) })

/** How often one looks whether a source is due, in seconds. */
const CHAQUE_S = 300

/** Tasks of the harvests: the one that looks for sources whose time has come, and the harvest of one of them. */
export function createTachesMoisson(client: ClientWeb, reglages: Partial<ReglagesOai> = {}): Tache[] {
  const complets = { ...createReglagesOai(client), ...reglages }
  const moisson = defineTache({
    ...MOISSON,
    executer: async (ctx, { source }, signal) => {
      if ((await executeMoisson(ctx, source, complets, signal)) === 'a-suivre') await addTacheMoisson(ctx, source)
    },
  })
  const dues = defineTache({
    nom: 'moissons-dues',
    donnees: z.object({}),
    chaque: CHAQUE_S,
    executer: async (ctx) => {
      for (const source of await listSourcesDues(ctx)) await addTacheMoisson(ctx, source)
    },
  })
  return [dues, moisson] as Tache[]
}
