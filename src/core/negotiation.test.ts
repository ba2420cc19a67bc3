import { describe, expect, it } from 'vitest'
import { getTypeAccepte } from './negotiation.ts'

const OFFERTS = ['text/html', 'application/ld+json', 'application/x-bibtex'] as const

describe('getTypeAccepte', () => {
  it.each([
    [null, 'text/html'],
    ['', 'text/html'],
    ['*/*', 'text/html'],
    ['*', 'text/html'],
    ['application/ld+json', 'application/ld+json'],
    ['APPLICATION/LD+JSON', 'application/ld+json'],
    ['application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', 'application/ld+json'],
    ['application/*', 'application/ld+json'],
    ['application/x-bibtex;q=0.9, application/ld+json;q=0.8', 'application/x-bibtex'],
    ['application/ld+json;q=0.2, application/*;q=0.9', 'application/x-bibtex'],
    ['text/html;q=0, */*;q=0.1', 'application/ld+json'],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'text/html'],
    ['image/png, */*;q=0.01', 'text/html'],
    ['image/png', null],
    ['text/html;q=0', null],
    ['n’importe quoi', null],
  ])('%s gives %s', (accept, type) => {
    expect(getTypeAccepte(accept, OFFERTS)).toBe(type)
  })
})
