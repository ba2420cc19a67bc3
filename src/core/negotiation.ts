import { parseAccept } from 'hono/utils/accept'

/**
 * The media type to answer with, after RFC 9110, 12.5.1: for each type offered the most precise range of `accept` that
 * holds it gives its quality; the highest wins, the first offered where several are equal. Parameters of a range
 * (`;profile=…`) are not looked at.
 * @param accept header as received; null or empty = anything
 * @param types offered, the preferred first
 * @returns null when nothing offered is accepted: 406
 */
export function getTypeAccepte<T extends string>(accept: string | null, types: readonly T[]): T | null {
  const plages = parseAccept(accept || '*/*').map(({ type, q }) => ({ type: type.toLowerCase(), q }))
  let choisi: T | null = null
  let meilleure = 0
  for (const type of types) {
    const [famille = ''] = type.split('/')
    const precise = [type, `${famille}/*`, '*/*', '*'].find((plage) => plages.some((p) => p.type === plage))
    const q = plages.find((p) => p.type === precise)?.q ?? 0
    if (q > meilleure) {
      choisi = type
      meilleure = q
    }
  }
  return choisi
}
