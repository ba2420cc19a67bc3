import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { listTermes } from '#modules/vocabulaires/index.ts'
import { SUJETS } from './facettes.ts'
import { listMots, parseRequete } from './requete.ts'

/** From how many results on nothing else is proposed. */
const ASSEZ = 5
const LONGUEUR_MIN = 4
const MOTS_MAX = 4

/** Words of the field that no title may hold: they correct too. The vocabularies do not change while the process lives. */
const MOTS_DU_CHAMP = SUJETS.flatMap((v) => listTermes(v).flatMap((t) => [t.libelle, ...(t.synonymes ?? [])])).flatMap(
  listMots,
)

interface Proche {
  demande: string
  texte: string
  nombre: number
  sien: number
}

/**
 * « Vouliez-vous dire »: the question with each word that few documents hold replaced by the nearest known word that
 * more of them hold (trigrams): a word of a title, of the glossary or of the vocabularies. @returns null when there are results enough, or nothing nearer.
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
    with champ as materialized (
      select distinct mot as texte, texte_sans_accents(mot) as cle
      from (
        select lower(unnest(regexp_split_to_array(concat_ws(' ', terme, forme_longue, variantes::text), '[^[:alpha:]]+')))
        from glossaire where supprime_le is null
        union all select lower(unnest(${MOTS_DU_CHAMP}::text[]))
      ) m (mot)
      where length(mot) between ${LONGUEUR_MIN} and 40
    )
    select demande, texte, nombre, sien
    from unnest(${demandes}::text[]) demande,
      lateral (select texte_sans_accents(demande) as sa_cle,
        (select count(*) from notice_index
          where vecteur @@ plainto_tsquery('maillage_fr', texte_cherchable(demande)))::integer as sien) d,
      lateral (
        select texte, similarity(cle, sa_cle) as ressemblance
        from (
          select texte, cle from terme_connu where genre = 'mot' and cle % sa_cle
          union select texte, cle from champ where cle % sa_cle
        ) connu
        where cle <> sa_cle
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
