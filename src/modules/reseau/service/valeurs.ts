/** Closed lists of data.inclusion (schema v1.0.8), with the words that people read. */
export const TYPES_SERVICE: Record<string, string> = {
  accompagnement: 'Accompagnement',
  'aide-financiere': 'Aide financière',
  'aide-materielle': 'Aide matérielle',
  atelier: 'Atelier',
  formation: 'Formation',
  information: 'Information',
}

export const FRAIS: Record<string, string> = { gratuit: 'Gratuit', payant: 'Payant' }

export const MODES_ACCUEIL: Record<string, string> = { 'en-presentiel': 'Sur place', 'a-distance': 'À distance' }

export const MODES_MOBILISATION: Record<string, string> = {
  telephoner: 'Téléphoner',
  'envoyer-un-courriel': 'Envoyer un courriel',
  'se-presenter': 'Se présenter',
  'utiliser-lien-mobilisation': 'Suivre un lien',
}

export const MOBILISABLE_PAR: Record<string, string> = {
  usagers: 'Les personnes concernées',
  professionnels: 'Les professionnels',
}

/** Languages that a form offers first: ISO 639-1 codes, and `fsl`. Others are shown where a source gives them. */
const CODES_LANGUES =
  'fr fsl ar en es it pt de nl pl ro ru uk tr hy ka fa ps ur hi bn ta zh vi sq sr so am ti ln sw wo ff'.split(' ')

const noms = new Intl.DisplayNames('fr', { type: 'language', fallback: 'none' })

/** « français », « langue des signes française »; a code that is none comes back as it is. */
export function formatLangue(code: string): string {
  if (code === 'fsl') return 'langue des signes française'
  try {
    return noms.of(code) ?? code
  } catch {
    return code
  }
}

export const LANGUES: Record<string, string> = Object.fromEntries(
  CODES_LANGUES.map((code) => [code, formatLangue(code)]),
)

/** The words of a value; one that the list has not comes back as it is, since files may hold others. */
export const formatValeur = (liste: Record<string, string>, valeur: string): string => liste[valeur] ?? valeur
