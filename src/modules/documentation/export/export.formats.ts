import type { ItemCsl } from '../csl.ts'
import { FORMATS, type NomFormat } from '../echange/echange.ts'
import { formatItemEchange } from '../notice/notice.formats.ts'
import { formatItem, type Notice, VOCABULAIRES_NOTICE } from '../notice/notice.ts'
import { AUTREMENT, Bilan, type Perte } from './pertes.ts'

const VOCABULAIRES = new Set(VOCABULAIRES_NOTICE.map((cle) => `custom.${cle}`))

/** Notices to the bytes of a file, as they come. @param bilan told what the format does not carry */
export function formatExport(
  notices: AsyncIterable<Notice> | Iterable<Notice>,
  nom: NomFormat,
  bilan?: Bilan,
): AsyncGenerator<Uint8Array> {
  /** Of the item being written: the writer tells of each before it takes the next. */
  let ecritEnMots = false
  async function* listItems(): AsyncGenerator<ItemCsl> {
    for await (const notice of notices) {
      const { item, enMots } = formatItemEchange(formatItem(notice), nom)
      ecritEnMots = enMots
      yield item
    }
  }
  return FORMATS[nom].format(listItems(), (_rang, perdus) =>
    bilan?.add(
      perdus.map((p) =>
        ecritEnMots && VOCABULAIRES.has(p.zone) ? { ...p, raison: `${AUTREMENT}, parmi les mots-clés` } : p,
      ),
    ),
  )
}

/** What a format would not carry of these notices: they are written for nothing else. */
export async function computePertes(notices: readonly Notice[], nom: NomFormat): Promise<Perte[]> {
  const bilan = new Bilan()
  for await (const _ of formatExport(notices, nom, bilan));
  return bilan.list()
}
