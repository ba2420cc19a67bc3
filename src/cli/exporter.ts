import { listNoticesApres } from '#modules/documentation/notice/notice.queries.ts'
import { formatItem } from '#modules/documentation/notice/notice.ts'
import { withCtx } from './base.ts'
import type { Sorties } from './bibliographie.ts'
import { ErreurUsage } from './usage.ts'

const LOT = 500

/** `maillage exporter`: the whole catalogue as one CSL-JSON array, written by lots: memory does not grow with it. */
export async function executeExporter(args: string[], sorties: Sorties): Promise<number> {
  if (args.length > 0) throw new ErreurUsage()
  const total = await withCtx(async (ctx) => {
    let nombre = 0
    for (let apres = 0; ; ) {
      const notices = await listNoticesApres(ctx, apres, LOT)
      for (const notice of notices) {
        sorties.ecrire(`${nombre === 0 ? '[' : ','}\n${JSON.stringify(formatItem(notice))}`)
        nombre++
      }
      const derniere = notices.at(-1)
      if (!derniere) break
      apres = derniere.id
    }
    return nombre
  })
  sorties.ecrire(total === 0 ? '[]\n' : '\n]\n')
  sorties.erreur(`${total.toLocaleString('fr-FR')}\u00a0notices.\n`)
  return 0
}
