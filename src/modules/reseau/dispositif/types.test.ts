import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { hasTerme } from '#modules/vocabulaires/index.ts'
import { checkType, defineTypeDispositif, getEtatPublic, getNoms, listEtapesDe, type TypeDispositif } from './type.ts'
import { getType, listTypes, loadTypes } from './types.ts'

const get = (slug: string): TypeDispositif => {
  const type = getType(slug)
  if (!type) throw new Error(slug)
  return type
}

describe('types of dispositif', () => {
  it('stand each under a term of the vocabulary', () => {
    expect(listTypes().length).toBe(16)
    for (const { slug, sources, etapes } of listTypes())
      expect([slug, hasTerme('dispositif', slug), sources.length > 0, etapes.length > 0]).toEqual([
        slug,
        true,
        true,
        true,
      ])
  })

  it('are read by family, then acronym', () => {
    expect(
      listTypes()
        .map((t) => t.slug)
        .slice(0, 5),
    ).toEqual(['cds', 'cpts', 'esp', 'ess', 'msp'])
  })

  it('only CPTS never share a commune', () => {
    expect(
      listTypes()
        .filter((t) => t.exclusif)
        .map((t) => t.slug),
    ).toEqual(['cpts'])
  })

  it.each([
    [null, null],
    ['emergence', null],
    ['lettre-intention', null],
    ['validation-li', 'en-creation'],
    ['structuration', 'en-creation'],
    ['projet-sante', 'prochainement-en-fonctionnement'],
    ['signature-aci', 'en-fonctionnement'],
    ['missions', 'en-fonctionnement'],
    ['renouvellement', 'en-fonctionnement'],
    ['inconnue', null],
  ])('the public state of a CPTS at %s is %s', (etape, etat) => {
    expect(getEtatPublic(get('cpts'), etape)).toBe(etat)
  })

  it('stages stand for public states', () => {
    expect(listEtapesDe(get('cpts'), 'en-creation')).toEqual(['validation-li', 'structuration'])
  })

  const faits = { themes: [], colleges: new Set<string>(), professions: [], qpv: [] }
  it.each([
    ['cls', 'sante-mentale', faits, false],
    ['cls', 'sante-mentale', { ...faits, themes: ['sommeil', 'sante-mentale'] }, true],
    ['clsm', 'college-elus', faits, false],
    ['clsm', 'college-elus', { ...faits, colleges: new Set(['elus']) }, true],
    ['clsm', 'college-aidants', { ...faits, colleges: new Set(['elus']) }, false],
    ['msp', 'generalistes', { ...faits, professions: ['medecin-generaliste', 'infirmier'] }, false],
    ['msp', 'generalistes', { ...faits, professions: ['medecin-generaliste', 'medecin-generaliste'] }, true],
    ['msp', 'paramedical', { ...faits, professions: ['medecin-generaliste', 'pharmacien'] }, false],
    ['msp', 'paramedical', { ...faits, professions: ['ipa'] }, true],
    ['asv', 'quartiers', { ...faits, qpv: ['QN00101M'] }, true],
  ] as const)('%s, %s', (type, slug, connus, tenu) => {
    expect(
      get(type)
        .controles.find((c) => c.slug === slug)
        ?.verifier(connus),
    ).toBe(tenu)
  })

  it('the four parties of a CLSM are its checks', () => {
    expect(get('clsm').controles.map((c) => c.slug)).toEqual([
      'college-elus',
      'college-psychiatrie',
      'college-usagers',
      'college-aidants',
    ])
  })
})

describe('a type that is wrong', () => {
  const bon = defineTypeDispositif({
    ...getNoms('msp'),
    groupe: 'coordonne',
    territoire: 'communes',
    sources: [],
    etapes: [{ slug: 'debut', libelle: 'Début', contenus: [] }],
    roles: ['membre'],
  })
  const etape = { slug: 'debut', libelle: 'Début', contenus: [] }
  it.each<[string, Partial<TypeDispositif>]>([
    ['n’est pas en minuscules', { slug: 'A B' }],
    ['étapes : un slug paraît', { etapes: [etape, etape] }],
    ['l’état public « ouvert » n’existe pas', { etapes: [{ ...etape, etatPublic: 'ouvert' }] }],
    ['part de « fin »', { etapes: [{ ...etape, echeance: { depuis: 'fin', mois: 6 } }] }],
    ['ne partent d’aucune étape', { missions: [{ slug: 'm', libelle: 'M', nature: 'socle', debut: 6 }] }],
    ['n’est pas un réglage', { classes: { bornes: ['b'] } }],
  ])('%s', (message, faute) => {
    expect(checkType(bon)).toEqual([])
    expect(checkType({ ...bon, ...faute }).join(' ')).toContain(message)
  })
})

describe('a folder of types', () => {
  const dossiers: string[] = []
  afterAll(() => Promise.all(dossiers.map((d) => rm(d, { recursive: true }))))
  const ecrire = async (fichier: string, texte: string) => {
    const dossier = await mkdtemp(join(import.meta.dirname, 'essai-'))
    dossiers.push(dossier)
    await writeFile(join(dossier, fichier), texte)
    return dossier
  }
  const TYPE = `import { defineTypeDispositif } from '../type.ts'
export default defineTypeDispositif({ slug: 'essai-lu', sigle: 'EL', nom: 'Essai lu fictif', definition: '', groupe: 'cadre',
  territoire: 'communes', sources: [], etapes: [], roles: [] })`

  it('adds its types to those there are', async () => {
    await loadTypes(await ecrire('essai-lu.ts', TYPE))
    expect(getType('essai-lu')?.sigle).toBe('EL')
    expect(listTypes().some((t) => t.slug === 'essai-lu')).toBe(true)
  })

  it('describes no type twice', async () => {
    await expect(loadTypes(await ecrire('cpts.ts', TYPE.replace('essai-lu', 'cpts')))).rejects.toThrow('deux fois')
  })
})
