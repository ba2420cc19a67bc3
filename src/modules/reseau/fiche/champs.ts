import { getLibelle } from '#modules/vocabulaires/index.ts'
import { formatDate } from '#ui/format.ts'
import {
  FRAIS,
  formatLangue,
  formatValeur,
  MOBILISABLE_PAR,
  MODES_ACCUEIL,
  MODES_MOBILISATION,
  TYPES_SERVICE,
} from '../service/valeurs.ts'
import type { Valeurs } from './fiche.ts'

/** Sheets that one form edits or proposes to change. */
export type ObjetEdite = 'organisme' | 'structure' | 'service'
/** All that people propose to change: a dispositif has a form of its own for it. */
export type ObjetPropose = ObjetEdite | 'dispositif'
type ObjetDit = ObjetPropose | 'contact'

/** Names of codes and numbers that values hold. */
export interface Noms {
  communes: ReadonlyMap<string, string>
  organismes: ReadonlyMap<number, string>
  /** What fields are called that only this sheet’s type has. */
  champs?: ReadonlyMap<string, string>
}

type Format = (valeur: string, noms: Noms) => string
interface Champ {
  libelle: string
  /** The words of a value, where it is a code. */
  format?: Format
}

const type: Format = (v) => getLibelle('type-structure', v)
const commune: Format = (v, { communes }) => (communes.has(v) ? `${communes.get(v)} (${v})` : v)
const organisme: Format = (v, { organismes }) => organismes.get(Number(v)) ?? `n°\u00a0${v}`
const jour: Format = (v) => formatDate(v)
const dans =
  (liste: Record<string, string>): Format =>
  (v) =>
    formatValeur(liste, v)

const COMMUNS = {
  nom: { libelle: 'Nom' },
  sigle: { libelle: 'Sigle' },
  description: { libelle: 'Description' },
  telephone: { libelle: 'Téléphone' },
  courriel: { libelle: 'Courriel' },
  siteWeb: { libelle: 'Site' },
  sourceMaj: { libelle: 'Mise à jour par la source' },
  langues: { libelle: 'Langues', format: formatLangue },
  horaires: { libelle: 'Horaires' },
  remplacePar: { libelle: 'Remplacée par la fiche n°' },
} satisfies Record<string, Champ>

/** What a field is called, in the order in which changes are told. */
const CHAMPS: Record<ObjetDit, Record<string, Champ>> = {
  organisme: {
    ...COMMUNS,
    type: { libelle: 'Type', format: type },
    parent: { libelle: 'Dépend de', format: organisme },
    finess: { libelle: 'Numéro FINESS' },
    siren: { libelle: 'SIREN' },
    commune: { libelle: 'Commune du siège', format: commune },
  },
  structure: {
    ...COMMUNS,
    type: { libelle: 'Type', format: type },
    organisme: { libelle: 'Organisme', format: organisme },
    finess: { libelle: 'Numéro FINESS' },
    finessEj: { libelle: 'FINESS de l’entité juridique' },
    siret: { libelle: 'SIRET' },
    categorie: { libelle: 'Code de catégorie FINESS' },
    categorieLibelle: { libelle: 'Catégorie FINESS' },
    adresse: { libelle: 'Adresse' },
    complement: { libelle: 'Complément d’adresse' },
    codePostal: { libelle: 'Code postal' },
    commune: { libelle: 'Commune', format: commune },
    longitude: { libelle: 'Longitude' },
    latitude: { libelle: 'Latitude' },
    positionSource: { libelle: 'Origine de la position' },
    accessibilite: { libelle: 'Accès des personnes handicapées' },
    accessibiliteUrl: { libelle: 'Page Acceslibre' },
    reseauxPorteurs: { libelle: 'Réseaux' },
    dateOuverture: { libelle: 'Date d’ouverture', format: jour },
    etat: { libelle: 'État' },
  },
  service: {
    ...COMMUNS,
    structure: { libelle: 'Structure n°' },
    type: { libelle: 'Type', format: dans(TYPES_SERVICE) },
    themes: { libelle: 'Thèmes', format: (v) => getLibelle('theme', v) },
    publics: { libelle: 'Publics', format: (v) => getLibelle('public', v) },
    publicsPrecisions: { libelle: 'Précisions sur le public' },
    ageMin: { libelle: 'Âge minimum' },
    ageMax: { libelle: 'Âge maximum' },
    frais: { libelle: 'Coût', format: dans(FRAIS) },
    fraisPrecisions: { libelle: 'Précisions sur le coût' },
    conditionsAcces: { libelle: 'Conditions d’accès' },
    modesAccueil: { libelle: 'Accueil', format: dans(MODES_ACCUEIL) },
    modesMobilisation: { libelle: 'Comment y accéder', format: dans(MODES_MOBILISATION) },
    mobilisablePar: { libelle: 'Qui peut demander', format: dans(MOBILISABLE_PAR) },
    mobilisationPrecisions: { libelle: 'Précisions sur la demande' },
    lienMobilisation: { libelle: 'Lien pour demander' },
    zoneEligibilite: { libelle: 'Lieux d’habitation acceptés', format: commune },
    contact: { libelle: 'Personne à demander' },
    thematiquesDi: { libelle: 'Thématiques de data.inclusion' },
    publicsDi: { libelle: 'Publics de data.inclusion' },
  },
  dispositif: {
    ...COMMUNS,
    organisme: { libelle: 'Organisme porteur', format: organisme },
    commune: { libelle: 'Commune où travaille l’équipe', format: commune },
    adresse: { libelle: 'Adresse' },
    themes: { libelle: 'Thèmes', format: (v) => getLibelle('theme', v) },
    publics: { libelle: 'Publics', format: (v) => getLibelle('public', v) },
    qpv: { libelle: 'Quartiers prioritaires' },
    communesAjoutees: { libelle: 'Communes à ajouter', format: commune },
    communesRetirees: { libelle: 'Communes à retirer', format: commune },
    depuis: { libelle: 'Ce territoire vaut depuis', format: jour },
    source: { libelle: 'Source' },
    sourceUrl: { libelle: 'Adresse de la source' },
    fin: { libelle: 'Date de fin', format: jour },
  },
  contact: {
    ...COMMUNS,
    prenom: { libelle: 'Prénom' },
    fonction: { libelle: 'Fonction' },
    profession: { libelle: 'Profession', format: (v) => getLibelle('profession', v) },
    rpps: { libelle: 'RPPS' },
    visible: { libelle: 'Visible', format: dans({ public: 'par tout le monde', coordination: 'par la coordination' }) },
  },
}

export const getLibelleChamp = (objet: ObjetDit, champ: string): string => CHAMPS[objet][champ]?.libelle ?? champ

/** A value in words; empty where there is none. */
export function formatChamp(objet: ObjetDit, champ: string, valeur: unknown, noms: Noms): string {
  const format = CHAMPS[objet][champ]?.format ?? ((v: string) => v)
  return [valeur]
    .flat()
    .filter((v) => v !== null && v !== undefined && v !== '')
    .map((v) => format(String(v), noms))
    .join(', ')
}

export interface Difference {
  /** Name of the field, in values. */
  nom: string
  champ: string
  avant: string
  apres: string
}

/** What changes between two sets of fields, in words; fields of `apres` alone are looked at. */
export function listDifferences(objet: ObjetDit, avant: Valeurs | null, apres: Valeurs, noms: Noms): Difference[] {
  const ordre = [...Object.keys(CHAMPS[objet]), ...(noms.champs?.keys() ?? [])]
  return Object.keys(apres)
    .toSorted((a, b) => ordre.indexOf(a) - ordre.indexOf(b))
    .map((nom) => ({
      nom,
      champ: noms.champs?.get(nom) ?? getLibelleChamp(objet, nom),
      avant: formatChamp(objet, nom, avant?.[nom], noms),
      apres: formatChamp(objet, nom, apres[nom], noms),
    }))
    .filter((d) => d.avant !== d.apres)
}
