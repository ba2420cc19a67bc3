import { z } from 'zod'
import { defineAction, executeAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { ErreurConflit, ErreurSaisie } from '#core/errors.ts'
import { identifiant, ligne } from '#core/saisie.ts'
import { parseFichier } from '../lecture/nature.formats.ts'
import { type CorrespondanceTableau, checkCorrespondance, NOMS_CHAMPS } from '../lecture/tableau.ts'
import { type Apercu, computeApercu } from './apercu.ts'
import { updateContenu, updateCorrespondance } from './colonnes.queries.ts'
import { getCommunes } from './communes.queries.ts'
import { importAnnuairePolicy } from './imports.policy.ts'
import { getImportAnnuaire, readMorceaux } from './imports.queries.ts'
import type { ImportAnnuaire } from './imports.ts'

const politique = (acteur: Ctx['acteur']) => importAnnuairePolicy.peutParfois(acteur, 'importer')
const charger = (ctx: Ctx, { id }: { id: number }) => getImportAnnuaire(ctx, id, true)
const objet = ({ id }: { id: number }) => ({ type: 'annuaire-import', id })

function getTableau(imp: ImportAnnuaire) {
  const { contenu } = imp
  if (imp.etat !== 'depose' || contenu?.nature.format !== 'tableau')
    throw new ErreurConflit('Cet import n’attend pas de colonnes.')
  return { contenu, nature: contenu.nature }
}

/** What a person says of the columns of a table; kept under the name of its base. */
export const choisirColonnesAnnuaire = defineAction({
  nom: 'choisirColonnesAnnuaire',
  entree: z.object({
    id: identifiant,
    base: ligne('Donnez un nom à la base d’où vient ce tableau.', 60),
    colonnes: z.partialRecord(z.enum(NOMS_CHAMPS as [string, ...string[]]), z.string().max(500)).default({}),
  }),
  charger,
  politique,
  trace: 'annuaire.import.colonnes',
  objet,
  executer: async (ctx, { id, base, colonnes }, imp) => {
    const { contenu, nature } = getTableau(imp)
    const correspondance: CorrespondanceTableau = Object.fromEntries(
      Object.entries(colonnes).filter(([, titre]) => titre !== ''),
    )
    const fautes = checkCorrespondance(
      correspondance,
      nature.plan.colonnes.map((c) => c.titre),
    )
    if (fautes.length > 0) throw new ErreurSaisie(fautes)
    const plan = { ...nature.plan, base, correspondance }
    await updateContenu(ctx, id, { ...contenu, nature: { format: 'tableau', plan } }, correspondance)
    await updateCorrespondance(ctx, base, correspondance)
    return id
  },
})

const noterApercu = defineAction({
  nom: 'noterApercuAnnuaire',
  entree: z.custom<{ id: number; apercu: Apercu }>((v) => typeof v === 'object' && v !== null),
  charger,
  politique,
  trace: 'annuaire.import.lecture',
  objet,
  executer: async (ctx, { id, apercu }, imp) => {
    const { contenu, nature } = getTableau(imp)
    await updateContenu(ctx, id, { ...contenu, apercu }, nature.plan.correspondance)
  },
})

/** Reads a table by what was said of its columns; nothing is written of it yet. @throws ErreurLecture */
export async function readTableau(ctx: Ctx, id: number): Promise<void> {
  const imp = await getImportAnnuaire(ctx, id)
  if (!imp) throw new ErreurConflit('Cet import est terminé.')
  const { contenu } = getTableau(imp)
  const communes = await getCommunes(ctx, true)
  const options = { communes, maintenant: ctx.maintenant, rppsNoms: false }
  const apercu = await computeApercu(parseFichier(() => readMorceaux(ctx, id), contenu, options))
  await executeAction(noterApercu, ctx, { id, apercu })
}
