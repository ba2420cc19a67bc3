import { SYSTEME } from '#core/acteur.ts'
import type { Ctx } from '#core/context.ts'
import type { Db } from '#core/db.ts'
import type { ItemCsl } from '#modules/documentation/csl.ts'
import { createNotice } from '#modules/documentation/notice/notice.queries.ts'
import type { ContenuNotice } from '#modules/documentation/notice/notice.ts'

export const createCtx = (db: Db, maintenant = new Date()): Ctx => ({
  db,
  acteur: SYSTEME,
  maintenant,
  origine: { requete: crypto.randomUUID(), ip: null },
})

/** An invented notice that lacks nothing but what `reste` and `csl` take from it. */
export const createContenu = (csl: Partial<ItemCsl> = {}, reste: Partial<ContenuNotice> = {}): ContenuNotice => ({
  nature: 'article',
  csl: {
    id: '',
    type: 'article-journal',
    title: 'Un article fictif',
    author: [{ family: 'Fictif', given: 'Anne' }],
    'container-title': 'Revue imaginaire',
    issued: { 'date-parts': [[2021]] },
    ...csl,
  },
  resume: 'Un résumé inventé.',
  resumeSource: 'auteur',
  themes: ['tabac'],
  publics: [],
  determinants: [],
  milieux: [],
  enLigne: false,
  prets: [],
  provenance: null,
  ...reste,
})

export async function addNotice(
  db: Db,
  csl: Partial<ItemCsl> = {},
  reste: Partial<ContenuNotice> = {},
  maintenant = new Date(),
): Promise<number> {
  const contenu = createContenu(csl, reste)
  // What is `undefined` here is absent there.
  const id = await createNotice(createCtx(db, maintenant), { ...contenu, csl: JSON.parse(JSON.stringify(contenu.csl)) })
  if (id === null) throw new Error('Une notice sans clé est toujours neuve.')
  return id
}
