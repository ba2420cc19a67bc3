/** An establishment as the FINESS file tells it; what is not said is empty. */
export interface EtablissementFictif {
  finess: string
  nom: string
  commune: string
  departement: string
  finessEj?: string
  categorie?: string
  categorieLibelle?: string
  voie?: string
  acheminement?: string
  telephone?: string
  siret?: string
  maj?: string
  /** Metres, as in the second part of the file. */
  position?: readonly [x: number, y: number, source: string]
}

const LAMBERT = '2,ATLASANTE,100,BDADRESSE,EPSG:2154 RGF93 / Lambert-93 (Métropole)'

/** A place in Digne-les-Bains, invented. */
export const createEtablissement = (rang: number, autre: Partial<EtablissementFictif> = {}): EtablissementFictif => ({
  finess: formatFinessFictif('04', rang),
  nom: `MAISON DE SANTE FICTIVE ${rang}`,
  commune: '070',
  departement: '04',
  categorie: '603',
  categorieLibelle: 'Maison de santé (L.6223-3)',
  voie: 'DE LA GARE',
  acheminement: '04000 DIGNE LES BAINS',
  telephone: '0492000000',
  maj: '2026-01-15',
  position: [954_000 + rang, 6_340_000, LAMBERT],
  ...autre,
})

/** A number of that département whose key is right. */
export function formatFinessFictif(departement: string, rang: number): string {
  const debut = `${departement}${String(9_00_000 + rang).padStart(6, '0')}`
  const chiffres = [...debut.replace('A', '1').replace('B', '2')].map(Number)
  const somme = chiffres
    .toReversed()
    .map((c, i) => (i % 2 === 0 ? c * 2 : c))
    .reduce((total, c) => total + (c > 9 ? c - 9 : c), 0)
  return `${debut}${(10 - (somme % 10)) % 10}`
}

const quote = (texte: string): string => (/[";]/.test(texte) ? `"${texte.replaceAll('"', '""')}"` : texte)

const formatLigne = (e: EtablissementFictif): string =>
  [
    'structureet',
    e.finess,
    e.finessEj ?? '',
    e.nom.slice(0, 38),
    e.nom,
    ...['', '', e.voie === undefined ? '' : '12', e.voie === undefined ? '' : 'R'],
    e.voie ?? '',
    ...['', '', e.commune, e.departement, ''],
    e.acheminement ?? '',
    e.telephone ?? '',
    '',
    e.categorie ?? '603',
    e.categorieLibelle ?? '',
    ...['', '', e.siret ?? '', '', '', '', '', '', '1979-02-13', ''],
    e.maj ?? '2026-01-15',
    '',
  ]
    .map(quote)
    .join(';')

/** The file « etalab » of these places: its first line, a part of places, a part of points. */
export function formatEtalab(etablissements: readonly EtablissementFictif[], date = '2026-05-12'): string {
  const positions = etablissements.flatMap(({ finess, position }) =>
    position ? [`geolocalisation;${finess};${position[0]};${position[1]};${position[2]};2026-05-01`] : [],
  )
  return `${[`finess;etalab;111;${date}`, ...etablissements.map(formatLigne), ...positions].join('\n')}\n`
}
