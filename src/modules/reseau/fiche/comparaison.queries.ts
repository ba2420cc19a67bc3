import type { Ctx } from '#core/context.ts'
import { listElements } from '#modules/territoires/index.ts'
import { listConflits } from '../dispositif/conflit.queries.ts'
import type { Conflit } from '../dispositif/conflit.ts'
import {
  computeCommunes,
  computeCote,
  computeCoteDecide,
  getLibellesSlots,
  listChampsChanges,
} from '../dispositif/correction.ts'
import { getDispositif } from '../dispositif/dispositif.queries.ts'
import { getType } from '../dispositif/types.ts'
import { type Difference, listDifferences } from './champs.ts'
import { type CibleFiche, listChanges, type Valeurs } from './fiche.ts'
import type { FicheEditee } from './genre.ts'
import { listModificationsDepuis } from './modification.queries.ts'
import { getNoms } from './noms.queries.ts'
import { getFiche } from './objet.queries.ts'
import type { Proposition } from './proposition.ts'

/** What a proposal would change today; once it is decided, what it would have changed on the day it was made. */
export interface Comparaison {
  /** The sheet; null where it would be a new one. */
  fiche: FicheEditee<CibleFiche> | null
  differences: Difference[]
  /** Names of fields that somebody changed since it was made. */
  changes: ReadonlySet<string>
  /** Of a dispositif of an exclusive type: the overlaps that the proposed communes would make. */
  conflits: readonly Conflit[]
}

export async function computeComparaison(ctx: Ctx, p: Proposition): Promise<Comparaison> {
  const fiche = p.objetId === null ? null : await getFiche(ctx, p.objet, p.objetId)
  if (p.objet === 'dispositif') return computeCorrection(ctx, p, fiche)
  const presents = p.etat === 'a-relire' ? (fiche as Valeurs | null) : p.avant
  const noms = await getNoms(ctx, p.valeurs, presents)
  const differences = listDifferences(p.objet, presents, p.valeurs, noms)
  return { fiche, differences, changes: await listChangesDepuis(ctx, p, fiche), conflits: [] }
}

/** Of a dispositif, answers to the slots of its type are fields, and its territory is what comes and goes. */
async function computeCorrection(ctx: Ctx, p: Proposition, fiche: Comparaison['fiche']): Promise<Comparaison> {
  const d = fiche && (await getDispositif(ctx, fiche.id))
  const type = d && getType(d.type)
  if (!d || !type) return { fiche, differences: [], changes: new Set(), conflits: [] }
  const attend = p.etat === 'a-relire'
  const { presents, proposes } = attend ? computeCote(type, d, p.valeurs) : computeCoteDecide(p)
  const noms = { ...(await getNoms(ctx, presents, proposes)), champs: getLibellesSlots(type) }
  const elements = [...listElements(computeCommunes(d.communes, p.valeurs))]
  return {
    fiche,
    differences: listDifferences('dispositif', presents, proposes, noms),
    changes: attend ? listChampsChanges(type, d, p.avant ?? {}) : new Set(),
    conflits: attend && type.exclusif ? await listConflits(ctx, { type: type.slug, elements, sauf: d.id }) : [],
  }
}

/** Fields of a sheet that somebody changed since the proposal was made. */
async function listChangesDepuis(ctx: Ctx, p: Proposition, fiche: Comparaison['fiche']): Promise<Set<string>> {
  if (!fiche || p.etat !== 'a-relire') return new Set()
  if (p.avant) return new Set(Object.keys(listChanges({ ...fiche } as Valeurs, p.avant)?.apres ?? {}))
  // An import keeps the revision that it met.
  const modifications = p.revision === null ? [] : await listModificationsDepuis(ctx, p.objet, fiche, p.revision)
  return new Set(modifications.flatMap((m) => Object.keys(m.apres ?? {})))
}
