import { ErreurSaisie } from '#core/errors.ts'
import { formatCount, formatNumber } from '#ui/format.ts'
import type { Entrees } from './calcul.ts'
import type { LieuLu } from './lieux.queries.ts'
import { REGLES_TEMPS } from './parametres.ts'
import { type ContenuSimulation, type Geste, MESURES } from './simulation.ts'

/** What a computation was made of, beside its numbers: said on the page. */
export interface Preparation {
  entrees: Entrees
  lieux: readonly LieuLu[]
  /** Full-time equivalents in the working area, before and after. */
  offreZone: number
  offreZoneApres: number
  /** Sentences on what is missing or left aside. */
  reserves: string[]
}

/** Places of a computation, and how codes stand for them where a city is cut in arrondissements. */
export interface Carte {
  lieux: readonly LieuLu[]
  rangs: ReadonlyMap<string, number>
  arrondissements: readonly { code: string; ville: string }[]
}

export const createCarte = (lieux: readonly LieuLu[], arrondissements: Carte['arrondissements']): Carte => ({
  lieux,
  rangs: new Map(lieux.map(({ code }, rang) => [code, rang])),
  arrondissements,
})

/** Places that a code stands for: itself, its arrondissements, or the city that it is in. */
export function listRangs({ rangs, arrondissements }: Carte, code: string): number[] {
  const rang = rangs.get(code)
  if (rang !== undefined) return [rang]
  const proches = arrondissements.filter((a) => a.ville === code).map((a) => a.code)
  const ville = arrondissements.find((a) => a.code === code)?.ville
  return [...proches, ...(ville === undefined ? [] : [ville])].flatMap((c) => rangs.get(c) ?? [])
}

/** One place that a supply or a change can be put on; null where there is none, or several. */
function getRang(carte: Carte, code: string): number | null {
  const [rang, ...autres] = listRangs(carte, code)
  return rang === undefined || autres.length > 0 ? null : rang
}

interface Donnees {
  contenu: ContenuSimulation
  /** Codes of the working area. */
  communes: readonly string[]
  carte: Carte
  temps: Entrees['temps']
  /** Code of a place and full-time equivalents; null: the source has no value. */
  offre: readonly (readonly [string, number | null])[]
}

/** @throws ErreurSaisie where a change bears on a place out of reach, or takes more than there is */
export function computePreparation({ contenu, communes, carte, temps, offre }: Donnees): Preparation {
  const { lieux } = carte
  const zone = [...new Set(communes.flatMap((code) => listRangs(carte, code)))].sort((a, b) => a - b)
  const reserves: string[] = []
  const absentes = communes.filter((code) => listRangs(carte, code).length === 0).length
  if (absentes > 0)
    reserves.push(`${formatCount(absentes, 'commune')} du territoire sans position connue, hors du calcul.`)
  const etp = computeOffre(carte, offre, reserves)
  const facteur = contenu.mesure === 'consultations' ? contenu.actesParEtp : 1
  const reste = etp.slice()
  const changements = contenu.gestes.flatMap((geste, n) => listChangements(carte, reste, geste, n))
  const dansZone = new Set(zone)
  const offreZone = zone.reduce((total, n) => total + (etp[n] ?? 0), 0)
  const apport = changements.reduce((total, { lieu, quantite }) => total + (dansZone.has(lieu) ? quantite : 0), 0)
  const { limite, decroissance, unite } = contenu.parametres.valeurs
  return {
    lieux,
    offreZone,
    offreZoneApres: offreZone + apport,
    reserves,
    entrees: {
      lieux: lieux.map(({ longitude, latitude, population, superficie }) => ({
        longitude,
        latitude,
        population,
        superficie,
      })),
      zone: Int32Array.from(zone),
      temps,
      regles: REGLES_TEMPS,
      parametres: { limite, decroissance },
      offre: etp.map((valeur) => valeur * facteur),
      changements: changements.map(({ lieu, quantite }) => ({ lieu, quantite: quantite * facteur })),
      unite: MESURES[contenu.mesure].facteur * (contenu.mesure === 'consultations' ? unite : 1),
    },
  }
}

function computeOffre(carte: Carte, offre: Donnees['offre'], reserves: string[]): Float64Array {
  const etp = new Float64Array(carte.lieux.length)
  let [sansValeur, partages] = [0, 0]
  for (const [code, valeur] of offre) {
    const rang = getRang(carte, code)
    if (rang === null) {
      // Far away, or a whole city whose arrondissements are places: nothing says how to share it.
      if (listRangs(carte, code).length > 1) partages++
    } else if (valeur === null) sansValeur++
    else etp[rang] = (etp[rang] ?? 0) + valeur
  }
  if (sansValeur > 0)
    reserves.push(`${formatCount(sansValeur, 'commune')} dont l’offre n’est pas publiée, comptées sans professionnel.`)
  if (partages > 0) reserves.push('L’offre d’une ville entière n’est pas comptée\u00a0: donnez-la par arrondissement.')
  return etp
}

/**
 * What a change adds and takes. @param reste what the changes before it left in each place; kept up to date
 * @throws ErreurSaisie
 */
function listChangements(
  carte: Carte,
  reste: Float64Array,
  geste: Geste,
  n: number,
): { lieu: number; quantite: number }[] {
  const getLieu = (code: string, champ: 'commune' | 'vers'): number => {
    const rang = getRang(carte, code)
    if (rang !== null) return rang
    const plusieurs = listRangs(carte, code).length > 1
    const message = plusieurs
      ? 'Choisissez un arrondissement de cette ville.'
      : 'Cette commune est trop loin du territoire pour changer quelque chose à son accès.'
    throw new ErreurSaisie([{ field: `gestes.${n}.${champ}`, message }])
  }
  const lieu = getLieu(geste.commune, 'commune')
  const add = (place: number, quantite: number) => {
    reste[place] = (reste[place] ?? 0) + quantite
    return { lieu: place, quantite }
  }
  if (geste.nature === 'ajouter' || geste.nature === 'ouvrir') return [add(lieu, geste.nombre)]
  const present = reste[lieu] ?? 0
  if (geste.nombre > present) {
    const message = `Il n’y a que ${formatNumber(present)} équivalent temps plein à ${carte.lieux[lieu]?.nom ?? geste.commune}.`
    throw new ErreurSaisie([{ field: `gestes.${n}.nombre`, message }])
  }
  const depart = add(lieu, -geste.nombre)
  return geste.vers === null ? [depart] : [depart, add(getLieu(geste.vers, 'vers'), geste.nombre)]
}
