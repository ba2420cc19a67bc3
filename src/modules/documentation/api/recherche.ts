import { z } from 'zod'
import { ErreurSaisie } from '#core/errors.ts'
import { FACETTES, type NomFacette } from '../recherche/facettes.ts'
import { formatValeur } from '../recherche/groupes.ts'
import type { Resultat } from '../recherche/recherche.queries.ts'
import { type Criteres, listParametres, schemaCriteres, TRIS, type Tri } from '../recherche/recherche.ts'
import { formatNoticeLue, NOTICE_EXEMPLE, schemaNoticeLue } from './notice.ts'

const slugs = (description: string) =>
  z
    .array(
      z
        .string()
        .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'Un terme s’écrit en minuscules et tirets.')
        .max(60),
    )
    .max(50)
    .optional()
    .describe(description)
const choix = 'Plusieurs valeurs\u00a0: l’une ou l’autre.'

/** Parameters of the search: those of the page, and how many a page holds. */
export const schemaRechercheApi = z.object({
  q: z
    .string()
    .max(500)
    .optional()
    .describe('Mots cherchés, comme dans la page\u00a0: "expression", -exclu, auteur:nom, titre:mot, OU.'),
  nature: slugs(`Type de document. ${choix}`),
  theme: slugs(`Thème. ${choix}`),
  public: slugs(`Public. ${choix}`),
  determinant: slugs(`Déterminant de santé. ${choix}`),
  milieu: slugs(`Milieu de vie. ${choix}`),
  annee: z
    .array(z.string().regex(/^\d{4}$/, 'Une année a quatre chiffres.'))
    .max(50)
    .optional()
    .describe(`Année de parution. ${choix}`),
  langue: z
    .array(z.string().regex(/^[a-z]{2,3}$/, 'Une langue s’écrit par son code, comme fr.'))
    .max(50)
    .optional()
    .describe(`Langue. ${choix}`),
  'en-ligne': z.array(z.literal('oui')).max(1).optional().describe('`oui`\u00a0: ce qui se lit en ligne.'),
  empruntable: z.array(z.literal('oui')).max(1).optional().describe('`oui`\u00a0: ce qu’un centre prête.'),
  centre: z
    .array(
      z
        .string()
        .regex(/^\S(?:.*\S)?$/u, 'Un centre a un nom.')
        .max(120),
    )
    .max(50)
    .optional()
    .describe(`Centre qui en garde un exemplaire. ${choix}`),
  tri: z
    .enum(Object.keys(TRIS) as [Tri, ...Tri[]])
    .optional()
    .describe('Ordre. Sans lui\u00a0: la pertinence s’il y a des mots, sinon le plus récent d’abord.'),
  page: z.coerce.number().int().min(1).max(100_000).default(1).describe('À partir de 1.'),
  taille: z.coerce.number().int().min(1).max(100).default(20).describe('Notices par page, 100 au plus.'),
})
export type RechercheApi = z.infer<typeof schemaRechercheApi>

/** The search of the page that these parameters ask for. */
export const parseCriteres = ({ taille: _, ...parametres }: RechercheApi): Criteres => schemaCriteres.parse(parametres)

const facette = z.array(z.object({ valeur: z.string(), libelle: z.string(), nombre: z.number().int() }))
const lien = z.url().nullable()

export const schemaResultatApi = z
  .object({
    total: z.number().int().describe('Notices trouvées.'),
    page: z.number().int(),
    taille: z.number().int(),
    pages: z.number().int().describe('Nombre de pages, au moins 1.'),
    notices: z.array(schemaNoticeLue),
    facettes: z
      .object(Object.fromEntries(FACETTES.map((nom) => [nom, facette])) as Record<NomFacette, typeof facette>)
      .describe('Ce que donnerait chaque autre choix, les plus fréquents d’abord.'),
    liens: z.object({ soi: z.url(), suivante: lien, precedente: lien }),
  })
  .meta({ id: 'ResultatRecherche' })
type ResultatApi = z.infer<typeof schemaResultatApi>

/**
 * The answer to a search. A page after the last one is empty: who reads page after page comes to an end.
 * @throws ErreurSaisie where a filter names what nobody knows: left out, it would let everything through
 */
export function formatResultat(resultat: Resultat, demande: RechercheApi, site: string): ResultatApi {
  checkFiltresConnus(resultat, demande)
  const { page, taille } = demande
  const { total, pages } = resultat
  const formatLien = (p: number): string => {
    const parametres = new URLSearchParams(listParametres({ ...resultat.criteres, page: p }))
    if (taille !== 20) parametres.set('taille', String(taille))
    return `${site}/api/v1/notices${parametres.size > 0 ? `?${parametres}` : ''}`
  }
  return {
    total,
    page,
    taille,
    pages,
    notices: page > pages ? [] : resultat.notices.map((n) => formatNoticeLue(n, site)),
    facettes: Object.fromEntries(
      FACETTES.map((nom) => [
        nom,
        resultat.facettes[nom]
          .filter(({ nombre }) => nombre > 0)
          .map(({ valeur, nombre }) => ({ valeur, libelle: formatValeur(nom, valeur), nombre }))
          .sort((a, b) => b.nombre - a.nombre || (a.valeur < b.valeur ? -1 : 1)),
      ]),
    ) as ResultatApi['facettes'],
    liens: {
      soi: formatLien(page),
      suivante: page < pages ? formatLien(page + 1) : null,
      precedente: page > 1 ? formatLien(Math.min(page - 1, pages)) : null,
    },
  }
}

function checkFiltresConnus({ criteres }: Resultat, demande: RechercheApi): void {
  const inconnus = FACETTES.flatMap((nom) =>
    (demande[nom] ?? [])
      .filter((v) => !criteres.filtres[nom]?.includes(v))
      .map((v) => ({ field: nom, message: `«\u00a0${v}\u00a0» n’est pas connu\u00a0: voyez les vocabulaires.` })),
  )
  if (inconnus.length > 0) throw new ErreurSaisie(inconnus)
}

export const RESULTAT_EXEMPLE: ResultatApi = {
  total: 1,
  page: 1,
  taille: 5,
  pages: 1,
  notices: [NOTICE_EXEMPLE],
  facettes: {
    nature: [{ valeur: 'article', libelle: 'Article', nombre: 1 }],
    theme: [{ valeur: 'activite-physique', libelle: 'Activité physique', nombre: 1 }],
    public: [],
    determinant: [],
    milieu: [],
    annee: [{ valeur: '2024', libelle: '2024', nombre: 1 }],
    langue: [],
    'en-ligne': [{ valeur: 'oui', libelle: 'En ligne', nombre: 1 }],
    empruntable: [],
    centre: [],
  },
  liens: {
    soi: 'https://maillage.example/api/v1/notices?q=marche&taille=5',
    suivante: null,
    precedente: null,
  },
}
