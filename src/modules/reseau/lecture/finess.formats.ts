import { ErreurLecture } from '#core/encodage.ts'
import { convertPoint } from '#modules/territoires/index.ts'
import { getTypeFiness } from '../donnees/categories-finess.ts'
import { parseIdentifiant } from '../identifiant.ts'
import { formatVoie, getProjectionFiness, listCodesInsee, parseAcheminement } from './finess.ts'
import {
  type Communes,
  type ConstatLu,
  createConstat,
  type FicheLue,
  isJour,
  type Lecture,
  type Lu,
  type PositionLue,
  type ValeursLues,
} from './lecture.ts'
import { type LigneTable, parseTable } from './texte.formats.ts'

/** Cells of a `structureet` line, in the order in which the file « etalab » gives them, without heading. */
const CELLULES = (
  'type nofinesset nofinessej rs rslongue complrs compldistrib numvoie typvoie voie compvoie lieuditbp commune ' +
  'departement libdepartement ligneacheminement telephone telecopie categetab libcategetab categagretab ' +
  'libcategagretab siret codeape codemft libmft codesph libsph dateouv dateautor datemaj numuai'
).split(' ')
const CELLULES_POSITION = 'type nofinesset coordxet coordyet sourcecoordet datemaj'.split(' ')

/** Other names of the same columns, in the shape that has a heading. */
const AUTRES_NOMS: Readonly<Record<string, string>> = {
  maj: 'datemaj',
  coordx: 'coordxet',
  coordy: 'coordyet',
  sourcegeocod: 'sourcecoordet',
  codepostal: 'cp',
}
const REQUISES = ['nofinesset', 'rs', 'categetab'] as const

/** Does this first line say that the file is a FINESS one, with or without heading? */
export function getFormeFiness(premiere: string): { forme: 'etalab' | 'entete'; separateur: string } | null {
  const ligne = premiere.trim().toLowerCase().replaceAll('"', '')
  if (/^finess;etalab;/.test(ligne) || ligne.startsWith('structureet;')) return { forme: 'etalab', separateur: ';' }
  const separateur = [';', ',', '\t'].find((s) => ligne.split(s).includes('nofinesset'))
  return separateur === undefined ? null : { forme: 'entete', separateur }
}

/** Vintage that the first line gives: `finess;etalab;111;2026-05-12`. ISO date, or null. */
export function parseDateFiness(premiere: string): string | null {
  const jour = /^finess;etalab;[^;]*;(\d{4}-\d{2}-\d{2})/i.exec(premiere.trim())?.[1]
  return jour !== undefined && isJour(jour) ? jour : null
}

type Cellules = (nom: string) => string

/**
 * The stock of FINESS establishments, in either of its published shapes.
 * @param textes the file, from its first character
 * @throws ErreurLecture where a column changed, or the file is cut
 */
export async function* parseFiness(
  textes: AsyncIterable<string>,
  { forme, separateur }: { forme: 'etalab' | 'entete'; separateur: string },
  communes: Communes,
): Lecture {
  let rangs: ReadonlyMap<string, number> | null = null
  let vues = 0
  for await (const lot of parseTable(textes, separateur)) {
    const lus: Lu[] = []
    for (const ligne of lot) {
      const [type = ''] = ligne.cellules
      if (ligne.cellules.length === 1 && type.trim() === '') continue
      if (forme === 'entete') {
        if (rangs === null) rangs = readEntete(ligne)
        else if (checkLigne(ligne, rangs.size, vues++, lus)) lus.push(...parseLigne(ligne, rangs, communes))
      } else if (type === 'structureet') {
        if (checkLigne(ligne, CELLULES.length, vues++, lus)) lus.push(...parseLigne(ligne, RANGS, communes))
      } else if (type === 'geolocalisation') {
        if (checkLigne(ligne, CELLULES_POSITION.length, 1, lus)) lus.push(...parseLignePosition(ligne))
      } else if (ligne.sansFin) throwCoupee(ligne)
      else if (type !== 'finess') {
        lus.push(
          createConstat(
            ligne.n,
            'rejete',
            `Ce genre de ligne n’est pas connu\u00a0: «\u00a0${type.slice(0, 40)}\u00a0».`,
          ),
        )
      }
    }
    yield lus
  }
  if (vues === 0) throw new ErreurLecture('Ce fichier n’a aucune ligne d’établissement.')
}

const RANGS: ReadonlyMap<string, number> = new Map(CELLULES.map((nom, i) => [nom, i]))
const RANGS_POSITION: ReadonlyMap<string, number> = new Map(CELLULES_POSITION.map((nom, i) => [nom, i]))

function throwCoupee({ n }: LigneTable): never {
  throw new ErreurLecture(
    'La dernière ligne est incomplète : le fichier a été coupé pendant son téléchargement. Téléchargez-le de nouveau.',
    `ligne ${n}`,
  )
}

function readEntete({ n, cellules }: LigneTable): ReadonlyMap<string, number> {
  const noms = cellules.map((c) => c.trim().toLowerCase())
  const rangs = new Map(noms.map((nom, i) => [AUTRES_NOMS[nom] ?? nom, i]))
  const lieu = rangs.has('commune') && rangs.has('departement')
  const absentes = [...REQUISES, ...(lieu ? [] : ['cog'])].filter((nom) => !rangs.has(nom))
  if (absentes.length > 0)
    throw new ErreurLecture(
      `Il manque à ce fichier ${absentes.length === 1 ? 'la colonne' : 'les colonnes'} ${absentes.join(', ')} : sa forme a changé, rien n’a été lu.`,
      `ligne ${n}`,
    )
  // A heading written twice would leave fewer names than cells.
  if (rangs.size < cellules.length) throw new ErreurLecture('Une colonne porte le même nom qu’une autre.', `ligne ${n}`)
  return rangs
}

/** @returns whether the line may be read. @throws ErreurLecture at the first line, and for a cut one */
function checkLigne(ligne: LigneTable, attendues: number, rang: number, lus: Lu[]): boolean {
  const nombre = ligne.cellules.length
  if (nombre === attendues) return true
  if (ligne.sansFin && nombre < attendues) throwCoupee(ligne)
  const message = `${nombre} cellules au lieu de ${attendues}`
  if (rang === 0)
    throw new ErreurLecture(`${message} : la forme du fichier a changé, rien n’a été lu.`, `ligne ${ligne.n}`)
  lus.push(createConstat(ligne.n, 'rejete', `${message}.`, formatNumero(ligne.cellules[1] ?? '')))
  return false
}

const formatNumero = (texte: string): string | null => {
  const lu = parseIdentifiant('finess', texte, true)
  return 'valeur' in lu ? lu.valeur : null
}

const createCellules =
  ({ cellules }: LigneTable, rangs: ReadonlyMap<string, number>): Cellules =>
  (nom) => {
    const rang = rangs.get(nom)
    return rang === undefined ? '' : (cellules[rang] ?? '').replace(/\s+/g, ' ').trim()
  }

function parseLigne(ligne: LigneTable, rangs: ReadonlyMap<string, number>, communes: Communes): Lu[] {
  const { n } = ligne
  const lire = createCellules(ligne, rangs)
  const numero = parseIdentifiant('finess', lire('nofinesset'), true)
  if ('erreur' in numero) return [createConstat(n, 'rejete', numero.erreur)]
  const finess = numero.valeur
  const reject = (message: string): Lu[] => [createConstat(n, 'rejete', message, finess)]
  const nom = lire('rslongue') || lire('rs')
  if (nom === '') return reject('Cet établissement n’a pas de nom.')
  const categorie = lire('categetab')
  if (!/^\d{3,4}$/.test(categorie))
    return reject(`«\u00a0${categorie.slice(0, 40)}\u00a0» n’est pas une catégorie d’établissement.`)
  const cog = lire('cog')
  const codes = cog ? [cog] : listCodesInsee(lire('departement'), lire('commune'))
  const commune = codes.map((code) => communes.getCommune(code)).find((code) => code !== null)
  if (!commune)
    return reject(`Aucune commune n’a le code ${codes[0] ?? `${lire('departement')} ${lire('commune')}`.trim()}.`)
  const [dateOuverture, sourceMaj] = [parseDate(lire('dateouv')), parseDate(lire('datemaj'))]
  if (dateOuverture === undefined || sourceMaj === undefined)
    return reject('Une date n’est pas de la forme AAAA-MM-JJ.')
  const lus: Lu[] = numero.avertissement ? [createConstat(n, 'avertissement', numero.avertissement)] : []
  const valeurs: ValeursLues = {
    nom,
    finess,
    finessEj: readNumero('finess', lire('nofinessej'), n, lus),
    siret: readNumero('siret', lire('siret'), n, lus),
    type: getTypeFiness(categorie),
    categorie,
    categorieLibelle: lire('libcategetab') || null,
    adresse: formatVoie(lire('numvoie'), lire('compvoie'), lire('typvoie'), lire('voie')),
    complement: [lire('complrs'), lire('compldistrib'), lire('lieuditbp')].filter(Boolean).join(', ') || null,
    codePostal: /^\d{5}$/.test(lire('cp')) ? lire('cp') : parseAcheminement(lire('ligneacheminement')),
    commune,
    telephone: lire('telephone') || null,
    dateOuverture,
    sourceMaj,
  }
  lus.push(createFiche(n, finess, valeurs))
  if (lire('coordxet') !== '') lus.push(parsePosition(n, finess, lire))
  return lus
}

const createFiche = (n: number, finess: string, valeurs: ValeursLues): FicheLue => ({
  ...{ n, finess, valeurs },
  objet: 'structure',
  source: 'finess',
  sourceId: finess,
  sourceUrl: null,
  parent: null,
})

/** ISO date; null where there is none, undefined where it is something else. */
function parseDate(texte: string): string | null | undefined {
  if (texte === '') return null
  const jour = texte.slice(0, 10)
  return /^\d{4}-\d{2}-\d{2}$/.test(jour) && isJour(jour) ? jour : undefined
}

/** A number that another register gives: a wrong one is left out and said, the line stays. */
function readNumero(nature: 'finess' | 'siret', texte: string, n: number, lus: Lu[]): string | null {
  if (texte === '') return null
  const lu = parseIdentifiant(nature, texte, true)
  const message = 'erreur' in lu ? lu.erreur : lu.avertissement
  if (message) lus.push(createConstat(n, 'avertissement', message))
  return 'valeur' in lu ? lu.valeur : null
}

function parseLignePosition(ligne: LigneTable): Lu[] {
  const lire = createCellules(ligne, RANGS_POSITION)
  const finess = formatNumero(lire('nofinesset'))
  if (finess === null)
    return [
      createConstat(
        ligne.n,
        'avertissement',
        `Position d’un numéro illisible\u00a0: ${lire('nofinesset').slice(0, 40)}.`,
      ),
    ]
  return lire('coordxet') === '' ? [] : [parsePosition(ligne.n, finess, lire)]
}

function parsePosition(n: number, finess: string, lire: Cellules): PositionLue | ConstatLu {
  const [x, y] = [Number(lire('coordxet').replace(',', '.')), Number(lire('coordyet').replace(',', '.'))]
  const point = convertPoint(getProjectionFiness(lire('sourcecoordet'), finess), x, y)
  if (!point)
    return createConstat(n, 'avertissement', `${finess}\u00a0: la position ${x}, ${y} tombe hors de son territoire.`)
  const round = (degres: number) => Math.round(degres * 1e6) / 1e6
  return { n, objet: 'position', finess, longitude: round(point[0]), latitude: round(point[1]) }
}
