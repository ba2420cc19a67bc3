import type { Ctx } from '#core/context.ts'
import { formatItem } from '../notice/notice.ts'
import { searchNotices } from '../recherche/recherche.queries.ts'
import { parseRecherche } from '../recherche/recherche.ts'
import type { Composition, EntreeComposee, SectionComposee } from './composition.ts'
import { type Etagere, RECHERCHE_MAX, type Section } from './etagere.ts'
import { type Entree, listEntrees, listSections, type PlanSaisi } from './plan.queries.ts'

/** The shelf as it stands now; notices that left the catalogue are passed over. */
export async function getComposition(ctx: Ctx, etagere: Etagere): Promise<Composition> {
  const { titre, sousTitre, introduction, auteurs, couverture, date, licence, presentation } = etagere
  const { avecResumes, avecLiens, avecNumeros, planNumerote } = etagere
  return {
    ...{ titre, sousTitre, introduction, auteurs, couverture, date, licence, presentation },
    ...{ avecResumes, avecLiens, avecNumeros, planNumerote },
    ...(etagere.recherche === null ? await getChoix(ctx, etagere.id) : await getTrouvailles(ctx, etagere.recherche)),
  }
}

type Contenu = Pick<Composition, 'entrees' | 'sections'>

async function getChoix(ctx: Ctx, etagere: number): Promise<Contenu> {
  const [sections, entrees] = await Promise.all([listSections(ctx, etagere), listEntrees(ctx, etagere)])
  const presentes = entrees.filter((e) => e.notice.supprimeeLe === null)
  return createArbre(sections, presentes, (e): EntreeComposee => ({ item: formatItem(e.notice), note: e.note }))
}

/** What the search finds today, `RECHERCHE_MAX` at most. */
async function getTrouvailles(ctx: Ctx, recherche: string): Promise<Contenu> {
  const criteres = parseRecherche(recherche)
  const entrees: EntreeComposee[] = []
  for (let page = 1, pages = 1; page <= pages && entrees.length < RECHERCHE_MAX; page++) {
    const resultat = await searchNotices(ctx, { ...criteres, page })
    pages = resultat.pages
    entrees.push(...resultat.notices.map((notice) => ({ item: formatItem(notice), note: null })))
  }
  return { entrees: entrees.slice(0, RECHERCHE_MAX), sections: [] }
}

/** The plan of a shelf, to write it again elsewhere. */
export async function getPlan(ctx: Ctx, etagere: number): Promise<PlanSaisi> {
  const [sections, entrees] = await Promise.all([listSections(ctx, etagere), listEntrees(ctx, etagere)])
  return createArbre(sections, entrees, (e) => ({ notice: e.notice.id, note: e.note }))
}

interface Noeud<E> {
  entrees: E[]
  sections: (Noeud<E> & Pick<SectionComposee, 'titre' | 'introduction'>)[]
}

/** Rows with a parent as a tree, `sections` in order of rank. */
function createArbre<E>(
  sections: readonly Section[],
  entrees: readonly Entree[],
  composer: (entree: Entree) => E,
  parent: number | null = null,
): Noeud<E> {
  return {
    entrees: entrees.filter((e) => e.section === parent).map(composer),
    sections: sections
      .filter((s) => s.parent === parent)
      .map((s) => ({
        titre: s.titre,
        introduction: s.introduction,
        ...createArbre(sections, entrees, composer, s.id),
      })),
  }
}
