import type { Lot } from '../echange/lecture.queries.ts'
import { type Ecart, type Ecrite, formatServiceDi, formatStructureDi } from './data-inclusion.ts'
import type { ServiceDi, StructureDi } from './schema.ts'

type Envoi = Parameters<typeof formatStructureDi>[1]

/** A sheet and what became of it. */
export interface Envoyee<T> extends Ecrite<T> {
  fiche: { id: number; nom: string; structure: number }
}

export function* formatStructures({ structures }: Lot, envoi: Envoi): Generator<Envoyee<StructureDi>> {
  for (const s of structures) yield { fiche: { ...s, structure: s.id }, ...formatStructureDi(s, envoi) }
}

/** Services of structures that leave: one whose structure stays here stays with it. */
export function* formatServices({ structures, services }: Lot, envoi: Envoi): Generator<Envoyee<ServiceDi>> {
  const lieux = new Map(structures.map((s) => [s.id, s]))
  for (const s of services) {
    const lieu = lieux.get(s.structure)
    if (!lieu) continue
    const ecrite = formatServiceDi(s, lieu, envoi)
    const reste: Ecart[] = formatStructureDi(lieu, envoi).valeur
      ? []
      : [{ champ: 'Structure', raison: 'la sienne ne part pas' }]
    yield { fiche: s, valeur: reste.length > 0 ? null : ecrite.valeur, ecarts: [...reste, ...ecrite.ecarts] }
  }
}

/** A JSON array, one value a line, written as the values come. */
export async function* formatTableauJson(valeurs: AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
  const octets = new TextEncoder()
  let debut = '['
  let attente = ''
  for await (const valeur of valeurs) {
    attente += `${debut}\n${JSON.stringify(valeur)}`
    debut = ','
    if (attente.length < 65_536) continue
    yield octets.encode(attente)
    attente = ''
  }
  yield octets.encode(`${attente}${debut === '[' ? '[' : ''}\n]\n`)
}
