import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { formatCount, formatDate, formatDateTime, formatNumber } from './format.ts'
import { createHref, type HrefPatch } from './href.ts'

describe('French display', () => {
  it.each([
    ['2026', '2026'],
    ['2026-03', 'mars 2026'],
    ['2026-03-14', '14\u00a0mars 2026'],
    ['2026-03-01', '1er\u00a0mars 2026'],
    ['2026-13', '2026-13'],
    ['s.d.', 's.d.'],
    [new Date('2026-02-28T23:30:00Z'), '1er\u00a0mars 2026'],
    ['2026-07-14T22:30:00Z', '15\u00a0juillet 2026'],
  ])('formatDate(%j) is « %s »', (date, text) => {
    expect(formatDate(date)).toBe(text)
  })

  it('tells the hour of Paris', () => {
    expect(formatDateTime(new Date('2026-07-14T12:05:00Z'))).toBe('14\u00a0juillet 2026 à 14\u00a0h\u00a005')
    expect(formatDateTime(new Date('2026-07-14T04:05:00Z'))).toBe('14\u00a0juillet 2026 à 6\u00a0h\u00a005')
    expect(formatDateTime('hier')).toBe('hier')
  })

  it.each([
    [0, '0\u00a0notice'],
    [1, '1\u00a0notice'],
    [1.5, '1,5\u00a0notice'],
    [2, '2\u00a0notices'],
    [12430, '12\u202f430\u00a0notices'],
  ])('formatCount(%d) is « %s »', (count, text) => {
    expect(formatCount(count, 'notice')).toBe(text)
  })

  it('takes another plural and number options', () => {
    expect(formatCount(3, 'journal', 'journaux')).toBe('3\u00a0journaux')
    expect(formatNumber(0.256, { style: 'percent', maximumFractionDigits: 1 })).toBe('25,6\u00a0%')
  })
})

describe('createHref', () => {
  it.each<[HrefPatch, string]>([
    [{}, '/d?q=a&theme=x&theme=y'],
    [{ page: 3 }, '/d?q=a&theme=x&theme=y&page=3'],
    [{ theme: null }, '/d?q=a'],
    [{ theme: ['x', 'é&'] }, '/d?q=a&theme=x&theme=%C3%A9%26'],
    [{ q: null, theme: [] }, '/d'],
  ])('%j gives %s', (patch, address) => {
    expect(createHref('/d?q=a&theme=x&theme=y&page=2')(patch)).toBe(address)
  })
})

describe('tokens', () => {
  const css = readFileSync(join(import.meta.dirname, '../../public/styles/base.css'), 'utf8')
  const token = (name: string) => new RegExp(`--${name}: #([0-9a-f]{3,6});`).exec(css)?.[1] ?? ''

  /** Relative luminance and contrast as WCAG 2.2 defines them. */
  const luminance = (hex: string) => {
    const full = hex.length === 3 ? [...hex].map((digit) => digit + digit).join('') : hex
    const [r = 0, g = 0, b = 0] = [0, 2, 4].map((at) => {
      const channel = Number.parseInt(full.slice(at, at + 2), 16) / 255
      return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const contrast = (one: string, other: string) => {
    const [dark = 0, light = 0] = [luminance(token(one)), luminance(token(other))].sort((a, b) => a - b)
    return (light + 0.05) / (dark + 0.05)
  }

  it.each([
    ['ink', 'paper'],
    ['ink-soft', 'paper'],
    ['ink-soft', 'petrol-wash'],
    ['petrol', 'paper'],
    ['petrol', 'petrol-wash'],
    ['sheet', 'petrol'],
    ['sheet', 'brick'],
    ['ink', 'ochre-wash'],
    ['ochre', 'ochre-wash'],
    ['brick', 'brick-wash'],
    ['brick', 'paper'],
  ])('text: %s on %s has 7:1', (text, ground) => {
    expect(contrast(text, ground)).toBeGreaterThanOrEqual(7)
  })

  it.each([
    ['stroke', 'paper'],
    ['focus', 'paper'],
    ['focus', 'petrol-wash'],
  ])('stroke: %s on %s has 3:1', (stroke, ground) => {
    expect(contrast(stroke, ground)).toBeGreaterThanOrEqual(3)
  })
})
