import type { Ctx } from '#core/context.ts'
import { publique } from '#core/policy.ts'
import { defineRoute } from '#core/route.ts'
import { type Fond, getFond } from '#modules/territoires/index.ts'
import { createHref } from '#ui/href.ts'
import { getLieuDit } from '../fiche/lieu.queries.ts'
import { type AideLue, listAidesLues, listAidesOuvertes } from './aide.queries.ts'
import { type Depart, getDepart, listCommunesAutour } from './lieu.queries.ts'
import { PAR_PAGE, PageTrouver, type Piste, type Reponses } from './page.tsx'
import { type CriteresAide, countAides, searchAides } from './trouver.queries.ts'
import { type DemandeAide, listAvecDessous, listRelachements, parseBesoin, schemaAide } from './trouver.ts'

const RELACHEMENTS_MAX = 4
/** Behind the map: more would weigh more than they tell. */
const CONTOURS_MAX = 80

function getCriteres(d: DemandeAide, depart: Depart): CriteresAide {
  return {
    depart,
    distance: d.distance,
    besoin: parseBesoin(d.q),
    themes: d.theme ? listAvecDessous('theme', d.theme) : [],
    // A service for everybody is for this public too.
    publics: d.public ? [...listAvecDessous('public', d.public), 'tous'] : [],
    moyen: d.moyen,
    langue: d.langue,
    gratuit: d.gratuit,
    acces: d.acces,
  }
}

type Trouvees = Pick<Reponses, 'aides' | 'total' | 'davantage'>

async function search(ctx: Ctx, d: DemandeAide, depart: Depart): Promise<Trouvees> {
  const debut = (d.page - 1) * PAR_PAGE
  const criteres = getCriteres(d, depart)
  const number = (aides: readonly AideLue[]) => aides.map((aide, i) => ({ ...aide, numero: debut + i + 1 }))
  if (d.ouvert) {
    const ouvertes = await listAidesOuvertes(ctx, criteres)
    return { aides: number(ouvertes.slice(debut, debut + PAR_PAGE)), total: ouvertes.length, davantage: false }
  }
  const trouvees = await searchAides(ctx, criteres, { limite: PAR_PAGE, debut })
  return { ...trouvees, aides: number(await listAidesLues(ctx, trouvees.aides)) }
}

/** How many would answer with one filter less: those that change something. */
async function listPistes(ctx: Ctx, d: DemandeAide, depart: Depart, chemin: string): Promise<Piste[]> {
  const href = createHref(chemin)
  const comptees = await Promise.all(
    listRelachements(d)
      .filter((r) => depart.departement !== null || r.demande.distance === d.distance)
      .map(async ({ libelle, patch, demande }) => ({
        libelle,
        href: href(patch),
        total: demande.ouvert
          ? (await listAidesOuvertes(ctx, getCriteres(demande, depart))).length
          : await countAides(ctx, getCriteres(demande, depart)),
      })),
  )
  return comptees.filter(({ total }) => total > 0).slice(0, RELACHEMENTS_MAX)
}

/** Communes drawn behind the answers; null where nothing tells distances. */
async function getFondAutour(ctx: Ctx, { point }: Depart, aides: readonly AideLue[]): Promise<Fond | null> {
  const metres = Math.max(0, ...aides.map((a) => a.metres ?? 0))
  if (!point || metres === 0) return null
  const codes = await listCommunesAutour(ctx, point, (metres / 1000) * 1.5, CONTOURS_MAX)
  return codes.length > 0 ? getFond(ctx, 'commune', codes) : null
}

export const lireTrouver = defineRoute({
  methode: 'GET',
  chemin: '/trouver',
  requete: schemaAide,
  politique: publique,
  trace: 'aide.recherche',
  limite: { nom: 'trouver', max: 120, secondes: 60 },
  lire: async (ctx, demande, requete) => {
    const lieu = demande.ou ? await getLieuDit(ctx, demande.ou) : null
    if (!lieu?.zone) return <PageTrouver {...{ ctx, demande, lieu, requete }} reponse={null} />
    const depart = await getDepart(ctx, lieu.zone)
    const trouvees = await search(ctx, demande, depart)
    const [pistes, fond] = await Promise.all([
      trouvees.total === 0 ? listPistes(ctx, demande, depart, requete.chemin) : [],
      getFondAutour(ctx, depart, trouvees.aides),
    ])
    return <PageTrouver {...{ ctx, demande, lieu, requete }} reponse={{ ...trouvees, depart, pistes, fond }} />
  },
})
