/**
 * ISO 639-2 codes as catalogues write them (bibliographic form), for the languages that have a two-letter code.
 * Source: Library of Congress, ISO 639-2 registration authority.
 */
const CODES =
  'aar abk ave afr aka amh arg ara asm ava aym aze bak bel bul bih bis bam ben tib bre bos cat che cha cos cre cze chu chv wel dan ger div dzo ewe gre eng epo spa est baq per ful fin fij fao fre fry gle gla glg grn guj glv hau heb hin hmo hrv hat hun arm her ina ind ile ibo iii ipk ido ice ita iku jpn jav geo kon kik kua kaz kal khm kan kor kau kas kur kom cor kir lat ltz lug lim lin lao lit lub lav mlg mah mao mac mal mon mar may mlt bur nau nob nde nep ndo dut nno nor nbl nav nya oci oji orm ori oss pan pli pol pus por que roh run rum rus kin san srd snd sme sag sin slo slv smo sna som alb srp ssw sot sun swe swa tam tel tgk tha tir tuk tgl tsn ton tur tso tat twi tah uig ukr urd uzb ven vie vol wln wol xho yid yor zha chi zul'.split(
    ' ',
  )

const parseCode = (code: string): string => Intl.getCanonicalLocales(code)[0] ?? code

const LECTURE = new Map(CODES.map((code) => [code, parseCode(code)]))
const ECRITURE = new Map([...LECTURE].map(([code, langue]) => [langue, code]))

/** « fre » or « fra » to « fr »; a language without a two-letter code, or what is no code, stays. */
export function parseLangue(code: string): string {
  return LECTURE.get(code) ?? (/^[a-z]{3}$/i.test(code) ? parseCode(code.toLowerCase()) : code)
}

/** « fr » to « fre »; what has no known code stays. */
export const formatLangue = (langue: string): string => ECRITURE.get(langue) ?? langue
