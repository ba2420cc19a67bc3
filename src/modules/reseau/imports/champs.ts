import type { FicheLue } from '../lecture/lecture.ts'

export type ObjetImporte = FicheLue['objet']

interface Champ {
  colonne: string
  type: 'text' | 'text[]' | 'date' | 'float8'
}

const list = (type: Champ['type'], colonnes: Readonly<Record<string, string>>): [string, Champ][] =>
  Object.entries(colonnes).map(([champ, colonne]) => [champ, { colonne, type }])

/** Fields that a file may give, by the names that a history and a proposal use, each with its column. */
export const CHAMPS: Readonly<Record<ObjetImporte, ReadonlyMap<string, Champ>>> = {
  organisme: new Map([
    ...list('text', {
      nom: 'nom',
      sigle: 'sigle',
      type: 'type',
      description: 'description',
      finess: 'finess',
      siren: 'siren',
      telephone: 'telephone',
      courriel: 'courriel',
      siteWeb: 'site_web',
      commune: 'commune',
    }),
    ...list('date', { sourceMaj: 'source_maj' }),
  ]),
  structure: new Map([
    ...list('text', {
      nom: 'nom',
      sigle: 'sigle',
      type: 'type',
      description: 'description',
      finess: 'finess',
      finessEj: 'finess_ej',
      siret: 'siret',
      categorie: 'categorie',
      categorieLibelle: 'categorie_libelle',
      adresse: 'adresse',
      complement: 'complement',
      codePostal: 'code_postal',
      commune: 'commune',
      positionSource: 'position_source',
      telephone: 'telephone',
      courriel: 'courriel',
      siteWeb: 'site_web',
      horaires: 'horaires',
      accessibilite: 'accessibilite',
      accessibiliteUrl: 'accessibilite_url',
    }),
    ...list('text[]', { langues: 'langues', reseauxPorteurs: 'reseaux_porteurs' }),
    ...list('float8', { longitude: 'longitude', latitude: 'latitude' }),
    ...list('date', { dateOuverture: 'date_ouverture', sourceMaj: 'source_maj' }),
  ]),
  service: new Map([
    ...list('text', {
      nom: 'nom',
      description: 'description',
      type: 'type',
      publicsPrecisions: 'publics_precisions',
      frais: 'frais',
      fraisPrecisions: 'frais_precisions',
      conditionsAcces: 'conditions_acces',
      mobilisationPrecisions: 'mobilisation_precisions',
      lienMobilisation: 'lien_mobilisation',
      telephone: 'telephone',
      courriel: 'courriel',
      contact: 'contact',
      horaires: 'horaires',
    }),
    ...list('text[]', {
      themes: 'themes',
      publics: 'publics',
      modesAccueil: 'modes_accueil',
      modesMobilisation: 'modes_mobilisation',
      mobilisablePar: 'mobilisable_par',
      zoneEligibilite: 'zone_eligibilite',
      langues: 'langues',
      thematiquesDi: 'thematiques_di',
      publicsDi: 'publics_di',
    }),
    ...list('date', { sourceMaj: 'source_maj' }),
  ]),
}
