import { z } from 'zod'
import { defineAction } from '#core/action.ts'
import { ErreurSaisie } from '#core/errors.ts'
import { formatJour } from '#core/jour.ts'
import { politiqueCle } from './cle.policy.ts'
import { addCle, getCleVerrouillee, getNombreActives, updateRevocation } from './cle.queries.ts'
import { CLES_MAX, createSecret, schemaCle } from './cle.ts'

/** Makes a key of one's own. Its secret is in the result, and nowhere afterwards. */
export const creerCle = defineAction({
  nom: 'créer une clé',
  entree: schemaCle,
  politique: (acteur) => politiqueCle.peut(acteur, 'creer', { compte: acteur.compte }),
  trace: 'comptes.cle.creation',
  objet: (_entree, cree: { id: string; secret: string } | undefined) => (cree ? { type: 'cle', id: cree.id } : null),
  async executer(ctx, entree) {
    if (entree.expireLe !== null && entree.expireLe < formatJour(ctx.maintenant)) {
      throw new ErreurSaisie([{ field: 'expireLe', message: 'Cette date est passée.' }])
    }
    if ((await getNombreActives(ctx)) >= CLES_MAX) {
      const message = `Vous avez déjà ${CLES_MAX} clés en service\u00a0: révoquez celles qui ne servent plus.`
      throw new ErreurSaisie([{ field: '', message }])
    }
    const secret = createSecret()
    return { id: await addCle(ctx, ctx.acteur.compte ?? '', { ...entree, secret }), secret }
  },
})

/** Ends a key at once. Asked twice, the second time finds it done. */
export const revoquerCle = defineAction({
  nom: 'révoquer une clé',
  entree: z.object({ id: z.uuid() }),
  charger: (ctx, { id }) => getCleVerrouillee(ctx, id),
  politique: (acteur, cle) => politiqueCle.peut(acteur, 'revoquer', cle),
  trace: 'comptes.cle.revocation',
  objet: ({ id }) => ({ type: 'cle', id }),
  async executer(ctx, { id }, cle) {
    if (cle.revoqueeLe === null) await updateRevocation(ctx, id)
    return { sienne: cle.compte === ctx.acteur.compte }
  },
})
