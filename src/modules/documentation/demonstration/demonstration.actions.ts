import { addTrace } from '#core/audit.ts'
import type { Ctx } from '#core/context.ts'
import { getReglage, lockNom, updateReglage } from '#core/reglage.ts'
import { importEtageresDemo } from '../etagere/demonstration.actions.ts'
import { createEntree } from '../glossaire/glossaire.queries.ts'
import { type Entree, formatSlug } from '../glossaire/glossaire.ts'
import { addLien, createNotice } from '../notice/notice.queries.ts'
import { type ContenuNotice, parseItem } from '../notice/notice.ts'
import { type DemoEntree, type DemoNotice, getEmpreinteDemo, readDemo } from './demonstration.ts'

const REGLAGE = 'demonstration.documentation'
const REGLAGE_GLOSSAIRE = 'reference.glossaire'

/**
 * Puts the demonstration notices in the catalogue, then the shelves that hold them, once: each in one
 * transaction, under a lock that a second process waits for. What was loaded and then edited or deleted by people is
 * not touched again.
 */
export async function importDemonstrationDocumentation(ctx: Ctx): Promise<void> {
  const demo = readDemo()
  await ctx.db.transaction().execute(async (db) => {
    const dans = { ...ctx, db }
    await lockNom(db, REGLAGE)
    const empreinte = getEmpreinteDemo(demo)
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
}

/**
 * Puts the terms and acronyms of the field in the glossary, once: reference data that every installation needs, since
 * search expands the acronyms. What people changed or removed afterwards is not touched again.
 */
export async function importGlossaire(ctx: Ctx): Promise<void> {
  const { glossaire, titres } = readDemo()
  await ctx.db.transaction().execute(async (db) => {
    const dans = { ...ctx, db }
    await lockNom(db, REGLAGE_GLOSSAIRE)
    if ((await getReglage(db, REGLAGE_GLOSSAIRE)) === glossaire.length) return
    for (const entree of glossaire) await createEntree(dans, formatEntree(entree, titres))
    await updateReglage(db, REGLAGE_GLOSSAIRE, glossaire.length)
    await addTrace(dans, { evenement: 'glossaire.chargement', objet: null, issue: 'fait' })
  })
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

const formatEntree = (e: DemoEntree, titres: ReadonlyMap<string, string>): Entree => ({
  slug: formatSlug(e.terme),
  terme: e.terme,
  sigle: e.sigle,
  formeLongue: e.formeLongue,
  definition: e.definition,
  termesLies: e.termesLies,
  theme: e.theme ?? null,
  source: { ...e.source, document: titres.get(e.source.document) ?? e.source.document },
  aVerifier: e.aVerifier ?? false,
})
