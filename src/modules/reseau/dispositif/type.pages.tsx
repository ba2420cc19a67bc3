import { z } from 'zod'
import type { Ctx } from '#core/context.ts'
import { publique } from '#core/policy.ts'
import { defineRoute } from '#core/route.ts'
import { countParType } from './liste.queries.ts'
import { listReglages } from './reglage.queries.ts'
import { PageType, PageTypes } from './type.tsx'
import { getType } from './types.ts'

const requeteType = z.object({ type: z.string() })
const charger = (_ctx: Ctx, { type }: { type: string }) => Promise.resolve(getType(type))
const objet = ({ type }: { type: string }) => ({ type: 'type-dispositif', id: type })

export const routesTypes = [
  defineRoute({
    methode: 'GET',
    chemin: '/dispositifs/types',
    politique: publique,
    trace: 'dispositif.types',
    lire: async (ctx, _entree, requete) => <PageTypes requete={requete} nombres={await countParType(ctx)} />,
  }),
  defineRoute({
    methode: 'GET',
    chemin: '/dispositifs/types/:type',
    requete: requeteType,
    charger,
    politique: publique,
    trace: 'dispositif.type',
    objet,
    lire: async (ctx, _entree, requete, type) => {
      const [nombres, reglages] = await Promise.all([countParType(ctx), listReglages(ctx, type)])
      return <PageType {...{ requete, type, reglages }} nombre={nombres.get(type.slug) ?? 0} />
    },
  }),
]
