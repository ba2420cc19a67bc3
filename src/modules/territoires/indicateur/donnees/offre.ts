import type { Reference } from '../indicateur.ts'

/** Equipments of the BPE, by the name that our readers give them, with what is counted. */
export const EQUIPEMENTS = {
  medecin_generaliste: ['Médecins généralistes', 'médecins généralistes exercent ici'],
  infirmier: ['Infirmiers', 'infirmiers ou infirmières exercent ici'],
  kine: ['Masseurs-kinésithérapeutes', 'masseurs-kinésithérapeutes exercent ici'],
  dentiste: ['Chirurgiens-dentistes', 'chirurgiens-dentistes exercent ici'],
  sage_femme: ['Sages-femmes', 'sages-femmes exercent ici'],
  psychologue: ['Psychologues', 'psychologues exercent ici'],
  orthophoniste: ['Orthophonistes', 'orthophonistes exercent ici'],
  podologue: ['Pédicures-podologues', 'pédicures-podologues exercent ici'],
  dieteticien: ['Diététiciens', 'diététiciens ou diététiciennes exercent ici'],
  pharmacie: ['Pharmacies', 'pharmacies sont ouvertes ici'],
  laboratoire: ['Laboratoires d’analyses médicales', 'laboratoires d’analyses sont ouverts ici'],
  maison_de_sante: ['Maisons de santé', 'maisons de santé sont ouvertes ici'],
  ambulance: ['Services d’ambulances', 'services d’ambulances sont installés ici'],
  personnes_agees_hebergement: [
    'Hébergements pour personnes âgées',
    'établissements hébergent ici des personnes âgées',
  ],
  personnes_agees_services: ['Services pour personnes âgées', 'services aident ici des personnes âgées'],
} as const

export const formatCodeEquipement = (nom: string): string => `bpe-${nom.replaceAll('_', '-')}`

/** Counts say nothing of the working time: a part-time practice is one. */
export const OFFRE: readonly Reference[] = Object.entries(EQUIPEMENTS).map(([nom, [libelle, compte]], i) => ({
  code: formatCodeEquipement(nom),
  libelle,
  definition: 'Nombre que compte la base permanente des équipements, sans égard au temps de travail.',
  phrase: `{valeur} ${compte}.`,
  famille: 'offre',
  unite: 'nombre',
  source: 'Insee, base permanente des équipements',
  url: 'https://www.insee.fr',
  licence: 'Licence Ouverte 2.0',
  agregation: 'somme',
  rang: 40 + i,
}))
