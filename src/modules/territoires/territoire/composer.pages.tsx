import { z } from 'zod'
import { type Ctx, type Requete, succes } from '#core/context.ts'
import type { ErreurChamp } from '#core/errors.ts'
import { publique } from '#core/policy.ts'
import { defineRoute, type Rendu } from '#core/route.ts'
import { type Brut, identifiant } from '#core/saisie.ts'
import { getFond } from '../carte/fond.queries.ts'
import { listCommunes } from '../geographie/commune.queries.ts'
import { type Contenu, formatSuite, PageComposer, type Voisines } from './atelier.tsx'
import { CARTE_MAX } from './cartes.tsx'
import { composerTerritoire } from './composer.actions.ts'
import { listBlocsEtTerritoires } from './composer.queries.ts'
import { hasRapport } from './composer.ts'
import { ADRESSE } from './composer.tsx'
import { computeDetail, computeOperation, OPERATIONS, type Operation } from './composition.ts'
import { getFaits } from './faits.queries.ts'
import { getModifiable } from './formulaire.pages.tsx'
import { getLues, getSelection, getZoneDeRef, type Lues } from './selection.queries.ts'
import { formatSelection, schemaChangee } from './selection.ts'
import { creerTerritoire, recomposerTerritoire } from './territoire.actions.ts'
import { territoirePolicy } from './territoire.policy.ts'
import { getTerritoire } from './territoire.queries.ts'
import { formatAdresseTerritoire, type Territoire } from './territoire.ts'

const schemaAdresse = z.object({
  ...schemaChangee,
  territoire: identifiant.optional().catch(undefined),
  a: z.string().optional().catch(undefined),
  b: z.string().optional().catch(undefined),
  operation: z
    .enum(Object.keys(OPERATIONS) as [Operation, ...Operation[]])
    .optional()
    .catch(undefined),
  autour: z.string().optional().catch(undefined),
  /** A commune clicked on the map: in, if it was out. */
  basculer: z.string().optional().catch(undefined),
  vue: z.enum(['contours', 'cercles']).catch('contours'),
})

/** The stored territory whose composition is being changed; null where there is none that the actor may change. */
async function getModifie(ctx: Ctx, id: number | undefined): Promise<Territoire | null> {
  const territoire = id === undefined ? null : await getTerritoire(ctx, id)
  return territoire && territoirePolicy.peut(ctx.acteur, 'modifier', territoire) ? territoire : null
}

/** What the address says: a selection, the composition of a territory, or what two areas make together. */
async function getDepart(
  ctx: Ctx,
  adresse: z.infer<typeof schemaAdresse>,
  territoire: Territoire | null,
): Promise<Lues> {
  const { communes, zones, sauf, a, b, operation } = adresse
  if (a !== undefined && b !== undefined && operation) {
    const [premiere, seconde] = await Promise.all([
      getLues(ctx, { communes: [], zones: [a] }),
      getLues(ctx, { communes: [], zones: [b] }),
    ])
    return {
      communes: computeOperation(operation, premiere.communes, seconde.communes),
      remplacees: [],
      inconnues: [...premiere.inconnues, ...seconde.inconnues],
    }
  }
  if (territoire && communes.length + zones.length === 0)
    return getLues(ctx, { communes: territoire.communes, zones, sauf })
  return getLues(ctx, { communes, zones, sauf })
}

async function renderComposer(ctx: Ctx, contenu: Contenu): Promise<Rendu> {
  const { communes, autour } = contenu
  const [faits, selection, blocs, voisines] = await Promise.all([
    getFaits(ctx, communes),
    getSelection(ctx, communes),
    listBlocsEtTerritoires(ctx),
    getVoisines(ctx, autour, communes),
  ])
  return <PageComposer {...contenu} {...{ faits, selection, blocs, voisines }} />
}

/** Communes to choose from, with their map where it is not too large. */
async function getVoisines(
  ctx: Ctx,
  autour: string | undefined,
  choisies: readonly string[],
): Promise<Voisines | null> {
  const zone = autour === undefined ? null : await getZoneDeRef(ctx, autour)
  if (!zone || zone.communes.length > CARTE_MAX) return null
  const codes = computeDetail(zone.communes, choisies)
  const [communes, fond] = await Promise.all([listCommunes(ctx, codes), getFond(ctx, 'commune', codes)])
  return { zone, communes, fond }
}

/** The page again with what was typed, and the faults. */
async function reprendre(ctx: Ctx, fautes: ErreurChamp[], brut: Brut, requete: Requete): Promise<Rendu> {
  // The set has no field of its own: communes are named in the text.
  const erreurs = fautes.map((e) => (e.field === 'communes' ? { ...e, field: 'texte' } : e))
  const selection = z.object(schemaChangee).parse(brut)
  const territoire = await getModifie(ctx, identifiant.catch(0).parse(brut.territoire ?? brut.id))
  const lues = await getLues(ctx, selection)
  return renderComposer(ctx, { requete, territoire, erreurs, brut, lues, communes: lues.communes })
}

export const routesComposer = [
  defineRoute({
    methode: 'GET',
    chemin: ADRESSE,
    requete: schemaAdresse,
    politique: publique,
    trace: 'territoire.composer',
    lire: async (ctx, adresse, requete) => {
      const territoire = await getModifie(ctx, adresse.territoire)
      const lues = await getDepart(ctx, adresse, territoire)
      const { autour, vue, basculer } = adresse
      if (basculer !== undefined) {
        const operation =
          computeOperation('intersection', lues.communes, [basculer]).length > 0 ? 'difference' : 'union'
        const query = formatSelection(await getSelection(ctx, computeOperation(operation, lues.communes, [basculer])))
        // Too long for an address: the boxes do it.
        if (query !== null) return { vers: formatSuite(query, { autour, vue, territoire }) }
      }
      return renderComposer(ctx, { requete, territoire, lues, communes: lues.communes, autour, vue })
    },
  }),
  defineRoute({
    methode: 'POST',
    chemin: ADRESSE,
    action: composerTerritoire,
    taille: 21_000_000,
    limite: { nom: 'composer', max: 120, secondes: 60 },
    reussir: async (essai, requete, brut, ctx) => {
      const territoire = await getModifie(ctx, identifiant.catch(0).parse(brut.territoire))
      const query = formatSelection(await getSelection(ctx, essai.communes))
      // Without communes, the address of a stored territory would stand for all of its own again.
      if (!hasRapport(essai) && query !== null && (query !== '' || territoire === null)) {
        const autour = typeof brut.autour === 'string' ? brut.autour : undefined
        return { vers: formatSuite(query, { territoire, autour }) }
      }
      return renderComposer(ctx, { requete, territoire, essai, communes: essai.communes, brut })
    },
    echouer: reprendre,
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/territoires',
    action: creerTerritoire,
    avis: { 'territoire-cree': succes('Le territoire est enregistré.') },
    reussir: (id) => ({ vers: formatAdresseTerritoire(id), avis: 'territoire-cree' }),
    echouer: reprendre,
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/territoires/:id{[0-9]+}/composition',
    action: recomposerTerritoire,
    avis: { 'territoire-recompose': succes('La nouvelle composition est enregistrée.') },
    reussir: (id) => ({ vers: formatAdresseTerritoire(id), avis: 'territoire-recompose' }),
    echouer: async (ctx, erreurs, brut, requete) => {
      // Who may not change it learns nothing.
      await getModifiable(ctx, brut)
      return reprendre(ctx, erreurs, brut, requete)
    },
  }),
]
