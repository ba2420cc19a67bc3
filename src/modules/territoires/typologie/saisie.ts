import { z } from 'zod'
import { liste } from '#core/saisie.ts'
import { K_MAX, K_MIN } from './calcul/partition.ts'
import {
  GRAINE_MAX,
  INDICATEURS_MAX,
  INDICATEURS_MIN,
  MAILLES_TYPOLOGIE,
  MESURES_TYPOLOGIE,
  METHODES_TYPOLOGIE,
  PARTS_MANQUANTES,
  type Reglages,
} from './typologie.ts'

const vide = (v: unknown) => (v === '' ? null : v)

export const nombreDeGroupes = z.preprocess(
  vide,
  z.coerce
    .number({ error: 'Choisissez un nombre de groupes.' })
    .int()
    .min(K_MIN, `Il faut au moins ${K_MIN} groupes.`)
    .max(K_MAX, `${K_MAX} groupes au plus\u00a0: au-delà, la carte ne se lit plus.`)
    .nullable()
    .default(null),
)

/** What is chosen first: which areas. `zone` goes with `maille` by the rules of `CADRES`. */
export const schemaTerritoires = {
  maille: z.enum(MAILLES_TYPOLOGIE, { error: 'Choisissez ce qu’il faut grouper.' }),
  zone: z.preprocess(vide, z.string().max(30).nullable().default(null)),
}

/** By code of indicator, one value each; what a form does not send is read as nothing. */
const parCode = <T extends z.ZodType>(valeur: T) =>
  z.preprocess((v) => (typeof v === 'object' && v !== null ? { ...v } : {}), z.record(z.string().max(100), valeur))

/**
 * The settings as the form sends them: checked codes under `indicateur`, then for each code its `millesime` and its
 * `mesure`, which unchecked ones have too.
 */
export const schemaReglages = z
  .object({
    ...schemaTerritoires,
    indicateur: liste(z.string().max(100))
      .pipe(
        z
          .array(z.string())
          .min(INDICATEURS_MIN, `Cochez au moins ${INDICATEURS_MIN === 2 ? 'deux' : INDICATEURS_MIN} indicateurs.`)
          .max(INDICATEURS_MAX, `${INDICATEURS_MAX} indicateurs au plus.`),
      )
      .refine((codes) => new Set(codes).size === codes.length, 'Le même indicateur est là deux fois.'),
    millesime: parCode(z.coerce.number({ error: 'Choisissez un millésime de la liste.' }).int().min(1900).max(2100)),
    mesure: parCode(z.enum(MESURES_TYPOLOGIE, { error: 'Choisissez une mesure de la liste.' })),
    methode: z.enum(METHODES_TYPOLOGIE, { error: 'Choisissez une méthode.' }).default('kmeans'),
    k: nombreDeGroupes,
    graine: z.preprocess(
      vide,
      z.coerce
        .number({ error: 'Écrivez un nombre entier.' })
        .int('Écrivez un nombre entier.')
        .min(1, 'Écrivez un nombre à partir de 1.')
        .max(GRAINE_MAX, 'Ce nombre est trop grand.')
        .nullable()
        .transform((v) => v ?? 1)
        .default(1),
    ),
    manquantes: z.coerce
      .number()
      .refine((v) => PARTS_MANQUANTES.some((part) => part === v), 'Choisissez une part de la liste.')
      .default(0),
  })
  .superRefine(({ indicateur, millesime, mesure }, contexte) => {
    if (indicateur.some((code) => millesime[code] === undefined || mesure[code] === undefined))
      contexte.addIssue({
        code: 'custom',
        path: ['indicateur'],
        message: 'Un indicateur est sans millésime ou mesure.',
      })
  })

export const parseReglages = ({
  indicateur,
  millesime,
  mesure,
  ...reste
}: z.infer<typeof schemaReglages>): Reglages => ({
  ...reste,
  indicateurs: indicateur.map((code) => ({
    code,
    millesime: millesime[code] ?? 0,
    mesure: mesure[code] ?? 'brute',
  })),
})
