// biome-ignore-all format: a number reads as one line of a table

/** A national number that every guide ends with. */
export interface Numero {
  numero: string
  nom: string
  /** When to call it. */
  quand: string
  /** Official page that says so. */
  source: string
  /** ISO date on which somebody compared it with its source; null: to be compared before printing. */
  verifie: string | null
}

/** Free calls, the whole of France. Whoever prints a guide compares them with their sources: `verifie` says when. */
export const NUMEROS: readonly Numero[] = [
  { numero: '15', nom: 'Samu', quand: 'Urgence médicale.', source: 'https://www.service-public.gouv.fr/', verifie: null },
  { numero: '17', nom: 'Police ou gendarmerie', quand: 'Danger, violence, agression.', source: 'https://www.service-public.gouv.fr/', verifie: null },
  { numero: '18', nom: 'Pompiers', quand: 'Incendie, accident.', source: 'https://www.service-public.gouv.fr/', verifie: null },
  { numero: '112', nom: 'Numéro d’urgence européen', quand: 'Toute urgence, dans toute l’Union européenne.', source: 'https://www.service-public.gouv.fr/', verifie: null },
  { numero: '114', nom: 'Urgence sans la voix', quand: 'Pour les personnes qui n’entendent pas ou ne peuvent pas parler\u00a0: message, visiophonie.', source: 'https://www.urgence114.fr/', verifie: null },
  { numero: '3114', nom: 'Prévention du suicide', quand: 'Idées suicidaires, inquiétude pour un proche, deuil après un suicide. Jour et nuit.', source: 'https://3114.fr/', verifie: null },
  { numero: '115', nom: 'Samu social', quand: 'Sans abri ou sans hébergement ce soir.', source: 'https://www.service-public.gouv.fr/', verifie: null },
  { numero: '119', nom: 'Enfance en danger', quand: 'Enfant ou adolescent en danger, ou qui pourrait l’être. Jour et nuit.', source: 'https://www.allo119.gouv.fr/', verifie: null },
  { numero: '3919', nom: 'Violences Femmes Info', quand: 'Violences faites aux femmes\u00a0: écoute et orientation.', source: 'https://arretonslesviolences.gouv.fr/', verifie: null },
  { numero: '3989', nom: 'Tabac info service', quand: 'Arrêter de fumer.', source: 'https://www.tabac-info-service.fr/', verifie: null },
]
