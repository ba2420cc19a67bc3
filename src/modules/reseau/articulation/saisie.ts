import { z } from 'zod'

const vide = (v: unknown): unknown => (v === '' || v === undefined ? null : v)

const date = z.iso.date({ error: 'Écrivez la date avec son jour, son mois et son année.' })

/** A day, ISO. */
export const dateSaisie = z.preprocess(vide, date)
export const dateOuNull = z.preprocess(vide, date.nullable())

export const adresseOuNull = z.preprocess(
  (v) => vide(typeof v === 'string' ? v.trim() : v),
  z
    .url({ protocol: /^https?$/, error: 'Cette adresse ne se lit pas\u00a0: elle commence par https:// ou http://.' })
    .max(2000, 'Cette adresse est trop longue.')
    .nullable(),
)

/** Revision that the form was shown at. */
export const revision = z.coerce.number().int().positive()
