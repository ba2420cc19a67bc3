import { z } from 'zod'
import { ErreurSaisie } from '#core/errors.ts'
import { defineLectureApi, type Rubrique } from '#core/operation.ts'
import { publique } from '#core/policy.ts'
import type { Route } from '#core/route.ts'
import { getZone } from '../geographie/zone.queries.ts'
import { parseRefZone } from '../geographie/zone.ts'
import { indicateurPolicy } from './indicateur.policy.ts'
import { getIndicateur, listIndicateurs, listSeries } from './indicateur.queries.ts'
import {
  AGREGATIONS,
  type Agregation,
  computeValeur,
  formatAdresseIndicateur,
  type Indicateur,
  type Serie,
} from './indicateur.ts'
import { type CommuneValuee, listValeurs, listZonesValuees, type ZoneValuee } from './valeur.queries.ts'

const RUBRIQUE: Rubrique = {
  nom: 'Indicateurs',
  description:
    'Ce que l’on mesure par commune, avec unité, année et source. Les fichiers entiers se téléchargent depuis `/donnees`.',
}
const TAILLE_MAX = 5000

const schemaIndicateur = z
  .object({
    code: z.string().describe('Nom stable dans les adresses.'),
    adresse: z.url(),
    libelle: z.string(),
    definition: z.string().nullable(),
    famille: z.string(),
    unite: z.string(),
    source: z.string(),
    url: z.string().nullable(),
    licence: z.string().nullable(),
    sens: z
      .number()
      .int()
      .describe('1\u00a0: plus est mieux\u00a0; -1\u00a0: moins est mieux\u00a0; 0\u00a0: ni l’un ni l’autre.'),
    seuil: z.number().nullable(),
    agregation: z.enum(Object.keys(AGREGATIONS) as Agregation[]).describe('Comment les communes s’additionnent.'),
    poids: z.string().nullable().describe('Ce qui pondère une moyenne ou une part.'),
    fictif: z.boolean(),
    millesimes: z.array(z.number().int()).describe('Années qui ont des valeurs, la dernière d’abord.'),
  })
  .meta({ id: 'Indicateur' })
type IndicateurLu = z.infer<typeof schemaIndicateur>

const formatIndicateur = (i: Indicateur, series: readonly Serie[], site: string): IndicateurLu => ({
  ...{ code: i.code, adresse: site + formatAdresseIndicateur(i.code), libelle: i.libelle, definition: i.definition },
  ...{ famille: i.famille, unite: i.unite, source: i.source, url: i.url, licence: i.licence, sens: i.sens },
  ...{ seuil: i.seuil, agregation: i.agregation, poids: i.poids, fictif: i.fictif },
  millesimes: series.map((s) => s.millesime),
})

const EXEMPLE: IndicateurLu = {
  ...{
    code: 'population',
    adresse: 'https://maillage.example/indicateurs/population',
    libelle: 'Population municipale',
  },
  ...{ definition: null, famille: 'population', unite: 'habitants', source: 'Insee, populations de référence' },
  ...{ url: 'https://www.insee.fr', licence: 'Licence Ouverte 2.0', sens: 0, seuil: null, agregation: 'somme' },
  ...{ poids: null, fictif: false, millesimes: [2023] },
}

const liste = defineLectureApi({
  id: 'listerIndicateurs',
  chemin: '/api/v1/indicateurs',
  rubrique: RUBRIQUE,
  resume: 'Lister les indicateurs',
  detail: 'Tous, ceux qui n’ont encore aucune valeur compris.',
  parametres: z.object({}),
  reponse: z.object({ indicateurs: z.array(schemaIndicateur) }),
  exemple: { indicateurs: [EXEMPLE] },
  politique: publique,
  trace: 'api.indicateur.liste',
  exemples: [{ titre: 'Tous les indicateurs', curl: 'curl "$SITE/api/v1/indicateurs"', statut: 200 }],
  lire: async (ctx, _entree, { adresse }) => {
    const parCode = Map.groupBy(await listSeries(ctx), (s) => s.indicateur)
    const indicateurs = (await listIndicateurs(ctx)).map((i) => formatIndicateur(i, parCode.get(i.code) ?? [], adresse))
    return { corps: { indicateurs } }
  },
})

const schemaCode = z.object({
  indicateur: z.string().max(100).describe('Code de l’indicateur\u00a0: `population`, `apl-mg-65`.'),
})
const objet = ({ indicateur }: { indicateur: string }) => ({ type: 'indicateur', id: indicateur })

const lecture = defineLectureApi({
  id: 'lireIndicateur',
  chemin: '/api/v1/indicateurs/:indicateur',
  rubrique: RUBRIQUE,
  resume: 'Lire la définition d’un indicateur',
  parametres: schemaCode,
  reponse: schemaIndicateur,
  exemple: EXEMPLE,
  charger: (ctx, { indicateur }) => getIndicateur(ctx, indicateur),
  politique: (acteur, cible: Indicateur) => indicateurPolicy.peut(acteur, 'lire', cible),
  trace: 'api.indicateur.lecture',
  objet,
  exemples: [{ titre: 'La population', curl: 'curl "$SITE/api/v1/indicateurs/population"', statut: 200 }],
  lire: async (ctx, _entree, { adresse }, indicateur) => ({
    corps: formatIndicateur(indicateur, await listSeries(ctx, indicateur.code), adresse),
  }),
})

const schemaValeur = z
  .object({
    code: z.string(),
    nom: z.string(),
    valeur: z.number().nullable(),
    calcul: z.enum(['publie', 'maillage']).nullable().describe('Qui l’a calculée\u00a0: la source, ou Maillage.'),
    couverture: z
      .number()
      .nullable()
      .describe('Part des habitants couverts, de 0 à 1, pour un territoire plus grand qu’une commune.'),
    motif: z.enum(['secret', 'absent']).nullable().describe('Pourquoi une commune n’a pas de valeur.'),
  })
  .meta({ id: 'ValeurIndicateur' })
type ValeurLue = z.infer<typeof schemaValeur>

const formatCommune = ({ code, nom, valeur, motif }: CommuneValuee): ValeurLue => ({
  ...{ code, nom, valeur },
  calcul: valeur === null ? null : 'publie',
  couverture: null,
  motif: motif === 'muette' ? null : motif,
})
const formatZone = (z: ZoneValuee, { agregation }: Indicateur): ValeurLue => ({
  ...{ code: z.code, nom: z.nom, motif: null },
  ...computeValeur(agregation, z),
})

const schemaPage = z.object({
  indicateur: z.string(),
  millesime: z.number().int(),
  unite: z.string(),
  source: z.string(),
  maille: z.string(),
  valeurs: z.array(schemaValeur),
  suite: z.string().nullable().describe('À donner à `apres` pour la page suivante\u00a0; null à la dernière.'),
})

const refuse = (field: string, message: string): never => {
  throw new ErreurSaisie([{ field, message }])
}

const valeurs = defineLectureApi({
  id: 'listerValeursIndicateur',
  chemin: '/api/v1/indicateurs/:indicateur/valeurs',
  rubrique: RUBRIQUE,
  resume: 'Lister les valeurs d’un indicateur',
  detail:
    'Par commune, ou par territoire plus grand. Dans l’ordre des codes\u00a0; `suite` donne la page d’après. Une valeur absente est nulle, jamais zéro.',
  parametres: schemaCode.extend({
    maille: z.enum(['commune', 'epci', 'departement', 'region']).default('commune').describe('Ce que sont les lignes.'),
    zone: z
      .string()
      .max(40)
      .optional()
      .describe('Seulement les communes de ce territoire\u00a0: `departement-04`, `epci-200067437`.'),
    millesime: z.coerce.number().int().min(1900).max(2100).optional().describe('La dernière année sans lui.'),
    apres: z.string().max(20).default('').describe('Code après lequel commencer.'),
    taille: z.coerce.number().int().min(1).max(TAILLE_MAX).default(1000).describe('Valeurs par page, 5 000 au plus.'),
  }),
  reponse: schemaPage,
  exemple: {
    ...{ indicateur: 'population', millesime: 2023, unite: 'habitants', source: 'Insee, populations de référence' },
    maille: 'commune',
    valeurs: [
      { code: '04070', nom: 'Digne-les-Bains', valeur: 17_979, calcul: 'publie', couverture: null, motif: null },
    ],
    suite: null,
  },
  charger: (ctx, { indicateur }) => getIndicateur(ctx, indicateur),
  politique: (acteur, cible: Indicateur) => indicateurPolicy.peut(acteur, 'lire', cible),
  trace: 'api.indicateur.valeurs',
  objet,
  exemples: [
    {
      titre: 'La population des communes d’un département',
      curl: 'curl "$SITE/api/v1/indicateurs/population/valeurs?zone=departement-04"',
      statut: 200,
    },
    {
      titre: 'Celle des intercommunalités',
      curl: 'curl "$SITE/api/v1/indicateurs/population/valeurs?maille=epci&taille=100"',
      statut: 200,
    },
    {
      titre: 'Une année sans valeur',
      curl: 'curl "$SITE/api/v1/indicateurs/population/valeurs?millesime=1950"',
      statut: 422,
    },
  ],
  lire: async (ctx, { maille, zone: ref, millesime, apres, taille }, _requete, indicateur) => {
    const series = await listSeries(ctx, indicateur.code)
    const serie = millesime === undefined ? series[0] : series.find((s) => s.millesime === millesime)
    if (!serie) return refuse('millesime', 'Cet indicateur n’a pas de valeur cette année-là.')
    if (ref !== undefined && maille !== 'commune') return refuse('zone', 'Un territoire ne choisit que des communes.')
    const lue = ref === undefined ? null : parseRefZone(ref)
    const zone = lue && lue.maille !== 'territoire' ? await getZone(ctx, lue.maille, lue.code) : null
    if (ref !== undefined && zone === null)
      return refuse('zone', 'Ce territoire n’existe pas. Écrivez par exemple departement-04.')
    const lues =
      maille === 'commune'
        ? (await listValeurs(ctx, serie.id, { apres, taille, ...(zone && { communes: zone.communes }) })).map(
            formatCommune,
          )
        : (await listZonesValuees(ctx, serie.id, maille, { page: { taille, apres } })).map((z) =>
            formatZone(z, indicateur),
          )
    const { code, unite, source } = indicateur
    const suite = lues.length < taille ? null : (lues.at(-1)?.code ?? null)
    return { corps: { indicateur: code, millesime: serie.millesime, unite, source, maille, valeurs: lues, suite } }
  },
})

export const routesApiIndicateur: readonly Route[] = [liste, lecture, valeurs]
