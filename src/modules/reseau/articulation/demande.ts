import { z } from 'zod'
import {
  formatRefZone,
  formatSelection,
  parseRefZone,
  type Selection,
  schemaSelection,
  type Zone,
} from '#modules/territoires/index.ts'

const refs = z.preprocess(
  (v) =>
    [v ?? []].flat().flatMap((e) =>
      String(e)
        .split(/[\s,;]+/)
        .filter(Boolean),
    ),
  z.array(z.string()),
)

/** `zone=territoire-42` (or `zones`, as other pages say), `communes=04001,04070`, or both. */
export const schemaDemande = {
  zone: refs,
  zones: refs,
  communes: schemaSelection.communes,
}
type EntreeDemande = { zone: string[]; zones: string[]; communes: string[] }

/** What an address names, and references of areas that are written wrong. */
export function parseDemande({ zone, zones, communes }: EntreeDemande): { selection: Selection; malEcrites: string[] } {
  const toutes = [...zone, ...zones]
  return {
    selection: { communes, zones: toutes.filter((ref) => parseRefZone(ref) !== null) },
    malEcrites: toutes.filter((ref) => parseRefZone(ref) === null),
  }
}

export const isVide = ({ communes, zones }: Selection): boolean => communes.length + zones.length === 0

/** Reference of an area in the keys of suggestions; null for a list of communes. */
export const getRefZone = (zone: Pick<Zone, 'maille' | 'code'>): string | null =>
  zone.maille === 'liste' ? null : formatRefZone(zone)

/** The same area in another page’s query string, without `?`; null for a list that no address can hold. */
export function formatSuite(zone: Zone): string | null {
  const ref = getRefZone(zone)
  return ref === null ? formatSelection({ communes: zone.communes, zones: [] }) : `zone=${ref}`
}
