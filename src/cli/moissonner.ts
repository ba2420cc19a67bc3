import type { Config } from '#config'
import type { Ctx } from '#core/context.ts'
import { formatEspaces } from '#core/db-errors.ts'
import { executeTaches } from '#core/jobs.ts'
import { identifiant } from '#core/saisie.ts'
import { createWebClient } from '#core/web-client.ts'
import { listMoissons } from '#modules/documentation/moisson/moisson.queries.ts'
import type { ReglagesOai } from '#modules/documentation/moisson/oai-client.formats.ts'
import { listSources } from '#modules/documentation/moisson/source.queries.ts'
import { addTacheMoisson, createTachesMoisson } from '#modules/documentation/moisson/taches.ts'
import type { Sorties } from './bibliographie.ts'
import { ErreurUsage } from './usage.ts'

/**
 * `maillage moissonner [NUMÉRO]`: harvests one source, or all those that are not paused, as the server would; a source
 * that another process harvests is left to it.
 * @returns the exit code: 0 done, 1 when a source failed or does not exist (said on `erreur`). @throws ErreurUsage
 */
export async function executeMoissonner(
  args: string[],
  sorties: Sorties,
  ctx: Ctx,
  config: Pick<Config, 'adresse' | 'hotesInternes'>,
  reglages: Partial<ReglagesOai> = {},
): Promise<number> {
  const numero = args.length === 0 ? null : identifiant.safeParse(args[0])
  if (args.length > 1 || numero?.success === false) throw new ErreurUsage()
  const sources = await listSources(ctx)
  const choisies = numero === null ? sources.filter((s) => !s.enPause) : sources.filter((s) => s.id === numero.data)
  if (numero !== null && choisies.length === 0) {
    sorties.erreur(`Aucune source ne porte le numéro ${numero.data}.\n`)
    return 1
  }
  for (const { id } of choisies) await addTacheMoisson(ctx, id)
  await executeTaches(ctx, createTachesMoisson(createWebClient(config), reglages))
  let code = 0
  for (const { id, nom } of choisies) {
    const [m] = await listMoissons(ctx, id, 1)
    if (!m) continue
    sorties.ecrire(
      formatEspaces(
        `${id} ${nom} : ${m.lues} lues, ${m.creees} ajoutées, ${m.modifiees} mises à jour, ${m.inchangees} inchangées, ${m.rapprochees} déjà au catalogue, ${m.aJuger} à examiner, ${m.retirees} retirées de la source, ${m.refusees} refusées\n`,
      ),
    )
    if (m.etat !== 'echouee') continue
    sorties.erreur(formatEspaces(`${id} ${nom} : ${m.raison ?? ''}\n`))
    code = 1
  }
  return code
}
