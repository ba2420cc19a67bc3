import { parseArgs } from 'node:util'
import type { Ctx } from '#core/context.ts'
import type { ClientWeb } from '#core/web-client.ts'
import { type BilanVerification, executeVerification } from '#modules/documentation/soin/adresse.actions.ts'
import { ETATS_ADRESSE, type EtatAdresse } from '#modules/documentation/soin/adresse.ts'
import type { Sorties } from './bibliographie.ts'
import { ErreurUsage } from './usage.ts'

/** Who started it can stop it: the bound of the task of every hour is not for the command. */
const DUREE_MS = 24 * 3_600_000

/**
 * `maillage verifier-liens [--tout] [--max N]`: visits now the addresses that are due, as the task of every hour does;
 * `--tout` those whose time has not come too.
 * @returns the exit code: 0 done, 1 another process is at it. @throws ErreurUsage
 */
export async function executeVerifierLiens(
  args: string[],
  sorties: Sorties,
  ctx: Ctx,
  client: ClientWeb,
): Promise<number> {
  const bilan = await executeVerification(ctx, { client, duree: DUREE_MS, ...parseOptions(args) })
  if (bilan !== null) {
    sorties.ecrire(formatBilan(bilan))
    return 0
  }
  sorties.erreur('Une vérification est déjà en cours\u00a0: recommencez quand elle sera finie.\n')
  return 1
}

function parseOptions(args: string[]): { tout: boolean; max: number | undefined } {
  try {
    const { values } = parseArgs({
      args,
      options: { tout: { type: 'boolean', default: false }, max: { type: 'string' } },
    })
    if (values.max !== undefined && !/^[1-9]\d{0,6}$/.test(values.max)) throw new ErreurUsage()
    return { tout: values.tout, max: values.max === undefined ? undefined : Number(values.max) }
  } catch {
    throw new ErreurUsage()
  }
}

function formatBilan({ verifiees, ...etats }: BilanVerification): string {
  const lignes = Object.entries(etats).map(
    ([etat, nombre]) => `  ${ETATS_ADRESSE[etat as EtatAdresse].titre.padEnd(20)} ${nombre}`,
  )
  return `${[`Adresses vérifiées\u00a0: ${verifiees}`, ...lignes].join('\n')}\n`
}
