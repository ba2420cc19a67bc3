import { z } from 'zod'
import { parseRefZone } from '../geographie/zone.ts'

/** A set of communes as addresses and forms carry it: codes, and whole areas by their references. */
export interface Selection {
  communes: readonly string[]
  /** References of areas (`formatRefZone`). */
  zones: readonly string[]
  /** Codes taken out of all that. */
  sauf?: readonly string[] | undefined
}

/** Longest list of codes that an address spells out; beyond it, whole areas are named instead. */
export const CODES_MAX = 300
/** Longest query string: servers and messaging cut longer addresses. */
const ADRESSE_MAX = 7000

const mots = z.preprocess(
  (v) =>
    [v ?? []]
      .flat()
      .flatMap((e) => String(e).split(/[\s,;]+/))
      .filter(Boolean),
  z.array(z.string()),
)

/** `communes=04001,04009` or repeated, and `zones=departement-04,epci-200067437`, in an address as in a form. */
export const schemaSelection = {
  communes: mots,
  zones: mots.transform((refs) => refs.filter((ref) => parseRefZone(ref) !== null)),
}

/** The same, where a page lets change the set before it is sent: what it adds are `communes`, what it takes out is `sauf`. */
export const schemaChangee = { ...schemaSelection, sauf: mots }

/** Query string of a selection, without `?`; null where it is too long for an address. */
export function formatSelection({ communes, zones }: Selection): string | null {
  const parties = [
    ...(zones.length > 0 ? [`zones=${zones.join(',')}`] : []),
    ...(communes.length > 0 ? [`communes=${communes.join(',')}`] : []),
  ]
  const texte = parties.join('&')
  return texte.length <= ADRESSE_MAX ? texte : null
}
