import { z } from 'zod'
import { liste, numeroPage, parseFormulaire } from '#core/saisie.ts'
import { FACETTES, type Filtres, type NomFacette } from './facettes.ts'
import { formatQuestion, parseRequete } from './requete.ts'

export const TRIS = {
  pertinence: 'Pertinence',
  recents: 'Plus récents',
  titre: 'Titre',
  auteur: 'Auteur',
  ajout: 'Derniers ajouts',
} as const
export type Tri = keyof typeof TRIS

export const PAR_PAGE = 20

/** What one looks for, as the address says it. */
export interface Criteres {
  q: string
  filtres: Filtres
  tri: Tri
  /** From 1. */
  page: number
}

const VALEURS_MAX = 50
/** The longest value is the name of a centre. */
const VALEUR_MAX = 120
const FORMES: Partial<Record<NomFacette, RegExp>> = {
  annee: /^\d{4}$/,
  langue: /^[a-z]{2,3}$/,
  'en-ligne': /^oui$/,
  empruntable: /^oui$/,
  centre: /^\S(?:.*\S)?$/u,
}
const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/

/** Relevance means something only where words are asked; without, the newest come first. */
const getTriUsuel = (q: string): Tri => (parseRequete(q).some((t) => !t.exclu) ? 'pertinence' : 'recents')

const texte = z.preprocess((v) => (Array.isArray(v) ? v[0] : v), z.string().catch(''))

const valeurs = liste(z.string()).catch([])

/** Reads the parameters of the search page. A wrong one is left out: a list has no error page. */
export const schemaCriteres = z
  .object({
    q: texte.transform(formatQuestion),
    tri: texte,
    page: numeroPage,
    nature: valeurs,
    theme: valeurs,
    public: valeurs,
    determinant: valeurs,
    milieu: valeurs,
    annee: valeurs,
    langue: valeurs,
    'en-ligne': valeurs,
    empruntable: valeurs,
    centre: valeurs,
  })
  .transform(({ q, tri, page, ...choix }): Criteres => {
    const filtres: Filtres = {}
    for (const nom of FACETTES) {
      const forme = FORMES[nom] ?? SLUG
      const bonnes = [...new Set(choix[nom])]
        .filter((v) => v.length <= VALEUR_MAX && forme.test(v))
        .slice(0, VALEURS_MAX)
      if (bonnes.length > 0) filtres[nom] = bonnes.sort()
    }
    return { q, filtres, tri: Object.hasOwn(TRIS, tri) ? (tri as Tri) : getTriUsuel(q), page }
  })

/** A search as its query string says it; never fails. */
export const parseRecherche = (recherche: string): Criteres =>
  schemaCriteres.parse(parseFormulaire(new URLSearchParams(recherche)))

/** Parameters in their one order, those that say nothing left out: the same search always has the same address. */
export function listParametres({ q, filtres, tri, page }: Criteres): [string, string][] {
  return [
    ...(q ? [['q', q] as [string, string]] : []),
    ...FACETTES.flatMap((nom) => (filtres[nom] ?? []).map((v): [string, string] => [nom, v])),
    ...(tri === getTriUsuel(q) ? [] : [['tri', tri] as [string, string]]),
    ...(page > 1 ? [['page', String(page)] as [string, string]] : []),
  ]
}

export function formatAdresseRecherche(criteres: Criteres): string {
  const suite = new URLSearchParams(listParametres(criteres)).toString()
  return suite ? `/documentation?${suite}` : '/documentation'
}

/** The parameters that a form carries beside its own fields, from the first page; names repeat. */
export function listCaches(criteres: Criteres, sauf: (nom: string) => boolean = () => false): Record<string, string[]> {
  const caches: Record<string, string[]> = {}
  for (const [nom, valeur] of listParametres({ ...criteres, page: 1 })) {
    if (!sauf(nom)) caches[nom] = [...(caches[nom] ?? []), valeur]
  }
  return caches
}

/** A search in words, as the title of its page, of its file, of its feed. */
export const formatTitreRecherche = ({ q }: Criteres): string =>
  q ? `Documentation\u00a0: «\u00a0${q}\u00a0»` : 'Documentation'

/** Address of what goes on from a search: its export, its feed. @param chemin what follows `/documentation` */
export const formatAdresseSuite = (criteres: Criteres, chemin: string): string =>
  formatAdresseRecherche({ ...criteres, page: 1 }).replace('/documentation', `/documentation${chemin}`)

/** Where one asks to receive what is new in a search. */
export const formatAdresseAlerte = (criteres: Criteres): string =>
  formatAdresseRecherche({ ...criteres, page: 1 }).replace('/documentation', '/veille/alertes/nouvelle')

/** The same search without one value of a facet, from its first page. */
export function removeFiltre(criteres: Criteres, nom: NomFacette, valeur: string): Criteres {
  const reste = (criteres.filtres[nom] ?? []).filter((v) => v !== valeur)
  const { [nom]: _, ...autres } = criteres.filtres
  return { ...criteres, filtres: reste.length > 0 ? { ...autres, [nom]: reste } : autres, page: 1 }
}

/** Marks that the database puts around the words found; private characters, so that no text holds them. */
export const DEBUT_MARQUE = '\ue000'
export const FIN_MARQUE = '\ue001'
