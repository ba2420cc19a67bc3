import type { Ctx } from '#core/context.ts'
import { getLibelle } from '#modules/vocabulaires/index.ts'
import { getContact, searchContacts } from '../contact/contact.queries.ts'
import { formatNomContact } from '../contact/contact.ts'
import { fichePolicy } from '../fiche/fiche.policy.ts'
import { getOrganisme, searchOrganismes } from '../organisme/organisme.queries.ts'
import { getStructure, searchStructures } from '../structure/structure.queries.ts'
import { dispositifPolicy } from './dispositif.policy.ts'
import { getDispositif, listDispositifs } from './dispositif.queries.ts'
import type { GenreMembre } from './membre.ts'
import { getSigle } from './types.ts'

/** Somebody or something that may become a member. */
export interface Candidat {
  id: number
  nom: string
  /** What tells it from others of that name. */
  precision: string
}

const LIMITE = 20

/** Who answers to these words, as the actor may read them. */
export async function searchCandidats(ctx: Ctx, genre: GenreMembre, q: string): Promise<Candidat[]> {
  if (q.trim() === '') return []
  switch (genre) {
    case 'contact':
      return (await searchContacts(ctx, q, LIMITE)).map((c) => ({
        id: c.id,
        nom: formatNomContact(c),
        precision: c.fonction ?? (c.profession ? getLibelle('profession', c.profession) : ''),
      }))
    case 'organisme':
      return (await searchOrganismes(ctx, { q, limite: LIMITE })).organismes.map((o) => ({
        id: o.id,
        nom: o.nom,
        precision: o.siren ?? '',
      }))
    case 'structure':
      return (await searchStructures(ctx, { q, limite: LIMITE })).structures.map((s) => ({
        id: s.id,
        nom: s.nom,
        precision: [s.categorieLibelle, s.nomCommune].filter(Boolean).join(', '),
      }))
    case 'dispositif':
      return (await listDispositifs(ctx, { q, limite: LIMITE })).dispositifs.map((d) => ({
        id: d.id,
        nom: d.nom,
        precision: getSigle(d.type),
      }))
  }
}

/** Is there such a one, that the actor may read? */
export async function isCandidat(ctx: Ctx, genre: GenreMembre, id: number): Promise<boolean> {
  switch (genre) {
    case 'contact':
      return (await getContact(ctx, id)) !== null
    case 'organisme': {
      const organisme = await getOrganisme(ctx, id)
      return organisme !== null && organisme.supprimeLe === null && fichePolicy.peut(ctx.acteur, 'lire', organisme)
    }
    case 'structure': {
      const structure = await getStructure(ctx, id)
      return structure !== null && structure.supprimeLe === null && fichePolicy.peut(ctx.acteur, 'lire', structure)
    }
    case 'dispositif': {
      const dispositif = await getDispositif(ctx, id)
      return (
        dispositif !== null && dispositif.supprimeLe === null && dispositifPolicy.peut(ctx.acteur, 'lire', dispositif)
      )
    }
  }
}
