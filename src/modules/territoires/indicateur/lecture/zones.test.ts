import { describe, expect, it } from 'vitest'
import { parseAnalyse } from './analyse.formats.ts'
import { type Correspondance, computePlan, type Plan } from './lecture.ts'
import { parseLecture } from './lire.formats.ts'

const octets = (texte: string): Uint8Array => Buffer.from(texte)
const read = (fichier: Uint8Array, plan: Plan) =>
  parseLecture({
    octets: fichier,
    nature: 'tableau',
    plans: [plan],
    connus: { codes: ['04070'], communes: ['04070'], populations: [16_000] },
    zones: { epci: ['200067437', '240500439'], departement: ['04', '2A', '974'], region: ['02', '93'] },
    agregations: { 'taux-pauvrete': 'part' },
  })

describe('a table of larger areas', () => {
  const choix = (maille: Correspondance['maille'], titres: readonly string[]): Correspondance => ({
    ...(maille && { maille }),
    colonnes: [
      { titre: titres[0] ?? '', role: 'code', indicateur: null },
      { titre: titres[1] ?? '', role: 'valeur', indicateur: 'taux-pauvrete' },
    ],
    millesime: 2021,
    sansPoids: 'population',
  })

  it('gives values by area, without weight, and reports its lines', async () => {
    const texte = 'CODGEO;TP6021\n200067437;18,5\n240500439;s\n240000000;3\n200067437;18,5\n;4\n'
    const [table] = (await parseAnalyse('f', octets(texte))).tables
    expect(table).toMatchObject({ maille: 'epci', code: 0 })
    const plan = table && computePlan(table, choix('epci', ['CODGEO', 'TP6021']))
    if (typeof plan !== 'object') throw new Error(plan)
    expect(plan.parametres['']).toEqual({})
    const lecture = await read(octets(texte), plan)
    expect(lecture.series).toMatchObject([{ maille: 'epci', millesime: 2021, poids: null }])
    expect(lecture.series[0]?.communes).toEqual(['200067437', '240500439'])
    expect([...(lecture.series[0]?.valeurs ?? [])]).toEqual([18.5, Number.NaN])
    expect(lecture.releve.comptes).toEqual({ secret: 1, 'code-inconnu': 1, double: 1, 'sans-code': 1 })
    expect(lecture.releve.constats.find((c) => c.nature === 'code-inconnu')).toMatchObject({
      n: 4,
      detail: '240000000',
    })
  })

  it('is refused where no line has a code of that kind', async () => {
    const texte = octets('DEP;TP6021\n04;18,5\n2A;20\n')
    const [table] = (await parseAnalyse('f', texte)).tables
    const plan = table && computePlan(table, choix('epci', ['DEP', 'TP6021']))
    if (typeof plan !== 'object') throw new Error(plan)
    await expect(read(texte, plan)).rejects.toThrow('numéro Siren d’intercommunalité')
  })
})
