import { describe, expect, it } from 'vitest'
import { computeHeureLocale, computeOuverture, computeSemaine, type Lieu, parseHoraires } from './horaires.ts'
import {
  formatChange,
  formatHeure,
  formatOsm,
  formatSemaine,
  type JourSimple,
  parseHeure,
  parseSemaineSimple,
} from './semaine.ts'

const ici: Lieu = { departement: '04', nomRegion: 'Provence-Alpes-Côte d’Azur' }
const espaces = (texte: string) => texte.replaceAll('\u00a0', ' ')
/** Monday 23 November 2026, 10 o’clock in Paris. */
const LUNDI_10H = new Date('2026-11-23T09:00:00Z')

describe('reading', () => {
  it.each([
    ['Mo-Fr 09:00-12:00', 'Mo-Fr 09:00-12:00'],
    ['Lu-Ve 9h-12h', 'Mo-Fr 09:00-12:00'],
    ['Mo-Fr 08:00 - 12:00;', 'Mo-Fr 08:00-12:00'],
  ])('%s', async (texte, valeur) => expect(await parseHoraires(texte)).toEqual({ valeur }))

  it.each([
    ['Mo-Fr 09:00-12:00 14', 'Mo-Fr 09:00-12:00 14'],
    ['Mo-Fr 25:00-26:00', 'Mo-Fr 25:00'],
    ['quand il fait beau', 'qu'],
  ])('%s: tells where reading stops', async (texte, place) => {
    const lu = await parseHoraires(texte)
    expect('erreur' in lu && espaces(lu.erreur)).toContain(`« ${place} »`)
  })
})

describe('the week, in words', () => {
  it.each([
    [
      'Mo-Fr 09:00-12:00,14:00-17:30; Sa 09:00-12:00; PH off',
      'Du lundi au vendredi de 9 h à 12 h et de 14 h à 17 h 30. Le samedi de 9 h à 12 h. Fermé le dimanche et les jours fériés.',
    ],
    ['24/7', 'Tous les jours jour et nuit.'],
    [
      'Mo,Tu,Th 08:00-12:00',
      'Le lundi, le mardi et le jeudi de 8 h à 12 h. Fermé le mercredi et du vendredi au dimanche.',
    ],
    ['Mo-Su 22:00-02:00', 'Tous les jours de 22 h à 2 h.'],
    ['Mo 09:00-12:00 "sur rendez-vous"', 'Le lundi de 9 h à 12 h (sur rendez-vous). Fermé du mardi au dimanche.'],
    [
      'Mo-Fr 09:00-12:00; SH off',
      'Du lundi au vendredi de 9 h à 12 h. Fermé le samedi, le dimanche et pendant les vacances scolaires.',
    ],
  ])('%s', async (valeur, attendu) => {
    const semaine = await computeSemaine(valeur, ici, LUNDI_10H)
    expect(semaine && espaces(formatSemaine(semaine))).toBe(attendu)
  })

  it('is that of the date, where weeks differ', async () => {
    const semaine = await computeSemaine('Jul-Aug off; Mo 09:00-12:00', ici, LUNDI_10H)
    expect(semaine).toMatchObject({ stable: false, fermee: [] })
    expect(semaine?.jours[0]).toMatchObject([{ debut: '09:00', fin: '12:00' }])
  })

  it('is nothing where an import gave what cannot be read', async () =>
    expect(await computeSemaine('selon l’humeur', ici, LUNDI_10H)).toBeNull())
})

describe('open now', () => {
  it.each([
    ['Mo-Fr 09:00-12:00', '2026-11-23T09:00:00Z', ici, 'ouvert'],
    ['Mo-Fr 09:00-12:00', '2026-11-23T11:30:00Z', ici, 'ferme'],
    // Summer time in Paris: 9 h is 7 h UTC.
    ['Mo-Fr 09:00-12:00', '2026-07-06T07:30:00Z', ici, 'ouvert'],
    ['Mo-Fr 09:00-12:00', '2026-07-06T06:30:00Z', ici, 'ferme'],
    // La Réunion has 12 h when Paris has 9 h in winter.
    ['Mo-Fr 09:00-12:00', '2026-11-23T06:30:00Z', { departement: '974', nomRegion: 'La Réunion' }, 'ouvert'],
    ['Mo-Fr 09:00-12:00', '2026-11-23T08:30:00Z', { departement: '974', nomRegion: 'La Réunion' }, 'ferme'],
    // 11 November.
    ['Mo-Su 09:00-12:00; PH off', '2026-11-11T09:30:00Z', ici, 'ferme'],
    // 26 December, a holiday in Moselle alone.
    ['Mo-Su 09:00-12:00; PH off', '2026-12-26T09:30:00Z', { departement: '57', nomRegion: 'Grand Est' }, 'ferme'],
    ['Mo-Su 09:00-12:00; PH off', '2026-12-26T09:30:00Z', ici, 'ouvert'],
    ['Mo-Fr 09:00-12:00 "sur rendez-vous"', '2026-11-23T09:00:00Z', ici, 'incertain'],
    ['"sur rendez-vous"', '2026-11-23T09:00:00Z', ici, 'incertain'],
  ] as const)('%s at %s', async (valeur, instant, lieu, etat) =>
    expect((await computeOuverture(valeur, lieu, new Date(instant)))?.etat).toBe(etat),
  )

  it('tells when it opens, past days that change nothing', async () => {
    const dimanche = new Date('2026-11-22T16:00:00Z')
    const ouverture = await computeOuverture('Mo-Fr 08:00-19:00; Sa 08:30-12:00; PH off', ici, dimanche)
    const heure = computeHeureLocale(dimanche, '04')
    expect(ouverture?.change && espaces(formatChange(ouverture.change, heure))).toBe('demain à 8 h')
  })

  it('tells when that ends, in the time of the place', async () => {
    const ouverture = await computeOuverture('Mo-Fr 09:00-12:00', ici, LUNDI_10H)
    expect(ouverture?.change?.getHours()).toBe(12)
    // Closed until Wednesday afternoon: the midnights between change nothing.
    const mercredi = await computeOuverture('We 14:00-17:00', ici, LUNDI_10H)
    expect([mercredi?.change?.getDay(), mercredi?.change?.getHours()]).toEqual([3, 14])
    expect(computeHeureLocale(LUNDI_10H, '972').getHours()).toBe(5)
  })
})

const jour = (matin: string | null, apresMidi: string | null = null): JourSimple => {
  const parse = (plage: string | null) => (plage ? (plage.split('-') as [string, string]) : null)
  return { matin: parse(matin), apresMidi: parse(apresMidi) }
}
const ferme = jour(null)

describe('the simple form by day', () => {
  it.each([
    [
      [
        jour('09:00-12:00', '14:00-17:00'),
        ferme,
        jour('09:00-12:00'),
        ferme,
        jour('09:00-12:00', '14:00-17:00'),
        ferme,
        ferme,
      ],
      'Mo,Fr 09:00-12:00,14:00-17:00; We 09:00-12:00; PH off',
    ],
    [[...Array(5).fill(jour('08:30-18:00')), ferme, ferme], 'Mo-Fr 08:30-18:00; PH off'],
  ] as [JourSimple[], string][])('writes the syntax, and reads it back', async (jours, valeur) => {
    expect(formatOsm(jours, true)).toBe(valeur)
    const semaine = await computeSemaine(valeur, ici, LUNDI_10H)
    expect(semaine && parseSemaineSimple(semaine)).toEqual({ jours, feriesFermes: true })
  })
  it('writes nothing where no day is open', () => expect(formatOsm(Array(7).fill(ferme), true)).toBeNull())
  it.each([
    'Mo 22:00-02:00',
    '"sur rendez-vous"',
    'Mo 08:00-10:00,11:00-12:00,14:00-15:00',
    'Mo 09:00-12:00; SH off',
    'Jul-Aug off; Mo 09:00-12:00',
  ])('does not pretend to tell %s', async (valeur) => {
    const semaine = await computeSemaine(valeur, ici, LUNDI_10H)
    expect(semaine && parseSemaineSimple(semaine)).toBeNull()
  })
  it.each([
    ['9h', '09:00'],
    ['9', '09:00'],
    ['14 h 30', '14:30'],
    ['08:15', '08:15'],
    ['24:00', '24:00'],
    ['25h', null],
    ['9h75', null],
    ['matin', null],
  ])('reads the hour %s', (texte, heure) => expect(parseHeure(texte)).toBe(heure))
  it.each([
    ['09:00', '9 h'],
    ['14:30', '14 h 30'],
    ['24:00', 'minuit'],
  ])('says %s', (heure, dite) => expect(espaces(formatHeure(heure))).toBe(dite))
})
