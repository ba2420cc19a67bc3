import { z } from 'zod'
import { defineAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { ErreurConflit } from '#core/errors.ts'
import { lockNom } from '#core/reglage.ts'
import { identifiant } from '#core/saisie.ts'
import { saveFusion, schemaChoix } from '../imports/fusion.actions.ts'
import { computeFusion, listChoix } from '../imports/fusion.ts'
import { updateOrigine } from '../notice/lots.queries.ts'
import { createNotice, getContenu, getNotice } from '../notice/notice.queries.ts'
import { parseOrigine } from '../notice/notice.ts'
import { moissonPolicy } from './moisson.policy.ts'
import { formatContenu, type Recolte, type Source } from './moisson.ts'
import { getRecolte, updateJugement } from './recolte.queries.ts'
import { getSource } from './source.queries.ts'

export interface CibleRecolte {
  source: Source
  recolte: Recolte
}

/** A record is named by its identifier at the source, which travels in the address or in the form. */
export const entreeRecolte = z.object({ id: identifiant, oai: z.string().min(1).max(1000) })

export async function getCibleRecolte(
  ctx: Ctx,
  { id, oai }: z.infer<typeof entreeRecolte>,
  verrou = false,
): Promise<CibleRecolte | null> {
  const source = await getSource(ctx, id)
  const recolte = source && (await getRecolte(ctx, id, oai, verrou))
  return recolte && { source, recolte }
}

export const peutJuger = (acteur: Ctx['acteur'], { source }: CibleRecolte): boolean =>
  moissonPolicy.peut(acteur, 'juger', source)

const charger = async (ctx: Ctx, entree: z.infer<typeof entreeRecolte>) => {
  // As for imports: one entry into the catalogue at a time.
  await lockNom(ctx.db, 'import.versement')
  return getCibleRecolte(ctx, entree, true)
}
const objet = ({ id, oai }: z.infer<typeof entreeRecolte>) => ({ type: 'moisson-notice', id: `${id}/${oai}` })

/** @throws ErreurConflit when someone, or the source, settled it meanwhile */
function checkAttend({ recolte }: CibleRecolte): void {
  if (recolte.etat === 'a-juger' || recolte.etat === 'a-comparer') return
  throw new ErreurConflit('Cette notice a déjà été examinée. Revenez à la liste.')
}

/** The record goes into a notice of the catalogue, field by field. */
export const fusionnerRecolte = defineAction({
  nom: 'fusionnerRecolte',
  entree: entreeRecolte.extend({ avec: identifiant, version: z.coerce.number().int().positive(), choix: schemaChoix }),
  charger,
  politique: peutJuger,
  trace: 'moisson.jugement.fusion',
  objet,
  executer: async (ctx, { id, avec, version, choix }, cible) => {
    checkAttend(cible)
    const { recolte, source } = cible
    const notice = await getNotice(ctx, avec, true)
    if (!notice || notice.supprimeeLe) throw new ErreurConflit('Cette notice n’est plus au catalogue.')
    const contenu = formatContenu(recolte, source)
    await saveFusion(ctx, notice, version, computeFusion(getContenu(notice), contenu, choix))
    // A notice keeps the record that it was first read from, as long as that one is followed.
    if (notice.origine === null || recolte.etat === 'a-comparer')
      await updateOrigine(ctx, avec, parseOrigine(recolte.item))
    const apres = await getNotice(ctx, avec)
    // Where all that the source says was taken, its next changes need no judgement.
    const suivie = apres !== null && recolte.etat === 'a-comparer' && listChoix(getContenu(apres), contenu).length === 0
    await updateJugement(ctx, recolte, { etat: 'versee', notice: avec, version: suivie ? apres.version : null })
    return { id }
  },
})

/** « This is another document »: a notice of its own. */
export const accepterRecolte = defineAction({
  nom: 'accepterRecolte',
  entree: entreeRecolte,
  charger,
  politique: peutJuger,
  trace: 'moisson.jugement.acceptation',
  objet,
  executer: async (ctx, { id }, cible) => {
    checkAttend(cible)
    const { recolte, source } = cible
    if (recolte.etat !== 'a-juger') throw new ErreurConflit('Cette notice est déjà au catalogue.')
    const origine = parseOrigine(recolte.item)
    const notice = await createNotice(ctx, formatContenu(recolte, source), { geste: 'import', origine })
    await updateJugement(ctx, recolte, { etat: 'versee', notice, version: 1 })
    return { id }
  },
})

/** Not for this catalogue; or, of a change at the source: the notice stays as it is. */
export const ecarterRecolte = defineAction({
  nom: 'ecarterRecolte',
  entree: entreeRecolte,
  charger,
  politique: peutJuger,
  trace: 'moisson.jugement.mise-a-l-ecart',
  objet,
  executer: async (ctx, { id }, cible) => {
    checkAttend(cible)
    const { notice } = cible.recolte
    await updateJugement(ctx, cible.recolte, { etat: notice === null ? 'ecartee' : 'versee', notice, version: null })
    return { id }
  },
})
