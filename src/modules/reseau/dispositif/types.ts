import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { checkType, GROUPES_TYPES, type TypeDispositif } from './type.ts'

const TYPES = new Map<string, TypeDispositif>()

/**
 * Reads the types of a folder, one file each whose default export is the type, and adds them to those there are.
 * @throws Error with the faults of a type, or where two files describe one slug: the process then does not start.
 */
export async function loadTypes(dossier: string): Promise<void> {
  const fichiers = (await readdir(dossier)).filter((f) => /^[a-z0-9-]+\.(ts|js)$/.test(f)).sort()
  for (const fichier of fichiers) {
    const module = (await import(pathToFileURL(join(dossier, fichier)).href)) as { default: TypeDispositif }
    const type = module.default
    const fautes = TYPES.has(type.slug) ? [`Le type « ${type.slug} » est décrit deux fois.`] : checkType(type)
    if (fautes.length > 0) throw new Error(`${fichier} : ${fautes.join(' ')}`)
    TYPES.set(type.slug, type)
  }
}

await loadTypes(join(import.meta.dirname, 'types'))

const GROUPES = Object.keys(GROUPES_TYPES)

/** All types, by family, then by acronym. */
export const listTypes = (): TypeDispositif[] =>
  [...TYPES.values()].sort(
    (a, b) =>
      GROUPES.indexOf(a.groupe) - GROUPES.indexOf(b.groupe) || (a.sigle ?? a.nom).localeCompare(b.sigle ?? b.nom, 'fr'),
  )

/** The type of that slug; null where there is none: data may come from an installation that had more. */
export const getType = (slug: string): TypeDispositif | null => TYPES.get(slug) ?? null

/** « CPTS »; a type that is not known here is named by its slug. */
export const getSigle = (slug: string): string => {
  const type = TYPES.get(slug)
  return type ? (type.sigle ?? type.nom) : slug
}
