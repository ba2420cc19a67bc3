import { z } from 'zod'
import { defineLectureApi, type Rubrique } from '#core/operation.ts'
import { publique } from '#core/policy.ts'
import type { Route } from '#core/route.ts'
import { identifiant } from '#core/saisie.ts'
import { listNoms } from './etendue.queries.ts'
import {
  formatTypologieListee,
  formatTypologieLue,
  LISTEE_EXEMPLE,
  LUE_EXEMPLE,
  schemaTypologieListee,
  schemaTypologieLue,
} from './forme.ts'
import { listCodes } from './presentation.ts'
import { chargerLecture, objetTypologie, politiqueLecture } from './typologie.pages.tsx'
import { listTypologies, PAR_PAGE } from './typologie.queries.ts'

const RUBRIQUE: Rubrique = {
  nom: 'Typologies',
  description:
    'Des territoires groupés par ressemblance, sur des indicateurs choisis. Sans clé, celles qui sont publiques.',
}

const liste = defineLectureApi({
  id: 'listerTypologies',
  chemin: '/api/v1/typologies',
  rubrique: RUBRIQUE,
  resume: 'Lister les typologies',
  detail: `Les dernières modifiées d’abord, ${PAR_PAGE} par page. Avec une clé, aussi celles que son propriétaire peut lire.`,
  parametres: z.object({
    page: z.coerce.number().int().min(1).max(100_000).default(1).describe('À partir de 1.'),
    qui: z.literal('moi').optional().describe('`moi`\u00a0: les typologies du propriétaire de la clé.'),
  }),
  reponse: z.object({ total: z.number().int(), page: z.number().int(), typologies: z.array(schemaTypologieListee) }),
  exemple: { total: 1, page: 1, typologies: [LISTEE_EXEMPLE] },
  // The query keeps to what the actor may read.
  politique: publique,
  trace: 'api.typologie.liste',
  exemples: [{ titre: 'Les typologies publiques', curl: 'curl "$SITE/api/v1/typologies"', statut: 200 }],
  lire: async (ctx, { page, qui }, { adresse }) => {
    const { typologies, total } = await listTypologies(ctx, { miennes: qui === 'moi', page })
    return { corps: { total, page, typologies: typologies.map((t) => formatTypologieListee(t, adresse)) } }
  },
})

const lecture = defineLectureApi({
  id: 'lireTypologie',
  chemin: '/api/v1/typologies/:id',
  rubrique: RUBRIQUE,
  resume: 'Lire une typologie, ses groupes et leurs territoires',
  detail:
    'Le résultat est daté\u00a0: il ne bouge que si quelqu’un recalcule. `/typologies/{id}/export.csv` donne une ligne par territoire.',
  parametres: z.object({ id: identifiant.describe('Numéro de la typologie.') }),
  reponse: schemaTypologieLue,
  exemple: LUE_EXEMPLE,
  charger: chargerLecture,
  politique: politiqueLecture,
  trace: 'api.typologie.lecture',
  objet: objetTypologie,
  exemples: [{ titre: 'La typologie 1', curl: 'curl "$SITE/api/v1/typologies/1"', statut: 200 }],
  // No validator from its own state: names of areas, and who may read them, change beside it.
  lire: async (ctx, _entree, { adresse }, typologie) => {
    const noms = await listNoms(ctx, typologie.reglages.maille, listCodes(typologie))
    return { corps: formatTypologieLue(typologie, noms, adresse) }
  },
})

export const routesApiTypologie: readonly Route[] = [liste, lecture]
