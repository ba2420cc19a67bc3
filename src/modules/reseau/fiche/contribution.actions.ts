import { z } from 'zod'
import { defineAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { ErreurSaisie } from '#core/errors.ts'
import { publique } from '#core/policy.ts'
import { identifiant, texteOuNull } from '#core/saisie.ts'
import { computeEmpreinte } from '#modules/comptes/index.ts'
import { checkService, type SaisieService, schemaService } from '../service/saisie.ts'
import { getService } from '../service/service.queries.ts'
import type { Service } from '../service/service.ts'
import { checkStructure, type SaisieStructure, schemaStructure } from '../structure/saisie.ts'
import { getStructure } from '../structure/structure.queries.ts'
import type { Structure } from '../structure/structure.ts'
import { computeAvant } from './conflit.ts'
import { listChanges } from './fiche.ts'
import { getLienOuvert, updateUsage } from './lien.queries.ts'
import { listModificationsDepuis } from './modification.queries.ts'
import { createProposition } from './proposition.queries.ts'
import type { Proposition } from './proposition.ts'
import { revision } from './saisie.ts'

/** The secret of an address. */
export const jeton = z.string().max(100)

export interface Contribution {
  /** Id of the link. */
  lien: number
  structure: Structure
}

/** What a secret opens: a sheet that is published. */
export async function getContribution(ctx: Ctx, { jeton: secret }: { jeton: string }): Promise<Contribution | null> {
  const lien = await getLienOuvert(ctx, computeEmpreinte(secret))
  const structure = lien && (await getStructure(ctx, lien.structure))
  if (!lien || !structure || structure.supprimeLe !== null || structure.publication !== 'publie') return null
  return { lien: lien.id, structure }
}

/** The same with a service that this structure gives today; without id, with none: it would be a new one. */
export async function getContributionService(
  ctx: Ctx,
  { jeton: secret, id }: { jeton: string; id?: number | undefined },
): Promise<(Contribution & { service: Service | null }) | null> {
  const ouverte = await getContribution(ctx, { jeton: secret })
  if (!ouverte || id === undefined) return ouverte && { ...ouverte, service: null }
  const service = await getService(ctx, id)
  const sien = service?.structure === ouverte.structure.id && service.supprimeLe === null
  return sien ? { ...ouverte, service } : null
}

/** The sheet that filled a form: what somebody else changed since is no wish of the structure. */
const getLue = async <F extends { id: number; revision: number }>(
  ctx: Ctx,
  objet: 'structure' | 'service',
  fiche: F,
  lue: number,
): Promise<F> => computeAvant(fiche, await listModificationsDepuis(ctx, objet, fiche, lue))

type Envoi = Pick<Proposition, 'objet' | 'objetId' | 'structure' | 'revision' | 'message'>

/**
 * Keeps what a structure would change, for somebody to read before it shows.
 * @param avant the sheet that filled its form; null for a new one
 * @throws ErreurSaisie where it says nothing
 */
async function createContribution(ctx: Ctx, lien: number, envoi: Envoi, avant: object | null, apres: object) {
  const change = listChanges({ ...avant }, { ...apres })
  if (!change && envoi.message === null)
    throw new ErreurSaisie([
      { field: '', message: 'Vous n’avez rien changé\u00a0: corrigez un champ, ou écrivez un mot.' },
    ])
  const valeurs = change?.apres ?? {}
  await createProposition(ctx, { ...envoi, origine: 'lien', valeurs, avant: avant && (change?.avant ?? null) })
  await updateUsage(ctx, lien)
}

const message = texteOuNull(2000)
const objet = (_entree: unknown, id: number | undefined) => (id === undefined ? null : { type: 'structure', id })

/** What registers and maps say, not the place itself: its form does not ask for it. */
const HORS_FORMULAIRE = ['organisme', 'finess', 'siret', 'longitude', 'latitude']

/** The structure proposes by its link, without account; somebody reads it before it shows. */
export const contribuer = defineAction({
  nom: 'contribuer',
  entree: z.intersection(schemaStructure, z.object({ jeton, revision, message })),
  charger: getContribution,
  // The secret in the address is all the right there is.
  politique: publique,
  trace: 'structure.contribution',
  objet,
  executer: async (ctx, { jeton: _, revision: lue, message: mot, ...saisie }, { lien, structure }) => {
    const avant = await getLue(ctx, 'structure', structure, lue)
    const valeurs = await checkStructure(ctx, saisie as SaisieStructure, avant)
    const siennes = Object.fromEntries(Object.entries(valeurs).filter(([champ]) => !HORS_FORMULAIRE.includes(champ)))
    const envoi = { objet: 'structure', objetId: structure.id, structure: null, revision: lue, message: mot } as const
    await createContribution(ctx, lien, envoi, avant, siennes)
    return structure.id
  },
})

/** The same for a service that it gives, or for one that the directory lacks. */
export const contribuerService = defineAction({
  nom: 'contribuerService',
  entree: z.intersection(
    schemaService,
    z.object({ jeton, id: identifiant.optional(), revision: revision.optional(), message }),
  ),
  charger: getContributionService,
  politique: publique,
  trace: 'service.contribution',
  objet,
  executer: async (ctx, { jeton: _, id: __, revision: lue, message: mot, ...saisie }, { lien, structure, service }) => {
    const avant = service && (await getLue(ctx, 'service', service, lue ?? service.revision))
    const valeurs = await checkService(ctx, saisie as SaisieService, avant)
    const cible = service ? { objetId: service.id, structure: null } : { objetId: null, structure: structure.id }
    const envoi = { objet: 'service', ...cible, revision: service && (lue ?? service.revision), message: mot } as const
    await createContribution(ctx, lien, envoi, avant, valeurs)
    return structure.id
  },
})
