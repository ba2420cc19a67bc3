import { z } from 'zod'
import { createJson, defineEnvoiApi } from '#core/operation.ts'
import { identifiant } from '#core/saisie.ts'
import { RUBRIQUE_ANNUAIRE } from './annuaire.api.ts'
import { proposerCorrection, schemaCorrection } from './proposition.actions.ts'

const schemaProposition = z.object({
  id: z.int().describe('Numéro de la proposition.'),
  etat: z.literal('a-relire'),
  adresse: z.url().describe('Où les propositions sont relues.'),
})

export const proposer = defineEnvoiApi({
  methode: 'POST',
  id: 'proposerCorrection',
  chemin: '/api/v1/structures/:id/propositions',
  rubrique: RUBRIQUE_ANNUAIRE,
  resume: 'Proposer de corriger une structure',
  detail: 'Donnez seulement les champs qui changent. Une personne relit la proposition avant qu’elle ne paraisse.',
  portee: 'annuaire:proposer',
  parametres: z.object({ id: identifiant.describe('Numéro de la structure.') }),
  corps: { 'application/json': schemaCorrection },
  reponses: {
    201: {
      description: 'La proposition, qui attend d’être relue.',
      types: { 'application/json': schemaProposition },
      exemple: { id: 7, etat: 'a-relire' as const, adresse: 'https://exemple.fr/annuaire/propositions' },
    },
  },
  exemples: [
    {
      titre: 'Un nouveau numéro de téléphone',
      curl: `curl -X POST -H "Authorization: Bearer $CLE" -H "Content-Type: application/json" -d '{"telephone": "01 99 00 99 99", "message": "Appel du matin"}' "$SITE/api/v1/structures/1/propositions"`,
      statut: 201,
    },
  ],
  action: proposerCorrection,
  reussir: (id, { adresse }, _brut, ctx) =>
    createJson(ctx, { id, etat: 'a-relire', adresse: `${adresse}/annuaire/propositions` }, { cache: 0, statut: 201 }),
})
