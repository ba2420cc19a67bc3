import { formatNumber } from '../format.ts'
import { CLASSES_MAX, listCategories, listDiverging, listSequential } from './palette.ts'

/**
 * `quantiles`: as many shapes in each class; `egales`: classes of one width; `naturelles`: values that stand close
 * together (Jenks); `seuils`: bounds given.
 */
export type Method = 'quantiles' | 'egales' | 'naturelles' | 'seuils'

export interface LegendClass {
  label: string
  color: string
  count: number
  /** Lines over the colour, where colours have no order to be read by: see `motifs` in palette.ts. */
  motif?: number
}

/** How values become colours. `index` is the rank of a class; null where a value belongs to none. */
export interface Scale {
  classes: LegendClass[]
  index(value: number): number | null
  /** How the bounds were found, for the legend. */
  method: string
}

export interface ScaleOptions {
  values: readonly number[]
  method?: Method
  /** Classes wanted, 2 to 7; fewer where values do not allow. */
  count?: number
  /** Inner bounds, growing, of `seuils`. */
  bounds?: readonly number[]
  /** Colours part there: ochre below, petrol from it on. It becomes a bound. */
  pivot?: number | null
  /** Of the labels and of the bounds. */
  decimals?: number
}

const METHODS: Record<Method, string> = {
  quantiles: 'classes de même effectif',
  egales: 'classes de même largeur',
  naturelles: 'classes de valeurs proches (Jenks)',
  seuils: 'bornes choisies',
}

/** Classes closed below, open above, but the last; bounds are rounded to what is shown, so that the legend says them exactly. */
export function computeScale({
  values,
  method = 'quantiles',
  count = 5,
  bounds = [],
  pivot = null,
  decimals = 0,
}: ScaleOptions): Scale {
  const sorted = values.toSorted((a, b) => a - b)
  const [min = 0, max = 0] = [sorted[0], sorted.at(-1)]
  const wanted = Math.min(Math.max(count, 1), CLASSES_MAX)
  const found = method === 'seuils' ? bounds : computeBounds(sorted, method, wanted)
  const exact = method === 'seuils' ? found : found.map((b) => Number(b.toFixed(decimals)))
  const kept = exact.filter((b) => b > min && b <= max)
  // The bound nearest to the pivot gives it its place: there are no more classes for it.
  const withPivot =
    pivot !== null && pivot > min && pivot <= max && !kept.includes(pivot)
      ? [...without(kept, nearest(kept, pivot), method), pivot]
      : kept
  const inner = [...new Set(withPivot)].sort((a, b) => a - b)
  const below = pivot === null ? 0 : inner.filter((b) => b <= pivot).length
  const colors = pivot === null ? listSequential(inner.length + 1) : pickPivot(inner.length + 1, below, pivot, min)
  const index = (value: number): number => inner.filter((b) => b <= value).length
  const counts = new Map<number, number>()
  for (const value of sorted) counts.set(index(value), (counts.get(index(value)) ?? 0) + 1)
  const classes = colors.map((color, i) => ({
    color,
    label: formatClass(inner[i - 1] ?? null, inner[i] ?? null, { min, max, decimals }),
    count: counts.get(i) ?? 0,
  }))
  return { classes: sorted.length === 0 ? [] : classes, index, method: METHODS[method] }
}

const nearest = (bounds: readonly number[], value: number): number | undefined =>
  bounds.toSorted((a, b) => Math.abs(a - value) - Math.abs(b - value))[0]

const without = (bounds: readonly number[], value: number | undefined, method: Method): number[] =>
  method === 'seuils' ? [...bounds] : bounds.filter((b) => b !== value)

function pickPivot(count: number, below: number, pivot: number, min: number): string[] {
  if (below > 0) return listDiverging(below, count - below)
  return pivot > min ? listDiverging(count, 0) : listDiverging(0, count)
}

function formatClass(
  from: number | null,
  to: number | null,
  { min, max, decimals }: { min: number; max: number; decimals: number },
): string {
  const say = (n: number) => formatNumber(n, { maximumFractionDigits: decimals })
  if (from === null && to === null) return min === max ? say(min) : `de ${say(min)} à ${say(max)}`
  if (from === null) return `moins de ${say(to as number)}`
  if (to === null) return `${say(from)} et plus`
  return `de ${say(from)} à moins de ${say(to)}`
}

function computeBounds(sorted: readonly number[], method: Exclude<Method, 'seuils'>, count: number): number[] {
  const [min = 0, max = 0] = [sorted[0], sorted.at(-1)]
  const steps = Array.from({ length: count - 1 }, (_, i) => (i + 1) / count)
  if (method === 'egales') return steps.map((part) => min + part * (max - min))
  if (method === 'quantiles') return steps.map((part) => sorted[Math.floor(part * sorted.length)] ?? max)
  return computeNatural(sorted, count)
}

/**
 * First value of each class but the first, where the sum of squares inside classes is the least (Fisher, “On grouping
 * for maximum homogeneity”, 1958; Jenks). Dynamic programming; the best cut only moves right as values are added, which
 * bounds the search.
 */
function computeNatural(sorted: readonly number[], count: number): number[] {
  const n = sorted.length
  const sum = new Float64Array(n + 1)
  const squares = new Float64Array(n + 1)
  // Around the middle of the values, so that large ones lose no precision.
  const middle = sorted[n >> 1] ?? 0
  for (const [i, v] of sorted.entries()) {
    sum[i + 1] = (sum[i] ?? 0) + (v - middle)
    squares[i + 1] = (squares[i] ?? 0) + (v - middle) ** 2
  }
  const cost = (from: number, to: number): number => {
    const s = (sum[to] ?? 0) - (sum[from] ?? 0)
    return (squares[to] ?? 0) - (squares[from] ?? 0) - (s * s) / (to - from)
  }
  const classes = Math.min(count, new Set(sorted).size)
  let best = Float64Array.from({ length: n + 1 }, (_, i) => (i === 0 ? 0 : cost(0, i)))
  const cuts: Int32Array[] = []
  for (let k = 2; k <= classes; k++) {
    const next = new Float64Array(n + 1).fill(Infinity)
    const cut = new Int32Array(n + 1)
    const search = (low: number, high: number, from: number, to: number): void => {
      if (low > high) return
      const i = (low + high) >> 1
      for (let j = Math.max(from, k - 1); j <= Math.min(to, i - 1); j++) {
        const total = (best[j] ?? 0) + cost(j, i)
        if (total < (next[i] ?? 0)) {
          next[i] = total
          cut[i] = j
        }
      }
      search(low, i - 1, from, cut[i] || from)
      search(i + 1, high, cut[i] || from, to)
    }
    search(k, n, k - 1, n - 1)
    best = next
    cuts.unshift(cut)
  }
  const bounds: number[] = []
  let end = n
  for (const cut of cuts) {
    end = cut[end] ?? 0
    bounds.unshift(sorted[end] ?? 0)
  }
  return bounds
}

export interface Category {
  key: number
  label: string
}

/** Groups without order: the value is the key of its group. At most eight have a colour; the others fall to none. */
export function computeCategories(categories: readonly Category[], values: readonly number[]): Scale {
  const colors = listCategories(categories.length)
  const index = (value: number) => {
    const found = categories.findIndex((c) => c.key === value)
    return found === -1 || found >= colors.length ? null : found
  }
  const classes = colors.map((color, i) => ({
    color,
    motif: i,
    label: categories[i]?.label ?? '',
    count: values.filter((v) => index(v) === i).length,
  }))
  return { classes, index, method: '' }
}
