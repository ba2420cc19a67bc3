import { z } from 'zod'
import { defineAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { ErreurConflit, ErreurSaisie } from '#core/errors.ts'
import { lockNom } from '#core/reglage.ts'
import { identifiant, liste } from '#core/saisie.ts'
import { hasTerme } from '#modules/vocabulaires/index.ts'
import { createNotice } from '../notice/notice.queries.ts'
import { type ContenuNotice, type Notice, parseOrigine } from '../notice/notice.ts'
import { parseSaisie, schemaSaisie } from '../notice/saisie.ts'
import { updateDoublons, updateRepetitions } from './doublons.actions.ts'
import { importPolicy } from './imports.policy.ts'
import { getImport, getLigne, updateEtatImport, updateEtatLigne } from './imports.queries.ts'
import { type EtatLigne, type GesteLigne, getSuite, type Import, isEchange, type LigneImport } from './imports.ts'
import { formatProposition } from './proposition.ts'
import { listARelire } from './versement.queries.ts'

export interface CibleLigne {
  imp: Import
  ligne: LigneImport
}
interface EntreeLigne {
  id: number
  rang: number
}

/**
 * One entry into the catalogue at a time, in the whole installation: two people who accept the same document from two
 * files at once would not see each other's notice.
 */
export const lockVersement = (ctx: Ctx): Promise<void> => lockNom(ctx.db, 'import.versement')

export async function chargerLigne(ctx: Ctx, { id, rang }: EntreeLigne): Promise<CibleLigne | null> {
  await lockVersement(ctx)
  const imp = await getImport(ctx, id, true)
  const ligne = imp && (await getLigne(ctx, id, rang, true))
  return imp && ligne ? { imp, ligne } : null
}

export const politiqueLigne = (acteur: Ctx['acteur'], { imp }: CibleLigne): boolean =>
  importPolicy.peut(acteur, 'traiter', imp)
export const objetLigne = ({ id, rang }: EntreeLigne) => ({ type: 'import-ligne', id: `${id}/${rang}` })
export const entreeLigne = z.object({ id: identifiant, rang: identifiant })

/** @throws ErreurConflit for an import that was given up. */
export function checkOuvert(imp: Import): void {
  if (imp.etat === 'abandonne') throw new ErreurConflit('Cet import est abandonné\u00a0: reprenez-le d’abord.')
}

/** @throws ErreurConflit where the state of a reference, or of its import, does not allow the gesture. */
function checkSuite({ imp, ligne }: CibleLigne, geste: GesteLigne): EtatLigne {
  checkOuvert(imp)
  const suite = getSuite(ligne.etat, geste)
  if (suite === null) throw new ErreurConflit('Quelqu’un a déjà traité cette référence. Rechargez la page.')
  return suite
}

/** Moves a reference on. @throws ErreurConflit where it cannot. */
export async function moveLigne(ctx: Ctx, cible: CibleLigne, geste: GesteLigne, notice: number | null): Promise<void> {
  await updateEtatLigne(ctx, cible.ligne, checkSuite(cible, geste), notice)
  await updateEtatImport(ctx, cible.imp.id)
}

/** The record of a library is kept with its notice; what a recogniser says of a printed reference is not. */
export const getOrigine = (
  { format }: Pick<Import, 'format'>,
  { item }: Pick<LigneImport, 'item'>,
): Notice['origine'] => (isEchange(format) ? parseOrigine(item) : null)

/** Puts one reference in the catalogue; its repetitions further in the file are then judged against the notice. */
async function addAuCatalogue(ctx: Ctx, cible: CibleLigne, contenu: ContenuNotice): Promise<number> {
  const notice = await createNotice(ctx, contenu, { geste: 'import', origine: getOrigine(cible.imp, cible.ligne) })
  if (notice === null) throw new Error('Une notice sans clé n’en rencontre pas une autre.')
  await moveLigne(ctx, cible, 'accepter', notice)
  await updateRepetitions(ctx, cible.imp, new Set([cible.ligne.rang]))
  await updateEtatImport(ctx, cible.imp.id)
  return notice
}

/** Done already, by a double click or in another tab: the gesture finds its result. */
const isFaite = ({ ligne }: CibleLigne): boolean => ligne.etat === 'acceptee' || ligne.etat === 'fusionnee'

/**
 * Accepts a reference as it was read. Without `autre` (« this is another document »), a likeness found meanwhile in the
 * catalogue stops it. @returns `notice` null when it was stopped so.
 */
export const accepterLigne = defineAction({
  nom: 'accepterLigne',
  entree: entreeLigne.extend({
    autre: z.literal('1').optional(),
    themes: liste(z.string().refine((slug) => hasTerme('theme', slug), 'Ce thème n’est pas dans la liste.')),
  }),
  charger: chargerLigne,
  politique: politiqueLigne,
  trace: 'import.ligne.acceptation',
  objet: objetLigne,
  executer: async (ctx, { id, rang, autre, themes }, cible) => {
    if (isFaite(cible)) return { id, rang, notice: cible.ligne.notice }
    checkSuite(cible, 'accepter')
    const contenu = formatProposition(cible.ligne, cible.imp, themes)
    if (!contenu.csl.title)
      throw new ErreurSaisie([{ field: '', message: 'Le titre n’a pas été lu\u00a0: corrigez la référence.' }])
    if (!autre && cible.ligne.etat === 'a-relire') {
      const [ligne] = await updateDoublons(ctx, cible.imp, await listARelire(ctx, id, [rang]))
      if (!ligne || ligne.doublons.some((d) => d.notice !== undefined)) {
        await updateEtatImport(ctx, id)
        return { id, rang, notice: null }
      }
    }
    return { id, rang, notice: await addAuCatalogue(ctx, cible, contenu) }
  },
})

/** Accepts a reference as a person corrected it. */
export const corrigerLigne = defineAction({
  nom: 'corrigerLigne',
  entree: z.intersection(schemaSaisie, entreeLigne),
  charger: chargerLigne,
  politique: politiqueLigne,
  trace: 'import.ligne.correction',
  objet: objetLigne,
  executer: async (ctx, entree, cible) => {
    const { id, rang } = entree
    if (isFaite(cible)) return { id, rang, notice: cible.ligne.notice }
    const contenu = parseSaisie(entree, formatProposition(cible.ligne, cible.imp))
    return { id, rang, notice: await addAuCatalogue(ctx, cible, contenu) }
  },
})

const defineMise = (geste: 'ecarter' | 'reprendre') =>
  defineAction({
    nom: `${geste}Ligne`,
    entree: entreeLigne,
    charger: chargerLigne,
    politique: politiqueLigne,
    trace: `import.ligne.${geste === 'ecarter' ? 'mise-a-l-ecart' : 'reprise'}`,
    objet: objetLigne,
    executer: async (ctx, { id, rang }, cible) => {
      const arrivee = geste === 'ecarter' ? 'ecartee' : 'a-relire'
      if (cible.ligne.etat === arrivee) return { id, rang }
      await moveLigne(ctx, cible, geste, null)
      if (geste === 'reprendre') await updateDoublons(ctx, cible.imp, await listARelire(ctx, id, [rang]))
      else await updateRepetitions(ctx, cible.imp, new Set([rang]))
      await updateEtatImport(ctx, id)
      return { id, rang }
    },
  })
export const ecarterLigne = defineMise('ecarter')
export const reprendreLigne = defineMise('reprendre')
