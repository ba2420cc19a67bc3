import { computeCategories, type Scale } from '#ui/map/classes.ts'
import { listSequential } from '#ui/map/palette.ts'
import { Carte, type CarteProps } from '../carte/carte.tsx'
import type { Fond } from '../carte/fond.ts'
import { SOURCE_GEOGRAPHIE } from '../geographie/commune.ts'
import { formatAdresseZone } from '../geographie/zone.ts'
import type { Faits } from './faits.queries.ts'

/** Beyond, a page would weigh more than its map is worth. */
export const CARTE_MAX = 1000

const source = `${SOURCE_GEOGRAPHIE.libelle}, ${SOURCE_GEOGRAPHIE.millesime}.`

/** Intercommunalités told apart by colour; the palette has eight, one is for the others. */
const EPCI_MAX = 7
const AUTRES = EPCI_MAX

interface PropsCarte extends Pick<CarteProps, 'vue' | 'adresse' | 'nonce' | 'quartiers'> {
  fond: Fond
  faits: Faits
  nom: string
}

/** The communes of a territory by intercommunalité. The page has its own table, under `carte-chiffres`. */
export function CarteComposition({ fond, faits, nom, ...suite }: PropsCarte) {
  const epci = faits.parentes.filter((p) => p.zone.maille === 'epci').map((p) => p.zone)
  const rangs = new Map(epci.map((zone, i) => [zone.code, Math.min(i, AUTRES)]))
  const valeurs = new Map(faits.communes.map((c) => [c.code, c.epci === null ? null : (rangs.get(c.epci) ?? null)]))
  const libelles = epci.slice(0, EPCI_MAX).map((zone) => zone.nom)
  if (epci.length > EPCI_MAX) libelles.push('Autres intercommunalités')
  return (
    <Carte
      {...{ fond, valeurs, source }}
      titre={`Communes par intercommunalité\u00a0: ${nom}`}
      echelle={computeCategories(
        libelles.map((label, key) => ({ key, label })),
        [...valeurs.values()].filter((v) => v !== null),
      )}
      unite="intercommunalité"
      formatValeur={(rang) => libelles[rang] ?? ''}
      lien={(code) => formatAdresseZone({ maille: 'commune', code })}
      sansTable
      {...suite}
    />
  )
}

/** What the ids of the boxes of communes begin with, in the list that goes with the map. */
export const BOITES = 'autour-'

const DEDANS = 0
const DEHORS = 1

/** What is in stands out from what is not. */
const COULEURS = [listSequential(5).at(-1) ?? '', listSequential(5)[0] ?? ''] as const

function createEchelle(dedans: number, dehors: number): Scale {
  const classes = [
    { label: 'Dans le territoire', color: COULEURS[DEDANS], count: dedans },
    { label: 'Hors du territoire', color: COULEURS[DEHORS], count: dehors },
  ]
  return { classes, index: (valeur) => valeur, method: '' }
}

interface PropsSelection extends Pick<CarteProps, 'vue' | 'adresse' | 'nonce'> {
  fond: Fond
  nom: string
  prises: ReadonlySet<string>
  /** Address where a commune is taken in, or out, for who has no script; null where none can hold the set. */
  basculer: ((code: string) => string) | null
}

/**
 * The communes of an area, in or out of the set: each is a link that changes this, or where scripts run checks its box
 * of the list, which is the table of this map.
 */
export function CarteSelection({ fond, nom, prises, basculer, ...suite }: PropsSelection) {
  const valeurs = new Map(fond.formes.map((f) => [f.code, prises.has(f.code) ? DEDANS : DEHORS]))
  const dedans = fond.formes.filter((f) => prises.has(f.code)).length
  return (
    <Carte
      id="selection"
      {...{ fond, valeurs, source }}
      titre={`Cliquez sur une commune pour l’ajouter ou la retirer\u00a0: ${nom}`}
      echelle={createEchelle(dedans, fond.formes.length - dedans)}
      unite="communes"
      formatValeur={(v) => (v === DEDANS ? 'dans le territoire, la retirer' : 'hors du territoire, l’ajouter')}
      {...(basculer && { lien: basculer })}
      selection={{ boites: BOITES, cochees: prises, couleurs: COULEURS }}
      sansTable
      {...suite}
    />
  )
}
