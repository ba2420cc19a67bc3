import { describe, expect, it } from 'vitest'
import { formatDateLibre, parseDateLibre } from './dates.ts'

describe('dates of every shape', () => {
  it.each([
    ['1997', [[1997]]],
    ['2019-05', [[2019, 5]]],
    ['2019-05-03T10:20:30Z', [[2019, 5, 3]]],
    ['2005-01-01 00:00:00', [[2005, 1, 1]]],
    ['1995///', [[1995]]],
    ['2003/05//', [[2003, 5]]],
    ['1998/11/12/', [[1998, 11, 12]]],
    ['1998/Nov/12/', [[1998, 11, 12]]],
    ['1998/00/00', [[1998]]],
    ['20190503', [[2019, 5, 3]]],
    ['12 juin 2020', [[2020, 6, 12]]],
    ['March 2001', [[2001, 3]]],
    ['03/05/2019', [[2019, 5, 3]]],
    ['cop. 2001', [[2001]]],
    ['[1986]', [[1986]]],
    ['2001-', [[2001]]],
    ['1979-1984', [[1979], [1984]]],
    [
      '2019-05/2020-01',
      [
        [2019, 5],
        [2020, 1],
      ],
    ],
    ['31/02/2020', [[2020, 2]]],
  ])('%j', (texte, parties) => expect(parseDateLibre(texte)).toEqual({ 'date-parts': parties }))

  it.each(['', 's.d.', '[s.d.]', 'n.d.', '////'])('%j is no date', (texte) => {
    expect(parseDateLibre(texte)?.['date-parts']).toBeUndefined()
  })

  it('what is approximate says so, what holds no year stays as it is', () => {
    expect(parseDateLibre('[2006?]')).toEqual({ 'date-parts': [[2006]], circa: true })
    expect(parseDateLibre('vers 1850')).toEqual({ 'date-parts': [[1850]], circa: true })
    expect(parseDateLibre('à paraître')).toEqual({ literal: 'à paraître' })
    expect(parseDateLibre('2019-13-45')).toEqual({ literal: '2019-13-45' })
  })

  it.each([
    { 'date-parts': [[2019]] },
    { 'date-parts': [[2019, 5, 3]] },
    { 'date-parts': [[2019], [2021]] },
    { 'date-parts': [[850]] },
    { 'date-parts': [[2006]], circa: true },
    { literal: 'à paraître' },
  ])('%j is written and read back', (date) => expect(parseDateLibre(formatDateLibre(date))).toEqual(date))
})
