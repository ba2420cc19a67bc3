import { z } from 'zod'
import type { Ctx, Requete } from '#core/context.ts'
import { ErreurCondition, ErreurIntrouvable } from '#core/errors.ts'
import { renderProbleme } from '#core/faults.ts'
import { getTypeAccepte } from '#core/negotiation.ts'
import { createJson, defineEnvoiApi, defineLectureApi, formatCache, type Rubrique } from '#core/operation.ts'
import { publique } from '#core/policy.ts'
import type { Route } from '#core/route.ts'
import { identifiant } from '#core/saisie.ts'
import { schemaContenuEcrit, schemaNoticeVersee } from '../notice/contenu.ts'
import { remplacerNotice, retirerNotice, verserNotice } from '../notice/notice.actions.ts'
import { formatNotice, getRepresentation, REPRESENTATIONS } from '../notice/notice.formats.ts'
import { noticePolicy } from '../notice/notice.policy.ts'
import { getNotice, getRemplacante, isRetiree } from '../notice/notice.queries.ts'
import { formatAdresseNotice, getEtag, type Notice } from '../notice/notice.ts'
import { searchNotices } from '../recherche/recherche.queries.ts'
import { formatAdresseApi, formatNoticeLue, NOTICE_EXEMPLE, schemaNoticeLue } from './notice.ts'
import { formatResultat, parseCriteres, RESULTAT_EXEMPLE, schemaRechercheApi, schemaResultatApi } from './recherche.ts'

export const RUBRIQUE_NOTICES: Rubrique = {
  nom: 'Notices',
  description: 'Les références du catalogue\u00a0: articles, rapports, guides, outils.',
}
const VARIE = 'accept, authorization'
const JSON_ = 'application/json'
const schemaId = z.object({ id: identifiant.describe('Numéro de la notice.') })

const recherche = defineLectureApi({
  id: 'chercherNotices',
  chemin: '/api/v1/notices',
  rubrique: RUBRIQUE_NOTICES,
  resume: 'Chercher dans le catalogue',
  detail:
    'La recherche de la page Documentation, avec les mêmes filtres et le même ordre. Pour recopier tout le catalogue, préférez OAI-PMH (`/oai`).',
  parametres: schemaRechercheApi,
  reponse: schemaResultatApi,
  exemple: RESULTAT_EXEMPLE,
  politique: publique,
  trace: 'api.notice.recherche',
  exemples: [
    { titre: 'Cinq notices sur la marche', curl: 'curl "$SITE/api/v1/notices?q=marche&taille=5"', statut: 200 },
    {
      titre: 'Des articles ou des guides, les derniers ajouts d’abord',
      curl: 'curl "$SITE/api/v1/notices?nature=article&nature=guide&tri=ajout"',
      statut: 200,
    },
    { titre: 'Un paramètre mal écrit est refusé', curl: 'curl "$SITE/api/v1/notices?thme=tabac"', statut: 422 },
  ],
  lire: async (ctx, demande, { adresse }) => ({
    corps: formatResultat(await searchNotices(ctx, parseCriteres(demande), demande.taille), demande, adresse),
  }),
})

type Cible = Notice | { suivante: number } | { retiree: true }

async function chargerOuSuivre(ctx: Ctx, { id }: { id: number }): Promise<Cible | null> {
  const notice = await getNotice(ctx, id)
  if (notice && !notice.remplaceePar) return notice
  const suivante = await getRemplacante(ctx, id)
  if (suivante !== null) return { suivante }
  return notice ?? ((await isRetiree(ctx, id)) ? { retiree: true } : null)
}

const lecture = defineLectureApi({
  id: 'lireNotice',
  chemin: '/api/v1/notices/:id',
  rubrique: RUBRIQUE_NOTICES,
  resume: 'Lire une notice',
  detail:
    'En JSON, ou dans le format que demande l’en-tête `Accept`. `text/html` mène à la page. Une notice fusionnée mène à celle qui reste (301), une notice retirée répond 410.',
  parametres: schemaId,
  reponse: schemaNoticeLue,
  exemple: NOTICE_EXEMPLE,
  autresTypes: [...REPRESENTATIONS.values()].map(({ type }) => type).filter((type) => type !== 'text/html'),
  charger: chargerOuSuivre,
  politique: (acteur, cible: Cible) =>
    'suivante' in cible || 'retiree' in cible || noticePolicy.peut(acteur, 'lire', cible),
  trace: 'api.notice.lecture',
  objet: ({ id }) => ({ type: 'notice', id }),
  refus: [406, 410],
  exemples: [
    { titre: 'La notice 1', curl: 'curl "$SITE/api/v1/notices/1"', statut: 200 },
    {
      titre: 'La même, pour Zotero',
      curl: 'curl -H "Accept: application/x-research-info-systems" "$SITE/api/v1/notices/1"',
      statut: 200,
    },
    {
      titre: 'Seulement si elle a changé',
      curl: `curl -H 'If-None-Match: "1"' "$SITE/api/v1/notices/1"`,
      statut: 304,
    },
  ],
  lire: async (ctx, _entree, requete, cible) => {
    if ('suivante' in cible) {
      return new Response(null, { status: 301, headers: { location: formatAdresseApi(cible.suivante), vary: VARIE } })
    }
    if ('retiree' in cible) {
      const message = 'Cette notice a été retirée du catalogue. Son numéro ne servira à aucune autre.'
      return renderProbleme(requete.adresse, { statut: 410, erreurs: [{ field: '', message }] })
    }
    return negotiate(ctx, cible, requete)
  },
})

/** Our JSON where it is accepted as well as anything else; else the format that `Accept` names. */
async function negotiate(ctx: Ctx, notice: Notice, { adresse, entetes }: Requete) {
  const accept = entetes.get('accept')
  const voulue = getRepresentation(accept)
  if (getTypeAccepte(accept, [JSON_, ...(voulue ? [voulue.type] : [])]) === JSON_)
    return { corps: formatNoticeLue(notice, adresse), etag: getEtag(notice) }
  if (voulue === null) {
    throw new ErreurCondition(
      406,
      `Types servis\u00a0: ${[JSON_, ...[...REPRESENTATIONS.values()].map((r) => r.type)].join(', ')}.`,
    )
  }
  if (voulue.nom === 'html')
    return new Response(null, { status: 303, headers: { location: formatAdresseNotice(notice.id), vary: VARIE } })
  return new Response(await formatNotice(notice, voulue.nom, adresse), {
    headers: {
      'content-type': voulue.type,
      'cache-control': formatCache(ctx, 0),
      etag: `"${notice.version}-${voulue.nom}"`,
      vary: VARIE,
    },
  })
}

/** The notice as it now stands, with the mark of its state for the next change. */
async function renderNotice(ctx: Ctx, id: number, { adresse }: Requete, statut: 200 | 201): Promise<Response> {
  const notice = await getNotice(ctx, id)
  if (!notice) throw new ErreurIntrouvable('notice')
  return createJson(ctx, formatNoticeLue(notice, adresse), {
    etag: getEtag(notice),
    cache: 0,
    statut,
    entetes: statut === 201 ? { location: adresse + formatAdresseApi(id) } : {},
  })
}

const formatCorps = (titre: string): string =>
  `'{"nature": "guide", "csl": {"title": "${titre}", "issued": {"date-parts": [[2026]]}}, "themes": ["tabac"]}'`
const ECRIRE = `-H "Authorization: Bearer $CLE"`
const EN_JSON = `-H "Content-Type: application/json"`

const creation = defineEnvoiApi({
  methode: 'POST',
  id: 'creerNotice',
  chemin: '/api/v1/notices',
  rubrique: RUBRIQUE_NOTICES,
  resume: 'Créer une notice',
  detail: 'Avec `cle`, l’identifiant de la notice chez vous, un second envoi est refusé (409) au lieu de la doubler.',
  portee: 'notices:ecrire',
  corps: { [JSON_]: schemaNoticeVersee },
  reponses: { 201: { description: 'La notice créée.', types: { [JSON_]: schemaNoticeLue }, exemple: NOTICE_EXEMPLE } },
  exemples: [
    {
      titre: 'Un guide',
      curl: `curl -X POST ${ECRIRE} ${EN_JSON} -d ${formatCorps('Guide fictif')} "$SITE/api/v1/notices"`,
      statut: 201,
    },
  ],
  action: verserNotice,
  reussir: (id, requete, _brut, ctx) => renderNotice(ctx, id, requete, 201),
})

const modification = defineEnvoiApi({
  methode: 'PUT',
  id: 'remplacerNotice',
  chemin: '/api/v1/notices/:id',
  rubrique: RUBRIQUE_NOTICES,
  resume: 'Remplacer une notice',
  detail: 'Le corps remplace toute la notice. Partez de ce que vous avez lu, et rendez son ETag dans `If-Match`.',
  portee: 'notices:ecrire',
  parametres: schemaId,
  conditionnelle: true,
  corps: { [JSON_]: schemaContenuEcrit },
  reponses: {
    200: {
      description: 'La notice, dans son nouvel état.',
      types: { [JSON_]: schemaNoticeLue },
      exemple: NOTICE_EXEMPLE,
    },
  },
  exemples: [
    {
      titre: 'Remplacer la notice 2, lue dans sa première version',
      curl: `curl -X PUT ${ECRIRE} ${EN_JSON} -H 'If-Match: "1"' -d ${formatCorps('Guide fictif, revu')} "$SITE/api/v1/notices/2"`,
      statut: 200,
    },
    {
      titre: 'Sans dire l’état lu',
      curl: `curl -X PUT ${ECRIRE} ${EN_JSON} -d ${formatCorps('Guide fictif')} "$SITE/api/v1/notices/2"`,
      statut: 428,
    },
  ],
  action: remplacerNotice,
  reussir: (id, requete, _brut, ctx) => renderNotice(ctx, id, requete, 200),
})

const retrait = defineEnvoiApi({
  methode: 'DELETE',
  id: 'retirerNotice',
  chemin: '/api/v1/notices/:id',
  rubrique: RUBRIQUE_NOTICES,
  resume: 'Retirer une notice du catalogue',
  detail: 'Rien n’est effacé\u00a0: une personne peut la remettre. La retirer deux fois ne change rien.',
  portee: 'notices:ecrire',
  parametres: schemaId,
  conditionnelle: true,
  reponses: { 204: { description: 'La notice n’est plus au catalogue.' } },
  exemples: [
    {
      titre: 'Retirer la notice 3, lue dans sa première version',
      curl: `curl -X DELETE ${ECRIRE} -H 'If-Match: "1"' "$SITE/api/v1/notices/3"`,
      statut: 204,
    },
  ],
  action: retirerNotice,
  reussir: () => new Response(null, { status: 204 }),
})

export const routesApiNotice: readonly Route[] = [recherche, creation, lecture, modification, retrait]
