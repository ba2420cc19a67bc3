import { z } from 'zod'
import { ErreurSaisie } from '#core/errors.ts'
import { formatJour } from '#core/jour.ts'
import { defineLectureApi, type Rubrique } from '#core/operation.ts'
import { publique } from '#core/policy.ts'
import type { Route } from '#core/route.ts'
import { formatComposition, getDemande, SOURCE_GEOGRAPHIE } from '#modules/territoires/index.ts'
import { formatAdresseDispositif } from '../dispositif/dispositif.ts'
import { formatAdressePaire, type Paire, type Present } from './articulation.ts'
import { isVide, parseDemande } from './demande.ts'
import { getEtatLien, NATURES_LIEN, type NatureLien } from './lien.ts'
import { getArticulationZone, type SuggestionDite } from './suggestion.queries.ts'

const RUBRIQUE: Rubrique = {
  nom: 'Articulation',
  description: `Les dispositifs présents sur un ensemble de communes, ce que deux d’entre eux partagent, et ce qui manque. Habitants\u00a0: population municipale ${SOURCE_GEOGRAPHIE.population} (${SOURCE_GEOGRAPHIE.libelle}). Aucune donnée personnelle.`,
}

const SUGGESTIONS_MAX = 200

const part = z.number().min(0).max(1).nullable()

const schemaDispositif = z
  .object({
    id: z.number().int(),
    type: z.string().describe('Terme du vocabulaire `dispositif`.'),
    nom: z.string(),
    adresse: z.url(),
    communes: z.number().int().describe('Communes et arrondissements de son territoire.'),
    population: z.number().int().describe('Leurs habitants.'),
    implantation: z
      .boolean()
      .describe(
        'Vrai si son territoire n’est pas renseigné\u00a0: seule la commune où travaille son équipe compte alors.',
      ),
    themes: z.array(z.string()),
    fictif: z.boolean(),
  })
  .meta({ id: 'DispositifArticule' })

const schemaLien = z
  .object({
    nature: z.enum(Object.keys(NATURES_LIEN) as [NatureLien, ...NatureLien[]]),
    depuis: z.iso.date(),
    jusqu: z.iso.date().nullable(),
    etat: z.enum(['a-venir', 'en-cours', 'termine']),
    preuve_url: z.string().nullable(),
  })
  .meta({ id: 'LienDispositifs' })

const schemaPaire = z
  .object({
    a: z.number().int(),
    b: z.number().int(),
    adresse: z.url(),
    population: z.number().int().describe('Habitants des communes que les deux couvrent, partout.'),
    communes: z.number().int(),
    part_a: part.describe('Part des habitants de `a`, de 0 à 1\u00a0; null où aucun n’est compté.'),
    part_b: part.describe('Part des habitants de `b`, de 0 à 1.'),
    themes: z.array(z.string()).describe('Thèmes des deux.'),
    membres: z.number().int().describe('Personnes, organismes et structures qui participent aux deux.'),
    liens: z.array(schemaLien).describe('Liens déclarés, ceux qui ont pris fin compris.'),
  })
  .meta({ id: 'PaireDispositifs' })

const schemaSuggestion = z
  .object({
    cle: z.string(),
    nature: z.enum(['paire', 'lacune']),
    raison: z.string(),
    points: z.number().int().describe('Rang\u00a0: les plus hauts d’abord.'),
    a: z.number().int().nullable(),
    b: z.number().int().nullable(),
    type: z.string().nullable().describe('Type qui manque, pour une lacune.'),
    population: z.number().int(),
  })
  .meta({ id: 'SuggestionArticulation' })

const schemaReponse = z.object({
  dispositifs: z.array(schemaDispositif),
  paires: z.array(schemaPaire),
  lacunes: z.array(
    z.object({
      type: z.string(),
      communes: z.array(z.string()).describe('Codes Insee\u00a0; une ville entière par son code.'),
      population: z.number().int(),
    }),
  ),
  suggestions: z.array(schemaSuggestion).describe(`Les ${SUGGESTIONS_MAX} premières.`),
})
type Reponse = z.infer<typeof schemaReponse>

const formatDispositif = (d: Present, site: string): Reponse['dispositifs'][number] => ({
  ...{ id: d.id, type: d.type, nom: d.nom, adresse: site + formatAdresseDispositif(d.id), communes: d.communes },
  ...{ population: d.population, implantation: d.implantation, themes: [...d.themes], fictif: d.fictif },
})

/** Six figures: shares of inhabitants need no more, and two runs give the same text. */
const formatPart = (v: number | null): number | null => (v === null ? null : Math.round(v * 1e6) / 1e6)

const formatPaire = (p: Paire, site: string, jour: string): Reponse['paires'][number] => ({
  ...{ a: p.a, b: p.b, adresse: site + formatAdressePaire(p), population: p.population, communes: p.communes },
  ...{ part_a: formatPart(p.partA), part_b: formatPart(p.partB), themes: [...p.themes], membres: p.communs.length },
  liens: p.liens.map((l) => ({
    ...{ nature: l.nature, depuis: l.depuis, jusqu: l.jusqu, etat: getEtatLien(l, jour), preuve_url: l.preuveUrl },
  })),
})

const formatSuggestion = (s: SuggestionDite): Reponse['suggestions'][number] => {
  const commun = { cle: s.cle, nature: s.nature, raison: s.raison, points: s.points }
  return s.nature === 'paire'
    ? { ...commun, a: s.paire.a, b: s.paire.b, type: null, population: s.paire.population }
    : { ...commun, a: null, b: null, type: s.lacune.type, population: s.lacune.population }
}

const SITE = 'https://maillage.example'
const EXEMPLE: Reponse = {
  dispositifs: [
    {
      ...{ id: 1, type: 'cpts', nom: 'CPTS fictive', adresse: `${SITE}/dispositifs/1`, communes: 2, population: 1425 },
      ...{ implantation: false, themes: ['sante-mentale'], fictif: true },
    },
    {
      ...{ id: 2, type: 'cls', nom: 'CLS fictif', adresse: `${SITE}/dispositifs/2`, communes: 1, population: 1413 },
      ...{ implantation: false, themes: ['sante-mentale'], fictif: true },
    },
  ],
  paires: [
    {
      ...{ a: 1, b: 2, adresse: `${SITE}/articulation/paire/1/2`, population: 1413, communes: 1 },
      ...{ part_a: 0.991579, part_b: 1, themes: ['sante-mentale'], membres: 0, liens: [] },
    },
  ],
  lacunes: [{ type: 'cls', communes: ['04009'], population: 12 }],
  suggestions: [
    {
      ...{ cle: 'paire-1-2', nature: 'paire', points: 35, a: 1, b: 2, type: null, population: 1413 },
      raison:
        'La CPTS fictive et le CLS fictif couvrent 1\u202f413\u00a0habitants en commun et travaillent tous deux sur le thème «\u00a0santé mentale\u00a0»\u202f; aucun lien n’est déclaré.',
    },
  ],
}

const mots = z
  .union([z.string(), z.array(z.string())])
  .default('')
  .transform((v) => [v].flat().flatMap((e) => e.split(/[\s,;]+/).filter(Boolean)))

const articulation = defineLectureApi({
  id: 'lireArticulation',
  chemin: '/api/v1/articulation',
  rubrique: RUBRIQUE,
  resume: 'Lire l’articulation des dispositifs d’un ensemble de communes',
  detail:
    'Un dispositif est présent s’il couvre une de ces communes. Les habitants et les parts d’une paire sont ceux de tout leur territoire commun. Les suggestions auxquelles quelqu’un a répondu ne reviennent que si les faits changent.',
  parametres: z.object({
    communes: mots.describe('Codes Insee, séparés par des virgules\u00a0: `04001,04009`. Arrondissements compris.'),
    zone: mots.describe('Zones entières\u00a0: `epci-200067437`, `departement-04`, `region-93`, `territoire-42`.'),
  }),
  reponse: schemaReponse,
  exemple: EXEMPLE,
  politique: publique,
  trace: 'api.articulation.lecture',
  exemples: [
    { titre: 'Deux communes', curl: 'curl "$SITE/api/v1/articulation?communes=04001,04009"', statut: 200 },
    { titre: 'Un département', curl: 'curl "$SITE/api/v1/articulation?zone=departement-04"', statut: 200 },
    { titre: 'Un code inconnu', curl: 'curl "$SITE/api/v1/articulation?communes=99999"', statut: 422 },
  ],
  lire: async (ctx, { communes, zone: refs }, { adresse }) => {
    const { selection, malEcrites } = parseDemande({ communes, zone: refs, zones: [] })
    if (isVide(selection) && malEcrites.length === 0)
      throw new ErreurSaisie([{ field: 'communes', message: 'Nommez au moins une commune ou une zone.' }])
    const { zone, inconnues } = await getDemande(ctx, selection)
    const fautes = [...malEcrites, ...inconnues]
    if (fautes.length > 0 || !zone)
      throw new ErreurSaisie(
        fautes.map((code) => ({
          field: refs.includes(code) ? 'zone' : 'communes',
          message: `«\u00a0${code}\u00a0» n’est ni une commune ni une zone connue.`,
        })),
      )
    const { articulation: lue, suggestions } = await getArticulationZone(ctx, zone)
    const jour = formatJour(ctx.maintenant)
    return {
      corps: {
        dispositifs: lue.dispositifs.map((d) => formatDispositif(d, adresse)),
        paires: lue.paires.map((p) => formatPaire(p, adresse, jour)),
        lacunes: lue.lacunes.map((l) => ({ ...l, communes: formatComposition(l.communes) })),
        suggestions: suggestions.slice(0, SUGGESTIONS_MAX).map(formatSuggestion),
      },
    }
  },
})

export const routesApiArticulation: readonly Route[] = [articulation]
