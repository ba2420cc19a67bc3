import { z } from 'zod'
import type { Ctx } from '#core/context.ts'
import { defineLectureApi, type Rubrique } from '#core/operation.ts'
import { publique } from '#core/policy.ts'
import type { Route } from '#core/route.ts'
import { glossairePolicy } from '../glossaire/glossaire.policy.ts'
import { getEntree, getRemplacante, listEntrees } from '../glossaire/glossaire.queries.ts'
import { type Entree, filterEntrees, formatAdresseTerme } from '../glossaire/glossaire.ts'
import { parametreSlug } from '../glossaire/terme.pages.tsx'

const RUBRIQUE: Rubrique = { nom: 'Glossaire', description: 'Les termes et sigles du champ, avec leurs définitions.' }

const schemaTerme = z
  .object({
    slug: z.string().describe('Nom stable du terme dans les adresses.'),
    adresse: z.url(),
    terme: z.string(),
    sigle: z.string().nullable(),
    formeLongue: z.string().nullable(),
    variantes: z.array(z.string()).describe('Autres noms de la même chose.'),
    theme: z.string().nullable().describe('Terme du vocabulaire `theme`.'),
    definitions: z.array(
      z.object({
        texte: z.string(),
        document: z.string().nullable(),
        lieu: z.string().nullable(),
        annee: z.string().nullable(),
        adresse: z.string().nullable(),
        notice: z.number().int().nullable().describe('La notice du document, s’il est au catalogue.'),
        aVerifier: z.boolean(),
      }),
    ),
    lies: z.array(z.string()).describe('Slugs des termes liés.'),
  })
  .meta({ id: 'Terme' })
type TermeLu = z.infer<typeof schemaTerme>

const formatTerme = (e: Entree, site: string): TermeLu => ({
  slug: e.slug,
  adresse: site + formatAdresseTerme(e.slug),
  terme: e.terme,
  sigle: e.sigle,
  formeLongue: e.formeLongue,
  variantes: e.variantes,
  theme: e.theme,
  definitions: e.definitions.map(({ titreNotice: _, ...d }) => d),
  lies: e.lies.map((l) => l.slug),
})

const TERME_EXEMPLE: TermeLu = {
  slug: 'marche-fictive',
  adresse: 'https://maillage.example/glossaire/marche-fictive',
  terme: 'Marche fictive',
  sigle: 'MF',
  formeLongue: 'marche fictive',
  variantes: [],
  theme: 'activite-physique',
  definitions: [
    {
      texte: 'Promenade inventée pour cet exemple.',
      ...{ document: 'Guide fictif', lieu: null, annee: '2026', adresse: null, notice: null, aVerifier: true },
    },
  ],
  lies: [],
}

const liste = defineLectureApi({
  id: 'chercherTermes',
  chemin: '/api/v1/glossaire',
  rubrique: RUBRIQUE,
  resume: 'Lister ou chercher les termes',
  parametres: z.object({
    q: z.string().max(200).optional().describe('Mots cherchés dans les noms, à défaut dans les définitions.'),
  }),
  reponse: z.object({ total: z.number().int(), termes: z.array(schemaTerme) }),
  exemple: { total: 1, termes: [TERME_EXEMPLE] },
  politique: publique,
  trace: 'api.glossaire.liste',
  exemples: [{ titre: 'Ce qui parle de prévention', curl: 'curl "$SITE/api/v1/glossaire?q=prévention"', statut: 200 }],
  lire: async (ctx, { q = '' }, { adresse }) => {
    const termes = filterEntrees(await listEntrees(ctx), q).map((e) => formatTerme(e, adresse))
    return { corps: { total: termes.length, termes } }
  },
})

type Cible = Entree | { suivante: string }

async function chargerOuSuivre(ctx: Ctx, { slug }: { slug: string }): Promise<Cible | null> {
  const entree = await getEntree(ctx, slug)
  if (entree && entree.remplacePar === null) return entree
  const suivante = await getRemplacante(ctx, slug)
  return suivante === null ? entree : { suivante }
}

const lecture = defineLectureApi({
  id: 'lireTerme',
  chemin: '/api/v1/glossaire/:slug',
  rubrique: RUBRIQUE,
  resume: 'Lire un terme',
  detail: 'Un terme fusionné mène à celui qui reste (301).',
  parametres: parametreSlug,
  reponse: schemaTerme,
  exemple: TERME_EXEMPLE,
  charger: chargerOuSuivre,
  politique: (acteur, cible: Cible) => 'suivante' in cible || glossairePolicy.peut(acteur, 'lire', cible),
  trace: 'api.glossaire.lecture',
  objet: ({ slug }) => ({ type: 'terme', id: slug }),
  exemples: [{ titre: 'Un terme', curl: 'curl "$SITE/api/v1/glossaire/aller-vers"', statut: 200 }],
  lire: async (_ctx, _entree, { adresse }, cible) =>
    'suivante' in cible
      ? new Response(null, { status: 301, headers: { location: `/api/v1/glossaire/${cible.suivante}` } })
      : { corps: formatTerme(cible, adresse) },
})

export const routesApiGlossaire: readonly Route[] = [liste, lecture]
