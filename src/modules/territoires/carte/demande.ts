import { z } from 'zod'
import { parseRefZone } from '../geographie/zone.ts'

/** Methods of classes that one may ask for. */
export const CLASSES = { quantiles: 'même effectif', naturelles: 'valeurs proches', egales: 'même largeur' } as const

/** Whether quartiers prioritaires are drawn over communes: `quartiers=oui`. */
export const choixQuartiers = z.literal('oui').optional().catch(undefined)

/** On a page, `detail=oui` is the map to explore in the place of its picture; of a file, `detail=image` is the picture alone. */
export const choixDetail = z.enum(['oui', 'image']).optional().catch(undefined)

/** What the page of maps and its files are asked: which area, by what, which figures, how. */
export const schemaDemande = z.object({
  zone: z
    .string()
    .default('departement-04')
    .transform((texte) => parseRefZone(texte))
    .pipe(
      z.object({
        maille: z.enum(['commune', 'epci', 'departement', 'region', 'france', 'territoire']),
        code: z.string(),
      }),
    ),
  par: z.enum(['commune', 'epci', 'departement', 'region']).optional().catch(undefined),
  indicateur: z.string().max(100).default('population').catch('population'),
  vue: z.enum(['contours', 'cercles']).default('contours').catch('contours'),
  quartiers: choixQuartiers,
  detail: choixDetail,
  classes: z.enum(['quantiles', 'naturelles', 'egales']).default('quantiles').catch('quantiles'),
})
export type DemandeCarte = z.infer<typeof schemaDemande>
