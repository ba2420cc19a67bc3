import type { Ctx } from '#core/context.ts'
import { listIndicateurs, listSeries } from '../indicateur/indicateur.queries.ts'
import { computeValeur, type Indicateur, type Serie } from '../indicateur/indicateur.ts'
import { listValeurs } from '../indicateur/valeur.queries.ts'
import { formatCsvGzip, type Lignes } from './donnees.formats.ts'
import { listCommunesApres, listZonesSerie } from './donnees.queries.ts'

const PAR_LOT = 5000
export const RACINE_DONNEES = '/donnees'

async function* listLots<T extends { code: string }>(read: (apres: string) => Promise<T[]>): AsyncGenerator<T[]> {
  for (let apres = ''; ; ) {
    const lot = await read(apres)
    yield lot
    const dernier = lot.at(-1)
    if (dernier === undefined || lot.length < PAR_LOT) return
    apres = dernier.code
  }
}

const COMMUNES = [
  ...['code', 'nom', 'ville', 'departement', 'region', 'epci', 'ept', 'codes_postaux', 'population'],
  ...['longitude', 'latitude', 'superficie_km2'],
]

async function* listLignesCommunes(ctx: Ctx): Lignes {
  for await (const lot of listLots((apres) => listCommunesApres(ctx, apres, PAR_LOT)))
    yield lot.map((c) => [
      ...[c.code, c.nom, c.ville, c.departement, c.region, c.epci, c.ept, c.codesPostaux.join(' ')],
      ...[c.population, c.longitude, c.latitude, c.superficie],
    ])
}

const DEFINITIONS = [
  ...['code', 'libelle', 'definition', 'famille', 'unite', 'source', 'url', 'licence', 'sens', 'seuil'],
  ...['seuil_libelle', 'agregation', 'poids', 'fictif', 'millesimes'],
] as const

/** Definitions as rows, the same for CSV and JSON. */
export async function listDefinitions(ctx: Ctx) {
  const parCode = Map.groupBy(await listSeries(ctx), (s) => s.indicateur)
  return (await listIndicateurs(ctx)).map((i) => ({
    ...{ code: i.code, libelle: i.libelle, definition: i.definition, famille: i.famille, unite: i.unite },
    ...{
      source: i.source,
      url: i.url,
      licence: i.licence,
      sens: i.sens,
      seuil: i.seuil,
      seuil_libelle: i.seuilLibelle,
    },
    ...{ agregation: i.agregation, poids: i.poids, fictif: i.fictif },
    millesimes: (parCode.get(i.code) ?? []).map((s) => s.millesime).toSorted(),
  }))
}

async function* listLignesDefinitions(ctx: Ctx): Lignes {
  yield (await listDefinitions(ctx)).map((d) =>
    DEFINITIONS.map((nom) => {
      const valeur = d[nom]
      return Array.isArray(valeur) ? valeur.join(' ') : typeof valeur === 'boolean' ? Number(valeur) : valeur
    }),
  )
}

async function* listLignesSerie(ctx: Ctx, serie: Serie): Lignes {
  for await (const lot of listLots((apres) => listValeurs(ctx, serie.id, { apres, taille: PAR_LOT })))
    yield lot.map((v) => [v.code, v.nom, serie.millesime, v.valeur, v.poids, v.motif])
}

const ZONES = [
  'maille',
  'zone',
  'millesime',
  'valeur',
  'calcul',
  'couverture',
  'communes_avec_valeur',
  'communes',
  'minimum',
  'maximum',
]

async function* listLignesZones(ctx: Ctx, serie: Serie, { agregation }: Indicateur): Lignes {
  yield (await listZonesSerie(ctx, serie.id)).map((z) => {
    const { valeur, calcul, couverture } = computeValeur(agregation, z)
    return [
      ...[z.maille, z.zone, serie.millesime, valeur, calcul, couverture, z.avecValeur, z.total, z.minimum, z.maximum],
    ]
  })
}

/** The bytes of an open data file by its name; null where there is no such file. */
export async function openFichier(ctx: Ctx, nom: string): Promise<AsyncGenerator<Uint8Array> | null> {
  if (nom === 'communes.csv.gz') return formatCsvGzip(COMMUNES, listLignesCommunes(ctx))
  if (nom === 'indicateurs.csv.gz') return formatCsvGzip(DEFINITIONS, listLignesDefinitions(ctx))
  const lu = /^([a-z0-9-]+)-(\d{4})(-territoires)?\.csv\.gz$/.exec(nom)
  if (!lu) return null
  const [, code = '', millesime, zones] = lu
  const serie = (await listSeries(ctx, code)).find((s) => s.millesime === Number(millesime))
  const indicateur = (await listIndicateurs(ctx)).find((i) => i.code === code)
  if (!serie || !indicateur) return null
  return zones
    ? formatCsvGzip(ZONES, listLignesZones(ctx, serie, indicateur))
    : formatCsvGzip(['commune', 'nom', 'millesime', 'valeur', 'poids', 'motif'], listLignesSerie(ctx, serie))
}
