import type { Ctx } from '#core/context.ts'
import type { Href } from '#ui/href.ts'
import { computeScale } from '#ui/map/classes.ts'
import { Carte, type VueCarte } from '../carte/carte.tsx'
import { getFond } from '../carte/fond.queries.ts'
import { COMMUNES_MAX, type Fond } from '../carte/fond.ts'
import { formatAdresseZone } from '../geographie/zone.ts'
import { listLignes } from './bilan.ts'
import { createEchelleDifferences } from './echelle.ts'
import type { Calculee } from './simulation.actions.ts'
import { formatDifference, MENTION, MESURES } from './simulation.ts'

/** What the map of the working area is drawn on; null where it has too many communes to be told apart. */
export async function getFondSimulation(ctx: Ctx, { prete }: Calculee): Promise<Fond | null> {
  const { entrees, lieux } = prete
  if (entrees.zone.length > COMMUNES_MAX) return null
  return getFond(
    ctx,
    'commune',
    [...entrees.zone].map((n) => lieux[n]?.code ?? ''),
  )
}

interface Props {
  calculee: Calculee
  fond: Fond
  vue?: VueCarte | undefined
  /** Gives the address of the page with another view, where it has one. */
  adresse?: Href
  nonce: string
}

/** Who gains and who loses, or access as it is where nothing changes. The page has the table. */
export function CarteSimulation({ calculee: { contenu, prete, resultat }, fond, vue, adresse, nonce }: Props) {
  const { mesure, seuil, gestes } = contenu
  const { unite, decimales } = MESURES[mesure]
  const lignes = listLignes(prete, resultat)
  const change = gestes.length > 0
  const valeurs = new Map(lignes.map((l) => [l.code, change ? l.apres - l.avant : l.avant]))
  return (
    <Carte
      fond={fond}
      titre={
        change ? `Ce que chaque commune gagne ou perd\u00a0: ${contenu.zone.nom}` : `Accès\u00a0: ${contenu.zone.nom}`
      }
      valeurs={valeurs}
      echelle={
        change
          ? createEchelleDifferences([...valeurs.values()], mesure)
          : computeScale({ values: [...valeurs.values()], pivot: seuil, decimals: decimales })
      }
      unite={unite}
      decimales={decimales}
      {...(change && { formatValeur: (d: number) => formatDifference(d, mesure) })}
      source={`${MENTION}.`}
      lien={(code) => formatAdresseZone({ maille: 'commune', code })}
      {...(vue && { vue })}
      {...(adresse && { adresse })}
      nonce={nonce}
      sansTable
    />
  )
}
