import { z } from 'zod'
import { defineAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { ErreurIntrouvable, ErreurSaisie } from '#core/errors.ts'
import { identifiant, texteOuNull } from '#core/saisie.ts'
import { getLues } from '#modules/territoires/index.ts'
import { computeAvant } from '../fiche/conflit.ts'
import { listChanges, type Valeurs } from '../fiche/fiche.ts'
import { listModifications } from '../fiche/modification.queries.ts'
import { createProposition } from '../fiche/proposition.queries.ts'
import {
  computeCommunes,
  getDescriptionRetenue,
  hasTerritoire,
  listChampsDescription,
  listChampsTerritoire,
} from './correction.ts'
import { chargerDispositif, objetDispositif } from './dispositif.actions.ts'
import { dispositifPolicy } from './dispositif.policy.ts'
import { type DispositifLu, getDispositif } from './dispositif.queries.ts'
import type { Dispositif } from './dispositif.ts'
import { getTypeDemande, updateDescription, updateTerritoire } from './ecriture.actions.ts'
import { getCommunes, getDescription } from './saisie.queries.ts'
import { schemaSaisie, schemaTerritoire } from './saisie.ts'

export const politiqueCorriger = (acteur: Ctx['acteur'], d: DispositifLu) =>
  dispositifPolicy.peut(acteur, 'corriger', d)

const { note: _note, motif: _motif, ...territoire } = schemaTerritoire.shape

/** The dispositif as it was at that time: changes of it since, a member’s own dates apart, are taken back. */
async function getVu(ctx: Ctx, d: DispositifLu, quand: Date): Promise<DispositifLu> {
  const changes = await listModifications(ctx, 'dispositif', d.id)
  return computeAvant(
    d,
    changes.filter((c) => c.quand > quand && !('membre' in (c.apres ?? {}))),
  )
}

/**
 * Proposes to change what is published. What differs from what its author had before his eyes is kept, and nothing else:
 * where somebody saved meanwhile, the others’ fields are not proposed back.
 */
export const proposerCorrectionDispositif = defineAction({
  nom: 'proposerCorrectionDispositif',
  entree: z.object({
    id: identifiant,
    /** When the dispositif that filled the form was last changed. */
    vu: z.iso.datetime().nullish().catch(null),
    message: texteOuNull(2000),
    ...schemaSaisie.shape,
    ...territoire,
  }),
  charger: chargerDispositif,
  politique: politiqueCorriger,
  trace: 'dispositif.correction',
  objet: objetDispositif,
  executer: async (ctx, { id, vu, message, ...saisie }, d) => {
    const type = getTypeDemande(d.type)
    const description = await getDescription(ctx, type, schemaSaisie.parse(saisie))
    const communes = await getCommunes(ctx, { ...saisie, note: null, motif: null })
    const lu = vu ? await getVu(ctx, d, new Date(vu)) : d
    const change = listChanges(listChampsDescription(type, lu), listChampsDescription(type, description))
    return createCorrection(ctx, lu, change, { communes, depuis: saisie.depuis, message })
  },
})

/**
 * Keeps what somebody would change, for who coordinates it to read.
 * @param lu the dispositif as its author read it
 * @param communes that it would have
 * @throws ErreurSaisie where nothing would change, and nothing is said
 */
export async function createCorrection(
  ctx: Ctx,
  lu: Pick<Dispositif, 'id' | 'communes'>,
  change: { avant: Valeurs; apres: Valeurs } | null,
  { communes, depuis, message }: { communes: readonly string[]; depuis: string | null; message: string | null },
): Promise<number> {
  const zone = listChampsTerritoire(lu.communes, communes)
  if (hasTerritoire(zone) && depuis !== null) Object.assign(zone, { depuis })
  if (!change && !hasTerritoire(zone) && message === null)
    throw new ErreurSaisie([
      { field: '', message: 'Vous n’avez rien changé\u00a0: corrigez un champ, ou écrivez un mot.' },
    ])
  return createProposition(ctx, {
    ...{ objet: 'dispositif', objetId: lu.id, structure: null, origine: 'compte', revision: null, message },
    valeurs: { ...change?.apres, ...zone },
    avant: { ...change?.avant, ...(hasTerritoire(zone) && { communes: lu.communes }) },
  })
}

interface Retenue {
  note: string
  /** ISO date from when the territory holds, as who accepts says it. */
  depuis: string | null
  /** Of an administrator: why the overlaps that it makes are agreed. */
  motif: string | null
}

/**
 * Writes the fields of a correction that are kept, by the rules of an edit. Inside the transaction of a decision.
 * @throws ErreurSaisie on `communes` where another dispositif of an exclusive type holds some of them
 */
export async function updateParCorrection(
  ctx: Ctx,
  id: number,
  choisis: Valeurs,
  { note, depuis, motif }: Retenue,
): Promise<void> {
  let d = await getDispositif(ctx, id, true)
  if (!d) throw new ErreurIntrouvable('dispositif')
  // Communes may have merged since.
  const { communes } = await getLues(ctx, { communes: computeCommunes(d.communes, choisis), zones: [] })
  if (hasTerritoire(choisis) && communes.join() !== d.communes.join()) {
    await updateTerritoire(ctx, d, communes, { depuis, note, motif })
    d = { ...d, communes, revision: d.revision + 1 }
  }
  const description = getDescriptionRetenue(d, choisis)
  if (Object.keys(description).length > 0) await updateDescription(ctx, d, description, note)
}
