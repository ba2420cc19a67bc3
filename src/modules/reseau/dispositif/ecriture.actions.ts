import type { Ctx } from '#core/context.ts'
import { ErreurConflit, ErreurSaisie } from '#core/errors.ts'
import { formatJour } from '#core/jour.ts'
import { lockNom } from '#core/reglage.ts'
import { listElements } from '#modules/territoires/index.ts'
import { type GesteFiche, listChanges, type Valeurs } from '../fiche/fiche.ts'
import { addModification } from '../fiche/modification.queries.ts'
import { addException, listConflits } from './conflit.queries.ts'
import { dispositifPolicy } from './dispositif.policy.ts'
import { type DispositifLu, MODIFIE_ENTRE_TEMPS, updateDispositif } from './dispositif.queries.ts'
import type { Description, Dispositif } from './dispositif.ts'
import { checkConflits, updateCommunes } from './territoire.queries.ts'
import type { TypeDispositif } from './type.ts'
import { getType } from './types.ts'

/** Keeps a change in the history of a dispositif. */
export const addChange = (
  ctx: Ctx,
  id: number,
  geste: GesteFiche,
  { avant = null, apres = null, note = null }: { avant?: Valeurs | null; apres?: Valeurs | null; note?: string | null },
): Promise<void> => addModification(ctx, { objet: 'dispositif', id, geste, avant, apres, note })

/** The type of a form. @throws ErreurSaisie where there is none */
export function getTypeDemande(slug: string): TypeDispositif {
  const type = getType(slug)
  if (!type) throw new ErreurSaisie([{ field: 'type', message: 'Choisissez un type de dispositif.' }])
  return type
}

/**
 * An administrator who gives a reason agrees to the overlaps of a territory.
 * @param communes that the dispositif is about to have
 */
export async function addExceptions(
  ctx: Ctx,
  d: Pick<Dispositif, 'id' | 'type'>,
  communes: readonly string[],
  motif: string | null,
) {
  if (motif === null || !dispositifPolicy.peutParfois(ctx.acteur, 'administrer') || !getType(d.type)?.exclusif) return
  await lockNom(ctx.db, `dispositif-${d.type}`)
  const conflits = await listConflits(ctx, { type: d.type, elements: [...listElements(communes)], sauf: d.id })
  for (const c of conflits)
    await addException(ctx, { un: d.id, autre: c.id, communes: c.communes.map(({ code }) => code), motif })
}

/**
 * Writes what is said of a dispositif, with its line in the history.
 * @param description the fields that are said again; the others stay
 * @param note of the history: where the change comes from
 * @throws ErreurConflit where it is not at the revision of `d` any more
 */
export async function updateDescription(
  ctx: Ctx,
  d: DispositifLu,
  description: Partial<Description>,
  note: string | null = null,
): Promise<void> {
  const changes = listChanges({ ...d }, description)
  await updateDispositif(ctx, d, description)
  // An end that is taken back takes its communes back.
  const jour = formatJour(ctx.maintenant)
  const isFini = ({ fin }: Pick<Dispositif, 'fin'>) => fin !== null && fin < jour
  if (isFini(d) && !isFini({ ...d, ...description })) await checkConflits(ctx, d, d.communes)
  if (changes) await addChange(ctx, d.id, 'modification', { ...changes, note })
}

/**
 * Gives a dispositif another territory: the next version, with its line in the history.
 * @param motif of an administrator: why the overlaps that it makes are agreed
 * @throws ErreurConflit where it is not at the revision of `d` any more; ErreurSaisie where it overlaps another
 */
export async function updateTerritoire(
  ctx: Ctx,
  d: DispositifLu,
  communes: readonly string[],
  { depuis, note, motif }: { depuis: string | null; note: string | null; motif: string | null },
): Promise<void> {
  await addExceptions(ctx, d, communes, motif)
  await updateCommunes(ctx, d, communes, { depuis, note })
  await updateDispositif(ctx, d, {})
  const apres = { communes, ...(depuis !== null && { depuis }) }
  await addChange(ctx, d.id, 'modification', { avant: { communes: d.communes }, apres, note })
}

/** @throws ErreurConflit where somebody saved since that revision was read */
export function checkRevision(d: DispositifLu, revision: number): void {
  if (d.revision !== revision) throw new ErreurConflit(MODIFIE_ENTRE_TEMPS)
}
