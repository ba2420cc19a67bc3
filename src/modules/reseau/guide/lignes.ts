import { formatDate } from '#ui/format.ts'
import type { EntreeGuide, FicheGuide, Guide, SectionGuide, ServiceGuide } from './guide.ts'

/** What files print of a guide. No import of more than types and plain text: a thread reads it. */

/** An index: each name with the numbers of the sheets that it leads to, in the order of the alphabet. */
export function listIndex(sections: readonly SectionGuide[], nommer: (fiche: FicheGuide) => string | null) {
  const entrees = sections.flatMap((s) => s.entrees).filter((e) => e.premiere)
  const parNom = Map.groupBy(entrees, (e) => nommer(e.fiche) ?? '')
  parNom.delete('')
  return [...parNom]
    .map(([nom, celles]) => ({ nom, numeros: celles.map((e) => e.numero).sort((a, b) => a - b) }))
    .sort((a, b) => a.nom.localeCompare(b.nom, 'fr', { numeric: true }))
}

/** What a file prints under the name of a sheet: where it comes back, only how to reach it. */
export function listLignes({ premiere, fiche: f }: EntreeGuide): string[] {
  const joindre = [f.adresse, f.telephone, f.courriel, f.site].filter(Boolean).join(' · ')
  const lignes = premiere ? [f.nature, joindre, f.horaires, f.acces && `Accès\u00a0: ${f.acces}`] : [joindre]
  return lignes.filter((l): l is string => Boolean(l))
}

/** What a file prints under the name of a service. */
export const listLignesService = (x: ServiceGuide): string[] =>
  [
    x.description,
    x.pourQui && `Pour qui\u00a0: ${x.pourQui}`,
    x.cout && `Coût\u00a0: ${x.cout}`,
    x.comment && `Comment\u00a0: ${x.comment}`,
    x.telephone && `Téléphone\u00a0: ${x.telephone}`,
  ].filter((l): l is string => Boolean(l))

/** A file goes from hand to hand: it says which numbers nobody checked yet; null where all were. */
export function formatAVerifier(numeros: readonly { numero: string; verifie: string | null }[]): string | null {
  const attendent = numeros.filter((n) => n.verifie === null).map((n) => n.numero)
  return attendent.length > 0 ? `À vérifier avant d’imprimer\u00a0: ${attendent.join(', ')}.` : null
}

/** Where a file comes from, and how far it holds. */
export const formatSources = ({ date, sources }: Guide): string =>
  `Annuaire de Maillage au ${formatDate(date)}. Sources\u00a0: ${sources.join('\u202f; ')}. Les horaires et les coûts changent\u00a0: appelez avant de venir.`
