import { describe, expect, it } from 'vitest'
import { ErreurConfig, parseConfig } from './config.ts'

describe('the configuration', () => {
  it('has defaults for a newcomer', () => {
    expect(parseConfig({})).toMatchObject({
      port: 3000,
      adresse: 'http://localhost:3000',
      donnees: '.maillage',
      demo: true,
      production: false,
    })
  })
  it('has no demonstration in production, and refuses it', () => {
    expect(parseConfig({ NODE_ENV: 'production' }).demo).toBe(false)
    expect(() => parseConfig({ NODE_ENV: 'production', MAILLAGE_DEMO: '1' })).toThrow(
      /interdit avec NODE_ENV=production/,
    )
  })
  it('counts an empty variable as absent', () => expect(parseConfig({ PORT: '', MAILLAGE_SMTP: '' }).port).toBe(3000))
  it.each([
    [{ PORT: 'abc' }, 'PORT'],
    [{ PORT: '70000' }, 'PORT'],
    [{ MAILLAGE_DEMO: 'oui' }, 'MAILLAGE_DEMO'],
    [{ MAILLAGE_OIDC: '{' }, 'MAILLAGE_OIDC'],
    [{ MAILLAGE_OIDC: '[{"slug":"psc"}]' }, 'MAILLAGE_OIDC.0.libelle'],
    [{ DATABASE_URL: 'pas une adresse' }, 'DATABASE_URL'],
  ])('names what is wrong in %o', (environnement, nom) => {
    expect(() => parseConfig(environnement)).toThrow(ErreurConfig)
    expect(() => parseConfig(environnement)).toThrow(nom)
  })
})
