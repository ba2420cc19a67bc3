import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { parseRequete } from './requete.ts'

/** From how many results on nothing else is proposed. */
const ASSEZ = 5
const LONGUEUR_MIN = 4
const MOTS_MAX = 4

interface Proche {
  demande: string
  texte: string
  nombre: number
  sien: number
}

/**
 * « Vouliez-vous dire »: the question with each word that few documents hold replaced by the nearest known word that
 * more of them hold (trigrams). @returns null when there are results enough, or nothing nearer.
 */
export async function getCorrection(ctx: Ctx, q: string, total: number): Promise<string | null> {
  if (total >= ASSEZ) return null
  const demandes = parseRequete(q)
    .filter((t) => !t.exclu)
    .flatMap((t) => t.mots)
    .filter((m) => m.length >= LONGUEUR_MIN && !/\d/.test(m))
    .slice(0, MOTS_MAX)
  if (demandes.length === 0) return null
  const { rows } = await sql<Proche>`
    select demande, texte, nombre, sien
    from unnest(${demandes}::text[]) demande,
      lateral (select texte_sans_accents(demande) as sa_cle,
        (select count(*) from notice_index
          where vecteur @@ plainto_tsquery('maillage_fr', texte_cherchable(demande)))::integer as sien) d,
      lateral (
        select texte, similarity(cle, sa_cle) as ressemblance from terme_connu
        where genre = 'mot' and cle % sa_cle and cle <> sa_cle
        order by 2 desc, octet_length(texte) desc limit 6
      ) proche,
      lateral (select count(*)::integer as nombre from notice_index
        where vecteur @@ plainto_tsquery('maillage_fr', texte_cherchable(texte))) n
    where sien < ${ASSEZ} and nombre > sien
    order by demande, ressemblance desc, nombre desc`.execute(ctx.db)
  const choix = new Map<string, string>()
  for (const { demande, texte } of rows) if (!choix.has(demande)) choix.set(demande, texte)
  if (choix.size === 0) return null
  return q.replace(/[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu, (mot) => choix.get(mot) ?? mot)
}
