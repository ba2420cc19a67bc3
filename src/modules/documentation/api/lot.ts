import { z } from 'zod'
import type { ErreurChamp } from '#core/errors.ts'
import { FORMATS, NOMS_FORMATS, type NomFormat } from '../echange/echange.ts'
import { schemaNoticeVersee } from '../notice/contenu.ts'
import type { ContenuNotice, Notice } from '../notice/notice.ts'

/** Notices of one sending. */
export const LOT_MAX = 500
export const LOT_OCTETS = 5_000_000

/** What becomes of each notice of a sending. */
export const ETATS_LOT = {
  creee: 'Créée.',
  modifiee: 'Déjà connue par sa clé, et différente\u00a0: remplacée, comme demandé.',
  inchangee: 'Déjà connue par sa clé\u00a0: laissée comme elle est.',
  retiree: 'Déjà connue par sa clé, et retirée du catalogue depuis\u00a0: laissée dehors.',
  refusee: 'Refusée\u00a0: `erreurs` dit pourquoi.',
} as const
type EtatLot = keyof typeof ETATS_LOT

/** One notice of a sending, read: its content and the record it came from, or why it has none. */
export type Element =
  | { cle: string | null; contenu: ContenuNotice; origine: Notice['origine']; avertissements: string[] }
  | { cle: string | null; erreurs: ErreurChamp[] }

export const schemaBilan = z
  .object({
    total: z.number().int(),
    bilan: z.object(
      Object.fromEntries(
        Object.entries(ETATS_LOT).map(([etat, sens]) => [etat, z.number().int().describe(sens)]),
      ) as Record<EtatLot, z.ZodNumber>,
    ),
    notices: z.array(
      z.object({
        rang: z.number().int().describe('Place dans l’envoi, à partir de 1.'),
        etat: z.enum(Object.keys(ETATS_LOT) as [EtatLot, ...EtatLot[]]),
        id: z.number().int().nullable().describe('Numéro de la notice au catalogue.'),
        cle: z.string().nullable(),
        erreurs: z.array(z.object({ pointeur: z.string(), message: z.string() })),
        avertissements: z.array(z.string()).describe('Ce que le format portait et que la notice ne dit pas.'),
      }),
    ),
  })
  .meta({ id: 'BilanLot' })
export type Bilan = z.infer<typeof schemaBilan>
export type LigneBilan = Bilan['notices'][number]

export const createBilan = (notices: LigneBilan[]): Bilan => ({
  total: notices.length,
  bilan: Object.fromEntries(
    Object.keys(ETATS_LOT).map((etat) => [etat, notices.filter((n) => n.etat === etat).length]),
  ) as Bilan['bilan'],
  notices,
})

/** The body in JSON, as it is described; each notice is then judged apart. */
export const schemaLot = z.strictObject({
  notices: z.array(schemaNoticeVersee).min(1).max(LOT_MAX).describe(`${LOT_MAX} notices au plus.`),
})

/** Formats of libraries that a sending may be in, by their media types. */
export const FORMATS_PAR_TYPE = new Map<string, NomFormat>(NOMS_FORMATS.map((nom) => [FORMATS[nom].mime, nom]))

export const BILAN_EXEMPLE: Bilan = {
  total: 2,
  bilan: { creee: 1, modifiee: 0, inchangee: 0, retiree: 0, refusee: 1 },
  notices: [
    { rang: 1, etat: 'creee', id: 812, cle: 'pmb-fictif:1', erreurs: [], avertissements: [] },
    {
      ...{ rang: 2, etat: 'refusee', id: null, cle: 'pmb-fictif:2', avertissements: [] },
      erreurs: [{ pointeur: '/csl/title', message: 'Écrivez le titre.' }],
    },
  ],
}
