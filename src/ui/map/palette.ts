/**
 * Colours of classes. Made for this house from its petrol and ochre; lightness falls evenly, so that they are told apart
 * in grey and by colour-blind eyes alike (checked in map.test.ts).
 */
const SEQUENTIAL = ['#e4efec', '#bddad8', '#93c1c3', '#68a5ab', '#408891', '#1d6771', '#074249'] as const
/** From the middle to the ends. */
const BELOW = ['#f3dfb4', '#dba753', '#a96d14', '#6b3d00'] as const
const ABOVE = ['#c9e0de', '#86babd', '#3d868f', '#074249'] as const
/** After Okabe and Ito's principle: hues that the three kinds of colour-blindness keep apart, of unequal lightness. */
const CATEGORIES = ['#0b6e78', '#e0a030', '#a3352c', '#8fc4e8', '#5a4a9c', '#8a9a2b', '#d78bb2', '#5c6b70'] as const

/** The most classes that an eye tells apart on a map. */
export const CLASSES_MAX = 7
export const CATEGORIES_MAX = CATEGORIES.length

/** That many colours evenly along a list of them; one alone is the last but one, which is neither pale nor black. */
function pick(colors: readonly string[], count: number): string[] {
  if (count === 1) return [colors.at(-2) as string]
  return Array.from({ length: count }, (_, i) => {
    const place = (i * (colors.length - 1)) / (count - 1)
    return mix(colors[Math.floor(place)] as string, colors[Math.ceil(place)] as string, place % 1)
  })
}

const mix = (from: string, to: string, part: number): string =>
  `#${[1, 3, 5]
    .map((i) => {
      const [a, b] = [Number.parseInt(from.slice(i, i + 2), 16), Number.parseInt(to.slice(i, i + 2), 16)]
      return Math.round(a + part * (b - a))
        .toString(16)
        .padStart(2, '0')
    })
    .join('')}`

/** Light to dark, as values grow. @param count 1 to 7 */
export const listSequential = (count: number): string[] => pick(SEQUENTIAL, Math.min(count, CLASSES_MAX))

/** Ochre under a threshold, petrol from it on; darker as it gets farther. At most four on each side. */
export function listDiverging(below: number, above: number): string[] {
  return [...pickEnd(BELOW, below).reverse(), ...pickEnd(ABOVE, above)]
}

/** The far end is always the darkest but where a side has one class alone, which is middling. */
const pickEnd = (colors: readonly string[], count: number): string[] =>
  count === 1 ? [colors[1] as string] : pick(colors, Math.min(count, colors.length))

/** Colours of groups without order, at most eight. */
export const listCategories = (count: number): string[] => CATEGORIES.slice(0, count)

/** Lines on a tile of ten units, one set a group, so that groups are told apart without colour; the first has none. */
export const motifs = [
  '',
  'M0 5H10',
  'M5 0V10',
  'M-1 1L1 -1M0 10L10 0M9 11L11 9',
  'M-1 9L1 11M0 0L10 10M9 -1L11 1',
  'M5 3.5V6.5M3.5 5H6.5',
  'M0 5H10M5 0V10',
  'M0 10L10 0M0 0L10 10',
] as const
