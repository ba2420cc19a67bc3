import type { Db } from '#core/db.ts'
import { listElements } from '#modules/territoires/index.ts'
import { createCtx } from './geographie.ts'

interface Fictif {
  type: string
  nom: string
  communes?: readonly string[]
  /** Seat of its team. */
  commune?: string
  themes?: string[]
  publication?: 'propose' | 'publie'
  fin?: string
}

/** A dispositif of a test, with its territory, as the application stores it. @returns its id */
export async function createDispositifFictif(
  db: Db,
  { type, nom, communes = [], commune, themes = [], publication = 'publie', fin }: Fictif,
): Promise<number> {
  const { maintenant } = createCtx(db)
  const { id } = await db
    .insertInto('dispositif')
    .values({
      ...{ type, nom, themes, publication, fictif: true, commune: commune ?? null, fin: fin ?? null },
      ...{ communes: [...communes], cree_le: maintenant, modifie_le: maintenant },
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const lignes = [...listElements(communes)].map((code) => ({ dispositif: id, commune: code, type }))
  if (lignes.length > 0) await db.insertInto('dispositif_commune').values(lignes).execute()
  return id
}
