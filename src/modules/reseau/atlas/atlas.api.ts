import { z } from 'zod'
import type { Ctx } from '#core/context.ts'
import { defineLectureApi, type Rubrique } from '#core/operation.ts'
import { publique } from '#core/policy.ts'
import type { Route } from '#core/route.ts'
import { listTermes } from '#modules/vocabulaires/index.ts'
import { dispositifPolicy } from '../dispositif/dispositif.policy.ts'
import { type DispositifLu, getDispositif } from '../dispositif/dispositif.queries.ts'
import { listVersionsDispositif } from '../dispositif/territoire.queries.ts'
import { getEtatPublic } from '../dispositif/type.ts'
import { getType, listTypes } from '../dispositif/types.ts'
import { searchAtlas } from './atlas.queries.ts'
import { type DispositifAtlas, listEtatsPublics, PAR_PAGE } from './atlas.ts'

export const RUBRIQUE_DISPOSITIFS: Rubrique = {
  nom: 'Dispositifs',
  description:
    'Qui agit ensemble pour la santé d’un territoire\u00a0: CPTS, MSP, CLS, CLSM, ASV, DAC… Aucune donnée personnelle.',
}

const schemaListe = z
  .object({
    id: z.number().int(),
    adresse: z.url().describe('La page du dispositif.'),
    type: z.string().describe('Terme du vocabulaire `dispositif`.'),
    nom: z.string(),
    etape: z.string().nullable().describe('Dernière étape de vie atteinte.'),
    etat_public: z.string().nullable().describe('Pour une CPTS, un des trois états de l’atlas national.'),
    themes: z.array(z.string()),
    commune: z.string().nullable().describe('Code Insee de la commune où travaille son équipe.'),
    communes: z.array(z.string()).describe('Son territoire\u00a0; vide s’il n’est pas connu.'),
    population: z.number().int().nullable(),
    fictif: z.boolean(),
    modifie_le: z.iso.datetime(),
  })
  .meta({ id: 'Dispositif' })
type Lu = z.infer<typeof schemaListe>

const getEtat = (type: string, etape: string | null): string | null => {
  const connu = getType(type)
  return connu && getEtatPublic(connu, etape)
}

const formatListe = (d: DispositifAtlas, site: string): Lu => ({
  ...{ id: d.id, adresse: `${site}/dispositifs/${d.id}`, type: d.type, nom: d.nom, etape: d.etape },
  ...{ etat_public: getEtat(d.type, d.etape), themes: d.themes, commune: d.commune, communes: d.communes },
  ...{ population: d.population, fictif: d.fictif, modifie_le: d.modifieLe.toISOString() },
})

const EXEMPLE: Lu = {
  ...{ id: 1, adresse: 'https://maillage.example/dispositifs/1', type: 'cpts', nom: 'CPTS fictive du Val' },
  ...{ etape: 'signature-aci', etat_public: 'en-fonctionnement', themes: ['acces-soins'], commune: '04070' },
  ...{ communes: ['04001', '04070'], population: 17_500, fictif: true, modifie_le: '2026-02-03T14:05:00.000Z' },
}

/** One value or several, between commas or repeated. */
const plusieurs = (liste: () => Iterable<string>, faute: string) =>
  z
    .union([z.string(), z.array(z.string())])
    .default([])
    .transform((v) =>
      [v].flat().flatMap((e) =>
        e
          .split(',')
          .map((mot) => mot.trim())
          .filter(Boolean),
      ),
    )
    .pipe(z.array(z.string().refine((mot) => new Set(liste()).has(mot), { error: faute })))

const liste = defineLectureApi({
  id: 'listerDispositifs',
  chemin: '/api/v1/dispositifs',
  rubrique: RUBRIQUE_DISPOSITIFS,
  resume: 'Lister les dispositifs',
  detail: `Par type puis par nom, ${PAR_PAGE} par page. Une région ou un département retient ceux dont le territoire y touche\u00a0; sans territoire connu, ceux dont l’équipe y travaille.`,
  parametres: z.object({
    type: plusieurs(() => listTypes().map((t) => t.slug), 'Ce type de dispositif n’existe pas.').describe(
      'Un type ou plusieurs, séparés par des virgules\u00a0: `cpts,cls`.',
    ),
    etat: plusieurs(() => listEtatsPublics().keys(), 'Cet état public n’existe pas.').describe(
      'État public\u00a0: `en-creation`, `prochainement-en-fonctionnement`, `en-fonctionnement`.',
    ),
    theme: plusieurs(() => listTermes('theme').map((t) => t.slug), 'Ce thème n’existe pas.').describe(
      'Terme du vocabulaire `theme`.',
    ),
    region: z
      .union([z.literal(''), z.string().regex(/^\d{2,3}$/)])
      .default('')
      .describe('Code de la région.'),
    departement: z
      .union([z.literal(''), z.string().regex(/^(\d{2,3}|2[AB])$/)])
      .default('')
      .describe('Code du département.'),
    q: z.string().max(200).default('').describe('Mots du nom ou de la description.'),
    au: z
      .union([z.literal(''), z.iso.date()])
      .default('')
      .describe('État à cette date\u00a0: aujourd’hui par défaut.'),
    page: z.coerce.number().int().min(1).max(100_000).default(1).describe('À partir de 1.'),
  }),
  reponse: z.object({ total: z.number().int(), page: z.number().int(), dispositifs: z.array(schemaListe) }),
  exemple: { total: 1, page: 1, dispositifs: [EXEMPLE] },
  politique: publique,
  trace: 'api.dispositif.liste',
  exemples: [
    {
      titre: 'Les CPTS d’un département',
      curl: 'curl "$SITE/api/v1/dispositifs?type=cpts&departement=04"',
      statut: 200,
    },
    { titre: 'Un type inconnu', curl: 'curl "$SITE/api/v1/dispositifs?type=inconnu"', statut: 422 },
  ],
  lire: async (ctx, { page, region, departement, au, ...filtres }, { adresse }) => {
    const { dispositifs, total } = await searchAtlas(
      ctx,
      { ...filtres, etape: [], region: region || null, departement: departement || null, au: au || null },
      { limite: PAR_PAGE, debut: (page - 1) * PAR_PAGE },
    )
    return { corps: { total, page, dispositifs: dispositifs.map((d) => formatListe(d, adresse)) } }
  },
})

const schemaVersions = z.array(
  z.object({
    numero: z.number().int(),
    depuis: z.iso.date().nullable().describe('Depuis quand ce territoire vaut, s’il est dit.'),
    communes: z.array(z.string()),
    population: z.number().int().nullable().describe('Comptée quand il fut écrit.'),
  }),
)
const schemaUn = schemaListe
  .omit({ population: true })
  .extend({
    description: z.string().nullable(),
    publics: z.array(z.string()),
    qpv: z.array(z.string()),
    site_web: z.string().nullable(),
    source: z.string().nullable(),
    source_url: z.string().nullable(),
    territoires: schemaVersions.describe('Son territoire au fil du temps, le dernier d’abord.'),
  })
  .meta({ id: 'DispositifEntier' })

const lecture = defineLectureApi({
  id: 'lireDispositif',
  chemin: '/api/v1/dispositifs/:id{[0-9]+}',
  rubrique: RUBRIQUE_DISPOSITIFS,
  resume: 'Lire un dispositif et son territoire au fil du temps',
  parametres: z.object({ id: z.coerce.number().int().positive().max(2_147_483_647).describe('Numéro du dispositif.') }),
  reponse: schemaUn,
  exemple: {
    ...{ id: 1, adresse: EXEMPLE.adresse, type: 'cpts', nom: EXEMPLE.nom, etape: EXEMPLE.etape },
    ...{ etat_public: EXEMPLE.etat_public, themes: EXEMPLE.themes, commune: '04070', communes: EXEMPLE.communes },
    ...{ fictif: true, modifie_le: EXEMPLE.modifie_le, description: null, publics: [], qpv: [], site_web: null },
    ...{ source: null, source_url: null },
    territoires: [{ numero: 1, depuis: '2024-01-01', communes: EXEMPLE.communes, population: 17_500 }],
  },
  charger: (ctx: Ctx, { id }): Promise<DispositifLu | null> => getDispositif(ctx, id),
  politique: (acteur, d) => dispositifPolicy.peut(acteur, 'lire', d),
  trace: 'api.dispositif.lecture',
  objet: ({ id }) => ({ type: 'dispositif', id }),
  exemples: [{ titre: 'Le dispositif 1', curl: 'curl "$SITE/api/v1/dispositifs/1"', statut: 200 }],
  lire: async (ctx, _entree, { adresse }, d) => ({
    corps: {
      ...{ id: d.id, adresse: `${adresse}/dispositifs/${d.id}`, type: d.type, nom: d.nom, etape: d.etape },
      ...{ etat_public: getEtat(d.type, d.etape), themes: d.themes, commune: d.commune, communes: d.communes },
      ...{ fictif: d.fictif, modifie_le: d.modifieLe.toISOString(), description: d.description, publics: d.publics },
      ...{ qpv: d.qpv, site_web: d.siteWeb, source: d.source, source_url: d.sourceUrl },
      territoires: (await listVersionsDispositif(ctx, d.id)).map(({ numero, depuis, communes, population }) => ({
        ...{ numero, depuis, communes, population },
      })),
    },
  }),
})

export const routesApiAtlas: readonly Route[] = [liste, lecture]
