/** Fields of a structure that a column of a table may give. */
export const CHAMPS_TABLEAU = {
  nom: { libelle: 'Nom', titres: ['nom', 'raison sociale', 'denomination', 'structure', 'nom structure', 'libelle'] },
  identifiant: { libelle: 'Identifiant dans votre base', titres: ['id', 'identifiant', 'code', 'numero', 'reference'] },
  finess: { libelle: 'Numéro FINESS', titres: ['finess', 'nofinesset', 'numero finess', 'n finess', 'finess et'] },
  siret: { libelle: 'SIRET', titres: ['siret', 'numero siret', 'n siret'] },
  type: { libelle: 'Type de structure', titres: ['type', 'type de structure', 'categorie'] },
  description: { libelle: 'Description', titres: ['description', 'presentation', 'missions', 'activite'] },
  adresse: { libelle: 'Adresse', titres: ['adresse', 'rue', 'voie', 'adresse 1'] },
  complement: { libelle: 'Complément d’adresse', titres: ['complement', 'complement d adresse', 'adresse 2'] },
  codePostal: { libelle: 'Code postal', titres: ['code postal', 'cp'] },
  commune: { libelle: 'Commune (code Insee ou nom)', titres: ['code insee', 'insee', 'commune', 'ville', 'codgeo'] },
  longitude: { libelle: 'Longitude (degrés)', titres: ['longitude', 'lon', 'lng', 'x'] },
  latitude: { libelle: 'Latitude (degrés)', titres: ['latitude', 'lat', 'y'] },
  telephone: { libelle: 'Téléphone', titres: ['telephone', 'tel', 'numero de telephone'] },
  courriel: { libelle: 'Courriel', titres: ['courriel', 'email', 'mail', 'e mail', 'adresse mail'] },
  siteWeb: { libelle: 'Site web', titres: ['site', 'site web', 'site internet', 'url', 'web'] },
  horaires: { libelle: 'Horaires (syntaxe d’OpenStreetMap)', titres: ['horaires', 'opening hours'] },
} as const
export type ChampTableau = keyof typeof CHAMPS_TABLEAU
export const NOMS_CHAMPS = Object.keys(CHAMPS_TABLEAU) as ChampTableau[]

/** Which heading gives each field; a field that is not here is not read. */
export type CorrespondanceTableau = Partial<Record<ChampTableau, string>>

/** How headings are compared: lower case, no accents, signs as spaces. */
export const formatCleTitre = (titre: string): string =>
  titre
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()

/**
 * What columns seem to be: choices kept from another file of the base, where all their headings are there; else what the
 * headings say.
 */
export function computeCorrespondance(
  titres: readonly string[],
  gardees: readonly { nom: string; correspondance: CorrespondanceTableau }[],
): { base: string; correspondance: CorrespondanceTableau } {
  for (const { nom, correspondance } of gardees) {
    const voulus = Object.values(correspondance)
    if (voulus.length > 0 && voulus.every((titre) => titres.includes(titre))) return { base: nom, correspondance }
  }
  const libres = new Set(titres)
  const correspondance: CorrespondanceTableau = {}
  for (const champ of NOMS_CHAMPS) {
    const connus: readonly string[] = CHAMPS_TABLEAU[champ].titres
    const titre = [...libres].find((t) => connus.includes(formatCleTitre(t)))
    if (titre === undefined) continue
    correspondance[champ] = titre
    libres.delete(titre)
  }
  return { base: '', correspondance }
}

/** French faults of what a person chose, by field. */
export function checkCorrespondance(
  correspondance: CorrespondanceTableau,
  titres: readonly string[],
): { field: string; message: string }[] {
  const fautes: { field: string; message: string }[] = []
  if (correspondance.nom === undefined)
    fautes.push({ field: 'colonnes.nom', message: 'Dites quelle colonne porte le nom des structures.' })
  if ((correspondance.longitude === undefined) !== (correspondance.latitude === undefined))
    fautes.push({ field: 'colonnes.longitude', message: 'La longitude et la latitude vont ensemble.' })
  for (const [champ, titre] of Object.entries(correspondance))
    if (!titres.includes(titre))
      fautes.push({ field: `colonnes.${champ}`, message: 'Cette colonne n’est pas dans le fichier.' })
  return fautes
}
