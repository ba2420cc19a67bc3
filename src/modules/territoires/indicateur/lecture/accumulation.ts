import { computeFusion, type Partie } from '../conversion/fusion.ts'
import type { Agregation } from '../indicateur.ts'
import { isPonderee } from '../indicateur.ts'
import type { Constat, NatureConstat, Plan } from './lecture.ts'
import type { MailleLue } from './maille.ts'

/**
 * Every code that is or was one of a commune, with today’s commune and its inhabitants; for larger areas, their codes
 * of today twice, and no inhabitants.
 */
export interface CodesConnus {
  codes: readonly string[]
  /** Today’s commune of each. */
  communes: readonly string[]
  populations: readonly (number | null)[]
}

/** One series as it is read: a place for each known code, so that memory does not grow with the number of rows. */
interface EnCours {
  indicateur: string
  millesime: number
  agregation: Agregation
  etats: Uint8Array
  valeurs: Float64Array
  /** NaN where none is given; null where nothing weighs. */
  poids: Float64Array | null
  lignes: Int32Array
  parametres: Record<string, string>
}

/** What stands at the place of a commune in a series. */
export const ETATS_VALEUR = { rien: 0, valeur: 1, secret: 2, absent: 3 } as const

const { rien: RIEN, valeur: VALEUR, secret: SECRET, absent: ABSENT } = ETATS_VALEUR
/** Written twice with different values: neither is kept. */
const CONFLIT = 4

/** A series as it is to be written: the same place in each list for the same commune. */
export interface SerieLue {
  indicateur: string
  /** Absent: communes. Else `communes` holds the codes of these areas. */
  maille?: MailleLue
  millesime: number
  parametres: Record<string, string>
  /** Every commune of today, one list for all series: it passes between threads once. */
  communes: readonly string[]
  /** NaN where there is none. */
  valeurs: Float64Array<ArrayBuffer>
  /** Null where nothing weighs; NaN where none is given. */
  poids: Float64Array<ArrayBuffer> | null
  /** Among `ETATS_VALEUR`. */
  etats: Uint8Array<ArrayBuffer>
}

type Donnee = { valeur: number } | { motif: 'secret' | 'absent' }

export type Signal = (nature: NatureConstat, n: number, detail: string) => void

/**
 * Gathers the values of a file into series of today’s communes. Whatever is not sure is told and left out: a commune
 * written twice with different values, merged communes of which one has no value.
 */
export class Accumulateur {
  private readonly series = new Map<string, EnCours>()
  private readonly rangs: Map<string, number>
  private readonly connus: CodesConnus
  private readonly agregations: Readonly<Record<string, Agregation>>
  private readonly constats: Pick<Constat, 'nature' | 'n' | 'detail'>[] = []

  constructor(connus: CodesConnus, agregations: Readonly<Record<string, Agregation>>) {
    this.connus = connus
    this.agregations = agregations
    this.rangs = new Map(connus.codes.map((code, i) => [code, i]))
  }

  /** The place of a code; null where no commune has or had it. */
  getRang(code: string): number | null {
    return this.rangs.get(code) ?? null
  }

  isAncien(rang: number): boolean {
    return this.connus.codes[rang] !== this.connus.communes[rang]
  }

  getCommune(rang: number): string {
    return this.connus.communes[rang] ?? ''
  }

  private open(indicateur: string, millesime: number): EnCours {
    const cle = `${indicateur} ${millesime}`
    const connue = this.series.get(cle)
    if (connue) return connue
    const taille = this.connus.codes.length
    const agregation = this.agregations[indicateur] ?? 'aucune'
    const serie: EnCours = {
      indicateur,
      millesime,
      agregation,
      etats: new Uint8Array(taille),
      valeurs: new Float64Array(taille),
      poids: isPonderee(agregation) ? new Float64Array(taille).fill(Number.NaN) : null,
      lignes: new Int32Array(taille),
      parametres: {},
    }
    this.series.set(cle, serie)
    return serie
  }

  /** What the file says of the series of a plan, once read. One without any value is there too, to be told. */
  addParametres({ valeurs, millesime, parametres }: Plan): void {
    for (const { indicateur } of valeurs) {
      if (millesime !== null) this.open(indicateur, millesime)
      for (const serie of this.series.values())
        if (serie.indicateur === indicateur && (millesime ?? serie.millesime) === serie.millesime)
          Object.assign(serie.parametres, parametres[''], parametres[indicateur])
    }
  }

  /** @param poids null where the file gives none */
  add(
    { indicateur, millesime }: { indicateur: string; millesime: number },
    { rang, n }: { rang: number; n: number },
    donnee: Donnee,
    { poids, sansPoids }: { poids: number | null; sansPoids: Plan['sansPoids'] },
  ): void {
    const serie = this.open(indicateur, millesime)
    const etat = 'valeur' in donnee ? VALEUR : donnee.motif === 'secret' ? SECRET : ABSENT
    const valeur = 'valeur' in donnee ? donnee.valeur : Number.NaN
    const code = this.connus.codes[rang] ?? ''
    const avant = serie.etats[rang]
    if (avant !== RIEN) {
      const meme = avant === etat && (etat !== VALEUR || serie.valeurs[rang] === valeur)
      const detail = `${code}, ${indicateur} ${millesime}, déjà ligne ${serie.lignes[rang]}`
      this.signal(meme ? 'double' : 'double-different', n, detail)
      if (!meme) serie.etats[rang] = CONFLIT
      return
    }
    serie.etats[rang] = etat
    serie.valeurs[rang] = valeur
    serie.lignes[rang] = n
    if (!serie.poids) return
    const pese = poids ?? (sansPoids === 'population' ? (this.connus.populations[rang] ?? null) : null)
    serie.poids[rang] = pese ?? Number.NaN
    if (etat === VALEUR && pese === null) this.signal('poids-absent', n, `${code}, ${indicateur} ${millesime}`)
  }

  private signal(nature: NatureConstat, n: number, detail: string): void {
    this.constats.push({ nature, n, detail })
  }

  /** What was told since the last time. */
  listConstats(): Pick<Constat, 'nature' | 'n' | 'detail'>[] {
    return this.constats.splice(0)
  }

  /** Ends: each series by today’s communes, in the order of indicators and vintages. */
  finish(): SerieLue[] {
    const parCommune = new Map<string, number[]>()
    for (const [i, commune] of this.connus.communes.entries()) {
      const deja = parCommune.get(commune)
      if (deja) deja.push(i)
      else parCommune.set(commune, [i])
    }
    const communes = [...parCommune.keys()]
    const rangs = [...parCommune.values()]
    const series = [...this.series].toSorted(
      ([, a], [, b]) => a.indicateur.localeCompare(b.indicateur, 'en') || a.millesime - b.millesime,
    )
    return series.map(([cle, serie]) => {
      // What was read is let go as what is written takes its place.
      this.series.delete(cle)
      return this.finishSerie(serie, communes, rangs)
    })
  }

  private finishSerie(serie: EnCours, communes: readonly string[], rangs: readonly (readonly number[])[]): SerieLue {
    const { indicateur, millesime, parametres } = serie
    const valeurs = new Float64Array(communes.length).fill(Number.NaN)
    const poids = serie.poids && new Float64Array(communes.length).fill(Number.NaN)
    const etats = new Uint8Array(communes.length)
    for (const [place, codes] of rangs.entries()) {
      const ecrits = codes.filter((i) => serie.etats[i] !== RIEN && serie.etats[i] !== CONFLIT)
      const conflit = codes.some((i) => serie.etats[i] === CONFLIT)
      const [seul] = ecrits
      if (seul === undefined) continue
      const entiere =
        ecrits.length > 1 || conflit
          ? this.merge(serie, communes[place] ?? '', ecrits, conflit)
          : { valeur: serie.valeurs[seul] ?? Number.NaN, poids: serie.poids?.[seul], etat: serie.etats[seul] ?? RIEN }
      valeurs[place] = entiere.valeur
      etats[place] = entiere.etat
      if (poids) poids[place] = entiere.poids ?? Number.NaN
    }
    return { ...{ indicateur, millesime, parametres, communes }, valeurs, poids, etats }
  }

  /** One commune of today made of several codes of the file. */
  private merge(serie: EnCours, commune: string, rangs: readonly number[], conflit: boolean) {
    const n = serie.lignes[rangs[0] ?? 0] ?? 0
    const detail = `${rangs.map((i) => this.connus.codes[i]).join(' + ')} → ${commune}, ${serie.indicateur} ${serie.millesime}`
    const nombre = (v: number | undefined) => (v === undefined || Number.isNaN(v) ? null : v)
    const parties = rangs.map(
      (i): Partie => ({
        valeur: serie.etats[i] === VALEUR ? nombre(serie.valeurs[i]) : null,
        poids: nombre(serie.poids?.[i]),
        motif: serie.etats[i] === SECRET ? 'secret' : serie.etats[i] === ABSENT ? 'absent' : null,
      }),
    )
    // Two values for one code: that part is not known.
    const manque: Partie[] = conflit ? [{ valeur: null, poids: null, motif: 'absent' }] : []
    const { valeur, poids, motif } = computeFusion(serie.agregation, [...parties, ...manque])
    this.signal(valeur === null ? 'fusion-impossible' : 'fusion', n, detail)
    const etat = valeur !== null ? VALEUR : motif === 'secret' ? SECRET : ABSENT
    return { valeur: valeur ?? Number.NaN, poids: poids ?? Number.NaN, etat }
  }
}
