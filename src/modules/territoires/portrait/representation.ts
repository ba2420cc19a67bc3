import { z } from 'zod'
import type { Zone } from '../geographie/zone.ts'
import {
  AGREGATIONS,
  type Indicateur,
  isApproche,
  POIDS_POPULATION,
  type SerieDatee,
} from '../indicateur/indicateur.ts'
import type { Lues } from '../territoire/selection.queries.ts'
import { formatManque } from './phrases.ts'
import type { Mesures } from './portrait.queries.ts'
import { getManque } from './portrait.ts'

const schemaIndicateur = z
  .object({
    code: z.string(),
    millesime: z.number().int(),
    valeur: z
      .number()
      .nullable()
      .describe('Null où il n’y a pas de valeur\u00a0: `manque` dit pourquoi. Jamais zéro à la place.'),
    unite: z.string(),
    source: z.string(),
    libelle: z.string(),
    calcul: z
      .enum(['publie', 'maillage'])
      .nullable()
      .describe('`publie`\u00a0: donnée par la source\u00a0; `maillage`\u00a0: calculée par nous, selon `regle`.'),
    regle: z.string().nullable(),
    couverture: z.number().min(0).max(1).nullable().describe('Part de la population dont la commune a une valeur.'),
    communesAvecValeur: z.number().int(),
    communes: z.number().int(),
    minimum: z.number().nullable(),
    maximum: z.number().nullable(),
    manque: z.string().nullable(),
    fictif: z.boolean(),
  })
  .meta({ id: 'MesurePortrait' })

export const schemaPortrait = z
  .object({
    communes: z
      .array(z.string())
      .describe('Codes d’aujourd’hui. Une ville entière y est par son code, une partie par ses arrondissements.'),
    population: z.number().int().describe('Population municipale de l’ensemble.'),
    indicateurs: z
      .array(schemaIndicateur)
      .describe('Tous les millésimes, le plus récent de chaque indicateur d’abord.'),
    nom: z.string(),
    fictif: z.boolean(),
    avertissements: z.array(z.string()),
  })
  .meta({ id: 'Portrait' })

export type ReponsePortrait = z.infer<typeof schemaPortrait>

const formatIndicateurs = ({ lignes }: Mesures): ReponsePortrait['indicateurs'] =>
  lignes.flatMap(({ indicateur, mesures }) =>
    mesures.map((mesure) => {
      const { serie, parts, valeur } = mesure
      const manque = getManque(indicateur, mesure)
      return {
        code: indicateur.code,
        millesime: serie.millesime,
        valeur: valeur.valeur,
        unite: indicateur.unite,
        source: indicateur.source,
        libelle: indicateur.libelle,
        calcul: valeur.calcul,
        regle: valeur.calcul === 'maillage' ? formatRegleApi(indicateur, serie) : null,
        couverture: valeur.couverture,
        communesAvecValeur: parts.avecValeur,
        communes: parts.total,
        minimum: parts.minimum,
        maximum: parts.maximum,
        manque: manque && formatManque(manque, parts),
        fictif: indicateur.fictif,
      }
    }),
  )

const formatRegleApi = (i: Pick<Indicateur, 'agregation' | 'poids'>, serie: SerieDatee): string => {
  const { agregation } = i
  const poids = isApproche(i, serie) ? `${POIDS_POPULATION}, approximation` : i.poids
  return poids ? `${AGREGATIONS[agregation].regle} Poids\u00a0: ${poids}.` : AGREGATIONS[agregation].regle
}

/** A portrait as programs read it. */
export const formatPortrait = (
  zone: Zone,
  mesures: Mesures | undefined,
  remplacees: Lues['remplacees'],
): ReponsePortrait => ({
  communes: [...zone.communes],
  population: mesures?.population ?? 0,
  indicateurs: mesures ? formatIndicateurs(mesures) : [],
  nom: zone.nom,
  fictif: zone.fictif,
  avertissements: remplacees.map(
    ({ code, commune }) => `Le code ${code} n’est plus en vigueur\u00a0: il est lu comme ${commune}.`,
  ),
})
