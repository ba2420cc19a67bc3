import { z } from 'zod'
import { identifiant, numeroPage } from '#core/saisie.ts'
import { hasTerme, listTermes, type SlugVocabulaire } from '#modules/vocabulaires/index.ts'
import type { LieuDit } from '../fiche/lieu.queries.ts'
import { computeIlYAUnAn } from '../fiche/score.ts'
import type { CriteresStructures } from './structure.ts'

const terme = (vocabulaire: SlugVocabulaire) =>
  z
    .string()
    .refine((slug) => hasTerme(vocabulaire, slug))
    .nullable()
    .catch(null)
const texte = z
  .string()
  .transform((v) => v.replace(/\s+/g, ' ').trim().slice(0, 200))
  .catch('')

/** What the page of structures, and the files of what it shows, are asked for. */
export const schemaDemande = z.object({
  q: texte,
  ou: texte,
  type: terme('type-structure').default(null),
  theme: terme('theme').default(null),
  public: terme('public').default(null),
  organisme: identifiant.nullable().catch(null).default(null),
  etat: z.enum(['fermees', 'a-verifier']).nullable().catch(null).default(null),
  page: numeroPage.default(1),
})
export type Demande = z.output<typeof schemaDemande>

/** A term and those under it. */
export const listAvecDessous = (vocabulaire: SlugVocabulaire, slug: string): string[] => [
  slug,
  ...listTermes(vocabulaire)
    .filter((t) => t.parent === slug)
    .flatMap((t) => listAvecDessous(vocabulaire, t.slug)),
]

/** @param lieu what `ou` names; null where nothing is asked */
export function getCriteres(
  d: Demande,
  lieu: LieuDit | null,
  maintenant: Date,
): Omit<CriteresStructures, 'limite' | 'debut'> {
  const { zone } = lieu ?? { zone: null }
  return {
    ...(d.q && { q: d.q }),
    ...(zone?.maille === 'departement'
      ? { departement: zone.code }
      : zone && zone.maille !== 'france' && { communes: zone.communes }),
    ...(d.type && { types: [d.type] }),
    ...(d.theme && { themes: listAvecDessous('theme', d.theme) }),
    // A service for everybody is for this public too.
    ...(d.public && { publics: [...listAvecDessous('public', d.public), 'tous'] }),
    ...(d.organisme && { organisme: d.organisme }),
    etats: d.etat === 'fermees' ? ['fermee', 'ferme-a-confirmer'] : ['ouverte', 'ferme-a-confirmer'],
    ...(d.etat === 'a-verifier' && { nonVerifieesDepuis: computeIlYAUnAn(maintenant) }),
  }
}
