/** Drawings on a 24 × 24 grid, one stroke; always beside a text that says the same. */
const drawings = {
  search: 'M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13M15.5 15.5 21 21',
  success: 'M4 12.5 9.5 18 20 6.5',
  info: 'M12 2.5a9.5 9.5 0 1 1 0 19 9.5 9.5 0 0 1 0-19M12 11v6.5M12 6.5v2',
  attention: 'M12 4 2.5 20h19ZM12 10v5M12 16.5V18',
  error: 'M12 2.5a9.5 9.5 0 1 1 0 19 9.5 9.5 0 0 1 0-19M8.5 8.5l7 7M15.5 8.5l-7 7',
  remove: 'M6 6l12 12M18 6 6 18',
  external: 'M10 5H5v14h14v-5M14 4h6v6M20 4l-9 9',
  download: 'M12 3v12M6.5 10 12 15.5 17.5 10M4 20h16',
  up: 'M12 19V5M6 11l6-6 6 6',
  down: 'M12 5v14M6 13l6 6 6-6',
  previous: 'M15 5l-7 7 7 7',
  next: 'M9 5l7 7-7 7',
  copy: 'M8 8V3h13v13h-5M3 8h13v13H3Z',
} as const

export type IconName = keyof typeof drawings

/** A small drawing hidden from assistive technology. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={drawings[name]} />
    </svg>
  )
}
