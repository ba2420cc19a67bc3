/** Professionals of a profession, a specialty and a mode of practice in an area. */
export interface Effectif {
  profession: string
  professionLibelle: string
  savoirFaireLibelle: string | null
  /** L libéral, S salarié, B bénévole, as published; empty where not said. */
  modeExercice: string
  nombre: number
}

/** A profession with its whole and its parts. */
export interface ProfessionComptee {
  libelle: string
  total: number
  liberaux: number
  salaries: number
  specialites: { libelle: string; nombre: number }[]
}

/**
 * Sums of what is counted commune by commune: somebody who practises in two communes, or in two modes, counts in each.
 * The most numerous first.
 */
export function computeProfessions(effectifs: readonly Effectif[]): ProfessionComptee[] {
  const somme = (membres: readonly Effectif[]) => membres.reduce((total, e) => total + e.nombre, 0)
  return [...Map.groupBy(effectifs, (e) => e.profession).values()]
    .map((membres) => {
      const specialites = Map.groupBy(
        membres.filter((e) => e.savoirFaireLibelle !== null),
        (e) => e.savoirFaireLibelle ?? '',
      )
      return {
        libelle: membres[0]?.professionLibelle ?? '',
        total: somme(membres),
        liberaux: somme(membres.filter((e) => e.modeExercice === 'L')),
        salaries: somme(membres.filter((e) => e.modeExercice === 'S')),
        specialites: [...specialites]
          .map(([libelle, m]) => ({ libelle, nombre: somme(m) }))
          .toSorted((a, b) => b.nombre - a.nombre || a.libelle.localeCompare(b.libelle, 'fr')),
      }
    })
    .toSorted((a, b) => b.total - a.total || a.libelle.localeCompare(b.libelle, 'fr'))
}

export const RACINE_PROFESSIONNELS = '/annuaire/professionnels'
export const formatAdresseProfessionnels = (refZone: string): string => `${RACINE_PROFESSIONNELS}?zone=${refZone}`
