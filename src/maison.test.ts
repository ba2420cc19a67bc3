import { globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { describe, expect, it } from 'vitest'

const SUFFIXES = ['policy', 'queries', 'actions', 'pages', 'api', 'formats', 'island', 'test']
const sources = globSync('{src,e2e,bench,scripts}/**/*.{ts,tsx}')

describe('the house', () => {
  it('has files', () => expect(sources.length).toBeGreaterThan(50))

  it('keeps to the closed list of suffixes in modules', () => {
    const intrus = sources
      .filter((f) => f.startsWith('src/modules/'))
      .filter((f) => {
        const suffixes = basename(f)
          .replace(/\.tsx?$/, '')
          .split('.')
          .slice(1)
        const deTest = suffixes.at(-1) === 'test'
        return suffixes.length > (deTest ? 2 : 1) || suffixes.some((x) => !SUFFIXES.includes(x))
      })
    expect(intrus).toEqual([])
  })

  it('writes pages as markup, and nothing else that has a suffix', () => {
    const fautifs = sources
      .filter((f) => f.startsWith('src/modules/'))
      .filter((f) => /\.pages\.ts$|\.(policy|queries|actions|api|formats|island)\.tsx$/.test(f))
    expect(fautifs).toEqual([])
  })

  it('has no file above 300 lines', () => {
    const longs = sources.filter((f) => readFileSync(f, 'utf8').trimEnd().split('\n').length > 300)
    expect(longs).toEqual([])
  })

  it('has no inline style or script, which the content policy would refuse', () => {
    const fautifs = sources
      .filter((f) => f.endsWith('.tsx') && !f.includes('.test.'))
      .filter((f) => /\sstyle=|\son[a-z]+=["{]/.test(readFileSync(f, 'utf8')))
    expect(fautifs).toEqual([])
  })

  it('has no SQL outside queries, core and tests', () => {
    const fautifs = sources
      .filter((f) => f.startsWith('src/modules/') && !/\.(queries|test)\.tsx?$/.test(f))
      .filter((f) =>
        /\b(select .+ from|insert into|update \w+ set|delete from|SELECT .+ FROM|INSERT INTO|DELETE FROM)\b/.test(
          readFileSync(f, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, ''),
        ),
      )
    expect(fautifs).toEqual([])
  })
})
