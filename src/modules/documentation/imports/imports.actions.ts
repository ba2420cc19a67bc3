import { z } from 'zod'
import { defineAction, executeAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { ErreurSaisie } from '#core/errors.ts'
import { identifiant, ligneOuNull, texteOuNull } from '#core/saisie.ts'
import { checkTaille, ErreurLecture, LIMITES } from '../lecture/lecture.formats.ts'
import { addLignes, createImport } from './creation.queries.ts'
import { updateDoublons } from './doublons.actions.ts'
import { creerImportEchange } from './enregistrements.actions.ts'
import { computeFormatEchange, parseLotsEnFil } from './enregistrements.formats.ts'
import { importPolicy } from './imports.policy.ts'
import { getImport, getImportParEmpreinte, updateAbandon, updateEtatImport } from './imports.queries.ts'
import type { Import, Lecture } from './imports.ts'
import { computeEmpreinteFichier, parseImport } from './reconnaissance.formats.ts'
import { listLot } from './versement.queries.ts'

export interface Depot {
  nom: string
  octets: Uint8Array
  /** The base that a file of records comes from, when it is said. */
  base: string | null
}

/** Name of a base, as people write it. */
export const schemaBase = ligneOuNull(100)

const schemaDepot = z.object({
  fichier: z
    .union([z.instanceof(File), z.literal('')], { error: 'Envoyez un seul fichier.' })
    .optional()
    // A form sent without a file has one of no name.
    .transform((f) => (f instanceof File && f.name !== '' ? f : null)),
  texte: texteOuNull(LIMITES.caracteres),
  base: schemaBase,
})

/** Takes what a person brings. Nothing is stored yet: reading comes first, and is too long for a transaction. */
export const deposerImport = defineAction({
  nom: 'deposerImport',
  entree: schemaDepot,
  politique: (acteur) => importPolicy.peutParfois(acteur, 'deposer'),
  trace: 'import.depot',
  executer: async (_ctx, { fichier, texte, base }): Promise<Depot> => {
    if (fichier && texte !== null)
      throw new ErreurSaisie([{ field: 'texte', message: 'Choisissez un fichier ou collez un texte, pas les deux.' }])
    if (fichier)
      return {
        nom: fichier.name.replaceAll('\0', '').slice(-200),
        octets: new Uint8Array(await fichier.arrayBuffer()),
        base,
      }
    if (texte === null)
      throw new ErreurSaisie([{ field: 'fichier', message: 'Choisissez un fichier, ou collez un texte.' }])
    return { nom: 'texte-colle.txt', octets: new TextEncoder().encode(texte), base }
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
    await addLignes(ctx, id, lecture.references)
    await updateDoublons(ctx, { id, base: null }, await listLot(ctx, id, 1, lecture.references.length))
    await updateEtatImport(ctx, id)
    return id
  },
})

/** Where a file that came in is to be read again. */
export interface Depose {
  id: number
  /** It was there already: nothing was added. */
  deja: boolean
  /** It holds records of a library. */
  echange: boolean
}

/**
 * Reads a bibliography, or a file of records, and stores it as an import to read again. The same file leads to its
 * first import.
 * @param champ field of the form that a fault of reading is told at
 * @throws ErreurSaisie when the file cannot be read, with the place
 */
export async function importDocument(
  ctx: Ctx,
  { nom, octets, base }: Depot,
  champ: 'fichier' | 'texte' = 'fichier',
): Promise<Depose> {
  const empreinte = computeEmpreinteFichier(octets)
  try {
    checkTaille(octets.length)
    const format = computeFormatEchange(octets)
    const connu = await getImportParEmpreinte(ctx, empreinte)
    if (connu !== null) return { id: connu, deja: true, echange: format !== null }
    const id = format
      ? await executeAction(creerImportEchange, ctx, {
          fichier: nom,
          empreinte,
          octets,
          format,
          base,
          lots: parseLotsEnFil(format, octets),
          tout: true,
        })
      : await executeAction(creerImport, ctx, await parseImport(nom, octets))
    if (id === null) throw new Error('Un import refusé comme déjà là doit s’y trouver.')
    return { id, deja: false, echange: format !== null }
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
