import { ErreurLecture } from '#core/encodage.ts'
import { getFormeFiness, parseDateFiness, parseFiness } from './finess.formats.ts'
import type { Communes, Lecture, Ouverture } from './lecture.ts'
import { examineTexte, parseTexte, type Texte } from './texte.formats.ts'

/** What a file is, said by what it holds; its name is not looked at. */
export type Nature = { format: 'finess'; forme: 'etalab' | 'entete'; separateur: string }

export interface Examen extends Omit<Texte, 'debut'> {
  nature: Nature
  /** Vintage that the file says of itself. ISO date. */
  dateFichier: string | null
}

/** Recognises a file. @throws ErreurLecture for what no reader knows */
export async function examineFichier(ouvrir: Ouverture): Promise<Examen> {
  const { debut, ...texte } = await examineTexte(ouvrir)
  const premiere = debut.slice(0, debut.search(/[\r\n]|$/))
  const finess = getFormeFiness(premiere)
  if (finess) return { ...texte, nature: { format: 'finess', ...finess }, dateFichier: parseDateFiness(premiere) }
  throw new ErreurLecture(
    'Ce fichier n’est d’aucune des formes connues de l’annuaire : FINESS, FINESS+, data·inclusion, RPPS.',
    'ligne 1',
  )
}

/** Reads a file that was recognised. */
export function parseFichier(
  ouvrir: Ouverture,
  { nature, encodage }: Pick<Examen, 'nature' | 'encodage'>,
  communes: Communes,
): Lecture {
  return parseFiness(parseTexte(ouvrir, encodage), nature, communes)
}
