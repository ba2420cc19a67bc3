import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ContenuNotice } from '../notice/notice.ts'
import { type Catalogue, NOTICES, openCatalogue, parseAdresse } from './exemples.ts'
import { FACETTES, type Filtres, type NomFacette } from './facettes.ts'
import { schemaCriteres } from './recherche.ts'

let catalogue: Catalogue
const search = (adresse: string) => catalogue.search(adresse)
beforeAll(async () => {
  catalogue = await openCatalogue()
})
afterAll(() => catalogue.base.close())

describe('facets', () => {
  const getValeurs = (n: ContenuNotice, nom: NomFacette): string[] => {
    if (nom === 'nature') return [n.nature]
    if (nom === 'annee') return [String(n.csl.issued?.['date-parts']?.[0]?.[0])]
    if (nom === 'langue') return [String(n.csl.language).slice(0, 2)]
    if (nom === 'en-ligne') return n.enLigne ? ['oui'] : []
    const perdus = (statut: unknown) => statut === 'perdu'
    if (nom === 'centre') return [...new Set(n.prets.filter((p) => !perdus(p.statut)).map((p) => p.centre))]
    if (nom === 'empruntable')
      return n.prets.some((p) => !perdus(p.statut) && p.statut !== 'consultation') ? ['oui'] : []
    return { theme: n.themes, public: n.publics, determinant: n.determinants, milieu: n.milieux }[nom]
  }
  const isRetenue = (n: ContenuNotice, filtres: Filtres, sauf?: NomFacette) =>
    FACETTES.every((nom) => nom === sauf || !filtres[nom] || getValeurs(n, nom).some((v) => filtres[nom]?.includes(v)))

  it.each([
    ['', () => true],
    ['theme=tabac', () => true],
    ['theme=tabac&theme=alcool', () => true],
    ['theme=tabac&annee=2017&annee=2018', () => true],
    ['theme=tabac&public=jeunes&en-ligne=oui', () => true],
    ['nature=guide&langue=fr&milieu=ecole&determinant=logement', () => true],
    ['q=fictif&theme=tabac', (n: ContenuNotice) => /fictif/.test(String(n.csl.title))],
    ['q=fictif&theme=tabac&theme=litteratie&nature=article', (n: ContenuNotice) => /fictif/.test(String(n.csl.title))],
    ['theme=tabac&annee=1850', () => true],
    ['empruntable=oui&theme=tabac', () => true],
    ['centre=Ireps+fictive&centre=Centre+d’Exemple', () => true],
    ['centre=Centre+d’Exemple&empruntable=oui', () => true],
    ['centre=Nulle+part', () => true],
  ])('counts as one would by hand: %s', async (adresse, contient) => {
    const { filtres } = schemaCriteres.parse(parseAdresse(adresse))
    const { total, facettes } = await search(adresse)
    const possibles = NOTICES.filter(contient)
    expect(total).toBe(possibles.filter((n) => isRetenue(n, filtres)).length)
    for (const nom of FACETTES) {
      const attendus = new Map<string, number>()
      for (const n of possibles.filter((p) => isRetenue(p, filtres, nom))) {
        for (const v of getValeurs(n, nom)) attendus.set(v, (attendus.get(v) ?? 0) + 1)
      }
      const comptes = new Map(facettes[nom].filter((f) => f.nombre > 0).map((f) => [f.valeur, f.nombre]))
      expect(comptes, `${adresse} ${nom}`).toEqual(attendus)
    }
  })

  it('leaves out what is no value', async () => {
    const { criteres, total } = await search(
      'theme=inconnu&annee=20&langue=%27&en-ligne=non&empruntable=1&centre=+&tri=zzz&page=-3&nature=',
    )
    expect([criteres.filtres, criteres.tri, criteres.page, total]).toEqual([{}, 'recents', 1, 32])
  })
})
