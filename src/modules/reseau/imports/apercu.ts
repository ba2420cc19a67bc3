import { CATEGORIES_FINESS } from '../donnees/categories-finess.ts'
import type { ConstatLu, FicheLue, Lecture } from '../lecture/lecture.ts'

/** What a file holds, as a person is shown it before anything is written. */
export interface Apercu {
  organismes: number
  structures: number
  services: number
  positions: number
  exercices: number
  rejetees: number
  avertissements: number
  /** First sheets of the file. */
  premieres: Pick<FicheLue, 'n' | 'objet' | 'finess' | 'valeurs'>[]
  /** First refused or unsure lines. */
  constats: Pick<ConstatLu, 'n' | 'issue' | 'message'>[]
  /** Places that may be a dispositif, by type. */
  dispositifs: Record<string, number>
}

const PREMIERES = 5
const CONSTATS = 20

const DISPOSITIFS = new Map(CATEGORIES_FINESS.map((c) => [c.code, c.dispositif]))

export const createApercu = (): Apercu => ({
  ...{ organismes: 0, structures: 0, services: 0, positions: 0, exercices: 0, rejetees: 0, avertissements: 0 },
  premieres: [],
  constats: [],
  dispositifs: {},
})

/** Reads a file to its end and keeps what tells about it. @throws ErreurLecture */
export async function computeApercu(lecture: Lecture): Promise<Apercu> {
  const apercu = createApercu()
  for await (const lot of lecture)
    for (const lu of lot) {
      if (lu.objet === 'position') apercu.positions++
      else if (lu.objet === 'exercice') apercu.exercices++
      else if (lu.objet === 'constat') addConstat(apercu, lu)
      else addFiche(apercu, lu)
    }
  return apercu
}

function addConstat(apercu: Apercu, { n, issue, message }: ConstatLu): void {
  apercu[issue === 'rejete' ? 'rejetees' : 'avertissements']++
  if (apercu.constats.length < CONSTATS) apercu.constats.push({ n, issue, message })
}

function addFiche(apercu: Apercu, { n, objet, finess, valeurs }: FicheLue): void {
  apercu[`${objet}s`]++
  if (apercu.premieres.length < PREMIERES) apercu.premieres.push({ n, objet, finess, valeurs })
  const type = DISPOSITIFS.get(String(valeurs.categorie ?? ''))
  if (type) apercu.dispositifs[type] = (apercu.dispositifs[type] ?? 0) + 1
}
