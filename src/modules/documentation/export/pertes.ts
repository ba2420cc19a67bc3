import type { Perdu } from '../echange/echange.ts'
import { getLibelleChamp } from '../notice/notice.ts'

/** What a format does not carry, over the notices of an export. */
export interface Perte {
  /** As people name the field. */
  champ: string
  /** Notices that bear it. */
  nombre: number
  /** One of the values. */
  exemple: string
  /** Written in other words, rather than left out. */
  autrement: boolean
}

/** How the reason of a loss begins where the value is there in another form. */
export const AUTREMENT = 'écrit autrement'

/** Fields of `custom` that a form names otherwise. */
const CLES: Record<string, string> = { 'custom.sourceResume': 'resumeSource', abstract: 'resume' }

const formatChamp = (zone: string): string =>
  getLibelleChamp(CLES[zone] ?? (zone.startsWith('custom.') ? zone.slice(7) : `csl.${zone}`))

/** Gathers losses by field, the most frequent first. */
export class Bilan {
  private readonly pertes = new Map<string, Perte>()
  /** Notices that lost something. */
  notices = 0

  add(perdus: readonly Perdu[]): void {
    if (perdus.length > 0) this.notices++
    for (const { zone, valeur, raison } of perdus) {
      const champ = formatChamp(zone)
      const autrement = raison.startsWith(AUTREMENT)
      const cle = `${champ} ${autrement}`
      const deja = this.pertes.get(cle)
      if (deja) deja.nombre++
      else this.pertes.set(cle, { champ, nombre: 1, exemple: valeur, autrement })
    }
  }

  list(): Perte[] {
    return [...this.pertes.values()].sort((a, b) => b.nombre - a.nombre || a.champ.localeCompare(b.champ, 'fr'))
  }
}
