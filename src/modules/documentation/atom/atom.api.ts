import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Ctx, Requete } from '#core/context.ts'
import { publique } from '#core/policy.ts'
import { defineRoute } from '#core/route.ts'
import { identifiant } from '#core/saisie.ts'
import { etagerePolicy } from '../etagere/etagere.policy.ts'
import { getEtagere } from '../etagere/etagere.queries.ts'
import { type Etagere, formatAdresseEtagere } from '../etagere/etagere.ts'
import { listEntrees } from '../etagere/plan.queries.ts'
import { listNoticesReleve, listReleve } from '../recherche/recherche.queries.ts'
import {
  type Criteres,
  formatAdresseRecherche,
  formatAdresseSuite,
  formatTitreRecherche,
  parseRecherche,
  schemaCriteres,
} from '../recherche/recherche.ts'
import { listLettres } from '../veille/lettre.queries.ts'
import { FLUX_LETTRES, formatAdresseLettre } from '../veille/lettre.ts'
import {
  createEntreeNotice,
  type EntreeFlux,
  type Flux,
  formatAtom,
  getModification,
  TYPE_ATOM,
} from './atom.formats.ts'

/** Entries of a feed, at most: readers come back more often than as many notices come in. */
const ENTREES_MAX = 50
const LIMITE = { nom: 'atom', max: 60, secondes: 60 }

/** The feed, with what lets its reader ask again without receiving it again. */
function sendFlux(flux: Flux, requete: Requete): Response {
  const corps = formatAtom(flux, requete.adresse)
  return new Response(corps, {
    headers: {
      'content-type': `${TYPE_ATOM}; charset=utf-8`,
      'cache-control': 'no-cache',
      etag: `"${createHash('sha256').update(corps).digest('base64url').slice(0, 22)}"`,
      'last-modified': getModification(flux).toUTCString(),
    },
  })
}

/** What came in last among what a search finds, whatever its order. */
async function listDernieres(ctx: Ctx, criteres: Criteres): Promise<EntreeFlux[]> {
  const entrees: EntreeFlux[] = []
  const releve = await listReleve(ctx, { ...criteres, tri: 'ajout' }, ENTREES_MAX)
  for await (const notice of listNoticesReleve(ctx, releve)) entrees.push(createEntreeNotice(notice))
  return entrees
}

const lireFluxRecherche = defineRoute({
  methode: 'GET',
  chemin: '/documentation.atom',
  requete: schemaCriteres,
  politique: publique,
  trace: 'documentation.atom',
  limite: LIMITE,
  lire: async (ctx, demande, requete) => {
    const entrees = await listDernieres(ctx, demande)
    const flux: Flux = {
      titre: `${formatTitreRecherche(demande)} – Maillage`,
      sousTitre: 'Les dernières notices ajoutées.',
      chemin: formatAdresseSuite(demande, '.atom'),
      page: formatAdresseRecherche({ ...demande, page: 1 }),
      entrees,
    }
    return sendFlux(flux, requete)
  },
})

/** The last placed come first; a shelf that is a search gives what came in last. */
async function listEntreesEtagere(ctx: Ctx, etagere: Etagere): Promise<EntreeFlux[]> {
  if (etagere.recherche !== null) return listDernieres(ctx, parseRecherche(etagere.recherche))
  return (await listEntrees(ctx, etagere.id))
    .filter((e) => e.notice.supprimeeLe === null)
    .sort((a, b) => b.id - a.id)
    .slice(0, ENTREES_MAX)
    .map((e) => createEntreeNotice(e.notice, e.note))
}

const lireFluxEtagere = defineRoute({
  methode: 'GET',
  chemin: '/etageres/:fichier{[0-9]+\\.atom}',
  requete: z.object({
    fichier: z.preprocess((f) => String(f).replace(/\.atom$/, ''), identifiant),
  }),
  charger: (ctx, { fichier }) => getEtagere(ctx, fichier),
  politique: (acteur, etagere) => etagerePolicy.peut(acteur, 'lire', etagere),
  trace: 'etagere.atom',
  objet: ({ fichier }) => ({ type: 'etagere', id: fichier }),
  limite: LIMITE,
  lire: async (ctx, { fichier }, requete, etagere) => {
    const { titre, sousTitre, auteurs, modifieeLe } = etagere
    const flux: Flux = {
      ...{ titre: `${titre} – Maillage`, sousTitre, auteur: auteurs, modifieLe: modifieeLe },
      chemin: `${formatAdresseEtagere(fichier)}.atom`,
      page: formatAdresseEtagere(fichier),
      entrees: await listEntreesEtagere(ctx, etagere),
    }
    return sendFlux(flux, requete)
  },
})

/** Letters that left, as the site shows them: their note, then the titles of what they choose. */
async function listEntreesLettres(ctx: Ctx): Promise<EntreeFlux[]> {
  return (await listLettres(ctx))
    .flatMap(({ id, contenu, envoyeeLe, envoiLe, creeeLe }): EntreeFlux[] => {
      if (!contenu) return []
      const parue = envoyeeLe ?? envoiLe ?? creeeLe
      const resume = [contenu.note, ...contenu.articles.map((a) => `– ${a.titre}`)].filter(Boolean).join('\n')
      const commun = { creeeLe: parue, modifieeLe: parue, auteurs: [], termes: [] }
      return [{ chemin: formatAdresseLettre(id), titre: contenu.titre, resume, ...commun }]
    })
    .slice(0, ENTREES_MAX)
}

const lireFluxLettres = defineRoute({
  methode: 'GET',
  chemin: FLUX_LETTRES,
  politique: publique,
  trace: 'veille.lettres.atom',
  limite: LIMITE,
  lire: async (ctx, _entree, requete) =>
    sendFlux(
      {
        titre: 'Lettres de la documentation – Maillage',
        sousTitre: 'Quelques documents choisis, et pourquoi les lire.',
        chemin: FLUX_LETTRES,
        page: '/veille/lettres',
        entrees: await listEntreesLettres(ctx),
      },
      requete,
    ),
})

export const routesAtom = [lireFluxRecherche, lireFluxEtagere, lireFluxLettres]
