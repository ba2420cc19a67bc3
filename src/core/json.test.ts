import { describe, expect, it, test } from 'vitest'
import { ErreurSaisie } from './errors.ts'
import { parseJson } from './json.ts'

describe('a body of JSON', () => {
  test.each([
    ['{"a":{"b":[1,{"b":2}]},"b":"{\\"a\\":[","c":"\\\\"}', { a: { b: [1, { b: 2 }] }, b: '{"a":[', c: '\\' }],
    [' [ "a" , "a" ] ', ['a', 'a']],
    ['[{"a":1},{"a":1}]', [{ a: 1 }, { a: 1 }]],
    [String.raw`{"a":"n\u0000ul \\u0000 \ud83d\ude00"}`, { a: String.raw`nul \u0000 😀` }],
    [String.raw`{"a":"\ud800"}`, { a: '\ufffd' }],
    ['-1.5e3', -1500],
  ])('%s is read', (texte, attendu) => expect(parseJson(texte)).toEqual(attendu))

  test.each([
    ['{', 'pas du JSON'],
    ['{"a":1,}', 'pas du JSON'],
    ['NaN', 'pas du JSON'],
    [String.raw`{"\x":1}`, 'pas du JSON'],
    ['{"a":1,"a":2}', '« a » est écrit deux fois'],
    [String.raw`{"a":1,"\u0061" : 2}`, '« a » est écrit deux fois'],
    [String.raw`{"\u0000":1}`, 'nom illisible'],
    ['[1e999]', 'nombre trop grand'],
    ['['.repeat(10_000) + ']'.repeat(10_000), 'trop profond'],
    [`${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`, 'trop profond'],
    [String.raw`["\\\"`, 'pas du JSON'],
  ])('%.40s is refused', (texte, message) => {
    expect(() => parseJson(texte)).toThrow(ErreurSaisie)
    expect(() => parseJson(texte)).toThrow(new RegExp(message.replaceAll(' ', '\\s')))
  })

  it('`__proto__` is a name like another: no object gets a prototype from it', () => {
    const lu = parseJson('{"__proto__":{"admin":true}}') as { admin?: boolean }
    expect(lu.admin).toBeUndefined()
    expect(({} as { admin?: boolean }).admin).toBeUndefined()
  })
})
