import type { Ctx } from '#core/context.ts'
import { formatItem } from '../notice/notice.ts'
import type { Composition, EntreeComposee, SectionComposee } from './composition.ts'
import type { Etagere, Section } from './etagere.ts'
import { type Entree, listEntrees, listSections, type PlanSaisi } from './plan.queries.ts'

/** The shelf as it stands now; notices that left the catalogue are passed over. */
export async function getComposition(ctx: Ctx, etagere: Etagere): Promise<Composition> {
  const { titre, sousTitre, introduction, auteurs, couverture, date, licence, presentation } = etagere
  const { avecResumes, avecLiens, avecNumeros, planNumerote } = etagere
  const [sections, entrees] = await Promise.all([listSections(ctx, etagere.id), listEntrees(ctx, etagere.id)])
  const presentes = entrees.filter((e) => e.notice.supprimeeLe === null)
  const composer = (e: Entree): EntreeComposee => ({ item: formatItem(e.notice), note: e.note })
  return {
    ...{ titre, sousTitre, introduction, auteurs, couverture, date, licence, presentation },
    ...{ avecResumes, avecLiens, avecNumeros, planNumerote },
    ...createArbre(sections, presentes, composer),
  }
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
