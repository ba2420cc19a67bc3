import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { INDICATEURS_REFERENCE } from '../donnees/donnees.ts'
import { ETATS_VALEUR, type SerieLue } from './accumulation.ts'
import { parseAnalyse } from './analyse.formats.ts'
import { parseLecture } from './lire.formats.ts'

const agregations = Object.fromEntries(INDICATEURS_REFERENCE.map((i) => [i.code, i.agregation]))
const valeurs = (serie: SerieLue | undefined) =>
  Object.fromEntries(
    (serie?.communes ?? []).flatMap((c, i) => {
      const etat = serie?.etats[i]
      if (etat === ETATS_VALEUR.rien) return []
      return [
        [c, etat === ETATS_VALEUR.secret ? 'secret' : etat === ETATS_VALEUR.absent ? 'absent' : serie?.valeurs[i]],
      ]
    }),
  )

const DONNEES = '../shared/donnees/territoire-04'
describe.skipIf(!existsSync(DONNEES))('the JSON of a real territory (skipped where its folder is absent)', () => {
  const parse = async (nom: string) => {
    const brut = readFileSync(`${DONNEES}/${nom}`)
    const { c } = JSON.parse(brut.toString()) as { c: Record<string, unknown> }
    const codes = Object.keys(c)
    const analyse = await parseAnalyse(nom, brut)
    const connus = { codes, communes: codes, populations: codes.map(() => 10) }
    const zones = { epci: [], departement: [], region: [] }
    return parseLecture({ octets: brut, nature: analyse.nature, plans: analyse.plans, connus, zones, agregations })
  }

  it('APL', async () => {
    const { series, releve } = await parse('apl-mg-2022-2024-dep04.json')
    expect(series.map((s) => `${s.indicateur} ${s.millesime}`)).toEqual(
      ['apl-mg-65', 'apl-mg-tous'].flatMap((code) => [2022, 2023, 2024].map((annee) => `${code} ${annee}`)),
    )
    expect(valeurs(series[0])['04001']).toBe(3.13)
    expect(releve).toMatchObject({ lignes: 198 * 3, comptes: {} })
  })
  it('ages', async () => {
    const { series, publiees } = await parse('ages-2023-cpts-abd.json')
    expect(series).toHaveLength(40)
    expect(valeurs(series.find((s) => s.indicateur === 'age-f-95'))['04001']).toBe(23)
    expect(publiees.find((p) => p.indicateur === 'age-h-95')).toMatchObject({ zone: '04', valeur: 154.8 })
  })
  it('incomes, most poverty rates being missing', async () => {
    const { series, publiees, releve } = await parse('revenus-filosofi-2023-dep04.json')
    expect(valeurs(series[0])['04001']).toBe(26_880)
    expect(valeurs(series[1])['04001']).toBe('absent')
    expect(publiees.map((p) => [p.zone, p.valeur])).toEqual([
      ['FM', 25_920],
      ['FM', 15.9],
      ['04', 24_240],
      ['04', 18.6],
    ])
    expect(releve.comptes.absent).toBeGreaterThan(200)
  })
  it('equipments, none being zero', async () => {
    const { series } = await parse('bpe-2025-sante-cpts-abd.json')
    expect(series).toHaveLength(15)
    expect(valeurs(series.find((s) => s.indicateur === 'bpe-infirmier'))).toMatchObject({ '04070': 63, '04009': 0 })
  })
})
