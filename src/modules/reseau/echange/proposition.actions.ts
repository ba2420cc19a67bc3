import { z } from 'zod'
import { defineAction } from '#core/action.ts'
import { ErreurSaisie } from '#core/errors.ts'
import { identifiant, ligneOuNull, texteOuNull } from '#core/saisie.ts'
import { fichePolicy } from '../fiche/fiche.policy.ts'
import { listChanges, type Valeurs } from '../fiche/fiche.ts'
import { createProposition } from '../fiche/proposition.queries.ts'
import { parseHoraires } from '../structure/horaires.ts'
import { schemaStructure } from '../structure/saisie.ts'
import { getStructure } from '../structure/structure.queries.ts'
import type { Structure } from '../structure/structure.ts'

/** Fields that a program may propose to change: those that it gives, and no other. */
export const schemaCorrection = schemaStructure
  .pick({
    ...{ nom: true, sigle: true, type: true, description: true, adresse: true, complement: true, codePostal: true },
    ...{ telephone: true, courriel: true, siteWeb: true, langues: true, accessibilite: true, accessibiliteUrl: true },
    ...{ finess: true, siret: true },
  })
  .extend({ horaires: ligneOuNull(1000).describe('Syntaxe opening_hours d’OpenStreetMap.') })
  .partial()
  .extend({ message: texteOuNull(2000).describe('D’où vient la correction.') })
  .strict()

/** A correction of a sheet that a program gives: somebody reads it before it shows, whoever holds the key. */
export const proposerCorrection = defineAction({
  nom: 'proposerCorrection',
  entree: z.object({ id: identifiant, corps: schemaCorrection }),
  charger: (ctx, { id }) => getStructure(ctx, id, true),
  politique: (acteur, structure: Structure) => fichePolicy.peut(acteur, 'proposer', structure),
  trace: 'structure.proposition',
  objet: ({ id }) => ({ type: 'structure', id }),
  executer: async (ctx, { corps: { message, ...donnees } }, structure) => {
    const valeurs: Valeurs = Object.fromEntries(Object.entries(donnees).filter(([, v]) => v !== undefined))
    if (typeof donnees.horaires === 'string') {
      const lus = await parseHoraires(donnees.horaires)
      if ('erreur' in lus) throw new ErreurSaisie([{ field: 'corps.horaires', message: lus.erreur }])
    }
    const change = listChanges(structure as unknown as Valeurs, valeurs)
    if (!change) throw new ErreurSaisie([{ field: 'corps', message: 'Rien de ce qui est donné ne change la fiche.' }])
    return createProposition(ctx, {
      ...{ objet: 'structure', objetId: structure.id, structure: null, origine: 'compte' },
      ...{ valeurs: change.apres, avant: change.avant, revision: structure.revision, message },
    })
  },
})
