import { createHash } from 'node:crypto'
import { ErreurLecture } from '#core/encodage.ts'
import { formatJour } from '#core/jour.ts'
import { isDataInclusion, parseDataInclusion } from './data-inclusion.formats.ts'
import { getFormeFiness, parseDateFiness, parseFiness } from './finess.formats.ts'
import { parseFinessPlus } from './finess-plus.formats.ts'
import { type Communes, isJour, type Lecture, type Ouverture } from './lecture.ts'
import { isEnteteRpps, parseRpps } from './rpps.formats.ts'
import { type PlanTableau, parseEntetes, parseTableauStructures, readOctets } from './tableau.formats.ts'
import { examineTexte, parseTexte, type Texte } from './texte.formats.ts'

/** What a file is, said by what it holds. */
export type Nature =
  | { format: 'finess'; forme: 'etalab' | 'entete'; separateur: string }
  | { format: 'finess-plus' | 'data-inclusion' | 'rpps' }
  | { format: 'tableau'; plan: PlanTableau }

export interface Examen extends Omit<Texte, 'debut'> {
  nature: Nature
  /** Vintage that the file says of itself, else that its name says. ISO date. */
  dateFichier: string | null
}

/** « PS_LibreAcces_Personne_activite_202605120838.txt »: the extract says its day by its name alone. */
function parseDateNom(nom: string): string | null {
  const [, annee, mois, jour] = /(20\d{2})-?(0[1-9]|1[0-2])-?([0-2]\d|3[01])/.exec(nom) ?? []
  const date = `${annee}-${mois}-${jour}`
  return annee !== undefined && isJour(date) ? date : null
}

/** Recognises a file by what it holds. @throws ErreurLecture for what no reader knows */
export async function examineFichier(ouvrir: Ouverture, nom: string): Promise<Examen> {
  if (await isClasseur(ouvrir)) return examineTableau(ouvrir, nom, 'utf-8')
  const { debut, ...texte } = await examineTexte(ouvrir)
  const premiere = debut.slice(0, debut.search(/[\r\n]|$/))
  const finess = getFormeFiness(premiere)
  if (finess)
    return {
      ...texte,
      nature: { format: 'finess', ...finess },
      dateFichier: parseDateFiness(premiere) ?? parseDateNom(nom),
    }
  const dateFichier = parseDateNom(nom)
  if (isEnteteRpps(premiere)) return { ...texte, nature: { format: 'rpps' }, dateFichier }
  if (/^\s*[[{]/.test(debut)) {
    const [, genere = null] = /"generatedAt"\s*:\s*"(\d{4}-\d{2}-\d{2})/i.exec(debut) ?? []
    if (/"schemaVersion"|"pmej"/i.test(debut))
      return {
        ...texte,
        nature: { format: 'finess-plus' },
        dateFichier: genere !== null && isJour(genere) ? genere : dateFichier,
      }
    if (isDataInclusion(debut)) return { ...texte, nature: { format: 'data-inclusion' }, dateFichier }
  }
  if (/[;,|\t]/.test(premiere) && !/^\s*[[{<]/.test(debut)) return examineTableau(ouvrir, nom, texte.encodage)
  throw new ErreurLecture(
    'Ce fichier n’est d’aucune des formes connues de l’annuaire : FINESS, FINESS+, data·inclusion, RPPS, tableau.',
    'ligne 1',
  )
}

/** Is it an archive, as workbooks are? */
async function isClasseur(ouvrir: Ouverture): Promise<boolean> {
  for await (const morceau of ouvrir()) return morceau[0] === 0x50 && morceau[1] === 0x4b
  return false
}

async function examineTableau(ouvrir: Ouverture, nom: string, encodage: Texte['encodage']): Promise<Examen> {
  const octets = await readOctets(ouvrir)
  return {
    nature: { format: 'tableau', plan: { ...(await parseEntetes(octets)), base: '', correspondance: {} } },
    encodage,
    empreinte: createHash('sha256').update(octets).digest(),
    octets: octets.length,
    dateFichier: parseDateNom(nom),
  }
}

export interface OptionsLecture {
  communes: Communes
  maintenant: Date
  /** The installation keeps the names of professionals. */
  rppsNoms: boolean
}

/** Reads a file that was recognised. */
export function parseFichier(
  ouvrir: Ouverture,
  { nature, encodage }: Pick<Examen, 'nature' | 'encodage'>,
  { communes, maintenant, rppsNoms }: OptionsLecture,
): Lecture {
  if (nature.format === 'tableau') return parseTableauStructures(ouvrir, nature.plan, communes)
  const textes = parseTexte(ouvrir, encodage)
  switch (nature.format) {
    case 'finess':
      return parseFiness(textes, nature, communes)
    case 'finess-plus':
      return parseFinessPlus(textes, communes)
    case 'data-inclusion':
      return parseDataInclusion(textes, communes, formatJour(maintenant))
    case 'rpps':
      return parseRpps(textes, communes, rppsNoms)
  }
}
