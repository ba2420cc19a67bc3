import type { Modification } from '../fiche/modification.queries.ts'

const LIBELLES: Record<string, string> = {
  type: 'Type',
  nom: 'Nom',
  description: 'Description',
  organisme: 'Organisme porteur (numéro)',
  commune: 'Commune de l’équipe',
  adresse: 'Adresse',
  telephone: 'Téléphone',
  courriel: 'Courriel',
  siteWeb: 'Site internet',
  themes: 'Thèmes',
  publics: 'Publics',
  qpv: 'Quartiers prioritaires',
  source: 'Source',
  sourceUrl: 'Adresse de la source',
  valeurs: 'Propre au type',
  fin: 'Date de fin',
  communes: 'Communes',
  depuis: 'Depuis',
  publication: 'Publication',
  etape: 'Étape',
  date: 'Date',
  mission: 'Mission',
  membre: 'Membre',
  instance: 'Instance',
  document: 'Document',
  exception: 'Exception',
  role: 'Rôle',
  debut: 'Arrivée',
  note: 'Note',
  college: 'Collège',
}

const VALEUR_MAX = 160

/** A value as a history shows it, cut where it is long. */
function formatValeur(valeur: unknown): string {
  if (valeur === null || valeur === undefined || valeur === '') return 'vide'
  const texte = Array.isArray(valeur)
    ? valeur.join(', ') || 'vide'
    : typeof valeur === 'object'
      ? Object.entries(valeur)
          .filter(([, v]) => v !== null)
          .map(([cle, v]) => `${LIBELLES[cle] ?? cle} ${String(v)}`)
          .join(', ')
      : String(valeur)
  return texte.length > VALEUR_MAX ? `${texte.slice(0, VALEUR_MAX)}…` : texte
}

/** A change, one line a field: « Nom : avant → après ». */
export function formatChangement({ avant, apres }: Pick<Modification, 'avant' | 'apres'>): string[] {
  const champs = [...new Set([...Object.keys(avant ?? {}), ...Object.keys(apres ?? {})])]
  return champs
    .filter((champ) => LIBELLES[champ] !== undefined)
    .map((champ) => {
      const nouvelle = formatValeur(apres?.[champ])
      return avant && champ in avant
        ? `${LIBELLES[champ]}\u00a0: ${formatValeur(avant[champ])} → ${nouvelle}`
        : `${LIBELLES[champ]}\u00a0: ${nouvelle}`
    })
}
