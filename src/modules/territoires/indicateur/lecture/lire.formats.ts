import { ErreurLecture } from '#core/encodage.ts'
import type { Agregation } from '../indicateur.ts'
import type { ValeurPubliee } from '../serie.ts'
import { Accumulateur, type CodesConnus, ETATS_VALEUR, type SerieLue } from './accumulation.ts'
import { formatTexte, type Ligne, parseAnnee, parseNombre } from './cellule.ts'
import { parseLignesJson, parsePublieesJson } from './json.formats.ts'
import { CONSTATS_MAX, type Constat, type NatureConstat, type Plan, type Releve } from './lecture.ts'
import { MAILLES_LUES, type MailleLue, type MaillePubliee, parseCodeMaille } from './maille.ts'
import { openTables } from './tables.formats.ts'

/** What reading a file by its plans needs. */
export interface Demande {
  octets: Uint8Array
  nature: 'apl' | 'json' | 'tableau'
  plans: readonly Plan[]
  connus: CodesConnus
  /** Codes of today’s larger areas. */
  zones: Readonly<Record<MaillePubliee, readonly string[]>>
  /** How each indicator of the plans adds up. */
  agregations: Readonly<Record<string, Agregation>>
}

export interface Lecture {
  series: SerieLue[]
  publiees: (ValeurPubliee & { indicateur: string; millesime: number })[]
  releve: Pick<Releve, 'lignes' | 'comptes' | 'constats'>
}

/** Notes under a table: the values have ended. */
const NOTE = /^(lecture|champ|source|note|sources|notes|\*)\b/i

class Rapport {
  lignes = 0
  readonly comptes: Partial<Record<NatureConstat, number>> = {}
  readonly constats: Constat[] = []

  add(nature: NatureConstat, feuille: string | null, n: number, detail: string): void {
    const compte = (this.comptes[nature] ?? 0) + 1
    this.comptes[nature] = compte
    if (compte <= CONSTATS_MAX) this.constats.push({ nature, feuille, n, detail: detail.slice(0, 200) })
  }
}

/** One row into the series; whatever it says that is not sure goes to the report. */
function readLigne(ligne: Ligne, plan: Plan, acc: Accumulateur, rapport: Rapport): void {
  const { n, cellules } = ligne
  const signal = (nature: NatureConstat, detail: string) => rapport.add(nature, plan.nom, n, detail)
  const code = parseCodeMaille(plan.maille ?? 'commune', cellules[plan.code])
  if (code === null) {
    const texte = cellules.map(formatTexte).filter(Boolean).join(' ')
    // Empty code cells above a table are its own doing; below it, they are values without a place.
    if (texte && !NOTE.test(texte)) signal('sans-code', texte)
    return
  }
  rapport.lignes++
  const rang = acc.getRang(code)
  if (rang === null) {
    signal('code-inconnu', code)
    return
  }
  if (acc.isAncien(rang)) signal('code-ancien', `${code} → ${acc.getCommune(rang)}`)
  const millesime = plan.millesime ?? parseAnnee(cellules[plan.annee ?? -1])
  if (millesime === null) {
    signal('annee-absente', `${code}, « ${formatTexte(cellules[plan.annee ?? -1])} »`)
    return
  }
  for (const { colonne, titre, indicateur, poids } of plan.valeurs) {
    const lu = parseNombre(cellules[colonne])
    if ('faute' in lu) {
      signal('texte', `${code}, ${titre}\u00a0: ${lu.faute}`)
      continue
    }
    if ('motif' in lu) signal(lu.motif, `${code}, ${titre}`)
    acc.add({ indicateur, millesime }, { rang, n }, lu, {
      poids: poids === null ? null : readPoids(cellules[poids], (detail) => signal('poids-faux', `${code}, ${detail}`)),
      sansPoids: plan.sansPoids,
    })
  }
}

function readPoids(cellule: Ligne['cellules'][number] | undefined, signal: (detail: string) => void): number | null {
  const lu = parseNombre(cellule)
  if ('motif' in lu) return null
  if ('valeur' in lu && lu.valeur >= 0) return lu.valeur
  signal('faute' in lu ? lu.faute : String('valeur' in lu ? lu.valeur : ''))
  return null
}

/** What gathers the rows of each kind of area. What is published for a larger one is taken as it is, without weight. */
function createAccumulateurs({ connus, zones, agregations }: Demande) {
  const parMaille = new Map<MailleLue, Accumulateur>()
  return {
    parMaille,
    get(maille: MailleLue): Accumulateur {
      const deja = parMaille.get(maille)
      if (deja) return deja
      const codes = maille === 'commune' ? null : zones[maille]
      const acc = codes
        ? new Accumulateur({ codes, communes: codes, populations: codes.map(() => null) }, {})
        : new Accumulateur(connus, agregations)
      parMaille.set(maille, acc)
      return acc
    },
  }
}

/**
 * Reads the values of a file by its plans, from the first row to the last.
 * @throws ErreurLecture
 */
export async function parseLecture(demande: Demande): Promise<Lecture> {
  const { octets, nature, plans } = demande
  const accumulateurs = createAccumulateurs(demande)
  const rapport = new Rapport()
  const lotsJson = nature === 'json' ? [parseLignesJson(octets)] : null
  const tables = lotsJson ? null : openTables(octets)
  for (const plan of plans) {
    const maille = plan.maille ?? 'commune'
    const acc = accumulateurs.get(maille)
    // Above the first code stand headings and units.
    let commence = false
    for await (const lot of lotsJson ?? tables?.lignes(plan.feuille) ?? []) {
      for (const ligne of lot) {
        commence ||= ligne.n > plan.entete && parseCodeMaille(maille, ligne.cellules[plan.code]) !== null
        if (commence) readLigne(ligne, plan, acc, rapport)
      }
      for (const c of acc.listConstats()) rapport.add(c.nature, plan.nom, c.n, c.detail)
    }
    acc.addParametres(plan)
  }
  const series = [...accumulateurs.parMaille].flatMap(([maille, acc]) => {
    const siennes = acc.finish().map((serie) => ({ ...serie, maille }))
    for (const c of acc.listConstats()) rapport.add(c.nature, null, c.n, c.detail)
    return siennes
  })
  const { lignes, comptes, constats } = rapport
  if (lignes === 0)
    throw new ErreurLecture(`Aucune ligne ne porte un ${MAILLES_LUES[plans[0]?.maille ?? 'commune'].code}.`)
  const publiees = nature === 'json' ? parsePublieesJson(octets, getDepartement(series)) : []
  return { series, publiees, releve: { lignes, comptes, constats } }
}

/** The département that every commune with a line is of; null where there are several. */
function getDepartement(series: readonly SerieLue[]): string | null {
  const departements = new Set(
    series.flatMap(({ communes, etats }) =>
      communes
        .filter((_, i) => etats[i] !== ETATS_VALEUR.rien)
        .map((commune) => commune.slice(0, /^9[78]/.test(commune) ? 3 : 2)),
    ),
  )
  const [departement = null] = departements.size === 1 ? departements : []
  return departement
}
