/** Country codes of overseas numbers by their national prefix (numbering plan of Arcep). */
const OUTRE_MER: readonly (readonly [RegExp, string])[] = [
  [/^0(590|69[01])\d{6}$/, '+590'],
  [/^0(594|694)\d{6}$/, '+594'],
  [/^0(596|69[67])\d{6}$/, '+596'],
  // 06 39 98 is kept for fiction.
  [/^0(26[239]|69[23]|639(?!98))\d{6}$/, '+262'],
]

/** A French number as E.164: « 04 92 00 00 00 » → « +33492000000 ». Short numbers and others stay as they are. */
export function formatE164(numero: string | null): string | null {
  if (numero === null) return null
  const chiffres = numero.replace(/[\s.()/-]/g, '').replace(/^00(?=\d)/, '+')
  if (/^\+\d{6,15}$/.test(chiffres)) return chiffres.replace(/^\+330/, '+33')
  if (!/^0\d{9}$/.test(chiffres)) return numero
  const indicatif = OUTRE_MER.find(([forme]) => forme.test(chiffres))?.[1] ?? '+33'
  return indicatif + chiffres.slice(1)
}
