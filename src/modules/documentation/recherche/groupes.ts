import { getLibelle } from '#modules/vocabulaires/index.ts'
import type { ActiveFilter, FacetGroup } from '#ui/facets.tsx'
import { FACETTES, type NomFacette } from './facettes.ts'
import type { Resultat } from './recherche.queries.ts'
import { type Criteres, formatAdresseRecherche, removeFiltre } from './recherche.ts'

const LIBELLES: Record<NomFacette, string> = {
  nature: 'Nature',
  theme: 'Thème',
  public: 'Public',
  determinant: 'Déterminant',
  milieu: 'Milieu de vie',
  annee: 'Année',
  langue: 'Langue',
  'en-ligne': 'Accès',
  empruntable: 'Emprunt',
  centre: 'Centre',
}

const langues = new Intl.DisplayNames('fr', { type: 'language', fallback: 'code' })

/** The words for a value of a facet. */
export function formatValeur(nom: NomFacette, valeur: string): string {
  if (nom === 'annee' || nom === 'centre') return valeur
  if (nom === 'langue') return langues.of(valeur) ?? valeur
  if (nom === 'en-ligne') return 'En ligne'
  if (nom === 'empruntable') return 'À emprunter'
  return getLibelle(nom, valeur)
}

/** Facets as the page shows them: values that would find something, and those chosen; years from the last. */
export function listGroupes({ facettes, criteres }: Resultat): FacetGroup[] {
  return FACETTES.map((nom) => {
    const choisies = criteres.filtres[nom] ?? []
    const nombres = new Map(facettes[nom].map(({ valeur, nombre }) => [valeur, nombre]))
    const options = [...new Set([...choisies, ...nombres.keys()])]
      .map((valeur) => ({
        value: valeur,
        label: formatValeur(nom, valeur),
        count: nombres.get(valeur) ?? 0,
        checked: choisies.includes(valeur),
      }))
      .filter(({ count, checked }) => count > 0 || checked)
      .sort((a, b) =>
        nom === 'annee' ? b.value.localeCompare(a.value) : b.count - a.count || a.label.localeCompare(b.label, 'fr'),
      )
    return { name: nom, label: LIBELLES[nom], options }
  })
}

/** The choices made, each with the address of the same search without it. */
export const listFiltres = (criteres: Criteres): ActiveFilter[] =>
  FACETTES.flatMap((nom) =>
    (criteres.filtres[nom] ?? []).map((valeur) => ({
      group: LIBELLES[nom],
      label: formatValeur(nom, valeur),
      href: formatAdresseRecherche(removeFiltre(criteres, nom, valeur)),
    })),
  )
