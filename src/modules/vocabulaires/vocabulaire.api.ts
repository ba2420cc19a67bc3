import { z } from 'zod'
import { defineLectureApi, type Rubrique } from '#core/operation.ts'
import { publique } from '#core/policy.ts'
import type { Route } from '#core/route.ts'
import type { Vocabulaire } from './vocabulaire.ts'
import { getVocabulaire, listVocabulaires } from './vocabulaires.ts'

const RUBRIQUE: Rubrique = {
  nom: 'Vocabulaires',
  description: 'Les listes fermées de termes qui indexent tout. En SKOS aussi, sur leurs pages.',
}
const UNE_HEURE = 3600

const schemaTete = z
  .object({
    slug: z.string().describe('Nom stable du vocabulaire.'),
    adresse: z.url(),
    libelle: z.string(),
    description: z.string(),
    version: z.string(),
    source: z.string(),
    licence: z.string(),
  })
  .meta({ id: 'VocabulaireListe' })

const schemaVocabulaire = schemaTete
  .extend({
    groupes: z.array(z.object({ slug: z.string(), libelle: z.string() })),
    termes: z.array(
      z.object({
        slug: z.string().describe('Nom stable du terme\u00a0: jamais renommé, jamais repris.'),
        libelle: z.string(),
        sigle: z.string().nullable(),
        synonymes: z.array(z.string()),
        definition: z.string().nullable(),
        parent: z.string().nullable().describe('Slug du terme plus large.'),
        groupe: z.string().nullable(),
        ordre: z.number().nullable(),
        remplacePar: z.string().nullable().describe('Le terme est abandonné\u00a0: slug de celui qui le remplace.'),
        aVerifier: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'Vocabulaire' })

const formatTete = (v: Vocabulaire, site: string): z.infer<typeof schemaTete> => ({
  slug: v.slug,
  adresse: `${site}/vocabulaires/${v.slug}`,
  libelle: v.libelle,
  description: v.description,
  version: v.version,
  source: v.source,
  licence: v.licence,
})

const formatVocabulaire = (v: Vocabulaire, site: string): z.infer<typeof schemaVocabulaire> => ({
  ...formatTete(v, site),
  groupes: (v.groupes ?? []).map(({ slug, libelle }) => ({ slug, libelle })),
  termes: v.termes.map((t) => ({
    slug: t.slug,
    libelle: t.libelle,
    sigle: t.sigle ?? null,
    synonymes: [...(t.synonymes ?? [])],
    definition: t.definition ?? null,
    parent: t.parent ?? null,
    groupe: t.groupe ?? null,
    ordre: t.ordre ?? null,
    remplacePar: t.remplacePar ?? null,
    aVerifier: t.aVerifier ?? false,
  })),
})

const SITE_EXEMPLE = 'https://maillage.example'
const EXEMPLE = formatVocabulaire(getVocabulaire('ottawa'), SITE_EXEMPLE)

const liste = defineLectureApi({
  id: 'listerVocabulaires',
  chemin: '/api/v1/vocabulaires',
  rubrique: RUBRIQUE,
  resume: 'Lister les vocabulaires',
  parametres: z.object({}),
  reponse: z.object({ vocabulaires: z.array(schemaTete) }),
  exemple: { vocabulaires: [formatTete(getVocabulaire('ottawa'), SITE_EXEMPLE)] },
  cache: UNE_HEURE,
  politique: publique,
  trace: 'api.vocabulaire.liste',
  exemples: [{ titre: 'Tous', curl: 'curl "$SITE/api/v1/vocabulaires"', statut: 200 }],
  lire: async (_ctx, _entree, { adresse }) => ({
    corps: { vocabulaires: listVocabulaires().map((v) => formatTete(v, adresse)) },
  }),
})

const lecture = defineLectureApi({
  id: 'lireVocabulaire',
  chemin: '/api/v1/vocabulaires/:slug',
  rubrique: RUBRIQUE,
  resume: 'Lire un vocabulaire et ses termes',
  parametres: z.object({ slug: z.string().describe('Nom du vocabulaire, comme `theme`.') }),
  reponse: schemaVocabulaire,
  exemple: { ...EXEMPLE, termes: EXEMPLE.termes.slice(0, 2) },
  cache: UNE_HEURE,
  charger: async (_ctx, { slug }) => getVocabulaire(slug),
  politique: publique,
  trace: 'api.vocabulaire.lecture',
  objet: ({ slug }) => ({ type: 'vocabulaire', id: slug }),
  exemples: [
    { titre: 'Les thèmes', curl: 'curl "$SITE/api/v1/vocabulaires/theme"', statut: 200 },
    { titre: 'Un vocabulaire qui n’existe pas', curl: 'curl "$SITE/api/v1/vocabulaires/licornes"', statut: 404 },
  ],
  lire: async (_ctx, _entree, { adresse }, vocabulaire) => ({ corps: formatVocabulaire(vocabulaire, adresse) }),
})

export const routesApiVocabulaires: readonly Route[] = [liste, lecture]
