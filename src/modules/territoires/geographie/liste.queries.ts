import { sql } from 'kysely'
import type { Ctx } from '#core/context.ts'
import { COLONNES_COMMUNE, listCommunes } from './commune.queries.ts'
import { type Commune, formatCle } from './commune.ts'
import type { EntreeListe } from './entree.ts'
import { type Ancienne, computeListe, type ListeLue, parseListe, type Repertoire } from './liste.ts'

/** Near names are sought for that many unknown lines: a text that is no list of places would ask for thousands. */
const PROCHES_MAX = 40
const PROCHES_PAR_LIGNE = 5

/**
 * Reads a pasted list of communes and arrondissements: codes, old codes, postal codes or names, a table or any text with
 * separators. Nothing is chosen silently, see `LigneLue`. All of France, 35,000 names, takes about a second.
 */
export async function searchListe(ctx: Ctx, texte: string): Promise<ListeLue> {
  const entrees = parseListe(texte)
  const lue = computeListe(entrees, await readRepertoire(ctx, entrees))
  return { ...lue, lignes: await addProches(ctx, lue.lignes) }
}

/** What the geography has that one of the entries may mean. */
async function readRepertoire(ctx: Ctx, entrees: readonly EntreeListe[]): Promise<Repertoire> {
  const nombres = [...new Set(entrees.flatMap((e) => e.nombre ?? []))]
  const cles = [
    ...new Set(
      entrees.flatMap((e) =>
        e.nom === null ? [] : e.nom === e.texte ? formatCle(e.nom) : [formatCle(e.nom), formatCle(e.texte)],
      ),
    ),
  ]
  const [communes, anciennes, departements] = await Promise.all([
    // By joins: the planner weighs each value of a long list.
    sql<Commune & { cle: string }>`select ${COLONNES_COMMUNE}, c.cle from commune c where c.code in (
        select unnest(${nombres}::text[])
        union select code from commune where cle in (select unnest(${cles}::text[]))
        union select p.code from commune p, unnest(p.codes_postaux) postal
          where postal in (select unnest(${nombres}::text[])))`.execute(ctx.db),
    sql<{ code: string; nom: string | null; cle: string | null; commune: string }>`
      select code, nom, cle, commune from commune_ancienne
      where code in (select unnest(${nombres}::text[])) or cle in (select unnest(${cles}::text[]))
      order by code, nature = 'ancienne' desc`.execute(ctx.db),
    ctx.db.selectFrom('departement').select(['code', 'cle']).execute(),
  ])
  const trouvees = communes.rows.map(({ cle, ...commune }) => ({ cle, commune }))
  const parCode = new Map(trouvees.map(({ commune }) => [commune.code, commune]))
  const absentes = [...new Set(anciennes.rows.map((a) => a.commune))].filter((code) => !parCode.has(code))
  const actuelles = new Map([...parCode, ...(await listCommunes(ctx, absentes)).map((c) => [c.code, c] as const)])
  const liees = anciennes.rows.flatMap(({ code, nom, cle, commune }): { cle: string | null; ancienne: Ancienne }[] => {
    const actuelle = actuelles.get(commune)
    return actuelle ? [{ cle, ancienne: { code, nom, commune: actuelle } }] : []
  })
  const postaux = trouvees.flatMap(({ commune }) => commune.codesPostaux.map((postal) => ({ postal, commune })))
  return {
    parCode,
    parCle: groupBy(
      trouvees,
      (t) => t.cle,
      (t) => t.commune,
    ),
    parPostal: groupBy(
      postaux.filter(({ commune }) => !isVille(commune)),
      (p) => p.postal,
      (p) => p.commune,
    ),
    anciennes: {
      parCode: groupBy(
        liees,
        (l) => l.ancienne.code,
        (l) => l.ancienne,
      ),
      parCle: groupBy(
        liees,
        (l) => l.cle,
        (l) => l.ancienne,
      ),
    },
    departements: new Map(
      departements.flatMap((d) => [[d.code.toLowerCase(), d.code] as const, [d.cle, d.code] as const]),
    ),
  }
}

/** A postal code of Paris, Lyon or Marseille is that of an arrondissement, rather than of the whole city. */
const isVille = ({ code }: Commune): boolean => code === '75056' || code === '69123' || code === '13055'

function groupBy<T, V>(liste: readonly T[], cle: (t: T) => string | null, valeur: (t: T) => V): Map<string, V[]> {
  const groupes = new Map<string, V[]>()
  for (const t of liste) {
    const k = cle(t)
    if (k === null) continue
    const groupe = groupes.get(k)
    if (groupe) groupe.push(valeur(t))
    else groupes.set(k, [valeur(t)])
  }
  return groupes
}

/** Unknown names with those that look like them, to choose from. */
async function addProches(ctx: Ctx, lignes: ListeLue['lignes']): Promise<ListeLue['lignes']> {
  const inconnues = lignes.filter((l) => l.etat === 'inconnue' && l.entree.nom !== null).slice(0, PROCHES_MAX)
  if (inconnues.length === 0) return lignes
  const cles = inconnues.map((l) => formatCle(l.entree.nom ?? ''))
  const { rows } = await sql<Commune & { rang: number }>`
    select u.rang::integer, p.* from unnest(${cles}::text[]) with ordinality u (cle, rang),
    lateral (select ${COLONNES_COMMUNE} from commune c where c.cle % u.cle
      order by similarity(c.cle, u.cle) desc, c.population desc nulls last limit ${PROCHES_PAR_LIGNE}) p
    order by u.rang`.execute(ctx.db)
  const proches = Map.groupBy(rows, (r) => inconnues[r.rang - 1])
  return lignes.map((l) => {
    const candidates = proches.get(l)
    return candidates ? { ...l, candidates: candidates.map(({ rang: _, ...commune }) => commune) } : l
  })
}
