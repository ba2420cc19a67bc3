import type { Ctx } from '#core/context.ts'
import { ErreurSaisie } from '#core/errors.ts'
import { getOrganisme, listAncetres } from '../organisme/organisme.queries.ts'
import { formatAdresseOrganisme, type Organisme } from '../organisme/organisme.ts'
import { getStructure } from '../structure/structure.queries.ts'
import { formatAdresseStructure, type Structure } from '../structure/structure.ts'
import { listDoublons, listDoublonsDe } from './doublon.queries.ts'
import {
  CHAMPS_ORGANISME,
  CHAMPS_STRUCTURE,
  computePaireOrganismes,
  type Doublon,
  type FicheDouble,
  type Paire,
} from './doublon.ts'
import { type Depart, updateRattachementsOrganisme, updateRattachementsStructure } from './fusion.queries.ts'
import { listDoublonsOrganisme, listDoublonsOrganismes } from './organisme.queries.ts'

/** What makes finding and merging doubles of structures and of organismes each its own. */
export interface GenreDoublon<F extends FicheDouble> {
  objet: 'structure' | 'organisme'
  /** Where pairs are listed; one pair is below. */
  adresse: string
  adresseFiche(id: number): string
  charger(ctx: Ctx, id: number, verrou?: boolean): Promise<F | null>
  /** Fields that a merge chooses between, each alone. */
  champs: readonly (keyof F & string)[]
  /** Both as one compares them. */
  computePaire(paire: Paire<F>): Paire<F>
  /** What only the base can tell of the merged sheet. @throws ErreurSaisie */
  check(ctx: Ctx, valeurs: Partial<F>, paire: Paire<F>): Promise<void>
  /** Pairs of a place; null: what is sure, everywhere. */
  listDoublons(ctx: Ctx, communes: readonly string[] | null): Promise<Doublon[]>
  listDoublonsDe(ctx: Ctx, id: number): Promise<Doublon[]>
  updateRattachements(ctx: Ctx, depart: Depart): Promise<void>
}

export const doublonStructure: GenreDoublon<Structure> = {
  objet: 'structure',
  adresse: '/annuaire/doublons',
  adresseFiche: formatAdresseStructure,
  charger: getStructure,
  champs: CHAMPS_STRUCTURE,
  computePaire: (paire) => paire,
  check: async () => {},
  listDoublons,
  listDoublonsDe,
  updateRattachements: updateRattachementsStructure,
}

/** The merged body would stand under a body that stands under it. @throws ErreurSaisie */
async function checkParent(ctx: Ctx, { parent }: Partial<Organisme>, { a, b }: Paire<Organisme>): Promise<void> {
  if (parent === null || parent === undefined) return
  const chaine = await listAncetres(ctx, parent)
  const rang = chaine.findIndex((o) => o.id === a.id || o.id === b.id)
  if (rang < 0) return
  const noms = chaine.slice(0, rang + 1).map((o) => o.nom)
  throw new ErreurSaisie([
    {
      field: 'choix.parent',
      message: `Ce rattachement tournerait en rond\u00a0: ${noms.join(' → ')}. Prenez celui de l’autre fiche.`,
    },
  ])
}

export const doublonOrganisme: GenreDoublon<Organisme> = {
  objet: 'organisme',
  adresse: '/annuaire/doublons/organismes',
  adresseFiche: formatAdresseOrganisme,
  charger: getOrganisme,
  champs: CHAMPS_ORGANISME,
  computePaire: computePaireOrganismes,
  check: checkParent,
  listDoublons: listDoublonsOrganismes,
  listDoublonsDe: listDoublonsOrganisme,
  updateRattachements: updateRattachementsOrganisme,
}
