import { z } from 'zod'
import type { Ctx } from '#core/context.ts'
import { formatCsv } from '#core/csv.ts'
import { formatJour } from '#core/jour.ts'
import { publique } from '#core/policy.ts'
import { defineRoute } from '#core/route.ts'
import { getDemande, listCommunes, type Zone } from '#modules/territoires/index.ts'
import { getLibelle } from '#modules/vocabulaires/index.ts'
import { getSigle } from '../dispositif/types.ts'
import { ADRESSE, type Articulation } from './articulation.ts'
import { parseDemande, schemaDemande } from './demande.ts'
import { ETATS_LIEN, getEtatLien, NATURES_LIEN } from './lien.ts'
import { getArticulationZone } from './suggestion.queries.ts'

type Lignes = (string | number | null)[][]

/** Six figures after the decimal comma that French spreadsheets expect. */
const formatPart = (part: number | null): string => (part === null ? '' : part.toFixed(6).replace('.', ','))

function formatPaires({ dispositifs, paires }: Articulation, jour: string): Lignes {
  const parId = new Map(dispositifs.map((d) => [d.id, d]))
  return [
    [
      'Numéro A',
      'Type A',
      'Dispositif A',
      'Numéro B',
      'Type B',
      'Dispositif B',
      'Communes en commun',
      'Habitants en commun',
      'Part de A',
      'Part de B',
      'Thèmes communs',
      'Membres communs',
      'Liens déclarés',
    ],
    ...paires.map((p) => {
      const [a, b] = [parId.get(p.a), parId.get(p.b)]
      return [
        ...[p.a, getSigle(a?.type ?? ''), a?.nom ?? '', p.b, getSigle(b?.type ?? ''), b?.nom ?? ''],
        ...[p.communes, p.population, formatPart(p.partA), formatPart(p.partB)],
        p.themes.map((t) => getLibelle('theme', t)).join(', '),
        p.communs.length,
        p.liens
          .map((l) => `${NATURES_LIEN[l.nature].libelle} depuis le ${l.depuis} (${ETATS_LIEN[getEtatLien(l, jour)]})`)
          .join(', '),
      ]
    }),
  ]
}

async function formatLacunes(ctx: Ctx, { lacunes }: Articulation): Promise<Lignes> {
  const communes = await listCommunes(ctx, [...new Set(lacunes.flatMap((l) => l.communes))])
  const parCode = new Map(communes.map((c) => [c.code, c]))
  return [
    ['Type qui manque', 'Sigle', 'Code de la commune', 'Commune', 'Habitants'],
    ...lacunes.flatMap((l) =>
      l.communes.map((code) => {
        const commune = parCode.get(code)
        return [
          getLibelle('dispositif', l.type),
          getSigle(l.type),
          code,
          commune?.nom ?? '',
          commune?.population ?? null,
        ]
      }),
    ),
  ]
}

const defineExport = (
  nom: 'paires' | 'lacunes',
  formater: (ctx: Ctx, articulation: Articulation) => Lignes | Promise<Lignes>,
) =>
  defineRoute({
    methode: 'GET',
    chemin: `${ADRESSE}/${nom}.csv`,
    requete: z.object(schemaDemande),
    charger: async (ctx, entree): Promise<Zone | null> => (await getDemande(ctx, parseDemande(entree).selection)).zone,
    politique: publique,
    trace: `articulation.${nom}.export`,
    lire: async (ctx, _entree, _requete, zone) => {
      const { articulation } = await getArticulationZone(ctx, zone)
      return new Response(formatCsv(await formater(ctx, articulation)), {
        headers: {
          'content-type': 'text/csv; charset=utf-8',
          'content-disposition': `attachment; filename="maillage-articulation-${nom}.csv"`,
        },
      })
    },
  })

export const routesExportArticulation = [
  defineExport('paires', (ctx, articulation) => formatPaires(articulation, formatJour(ctx.maintenant))),
  defineExport('lacunes', formatLacunes),
]
