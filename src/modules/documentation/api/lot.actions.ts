import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { defineAction } from '#core/action.ts'
import { addTrace } from '#core/audit.ts'
import type { Ctx } from '#core/context.ts'
import { lockNom } from '#core/reglage.ts'
import { updateOrigine } from '../notice/lots.queries.ts'
import { noticePolicy } from '../notice/notice.policy.ts'
import { createNotice, getContenu, listNoticesParCle, updateNotice } from '../notice/notice.queries.ts'
import type { ContenuNotice, Notice } from '../notice/notice.ts'
import { parseLotFormat, parseLotJson } from './lot.formats.ts'
import { type Bilan, createBilan, type Element, type LigneBilan } from './lot.ts'

/** Parameters of a sending, in its address. */
export const schemaParametresLot = z.object({
  source: z
    .string()
    .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'Un nom court, en minuscules, chiffres et tirets.')
    .max(40)
    .default('api')
    .describe(
      'Nom court de la base d’où vient un envoi RIS, BibTeX ou UNIMARC\u00a0: avec l’identifiant, il fait la clé.',
    ),
  existantes: z
    .enum(['garder', 'remplacer'])
    .default('garder')
    .describe('Ce que deviennent les notices déjà connues par leur clé.'),
})

/**
 * Many notices at once: each one enters, or is told why not; the transaction makes that the answer and the catalogue
 * agree. Sent twice, the second time changes nothing.
 */
export const verserLot = defineAction({
  nom: 'verserLot',
  entree: schemaParametresLot.extend({
    corps: z.union([z.object({ type: z.string(), octets: z.instanceof(Uint8Array) }), z.unknown()]),
  }),
  politique: (acteur) => noticePolicy.peutParfois(acteur, 'creer'),
  trace: 'notice.lot',
  executer: async (ctx, { corps, source, existantes }): Promise<Bilan> => {
    const elements = isFichier(corps) ? await parseLotFormat(corps.type, corps.octets, source) : parseLotJson(corps)
    // Sendings go one after the other: two that bring the same keys in another order would wait for each other.
    await lockNom(ctx.db, 'notice.lot')
    const connues = await listNoticesParCle(
      ctx,
      elements.flatMap(({ cle }) => cle ?? []),
    )
    const vues = new Set<string>()
    const lignes: LigneBilan[] = []
    for (const [i, element] of elements.entries()) {
      lignes.push({ rang: i + 1, cle: element.cle, ...(await verser(ctx, element, { connues, vues, existantes })) })
    }
    return createBilan(lignes)
  },
})

const isFichier = (corps: unknown): corps is { type: string; octets: Uint8Array } =>
  typeof corps === 'object' && corps !== null && 'octets' in corps && corps.octets instanceof Uint8Array

interface Contexte {
  connues: ReadonlyMap<string, Notice>
  /** Keys met in this sending. */
  vues: Set<string>
  existantes: 'garder' | 'remplacer'
}

async function verser(
  ctx: Ctx,
  element: Element,
  { connues, vues, existantes }: Contexte,
): Promise<Omit<LigneBilan, 'rang' | 'cle'>> {
  const refuse = (erreurs: LigneBilan['erreurs']) => ({
    ...{ etat: 'refusee' as const, id: null, avertissements: [] },
    erreurs,
  })
  if ('erreurs' in element) {
    return refuse(element.erreurs.map(({ field, message }) => ({ pointeur: formatPointeur(field), message })))
  }
  const { cle, contenu, origine, avertissements } = element
  if (cle !== null && vues.has(cle)) return refuse([{ pointeur: '/cle', message: 'Cette clé est déjà dans l’envoi.' }])
  if (cle !== null) vues.add(cle)
  const connue = cle === null ? undefined : connues.get(cle)
  if (!connue) {
    const id = await createNotice(ctx, contenu, { geste: 'import', cle, origine })
    if (id === null)
      return refuse([{ pointeur: '/cle', message: 'Cette clé vient d’être prise\u00a0: renvoyez la notice.' }])
    await addTrace(ctx, { evenement: 'notice.creation', objet: { type: 'notice', id }, issue: 'fait' })
    return { etat: 'creee', id, erreurs: [], avertissements }
  }
  const suite = { id: connue.remplaceePar ?? connue.id, erreurs: [], avertissements: [] }
  if (connue.remplaceePar !== null) return { etat: 'inchangee', ...suite }
  if (connue.supprimeeLe !== null) return { etat: 'retiree', ...suite }
  if (existantes === 'garder' || isMemeContenu(connue, contenu)) return { etat: 'inchangee', ...suite }
  if (origine !== null) await updateOrigine(ctx, connue.id, origine)
  await updateNotice(ctx, connue.id, connue.version, contenu, 'import')
  await addTrace(ctx, { evenement: 'notice.modification', objet: { type: 'notice', id: connue.id }, issue: 'fait' })
  return { etat: 'modifiee', ...suite, avertissements }
}

const formatPointeur = (champ: string): string => (champ === '' ? '' : `/${champ.replaceAll('.', '/')}`)

/** As the base would give both back. */
const isMemeContenu = (notice: Notice, contenu: ContenuNotice): boolean =>
  isDeepStrictEqual(JSON.parse(JSON.stringify(getContenu(notice))), JSON.parse(JSON.stringify(getContenu(contenu))))
