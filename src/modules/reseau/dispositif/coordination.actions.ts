import { z } from 'zod'
import { defineAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { ErreurIntrouvable, ErreurSaisie } from '#core/errors.ts'
import { identifiant } from '#core/saisie.ts'
import { removeException } from './conflit.queries.ts'
import { addCoordination, listCandidats, removeCoordination } from './coordination.queries.ts'
import { chargerDispositif, objetDispositif } from './dispositif.actions.ts'
import { dispositifPolicy } from './dispositif.policy.ts'
import type { DispositifLu } from './dispositif.queries.ts'
import { addChange } from './ecriture.actions.ts'

export const politiqueAdministrer = (acteur: Ctx['acteur'], d: DispositifLu) =>
  dispositifPolicy.peut(acteur, 'administrer', d)
const commun = { charger: chargerDispositif, politique: politiqueAdministrer, objet: objetDispositif }

/** Entrusts a dispositif to an account that coordinates. */
export const confierDispositif = defineAction({
  nom: 'confierDispositif',
  entree: z.object({ id: identifiant, compte: z.uuid('Choisissez une personne.') }),
  ...commun,
  trace: 'dispositif.coordination',
  executer: async (ctx, { id, compte }) => {
    if (!(await listCandidats(ctx, id)).some((c) => c.compte === compte))
      throw new ErreurSaisie([{ field: 'compte', message: 'Choisissez une personne qui a le rôle de coordination.' }])
    await addCoordination(ctx, id, compte)
    await addChange(ctx, id, 'modification', { note: 'Coordination confiée à un compte' })
    return id
  },
})

export const retirerCoordination = defineAction({
  nom: 'retirerCoordination',
  entree: z.object({ id: identifiant, compte: z.uuid() }),
  ...commun,
  trace: 'dispositif.coordination.retrait',
  executer: async (ctx, { id, compte }) => {
    if (!(await removeCoordination(ctx, id, compte))) throw new ErreurIntrouvable('coordination')
    await addChange(ctx, id, 'modification', { note: 'Coordination retirée à un compte' })
    return id
  },
})

/** Ends an agreed overlap: it is then told on both sheets. */
export const leverException = defineAction({
  nom: 'leverException',
  entree: z.object({ id: identifiant, exception: identifiant }),
  ...commun,
  trace: 'dispositif.exception.levee',
  executer: async (ctx, { id, exception }) => {
    if (!(await removeException(ctx, { id: exception, dispositif: id }))) throw new ErreurIntrouvable('exception')
    await addChange(ctx, id, 'modification', { avant: { exception }, apres: { exception: null } })
    return id
  },
})
