import { ErreurLecture } from '#core/encodage.ts'
import { formatCle, openTables } from '#modules/territoires/index.ts'
import { hasTerme, listTermes } from '#modules/vocabulaires/index.ts'
import { parseIdentifiant } from '../identifiant.ts'
import { type Communes, createConstat, type Lecture, type Lu, type Ouverture, type ValeursLues } from './lecture.ts'
import { type ChampTableau, type CorrespondanceTableau, NOMS_CHAMPS } from './tableau.ts'

type Cellule = string | number | null

export interface TableauVu {
  /** Line of the headings. */
  entete: number
  colonnes: { titre: string; exemples: string[] }[]
}

/** How a table is read: what its columns are, and which base it comes from. */
export interface PlanTableau extends TableauVu {
  base: string
  correspondance: CorrespondanceTableau
}

const EXEMPLES = 3

const formatTexte = (cellule: Cellule | undefined): string =>
  cellule === null || cellule === undefined
    ? ''
    : String(cellule)
        .replace(/[\s\u00a0\u202f]+/g, ' ')
        .trim()

/** A table stands whole in memory while it is read: its workbook cannot be read from a stream. */
export async function readOctets(ouvrir: Ouverture): Promise<Uint8Array> {
  const morceaux: Uint8Array[] = []
  for await (const morceau of ouvrir()) morceaux.push(morceau)
  return Buffer.concat(morceaux)
}

/** The headings of the first table of a workbook or of a text, and some of what stands under them. @throws ErreurLecture */
export async function parseEntetes(octets: Uint8Array): Promise<TableauVu> {
  let vu: TableauVu | null = null
  let lues = 0
  for await (const lot of openTables(octets).lignes(0)) {
    for (const { n, cellules } of lot) {
      if (vu === null) {
        const titres = cellules.map(formatTexte)
        if (titres.filter(Boolean).length < 2) continue
        if (new Set(titres.filter(Boolean)).size < titres.filter(Boolean).length)
          throw new ErreurLecture('Deux colonnes portent le même titre : renommez l’une des deux.', `ligne ${n}`)
        vu = { entete: n, colonnes: titres.map((titre) => ({ titre, exemples: [] })) }
        continue
      }
      for (const [i, colonne] of vu.colonnes.entries()) {
        const exemple = formatTexte(cellules[i])
        if (exemple && colonne.exemples.length < EXEMPLES) colonne.exemples.push(exemple.slice(0, 60))
      }
      if (++lues >= 20) return removeVides(vu)
    }
  }
  if (vu === null || lues === 0)
    throw new ErreurLecture('Ce fichier n’est pas un tableau : il faut une ligne de titres, puis des lignes.')
  return removeVides(vu)
}

const removeVides = ({ entete, colonnes }: TableauVu): TableauVu => ({
  entete,
  colonnes: colonnes.filter((c) => c.titre !== ''),
})

/** Reads the structures of a table by what a person said of its columns. @throws ErreurLecture */
export async function* parseTableauStructures(ouvrir: Ouverture, plan: PlanTableau, communes: Communes): Lecture {
  let rangs: ReadonlyMap<ChampTableau, number> | null = null
  for await (const lot of openTables(await readOctets(ouvrir)).lignes(0)) {
    const lus: Lu[] = []
    for (const { n, cellules } of lot) {
      if (n < plan.entete) continue
      if (rangs === null) {
        rangs = readRangs(cellules.map(formatTexte), plan)
        continue
      }
      const places = rangs
      if (cellules.some((c) => formatTexte(c) !== ''))
        lus.push(...parseLigne(n, (champ) => formatTexte(cellules[places.get(champ) ?? -1]), plan, communes))
    }
    yield lus
  }
}

function readRangs(
  titres: readonly string[],
  { correspondance, entete }: PlanTableau,
): ReadonlyMap<ChampTableau, number> {
  const rangs = new Map<ChampTableau, number>()
  for (const champ of NOMS_CHAMPS) {
    const titre = correspondance[champ]
    if (titre === undefined) continue
    const rang = titres.indexOf(titre)
    if (rang === -1) throw new ErreurLecture(`La colonne « ${titre} » n’est pas dans ce fichier.`, `ligne ${entete}`)
    rangs.set(champ, rang)
  }
  return rangs
}

const TYPES = new Map(
  listTermes('type-structure').flatMap((t) =>
    [t.slug, t.libelle, ...(t.sigle ? [t.sigle] : [])].map((nom) => [formatCle(nom), t.slug] as const),
  ),
)
const TEXTES = ['description', 'adresse', 'complement', 'telephone', 'courriel', 'siteWeb', 'horaires'] as const

function parseLigne(n: number, lire: (champ: ChampTableau) => string, plan: PlanTableau, communes: Communes): Lu[] {
  const { correspondance, base } = plan
  const nom = lire('nom')
  if (nom === '') return [createConstat(n, 'rejete', 'Cette structure n’a pas de nom.')]
  const lus: Lu[] = []
  const warn = (message: string) => void lus.push(createConstat(n, 'avertissement', message))
  const finess = lire('finess') === '' ? null : parseIdentifiant('finess', lire('finess'))
  if (finess && 'erreur' in finess) return [createConstat(n, 'rejete', finess.erreur)]
  const siret = lire('siret') === '' ? null : parseIdentifiant('siret', lire('siret'))
  if (siret && 'erreur' in siret) warn(siret.erreur)
  const commune = parseCommune(lire('commune'), lire('codePostal'), communes)
  if (commune === null && lire('commune') !== '')
    warn(`La commune «\u00a0${lire('commune').slice(0, 60)}\u00a0» n’est pas connue.`)
  const type = TYPES.get(formatCle(lire('type'))) ?? null
  if (type === null && lire('type') !== '')
    warn(`Le type «\u00a0${lire('type').slice(0, 60)}\u00a0» n’est pas dans notre liste.`)
  const point = parsePoint(lire('longitude'), lire('latitude'))
  if (point === undefined) warn('La position n’est pas en degrés.')
  const tout: ValeursLues = {
    nom,
    finess: finess && 'valeur' in finess ? finess.valeur : null,
    siret: siret && 'valeur' in siret ? siret.valeur : null,
    type: type !== null && hasTerme('type-structure', type) ? type : null,
    commune,
    codePostal: /^\d{4,5}$/.test(lire('codePostal')) ? lire('codePostal').padStart(5, '0') : null,
    longitude: point?.[0] ?? null,
    latitude: point?.[1] ?? null,
    ...Object.fromEntries(TEXTES.map((champ) => [champ, lire(champ) || null])),
  }
  // A field without a column is not spoken of.
  const valeurs = Object.fromEntries(Object.entries(tout).filter(([champ]) => champ in correspondance))
  const sourceId =
    lire('identifiant') || (finess && 'valeur' in finess ? finess.valeur : `${formatCle(nom)} ${commune ?? ''}`.trim())
  const source = `tableau ${formatCle(base)}`
  return [
    ...lus,
    {
      ...{ n, source, sourceId, valeurs: { ...valeurs, ...(point && { positionSource: 'source' }) } },
      objet: 'structure',
      finess: finess && 'valeur' in finess ? finess.valeur : null,
      sourceUrl: null,
      parent: null,
    },
  ]
}

/** A code, which a spreadsheet may have rid of its zero, else a name with its postal code. */
function parseCommune(texte: string, codePostal: string, communes: Communes): string | null {
  const code = /^\d{4}$/.test(texte) ? texte.padStart(5, '0') : texte.toUpperCase()
  return communes.getCommune(code) ?? communes.searchCommune(codePostal.padStart(5, '0'), texte)
}

/** Degrees; null where there is none, undefined where it is something else. */
function parsePoint(longitude: string, latitude: string): [number, number] | null | undefined {
  if (longitude === '' && latitude === '') return null
  const [x, y] = [Number(longitude.replace(',', '.')), Number(latitude.replace(',', '.'))]
  return longitude !== '' && latitude !== '' && Math.abs(x) <= 180 && Math.abs(y) <= 90 ? [x, y] : undefined
}
