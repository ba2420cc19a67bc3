import { z } from 'zod'
import { defineAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { ErreurSaisie } from '#core/errors.ts'
import { ligne, ligneOuNull } from '#core/saisie.ts'
import { reglagesPolicy } from './simulation.policy.ts'
import { ErreurTableau } from './tableau.formats.ts'
import { parseMatriceTemps } from './temps.formats.ts'
import {
  addTemps,
  deleteSourceTemps,
  getSourceTemps,
  listRangsCommunes,
  openSourceTemps,
  type SourceTemps,
  updateBilanTemps,
} from './temps.queries.ts'

const politique = (acteur: Ctx['acteur']) => reglagesPolicy.peutParfois(acteur, 'importer')
/** Of a file sent by the browser; the command line takes any. */
export const TAILLE_TEMPS = 60_000_000

/** Brings a matrix in, in the place of the one of that name. @returns null where that very file is there already */
export const importerTemps = defineAction({
  nom: 'importerTemps',
  entree: z.object({
    nom: ligne('Donnez un nom à ces temps de trajet.', 100),
    source: ligneOuNull(500),
    fichier: z
      .custom<File>((v) => v instanceof File && v.size > 0, 'Choisissez un fichier CSV.')
      .refine((f) => f.size <= TAILLE_TEMPS, 'Ce fichier est trop lourd\u00a0: passez par la ligne de commande.'),
  }),
  politique,
  trace: 'simulation.temps.import',
  executer: (ctx, { nom, source, fichier }) =>
    importTemps(ctx, { nom, source, fichier: fichier.name, fictif: false }, fichier.stream()),
})

type Bilan = Pick<SourceTemps, 'nombre' | 'ecartees' | 'exemples'>

/** The same from any stream. Call in a transaction. @throws ErreurSaisie where the file cannot be read */
export async function importTemps(
  ctx: Ctx,
  source: Pick<SourceTemps, 'nom' | 'source' | 'fichier' | 'fictif'>,
  octets: AsyncIterable<Uint8Array>,
): Promise<Bilan | null> {
  const connue = await getSourceTemps(ctx, source.nom)
  const lue = await parseMatriceTemps(octets, await listRangsCommunes(ctx)).catch((erreur: unknown) => {
    if (!(erreur instanceof ErreurTableau)) throw erreur
    const lieu = erreur.ligne === null ? '' : `Ligne ${erreur.ligne}\u00a0: `
    throw new ErreurSaisie([{ field: 'fichier', message: lieu + erreur.message }])
  })
  if (connue?.sha256 === lue.sha256) return null
  if (lue.nombre === 0)
    throw new ErreurSaisie([{ field: 'fichier', message: 'Aucune ligne ne joint deux communes d’aujourd’hui.' }])
  await openSourceTemps(ctx, { ...source, sha256: lue.sha256 })
  for (const lot of lue.lots) await addTemps(ctx, source.nom, lot)
  const { nombre, ecartees, exemples } = lue
  await updateBilanTemps(ctx, source.nom, { nombre, ecartees, exemples })
  return { nombre, ecartees, exemples }
}

export const supprimerTemps = defineAction({
  nom: 'supprimerTemps',
  entree: z.object({ nom: z.string().max(100) }),
  charger: (ctx, { nom }) => getSourceTemps(ctx, nom),
  politique,
  trace: 'simulation.temps.suppression',
  executer: (ctx, { nom }) => deleteSourceTemps(ctx, nom),
})
