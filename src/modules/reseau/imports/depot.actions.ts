import { z } from 'zod'
import { defineAction, executeAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { ErreurLecture } from '#core/encodage.ts'
import { ErreurConflit, ErreurSaisie } from '#core/errors.ts'
import { identifiant } from '#core/saisie.ts'
import type { Ouverture } from '../lecture/lecture.ts'
import { examineFichier, parseFichier } from '../lecture/nature.formats.ts'
import { computeApercu, createApercu } from './apercu.ts'
import { getCommunes } from './communes.queries.ts'
import { importAnnuairePolicy } from './imports.policy.ts'
import { getImportAnnuaire, updateAbandon, updateInterrompus } from './imports.queries.ts'
import { creerImportAnnuaire } from './versement.actions.ts'

const politique = (acteur: Ctx['acteur']) => importAnnuairePolicy.peutParfois(acteur, 'importer')

/** Bytes of a file that the browser may send; the command line takes any. */
export const TAILLE_MAX = 60_000_000

/** Takes what a person brings. Nothing is stored yet: reading comes first, and is too long for a transaction. */
export const deposerAnnuaire = defineAction({
  nom: 'deposerAnnuaire',
  entree: z.object({
    fichier: z
      .custom<File>((v) => v instanceof File && v.size > 0, 'Choisissez un fichier.')
      .refine(
        (f) => f.size <= TAILLE_MAX,
        'Ce fichier est trop lourd pour le navigateur\u00a0: 60\u00a0Mo au plus. La ligne de commande en lit de toute taille.',
      ),
  }),
  politique,
  trace: 'annuaire.import.depot',
  executer: async (_ctx, { fichier }) => fichier,
})

/** Looks at a file and keeps it until somebody agrees. @throws ErreurSaisie */
export async function importDepot(ctx: Ctx, fichier: File, rppsNoms: boolean): Promise<number> {
  const ouvrir: Ouverture = () => fichier.stream()
  await updateInterrompus(ctx)
  try {
    const examen = await examineFichier(ouvrir, fichier.name)
    const { nature, encodage } = examen
    const communes = await getCommunes(ctx, nature.format !== 'finess')
    // A table is not read before somebody said what its columns are.
    const apercu =
      nature.format === 'tableau'
        ? createApercu()
        : await computeApercu(parseFichier(ouvrir, examen, { communes, maintenant: ctx.maintenant, rppsNoms }))
    return await executeAction(creerImportAnnuaire, ctx, {
      fichier: fichier.name.replaceAll('\0', '').slice(-200),
      examen,
      complet: false,
      etat: 'depose',
      depot: { contenu: { nature, encodage, apercu }, octets: ouvrir() },
    })
  } catch (erreur) {
    if (!(erreur instanceof ErreurLecture)) throw erreur
    const lieu = erreur.lieu ? ` (${erreur.lieu})` : ''
    throw new ErreurSaisie([{ field: 'fichier', message: `${erreur.message}${lieu}` }])
  }
}

export const abandonnerImportAnnuaire = defineAction({
  nom: 'abandonnerImportAnnuaire',
  entree: z.object({ id: identifiant }),
  charger: (ctx, { id }) => getImportAnnuaire(ctx, id, true),
  politique,
  trace: 'annuaire.import.abandon',
  objet: ({ id }) => ({ type: 'annuaire-import', id }),
  executer: async (ctx, { id }, imp) => {
    if (imp.etat !== 'depose') throw new ErreurConflit('Cet import est déjà commencé ou terminé.')
    await updateAbandon(ctx, id)
    return id
  },
})
