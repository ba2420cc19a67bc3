import { describe, expect, it } from 'vitest'
import { createLecteurSigles } from './sigles.ts'

const SIGLES = [
  { sigle: 'CPTS', formeLongue: 'communauté professionnelle territoriale de santé', slug: 'cpts' },
  { sigle: 'ARS', formeLongue: 'agence régionale de santé', slug: 'ars' },
  { sigle: 'SAS', formeLongue: 'service d’accès aux soins', slug: 'sas' },
  { sigle: 'PTS', formeLongue: 'projet territorial fictif', slug: 'pts-1' },
  { sigle: 'PTS', formeLongue: 'pôle fictif', slug: 'pts-2' },
  { sigle: 'PRAPS-PRS', formeLongue: 'programme composé fictif', slug: 'praps-prs' },
  { sigle: 'AVECsanté', formeLongue: 'avenir des équipes fictives', slug: 'avec' },
]

/** « [CPTS=communauté…] » where the long form is told, « [CPTS] » where the text tells it itself. */
const lire = (...textes: string[]): string => {
  const lecteur = createLecteurSigles(SIGLES)
  return textes
    .map((t) =>
      lecteur
        .parse(t)
        .map((m) => (m.formes ? `[${m.texte}${m.dite ? '' : `=${m.formes.map((f) => f.slug).join('/')}`}]` : m.texte))
        .join(''),
    )
    .join(' § ')
}

describe('reading acronyms', () => {
  it.each([
    ['La CPTS et la CPTS.', 'La [CPTS=cpts] et la CPTS.'],
    ['Les CPTSs du Rhône', 'Les [CPTSs=cpts] du Rhône'],
    ["de l’ARS, d'ARS", "de l’[ARS=ars], d'ARS"],
    ['L’A.R.S. finance', 'L’[A.R.S=ars]. finance'],
    ['un sas, Sas, SASE, éARS, ARSé', 'un sas, Sas, SASE, éARS, ARSé'],
    ['CPTS-ARS', '[CPTS=cpts]-[ARS=ars]'],
    ['le PRAPS-PRS', 'le [PRAPS-PRS=praps-prs]'],
    ['AVECsanté, avecsanté', '[AVECsanté=avec], avecsanté'],
    ['Deux PTS', 'Deux [PTS=pts-1/pts-2]'],
    ['Un pôle fictif (PTS)', 'Un pôle fictif ([PTS])'],
    [
      'Les communautés professionnelles territoriales de santé (CPTS)',
      'Les communautés professionnelles territoriales de santé ([CPTS])',
    ],
    ['ARS (Agence régionale de santé)', '[ARS] (Agence régionale de santé)'],
    [
      '\ue000communauté\ue001 professionnelle territoriale de santé (\ue000CPTS\ue001)',
      '\ue000communauté\ue001 professionnelle territoriale de santé (\ue000[CPTS]\ue001)',
    ],
    ['LE SAS DE DÉCONTAMINATION EST OUVERT', 'LE SAS DE DÉCONTAMINATION EST OUVERT'],
    ['', ''],
    ['constructor __proto__ toString', 'constructor __proto__ toString'],
  ])('%s', (texte, attendu) => expect(lire(texte)).toBe(attendu))

  it('tells an acronym once a page, not once a text', () => {
    expect(lire('La CPTS', 'Une ARS', 'Des CPTS, des ARS')).toBe('La [CPTS=cpts] § Une [ARS=ars] § Des CPTS, des ARS')
  })

  it('is silent about the term of the page, and loses no character', () => {
    const texte = 'L’ARS & la CPTS\ud800 <b>ARS</b>\n… PTS'
    const lecteur = createLecteurSigles(SIGLES, 'ars')
    const morceaux = lecteur.parse(texte)
    expect(morceaux.map((m) => m.texte).join('')).toBe(texte)
    expect(morceaux.filter((m) => m.formes).map((m) => m.texte)).toEqual(['CPTS', 'PTS'])
  })

  it('costs the length of the text, not the size of the glossary', () => {
    const texte = 'Les soins, la prévention et le parcours des habitants du plateau. '.repeat(3000)
    const mesurer = (nombre: number) => {
      const sigles = Array.from({ length: nombre }, (_, i) => ({
        sigle: `Z${i}`,
        formeLongue: `forme ${i}`,
        slug: `z${i}`,
      }))
      const lecteur = createLecteurSigles(sigles)
      const temps = Array.from({ length: 5 }, () => {
        const debut = process.cpuUsage()
        lecteur.parse(texte)
        return process.cpuUsage(debut).user / 1000
      })
      return Math.min(...temps)
    }
    mesurer(10)
    expect(mesurer(50_000)).toBeLessThan(mesurer(10) * 5 + 5)
  })
})
