declare module 'polylabel' {
  /** The point of a polygon that is farthest from its borders, within that precision. */
  export default function polylabel(
    polygone: readonly (readonly (readonly [number, number])[])[],
    precision?: number,
  ): number[]
}
