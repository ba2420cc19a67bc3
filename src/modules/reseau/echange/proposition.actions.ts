import { z } from 'zod'
import { defineAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { ErreurSaisie } from '#core/errors.ts'
import { identifiant } from '#core/saisie.ts'
import type { ObjetEdite } from '../fiche/champs.ts'
import { fichePolicy } from '../fiche/fiche.policy.ts'
import { type CibleFiche, listChanges, type Valeurs } from '../fiche/fiche.ts'
import type { FicheEditee } from '../fiche/genre.ts'
import { getServiceEdite } from '../fiche/objet.queries.ts'
import { createProposition } from '../fiche/proposition.queries.ts'
import { getOrganisme } from '../organisme/organisme.queries.ts'
import type { Organisme } from '../organisme/organisme.ts'
import { checkOrganisme, type SaisieOrganisme } from '../organisme/saisie.ts'
import { checkService, FAUTE_AGES, isAgesPossibles, type SaisieService } from '../service/saisie.ts'
import type { Service } from '../service/service.ts'
import { checkStructure, type SaisieStructure } from '../structure/saisie.ts'
import { getStructure } from '../structure/structure.queries.ts'
import type { Structure } from '../structure/structure.ts'
import { formatSaisie, schemaCorrection, schemaNouvelle, tellCorps, VIDES } from './proposition.ts'

type Corps = Valeurs & { message: string | null }

const faute = (champ: string, texte: string) =>
  new ErreurSaisie([{ field: ['corps', champ].filter(Boolean).join('.'), message: texte }])

/** What each kind of sheet has of its own; all else is done once. */
interface Proposable<F> {
  objet: ObjetEdite
  charger(ctx: Ctx, id: number, verrou?: boolean): Promise<F | null>
  /** The check of its form. @throws ErreurSaisie */
  check(ctx: Ctx, saisie: unknown, fiche: F | null): Promise<object>
}
const STRUCTURE: Proposable<Structure> = {
  objet: 'structure',
  charger: getStructure,
  check: (ctx, saisie, fiche) => checkStructure(ctx, saisie as SaisieStructure, fiche),
}
const SERVICE: Proposable<FicheEditee<Service>> = {
  objet: 'service',
  charger: getServiceEdite,
  check: (ctx, saisie, fiche) => checkService(ctx, saisie as SaisieService, fiche),
}
const ORGANISME: Proposable<Organisme> = {
  objet: 'organisme',
  charger: getOrganisme,
  check: (ctx, saisie, fiche) => checkOrganisme(ctx, saisie as SaisieOrganisme, fiche),
}

/**
 * What a body says, checked as a form is; fields that it does not give are those of an empty form.
 * @returns with the names of the fields that it gives
 * @throws ErreurSaisie
 */
async function getDites<F extends object>(
  ctx: Ctx,
  { objet, check }: Proposable<F>,
  { message: _, ...corps }: Corps,
  fiche: F | null,
): Promise<{ dites: Valeurs; champs: string[] }> {
  const donnees: Valeurs = Object.fromEntries(Object.entries(corps).filter(([, v]) => v !== undefined))
  const { longitude, latitude } = donnees
  if (typeof longitude !== typeof latitude) throw faute('latitude', 'Donnez la longitude et la latitude ensemble.')
  const presente = (fiche ?? {}) as { ageMin?: number | null; ageMax?: number | null; horaires?: string | null }
  const { ageMin = null, ageMax = null, horaires = null } = presente
  if (!isAgesPossibles({ ageMin, ageMax, ...donnees })) throw faute('ageMax', FAUTE_AGES)
  const vide: Valeurs = VIDES[objet]
  const siens = Object.entries(formatSaisie(donnees, horaires)).filter(([champ]) => champ in vide)
  const dites = await tellCorps(check(ctx, { ...vide, ...Object.fromEntries(siens) }, fiche))
  return { dites: { ...dites }, champs: Object.keys(donnees) }
}

/** A correction of a sheet that a program gives: somebody reads it before it shows, whoever holds the key. */
const defineCorrection = <F extends CibleFiche & { id: number; revision: number }>(
  nom: string,
  genre: Proposable<F>,
  corps: z.ZodType,
) =>
  defineAction({
    nom,
    entree: z.object({ id: identifiant, corps }),
    charger: (ctx, { id }) => genre.charger(ctx, id, true),
    politique: (acteur, fiche: F) => fichePolicy.peut(acteur, 'proposer', fiche),
    trace: `${genre.objet}.proposition`,
    objet: ({ id }) => ({ type: genre.objet, id }),
    executer: async (ctx, entree, fiche) => {
      const donne = entree.corps as Corps
      const { dites, champs } = await getDites(ctx, genre, donne, fiche)
      const change = listChanges({ ...fiche } as Valeurs, Object.fromEntries(champs.map((c) => [c, dites[c]])))
      if (!change) throw faute('', 'Rien de ce qui est donné ne change la fiche.')
      return createProposition(ctx, {
        ...{ objet: genre.objet, objetId: fiche.id, structure: null, origine: 'compte', message: donne.message },
        ...{ valeurs: change.apres, avant: change.avant, revision: fiche.revision },
      })
    },
  })

export const proposerCorrection = defineCorrection('proposerCorrection', STRUCTURE, schemaCorrection.structure)
export const proposerCorrectionService = defineCorrection(
  'proposerCorrectionService',
  SERVICE,
  schemaCorrection.service,
)
export const proposerCorrectionOrganisme = defineCorrection(
  'proposerCorrectionOrganisme',
  ORGANISME,
  schemaCorrection.organisme,
)

/** A whole sheet, as a program knows it. @param structure where a service is given */
async function createNouvelle<F extends object>(
  ctx: Ctx,
  genre: Proposable<F>,
  corps: Corps,
  structure: number | null = null,
): Promise<number> {
  const { dites } = await getDites(ctx, genre, corps, null)
  return createProposition(ctx, {
    ...{ objet: genre.objet, objetId: null, structure, revision: null, avant: null },
    ...{ origine: 'compte', message: corps.message, valeurs: listChanges({}, dites)?.apres ?? {} },
  })
}

const defineNouvelle = <F extends object>(nom: string, genre: Proposable<F>, corps: z.ZodType) =>
  defineAction({
    nom,
    entree: z.object({ corps }),
    politique: (acteur) => fichePolicy.peutParfois(acteur, 'proposer'),
    trace: `${genre.objet}.proposition.nouvelle`,
    objet: (_entree, id: number | undefined) => (id === undefined ? null : { type: 'proposition', id }),
    executer: (ctx, entree) => createNouvelle(ctx, genre, entree.corps as Corps),
  })

export const proposerStructure = defineNouvelle('proposerStructure', STRUCTURE, schemaNouvelle.structure)
export const proposerOrganisme = defineNouvelle('proposerOrganisme', ORGANISME, schemaNouvelle.organisme)

/** A service that a structure gives and the directory lacks. */
export const proposerService = defineAction({
  nom: 'proposerService',
  entree: z.object({ id: identifiant, corps: schemaNouvelle.service }),
  charger: (ctx, { id }) => getStructure(ctx, id, true),
  politique: (acteur, structure: Structure) => fichePolicy.peut(acteur, 'proposer', structure),
  trace: 'service.proposition.nouvelle',
  objet: ({ id }) => ({ type: 'structure', id }),
  executer: (ctx, { id, corps }) => createNouvelle(ctx, SERVICE, corps as Corps, id),
})
