import type { Ctx } from '#core/context.ts'
import type { ErreurChamp } from '#core/errors.ts'
import { searchCommunes } from '#modules/territoires/index.ts'
import { searchOrganismes } from '../organisme/organisme.queries.ts'

const sansAccents = (texte: string): string =>
  texte
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()

type Trouve<T> = { valeur: T } | { erreur: ErreurChamp }

/** How a commune stands in a form: « 04070 Digne-les-Bains ». */
export const formatCommune = (code: string | null, nom: string | null): string =>
  code === null ? '' : [code, nom].filter(Boolean).join(' ')

/** The commune that a field says by name, postal code or INSEE code. */
export async function getCommuneDite(ctx: Ctx, champ: string, texte: string | null): Promise<Trouve<string | null>> {
  if (texte === null) return { valeur: null }
  const [premiere, ...autres] = await searchCommunes(ctx, texte, { limite: 8 })
  const refuse = (message: string) => ({ erreur: { field: champ, message } })
  if (!premiere) return refuse(`Aucune commune ne s’appelle «\u00a0${texte}\u00a0».`)
  const code = /^\s*((?:\d{2}|2[AB])\d{3})\b/i.exec(texte)?.[1]?.toUpperCase()
  if (premiere.code === code || autres.length === 0) return { valeur: premiere.code }
  const dit = sansAccents(texte.replace(/^[\d\s]*|\(.*\)$/g, ''))
  const memes = [premiere, ...autres].filter((c) => sansAccents(c.nom) === dit)
  if (memes.length === 1 && memes[0]) return { valeur: memes[0].code }
  const choix = (memes.length > 0 ? memes : [premiere, ...autres]).slice(0, 5).map((c) => `${c.code} ${c.nom}`)
  return refuse(`Précisez la commune, par exemple par son code\u00a0: ${choix.join(', ')}.`)
}

/** How an organisme stands in a form: « Association fictive (n° 2) ». */
export const formatOrganisme = (id: number | null, nom: string | null): string =>
  id === null ? '' : `${nom ?? 'Organisme'} (n°\u00a0${id})`

/** The organisme that a field says by its number or its name. */
export async function getOrganismeDit(ctx: Ctx, champ: string, texte: string | null): Promise<Trouve<number | null>> {
  if (texte === null) return { valeur: null }
  const refuse = (message: string) => ({ erreur: { field: champ, message } })
  const numero = /n°\s*(\d{1,9})\)?\s*$/u.exec(texte)?.[1] ?? /^\d{1,8}$/.exec(texte)?.[0]
  if (numero !== undefined) {
    const { organismes } = await searchOrganismes(ctx, { ids: [Number(numero)], limite: 1 })
    return organismes[0] ? { valeur: organismes[0].id } : refuse(`Aucun organisme ne porte le numéro ${numero}.`)
  }
  const { organismes } = await searchOrganismes(ctx, { q: texte, limite: 8 })
  const memes = organismes.filter((o) => [o.nom, o.sigle ?? ''].some((nom) => sansAccents(nom) === sansAccents(texte)))
  const [seul, ...autres] = memes.length > 0 ? memes : organismes
  if (!seul) return refuse(`L’annuaire n’a pas d’organisme de ce nom\u00a0: ${texte}. Ajoutez-le d’abord.`)
  if (autres.length === 0) return { valeur: seul.id }
  const choix = [seul, ...autres].slice(0, 5).map((o) => formatOrganisme(o.id, o.nom))
  return refuse(`Plusieurs organismes répondent\u00a0: recopiez l’un de ces noms. ${choix.join(', ')}.`)
}
