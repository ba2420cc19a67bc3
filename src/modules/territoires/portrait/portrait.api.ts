import { z } from 'zod'
import { ErreurSaisie } from '#core/errors.ts'
import { defineLectureApi, type Rubrique } from '#core/operation.ts'
import { publique } from '#core/policy.ts'
import type { Route } from '#core/route.ts'
import { parseRefZone } from '../geographie/zone.ts'
import { getDemande } from './demande.queries.ts'
import { listMesures } from './portrait.queries.ts'
import { formatPortrait, type ReponsePortrait, schemaPortrait } from './representation.ts'

export const RUBRIQUE_PORTRAITS: Rubrique = {
  nom: 'Portraits',
  description:
    'Les indicateurs d’un ensemble quelconque de communes\u00a0: ce que les sources publient, et ce que Maillage calcule à partir des communes.',
}

const mots = z
  .union([z.string(), z.array(z.string())])
  .default('')
  .transform((v) => [v].flat().flatMap((e) => e.split(/[\s,;]+/).filter(Boolean)))

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
    return { corps: formatPortrait(zone, mesures, remplacees) }
  },
})

export const routesApiPortrait: readonly Route[] = [portrait]
