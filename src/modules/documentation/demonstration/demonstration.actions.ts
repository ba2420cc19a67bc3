import { addTrace } from '#core/audit.ts'
import type { Ctx } from '#core/context.ts'
import { getReglage, lockNom, updateReglage } from '#core/reglage.ts'
import { importEtageresDemo } from '../etagere/demonstration.actions.ts'
import { addLies, createEntree, isIntacte, updateEntree } from '../glossaire/ecriture.queries.ts'
import { getEntree } from '../glossaire/glossaire.queries.ts'
import { type ContenuEntree, formatSlug, getContenu, listDifferences } from '../glossaire/glossaire.ts'
import { addLien, createNotice } from '../notice/notice.queries.ts'
import { type ContenuNotice, parseItem } from '../notice/notice.ts'
import { importVeilleDemo } from '../veille/demonstration.actions.ts'
import { getIdsDesCles } from './demonstration.queries.ts'
import { computeEmpreinte, type DemoDocument, type DemoEntree, type DemoNotice, readDemo } from './demonstration.ts'

const REGLAGE = 'demonstration.documentation'
const REGLAGE_GLOSSAIRE = 'reference.glossaire'

/**
 * Puts the demonstration notices in the catalogue, then the shelves and the letter that hold them, once: each in one
 * transaction, under a lock that a second process waits for. What was loaded and then edited or deleted by people is
 * not touched again.
 */
export async function importDemonstrationDocumentation(ctx: Ctx): Promise<void> {
  const demo = readDemo()
  await ctx.db.transaction().execute(async (db) => {
    const dans = { ...ctx, db }
    await lockNom(db, REGLAGE)
    const empreinte = computeEmpreinte([demo.notices, demo.documents])
    if ((await getReglage(db, REGLAGE)) === empreinte) return
    const ids = new Map<string, number>()
    for (const notice of demo.notices) {
      const id = await createNotice(dans, formatContenu(notice, demo.titres), { geste: 'import', cle: notice.cle })
      if (id !== null) ids.set(notice.cle, id)
    }
    for (const notice of demo.notices) {
      for (const lien of notice.liens) {
        const [source, cible] = [ids.get(notice.cle), ids.get(lien.cle)]
        if (source && cible) await addLien(dans, source, lien.type, cible)
      }
    }
    await updateReglage(db, REGLAGE, empreinte)
    await addTrace(dans, { evenement: 'demonstration.chargement', objet: null, issue: 'fait' })
  })
  await importEtageresDemo(ctx)
  await importVeilleDemo(ctx)
}

/**
 * Puts the terms and acronyms of the field in the glossary: reference data that every installation needs, since search
 * expands the acronyms. A term that nobody has touched follows the data file; what people changed or retired is left
 * as they decided.
 */
export async function importGlossaire(ctx: Ctx): Promise<void> {
  const demo = readDemo()
  await ctx.db.transaction().execute(async (db) => {
    const dans = { ...ctx, db }
    await lockNom(db, REGLAGE_GLOSSAIRE)
    // Source documents are notices where the demonstration is loaded.
    const ids = await getIdsDesCles(
      dans,
      demo.documents.map((d) => d.notice),
    )
    const sources = new Map(demo.documents.map((d) => [d.slug, { ...d, id: ids.get(d.notice) ?? null }]))
    const termes = demo.glossaire.map((e) => formatEntree(e, sources))
    const empreinte = computeEmpreinte(termes)
    if ((await getReglage(db, REGLAGE_GLOSSAIRE)) === empreinte) return
    const poses: { id: number; contenu: ContenuEntree }[] = []
    for (const contenu of termes) {
      const id = await addReference(dans, contenu)
      if (id !== null) poses.push({ id, contenu })
    }
    // Once all of them are there: each may name any other.
    for (const { id, contenu } of poses) await addLies(dans, id, contenu.termesLies)
    await updateReglage(db, REGLAGE_GLOSSAIRE, empreinte)
    await addTrace(dans, { evenement: 'glossaire.chargement', objet: null, issue: 'fait' })
  })
}

/** @returns the id of the term where the file decides of it, null where people do. */
async function addReference(ctx: Ctx, contenu: ContenuEntree): Promise<number | null> {
  const stockee = await getEntree(ctx, formatSlug(contenu.terme))
  if (!stockee) return (await createEntree(ctx, contenu, { geste: 'import' })).id
  if (!(await isIntacte(ctx, stockee.id))) return null
  // Another term that people changed may be related to this one: what is there stays.
  const termesLies = [...new Set([...getContenu(stockee).termesLies, ...contenu.termesLies])]
  if (listDifferences({ ...getContenu(stockee), termesLies }, { ...contenu, termesLies }).length > 0)
    await updateEntree(ctx, stockee.id, { ...contenu, termesLies }, { version: stockee.version, geste: 'import' })
  return stockee.id
}

function formatContenu(n: DemoNotice, titres: ReadonlyMap<string, string>): ContenuNotice {
  return {
    nature: n.nature,
    csl: parseItem(n.csl).csl,
    resume: n.resume?.texte ?? null,
    resumeSource: n.resume?.source ?? null,
    themes: n.themes,
    publics: n.publics,
    determinants: n.determinants,
    milieux: n.milieux,
    enLigne: n.enLigne,
    prets: n.pret.map((p) => ({ centre: p.centre, cote: p.cote, note: null })),
    provenance: { document: titres.get(n.provenance.document) ?? n.provenance.document, ligne: n.provenance.ligne },
  }
}

function formatEntree(
  e: DemoEntree,
  sources: ReadonlyMap<string, DemoDocument & { id: number | null }>,
): ContenuEntree {
  return {
    terme: e.terme,
    sigle: e.sigle,
    formeLongue: e.formeLongue,
    variantes: e.variantes ?? [],
    theme: e.theme ?? null,
    termesLies: e.termesLies,
    definitions: e.definitions.map(({ texte, source, aVerifier }) => {
      const document = sources.get(source.document)
      return {
        texte,
        document: document?.titre ?? source.document,
        lieu: source.lieu ?? null,
        annee: source.annee ?? document?.date.slice(0, 4) ?? null,
        adresse: null,
        notice: document?.id ?? null,
        aVerifier: aVerifier ?? false,
      }
    }),
  }
}
