import { z } from 'zod'
import { ErreurSaisie } from '#core/errors.ts'
import { defineLectureApi, type Rubrique } from '#core/operation.ts'
import { publique } from '#core/policy.ts'
import type { Route } from '#core/route.ts'
import { parseRefZone } from '../geographie/zone.ts'
import { AGREGATIONS, type Agregation } from '../indicateur/indicateur.ts'
import { getDemande } from './demande.queries.ts'
import { formatManque } from './phrases.ts'
import { listMesures, type Mesures } from './portrait.queries.ts'
import { getManque } from './portrait.ts'

export const RUBRIQUE_PORTRAITS: Rubrique = {
  nom: 'Portraits',
  description:
    'Les indicateurs d’un ensemble quelconque de communes\u00a0: ce que les sources publient, et ce que Maillage calcule à partir des communes.',
}

const mots = z
  .union([z.string(), z.array(z.string())])
  .default('')
  .transform((v) => [v].flat().flatMap((e) => e.split(/[\s,;]+/).filter(Boolean)))

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

const schemaPortrait = z
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

type ReponsePortrait = z.infer<typeof schemaPortrait>

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
        regle: valeur.calcul === 'maillage' ? formatRegleApi(indicateur) : null,
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

const formatRegleApi = ({ agregation, poids }: { agregation: Agregation; poids: string | null }): string =>
  poids ? `${AGREGATIONS[agregation].regle} Poids\u00a0: ${poids}.` : AGREGATIONS[agregation].regle

const formatInconnu = (field: 'communes' | 'zones', code: string) => ({
  field,
  message: `«\u00a0${code}\u00a0» n’est pas ${field === 'communes' ? 'un code de commune connu' : 'une zone connue'}.`,
})

const EXEMPLE: ReponsePortrait = {
  communes: ['04001', '04009'],
  population: 1425,
  indicateurs: [
    {
      code: 'exemple-fictif',
      millesime: 2023,
      valeur: 1425,
      unite: 'habitants',
      source: 'Source fictive',
      libelle: 'Indicateur fictif',
      calcul: 'maillage',
      regle: 'Les valeurs des communes s’additionnent.',
      couverture: 1,
      communesAvecValeur: 2,
      communes: 2,
      minimum: 12,
      maximum: 1413,
      manque: null,
      fictif: true,
    },
  ],
  nom: 'Aiglun et Archail',
  fictif: false,
  avertissements: [],
}

const portrait = defineLectureApi({
  id: 'lirePortrait',
  chemin: '/api/v1/territoires/portrait',
  rubrique: RUBRIQUE_PORTRAITS,
  resume: 'Lire le portrait d’un ensemble de communes',
  detail:
    'Une commune compte une fois, même nommée deux fois. Un code qui n’est plus en vigueur est lu comme celui de la commune d’aujourd’hui, et `avertissements` le dit. Sous 90\u00a0% de la population couverte, aucune valeur n’est calculée.',
  parametres: z.object({
    communes: mots.describe(
      'Codes Insee, séparés par des virgules\u00a0: `04001,04009`. Arrondissements municipaux compris.',
    ),
    zones: mots.describe(
      'Zones entières, séparées par des virgules\u00a0: `epci-200067437`, `departement-04`, `region-93`, `france-FR`, `territoire-42`.',
    ),
  }),
  reponse: schemaPortrait,
  exemple: EXEMPLE,
  politique: publique,
  trace: 'api.portrait.lecture',
  exemples: [
    { titre: 'Deux communes', curl: 'curl "$SITE/api/v1/territoires/portrait?communes=04001,04009"', statut: 200 },
    {
      titre: 'Un département et une commune voisine',
      curl: 'curl "$SITE/api/v1/territoires/portrait?zones=departement-04&communes=05061"',
      statut: 200,
    },
    { titre: 'Un code inconnu', curl: 'curl "$SITE/api/v1/territoires/portrait?communes=99999"', statut: 422 },
  ],
  lire: async (ctx, { communes, zones }) => {
    if (communes.length + zones.length === 0)
      throw new ErreurSaisie([{ field: 'communes', message: 'Nommez au moins une commune ou une zone.' }])
    const malEcrites = zones.filter((ref) => parseRefZone(ref) === null)
    const { zone, remplacees, inconnues } = await getDemande(ctx, {
      communes,
      zones: zones.filter((ref) => parseRefZone(ref) !== null),
    })
    const fautes = [...malEcrites, ...inconnues]
    if (fautes.length > 0 || !zone)
      throw new ErreurSaisie(fautes.map((code) => formatInconnu(zones.includes(code) ? 'zones' : 'communes', code)))
    const [mesures] = await listMesures(ctx, [zone])
    return {
      corps: {
        communes: [...zone.communes],
        population: mesures?.population ?? 0,
        indicateurs: mesures ? formatIndicateurs(mesures) : [],
        nom: zone.nom,
        fictif: zone.fictif,
        avertissements: remplacees.map(
          ({ code, commune }) => `Le code ${code} n’est plus en vigueur\u00a0: il est lu comme ${commune}.`,
        ),
      },
    }
  },
})

export const routesApiPortrait: readonly Route[] = [portrait]
