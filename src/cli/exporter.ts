import { parseArgs } from 'node:util'
import type { Ctx } from '#core/context.ts'
import { FORMATS, NOMS_FORMATS, type NomFormat } from '#modules/documentation/echange/echange.ts'
import { formatExport } from '#modules/documentation/export/export.formats.ts'
import { Bilan } from '#modules/documentation/export/pertes.ts'
import { listNoticesReleve, listReleve } from '#modules/documentation/recherche/recherche.queries.ts'
import type { Sorties } from './bibliographie.ts'
import { SORTIE_STANDARD, type SortiesBinaires } from './convertir.ts'
import { ErreurUsage } from './usage.ts'

/**
 * `maillage exporter [--vers FORMAT]` (CSL-JSON if not said): the whole catalogue as it stands at that moment, written
 * by lots: memory does not grow with it. What the format could not carry is told on `erreur`, by field.
 * @throws ErreurUsage on wrong arguments
 */
export async function executeExporter(
  args: string[],
  sorties: Pick<Sorties, 'erreur'>,
  ctx: Ctx,
  ecrire: SortiesBinaires['ecrire'] = SORTIE_STANDARD,
): Promise<number> {
  const vers = parseArguments(args)
  const releve = await listReleve(ctx, { q: '', filtres: {}, tri: 'ajout', page: 1 })
  const bilan = new Bilan()
  for await (const octets of formatExport(listNoticesReleve(ctx, releve), vers, bilan)) await ecrire(octets)
  sorties.erreur(`${formatNombre(releve.ids.length)}\u00a0notices en ${FORMATS[vers].libelle}.\n`)
  if (bilan.notices > 0)
    sorties.erreur(
      `${formatNombre(bilan.notices)}\u00a0notices ont un champ que ce format ne porte pas tel quel\u00a0:\n`,
    )
  for (const { champ, nombre, autrement, exemple } of bilan.list())
    sorties.erreur(
      `  ${champ}${autrement ? ' (écrit autrement)' : ''}\u00a0: ${formatNombre(nombre)}\u00a0notices, par exemple «\u00a0${exemple}\u00a0»\n`,
    )
  return 0
}

function parseArguments(args: string[]): NomFormat {
  try {
    const { vers = 'csl-json' } = parseArgs({ args, options: { vers: { type: 'string' } } }).values
    const connu = NOMS_FORMATS.find((nom) => nom === vers)
    if (connu) return connu
  } catch {
    // Told below.
  }
  throw new ErreurUsage()
}

const formatNombre = (nombre: number) => nombre.toLocaleString('fr-FR')
