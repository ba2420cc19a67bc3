import { z } from 'zod'
import { defineAction, executeAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { ErreurSaisie } from '#core/errors.ts'
import { identifiant, texteOuNull } from '#core/saisie.ts'
import { ErreurLecture, LIMITES } from '../lecture/lecture.formats.ts'
import { updateDoublons } from './doublons.actions.ts'
import { importPolicy } from './imports.policy.ts'
import { createImport, getImport, getImportParEmpreinte, updateAbandon, updateEtatImport } from './imports.queries.ts'
import type { Import, Lecture } from './imports.ts'
import { computeEmpreinteFichier, parseImport } from './reconnaissance.formats.ts'

export interface Depot {
  nom: string
  octets: Uint8Array
}

const schemaDepot = z.object({
  fichier: z
    .union([z.instanceof(File), z.literal('')], { error: 'Envoyez un seul fichier.' })
    .optional()
    // A form sent without a file has one of no name.
    .transform((f) => (f instanceof File && f.name !== '' ? f : null)),
  texte: texteOuNull(LIMITES.caracteres),
})

/** Takes what a person brings. Nothing is stored yet: reading comes first, and is too long for a transaction. */
export const deposerImport = defineAction({
  nom: 'deposerImport',
  entree: schemaDepot,
  politique: (acteur) => importPolicy.peutParfois(acteur, 'deposer'),
  trace: 'import.depot',
  executer: async (_ctx, { fichier, texte }): Promise<Depot> => {
    if (fichier && texte !== null)
      throw new ErreurSaisie([{ field: 'texte', message: 'Choisissez un fichier ou collez un texte, pas les deux.' }])
    if (fichier)
      return { nom: fichier.name.replaceAll('\0', '').slice(-200), octets: new Uint8Array(await fichier.arrayBuffer()) }
    if (texte === null)
      throw new ErreurSaisie([{ field: 'fichier', message: 'Choisissez un fichier, ou collez un texte.' }])
    return { nom: 'texte-colle.txt', octets: new TextEncoder().encode(texte) }
  },
})

const creerImport = defineAction({
  nom: 'creerImport',
  entree: z.custom<Lecture>((v) => typeof v === 'object' && v !== null),
  politique: (acteur) => importPolicy.peutParfois(acteur, 'deposer'),
  trace: 'import.creation',
  objet: (_entree, id: number | null | undefined) => (id ? { type: 'import', id } : null),
  executer: async (ctx, lecture) => {
    const id = await createImport(ctx, lecture)
    if (id === null) return getImportParEmpreinte(ctx, lecture.empreinte)
    await updateDoublons(ctx, id)
    await updateEtatImport(ctx, id)
    return id
  },
})

/**
 * Reads a bibliography and stores it as an import to read again. The same file leads to its first import.
 * @param champ field of the form that a fault of reading is told at
 * @throws ErreurSaisie when the file cannot be read, with the place
 */
export async function importDocument(
  ctx: Ctx,
  { nom, octets }: Depot,
  champ: 'fichier' | 'texte' = 'fichier',
): Promise<{ id: number; deja: boolean }> {
  const connu = await getImportParEmpreinte(ctx, computeEmpreinteFichier(octets))
  if (connu !== null) return { id: connu, deja: true }
  try {
    const id = await executeAction(creerImport, ctx, await parseImport(nom, octets))
    if (id === null) throw new Error('Un import refusé comme déjà là doit s’y trouver.')
    return { id, deja: false }
  } catch (erreur) {
    if (!(erreur instanceof ErreurLecture)) throw erreur
    const lieu = erreur.lieu ? ` (${erreur.lieu})` : ''
    throw new ErreurSaisie([{ field: champ, message: `${nom}${lieu}\u00a0: ${erreur.message}` }])
  }
}

const defineAbandon = (abandonne: boolean) =>
  defineAction({
    nom: abandonne ? 'abandonnerImport' : 'reprendreImport',
    entree: z.object({ id: identifiant }),
    charger: (ctx, { id }) => getImport(ctx, id, true),
    politique: (acteur, cible: Import) => importPolicy.peut(acteur, 'traiter', cible),
    trace: abandonne ? 'import.abandon' : 'import.reprise',
    objet: ({ id }) => ({ type: 'import', id }),
    executer: async (ctx, { id }) => {
      await updateAbandon(ctx, id, abandonne)
      return id
    },
  })
/** Gives the rest of an import up; what is in the catalogue stays there. */
export const abandonnerImport = defineAbandon(true)
export const reprendreImport = defineAbandon(false)
