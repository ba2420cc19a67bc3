import { z } from 'zod'
import { defineAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { ErreurSaisie } from '#core/errors.ts'
import { identifiant, texteOuNull } from '#core/saisie.ts'
import { getStructure } from '../structure/structure.queries.ts'
import { createFiche, updateFiche } from './ecriture.queries.ts'
import { fichePolicy } from './fiche.policy.ts'
import { isCoordonnee } from './fiche.queries.ts'
import { type CibleFiche, listChanges, type Valeurs } from './fiche.ts'
import type { FicheEditee, Genre } from './genre.ts'
import { createProposition } from './proposition.queries.ts'
import { revision } from './saisie.ts'

/** What became of a form: written at once, kept for somebody to read, or nothing of it was new. */
export interface Issue {
  issue: 'ecrite' | 'proposee' | 'inchangee'
  /** Of the sheet, or of the proposal. */
  id: number
}

export const CONFLIT = 'conflit'

const message = texteOuNull(2000)
const objetTrace = (type: string, issue: Issue | undefined) => (issue ? { type, id: issue.id } : null)

/** May this actor write a new sheet there at once, or only propose it? A service stands where its structure does. */
export async function canCreer(ctx: Ctx, commune: unknown, structure: CibleFiche | null): Promise<boolean> {
  if (structure) return fichePolicy.peut(ctx.acteur, 'modifier', structure)
  const coordonnee = await isCoordonnee(ctx, typeof commune === 'string' ? commune : null)
  return fichePolicy.peut(ctx.acteur, 'modifier', { publication: 'publie', supprimeLe: null, coordonnee })
}

/** Adds a sheet: at once for who keeps the place, as a proposal for others. */
export const defineCreation = <F extends object, S, C extends object>(genre: Genre<F, S, C>) =>
  defineAction({
    nom: `creer-${genre.objet}`,
    entree: z.intersection(genre.schema, z.object({ id: identifiant.optional(), message })),
    // Of a service, the structure that offers it; the two others stand alone.
    charger: async (ctx, { id }): Promise<{ structure: (CibleFiche & { id: number }) | null } | null> => {
      if (genre.objet !== 'service') return { structure: null }
      const structure = id === undefined ? null : await getStructure(ctx, id, true)
      return structure && { structure }
    },
    politique: (acteur, { structure }) =>
      structure
        ? fichePolicy.peut(acteur, 'modifier', structure) || fichePolicy.peut(acteur, 'proposer', structure)
        : fichePolicy.peutParfois(acteur, 'proposer'),
    trace: `${genre.objet}.creation`,
    objet: (_entree, issue: Issue | undefined) => objetTrace(genre.objet, issue),
    executer: async (ctx, { id: _, message: mot, ...saisie }, { structure }): Promise<Issue> => {
      // What is left of the form is the sheet’s own.
      const valeurs = await genre.check(ctx, saisie as S, null)
      const commune = 'commune' in valeurs ? valeurs.commune : null
      if (await canCreer(ctx, commune, structure)) {
        const fixe = structure ? { structure: structure.id } : {}
        return { issue: 'ecrite', id: await createFiche(ctx, genre.objet, valeurs as Valeurs, { fixe }) }
      }
      const id = await createProposition(ctx, {
        ...{ objet: genre.objet, objetId: null, structure: structure?.id ?? null, revision: null, avant: null },
        ...{ origine: 'compte', message: mot },
        valeurs: listChanges({}, valeurs as Valeurs)?.apres ?? {},
      })
      return { issue: 'proposee', id }
    },
  })

/** Changes a sheet: at once for who keeps it, as a proposal for others. */
export const defineModification = <F extends object, S, C extends object>(genre: Genre<F, S, C>) =>
  defineAction({
    nom: `modifier-${genre.objet}`,
    entree: z.intersection(genre.schema, z.object({ id: identifiant, revision, message })),
    charger: (ctx, { id }) => genre.charger(ctx, id, true),
    politique: (acteur, fiche: FicheEditee<F>) =>
      fichePolicy.peut(acteur, 'modifier', fiche) || fichePolicy.peut(acteur, 'proposer', fiche),
    trace: `${genre.objet}.modification`,
    objet: ({ id }) => ({ type: genre.objet, id }),
    executer: async (ctx, { id: _, revision: lue, message: mot, ...saisie }, fiche): Promise<Issue> => {
      const valeurs = await genre.check(ctx, saisie as S, fiche)
      if (fiche.revision !== lue) throw new ErreurSaisie([{ field: '', message: CONFLIT }])
      if (fichePolicy.peut(ctx.acteur, 'modifier', fiche)) {
        const ecrite = await updateFiche(ctx, genre.objet, fiche, valeurs as Valeurs)
        return { issue: ecrite ? 'ecrite' : 'inchangee', id: fiche.id }
      }
      const change = listChanges(fiche as unknown as Valeurs, valeurs as Valeurs)
      if (!change) return { issue: 'inchangee', id: fiche.id }
      const id = await createProposition(ctx, {
        ...{ objet: genre.objet, objetId: fiche.id, structure: null, origine: 'compte' },
        ...{ valeurs: change.apres, avant: change.avant, revision: fiche.revision, message: mot },
      })
      return { issue: 'proposee', id }
    },
  })
