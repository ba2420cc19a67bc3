import type { Ctx } from '#core/context.ts'
import type { Brut } from '#core/saisie.ts'
import {
  computeOperation,
  type Essai,
  type Faits,
  getFaits,
  getLues,
  getQuartiers,
  listElements,
  type Quartiers,
} from '#modules/territoires/index.ts'
import type { Organisme } from '../organisme/organisme.ts'
import { listConflits } from './conflit.queries.ts'
import type { Conflit } from './conflit.ts'
import { getEssai, listPorteurs } from './saisie.queries.ts'
import { schemaTerritoire } from './saisie.ts'
import type { TypeDispositif } from './type.ts'

/** What a form shows beside what was typed. */
export interface Reprise {
  essai: Essai | null
  faits: Faits
  conflits: Conflit[]
  porteurs: Organisme[]
  quartiers: Quartiers | null
}

interface Demande {
  type: TypeDispositif
  brut: Brut
  /** The dispositif of the form; null for a new one. */
  sauf: number | null
  /** The carrier is to be chosen among several. */
  demandePorteurs: boolean
}

/** Reads what a form carries, to show it again: its communes so far, overlaps, organismes to choose from. */
export async function getReprise(ctx: Ctx, { type, brut, sauf, demandePorteurs }: Demande): Promise<Reprise> {
  const lu = schemaTerritoire.safeParse(brut)
  const saisie = lu.success ? lu.data : { communes: [], zones: [], retirees: [] }
  const essai = await getEssai(ctx, brut)
  const communes = computeOperation('difference', (essai ?? (await getLues(ctx, saisie))).communes, saisie.retirees)
  const porteur = demandePorteurs && typeof brut.porteur === 'string' ? brut.porteur : null
  const [faits, quartiers, conflits, porteurs] = await Promise.all([
    getFaits(ctx, communes),
    communes.length > 0 ? getQuartiers(ctx, communes, false) : null,
    type.exclusif ? listConflits(ctx, { type: type.slug, elements: [...listElements(communes)], sauf }) : [],
    porteur === null ? [] : listPorteurs(ctx, porteur),
  ])
  return { essai, faits, conflits, porteurs, quartiers }
}
