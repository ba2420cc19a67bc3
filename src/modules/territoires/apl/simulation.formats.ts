import { formatCsv } from '#core/csv.ts'
import { computeBilans, listLignes } from './bilan.ts'
import type { Calculee } from './simulation.actions.ts'
import { MENTION, MESURES } from './simulation.ts'

const decimale = (nombre: number | null): string => (nombre === null ? '' : String(nombre).replace('.', ','))

/** A table for a spreadsheet, the label and the method in its columns: a cut line still says what it is. */
export function formatCsvSimulation({ contenu, prete, resultat }: Calculee, date: Date): string {
  const jour = date.toISOString().slice(0, 10)
  const { court } = MESURES[contenu.mesure]
  return formatCsv([
    [
      'code',
      'commune',
      'habitants',
      `avant (${court})`,
      `apres (${court})`,
      'difference',
      'parametres',
      'calcul',
      'nature',
    ],
    ...listLignes(prete, resultat).map((l) => [
      l.code,
      l.nom,
      l.population,
      decimale(l.avant),
      decimale(l.apres),
      decimale(l.apres - l.avant),
      contenu.parametres.code,
      jour,
      MENTION,
    ]),
  ])
}

/** Everything: what was asked, what it was made of, what came out. */
export function formatJsonSimulation(
  { contenu, prete, resultat }: Calculee,
  { nom, fictif, date }: { nom: string; fictif: boolean; date: Date },
): string {
  return JSON.stringify({
    nature: MENTION,
    nom,
    fictif: fictif || prete.temps?.fictif === true,
    calcul: date.toISOString(),
    unite: MESURES[contenu.mesure].unite,
    entrees: contenu,
    temps: prete.temps ? { nom: prete.temps.nom, sha256: prete.temps.sha256 } : { estimes: prete.entrees.regles },
    reserves: prete.reserves,
    bilan: computeBilans(prete, resultat, contenu.seuil),
    communes: listLignes(prete, resultat),
  })
}
