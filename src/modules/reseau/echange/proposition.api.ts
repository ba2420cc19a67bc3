import { z } from 'zod'
import type { Ctx, Requete } from '#core/context.ts'
import { createJson, defineEnvoiApi } from '#core/operation.ts'
import type { Route } from '#core/route.ts'
import { identifiant } from '#core/saisie.ts'
import { RUBRIQUE_DISPOSITIFS } from '../atlas/atlas.api.ts'
import { ADRESSE_PROPOSITIONS } from '../fiche/proposition.ts'
import { RUBRIQUE_ANNUAIRE } from './annuaire.api.ts'
import { proposerChampsDispositif } from './dispositif.actions.ts'
import {
  proposerCorrection,
  proposerCorrectionOrganisme,
  proposerCorrectionService,
  proposerOrganisme,
  proposerService,
  proposerStructure,
} from './proposition.actions.ts'
import { schemaCorrection, schemaCorrectionDispositif, schemaNouvelle } from './proposition.ts'

const schemaProposition = z.object({
  id: z.int().describe('Numéro de la proposition.'),
  etat: z.literal('a-relire'),
  adresse: z.url().describe('Où les propositions sont relues.'),
})

/** What every sending has: its scope, and the proposal that waits as its answer. */
const ENVOI = {
  methode: 'POST',
  portee: 'annuaire:proposer',
  reponses: {
    201: {
      description: 'La proposition, qui attend d’être relue.',
      types: { 'application/json': schemaProposition },
      exemple: { id: 7, etat: 'a-relire' as const, adresse: `https://exemple.fr${ADRESSE_PROPOSITIONS}` },
    },
  },
  reussir: (id: number, { adresse }: Requete, _brut: unknown, ctx: Ctx) =>
    createJson(ctx, { id, etat: 'a-relire', adresse: adresse + ADRESSE_PROPOSITIONS }, { cache: 0, statut: 201 }),
} as const

const CHANGEMENTS =
  'Donnez seulement les champs qui changent. Une personne relit la proposition avant qu’elle ne paraisse.'
const NOUVELLE = 'Le nom suffit. Une personne relit la proposition avant que la fiche ne paraisse.'

/** @param corps as one types it in a shell */
const createCurl = (chemin: string, corps: string) =>
  `curl -X POST -H "Authorization: Bearer $CLE" -H "Content-Type: application/json" -d '${corps}' "$SITE${chemin}"`

const parametre = (quoi: string) => z.object({ id: identifiant.describe(quoi) })

export const routesPropositionApi: readonly Route[] = [
  defineEnvoiApi({
    ...ENVOI,
    id: 'proposerCorrection',
    chemin: '/api/v1/structures/:id/propositions',
    rubrique: RUBRIQUE_ANNUAIRE,
    resume: 'Proposer de corriger une structure',
    detail: CHANGEMENTS,
    parametres: parametre('Numéro de la structure.'),
    corps: { 'application/json': schemaCorrection.structure },
    exemples: [
      {
        titre: 'Un nouveau numéro de téléphone',
        curl: createCurl(
          '/api/v1/structures/1/propositions',
          '{"telephone": "01 99 00 99 99", "message": "Appel du matin"}',
        ),
        statut: 201,
      },
    ],
    action: proposerCorrection,
  }),
  defineEnvoiApi({
    ...ENVOI,
    id: 'proposerStructure',
    chemin: '/api/v1/structures/propositions',
    rubrique: RUBRIQUE_ANNUAIRE,
    resume: 'Proposer une structure',
    detail: NOUVELLE,
    corps: { 'application/json': schemaNouvelle.structure },
    exemples: [
      {
        titre: 'Un lieu qui manque',
        curl: createCurl(
          '/api/v1/structures/propositions',
          '{"nom": "Lieu fictif d’écoute", "commune": "04070", "horaires": "Mo-Fr 09:00-12:00"}',
        ),
        statut: 201,
      },
      {
        titre: 'Une commune qui n’existe pas',
        curl: createCurl('/api/v1/structures/propositions', '{"nom": "Lieu fictif", "commune": "04999"}'),
        statut: 422,
      },
    ],
    action: proposerStructure,
  }),
  defineEnvoiApi({
    ...ENVOI,
    id: 'proposerService',
    chemin: '/api/v1/structures/:id/services/propositions',
    rubrique: RUBRIQUE_ANNUAIRE,
    resume: 'Proposer un service d’une structure',
    detail: NOUVELLE,
    parametres: parametre('Numéro de la structure.'),
    corps: { 'application/json': schemaNouvelle.service },
    exemples: [
      {
        titre: 'Un service qui manque',
        curl: createCurl(
          '/api/v1/structures/1/services/propositions',
          '{"nom": "Permanence fictive", "themes": ["acces-soins"], "frais": "gratuit", "zoneEligibilite": ["04"]}',
        ),
        statut: 201,
      },
    ],
    action: proposerService,
  }),
  defineEnvoiApi({
    ...ENVOI,
    id: 'proposerCorrectionService',
    chemin: '/api/v1/services/:id/propositions',
    rubrique: RUBRIQUE_ANNUAIRE,
    resume: 'Proposer de corriger un service',
    detail: CHANGEMENTS,
    parametres: parametre('Numéro du service.'),
    corps: { 'application/json': schemaCorrection.service },
    exemples: [
      {
        titre: 'Un service devenu payant',
        curl: createCurl(
          '/api/v1/services/1/propositions',
          '{"frais": "payant", "fraisPrecisions": "Montant fictif de cinq euros", "ageMin": 16}',
        ),
        statut: 201,
      },
    ],
    action: proposerCorrectionService,
  }),
  defineEnvoiApi({
    ...ENVOI,
    id: 'proposerOrganisme',
    chemin: '/api/v1/organismes/propositions',
    rubrique: RUBRIQUE_ANNUAIRE,
    resume: 'Proposer un organisme',
    detail: NOUVELLE,
    corps: { 'application/json': schemaNouvelle.organisme },
    exemples: [
      {
        titre: 'Une association qui manque',
        curl: createCurl(
          '/api/v1/organismes/propositions',
          '{"nom": "Association fictive du Val", "type": "association", "commune": "04070"}',
        ),
        statut: 201,
      },
    ],
    action: proposerOrganisme,
  }),
  defineEnvoiApi({
    ...ENVOI,
    id: 'proposerCorrectionOrganisme',
    chemin: '/api/v1/organismes/:id/propositions',
    rubrique: RUBRIQUE_ANNUAIRE,
    resume: 'Proposer de corriger un organisme',
    detail: CHANGEMENTS,
    parametres: parametre('Numéro de l’organisme.'),
    corps: { 'application/json': schemaCorrection.organisme },
    exemples: [
      {
        titre: 'Un nouveau siège',
        curl: createCurl('/api/v1/organismes/1/propositions', '{"commune": "04019", "message": "Déménagement fictif"}'),
        statut: 201,
      },
      {
        titre: 'Un organisme qui dépendrait de lui-même',
        curl: createCurl('/api/v1/organismes/1/propositions', '{"parent": 1}'),
        statut: 422,
      },
    ],
    action: proposerCorrectionOrganisme,
  }),
  defineEnvoiApi({
    ...ENVOI,
    id: 'proposerCorrectionDispositif',
    chemin: '/api/v1/dispositifs/:id{[0-9]+}/propositions',
    rubrique: RUBRIQUE_DISPOSITIFS,
    resume: 'Proposer de corriger un dispositif',
    detail:
      'Donnez seulement les champs qui changent\u00a0; pour le territoire, toutes ses communes. La personne qui le coordonne relit la proposition avant qu’elle ne paraisse.',
    parametres: parametre('Numéro du dispositif.'),
    corps: { 'application/json': schemaCorrectionDispositif },
    exemples: [
      {
        titre: 'Une adresse de site',
        curl: createCurl('/api/v1/dispositifs/1/propositions', '{"site_web": "https://exemple.fr/dispositif-fictif"}'),
        statut: 201,
      },
      {
        titre: 'Une commune qui n’existe pas',
        curl: createCurl('/api/v1/dispositifs/1/propositions', '{"communes": ["04999"]}'),
        statut: 422,
      },
    ],
    action: proposerChampsDispositif,
  }),
]
