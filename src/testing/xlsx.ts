import { strToU8, zipSync } from 'fflate'

/** A cell as a spreadsheet keeps it: a formula has the value that it last had; null is an empty cell. */
export type CelluleXlsx = string | number | boolean | null | { formule: string; valeur: number | string } | Date

export interface FeuilleXlsx {
  nom: string
  lignes: readonly (readonly CelluleXlsx[])[]
  /** Merged cells, such as `A1:C1`: only the first holds the value. */
  fusions?: readonly string[]
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const NS = 'http://schemas.openxmlformats.org'
const escapeXml = (texte: string): string =>
  texte.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c] ?? c)

const formatColonne = (i: number): string =>
  i < 26 ? String.fromCharCode(65 + i) : formatColonne(Math.floor(i / 26) - 1) + formatColonne(i % 26)

/** Days since the origin of spreadsheets (30 December 1899). */
const formatJour = (date: Date): number => date.getTime() / 86_400_000 + 25_569

/** A workbook as spreadsheets write it: shared texts, cached values of formulas, one style for dates. */
export function createXlsx(feuilles: readonly FeuilleXlsx[]): Uint8Array<ArrayBuffer> {
  const textes = new Map<string, number>()
  const getTexte = (texte: string): number => {
    const connu = textes.get(texte) ?? textes.size
    textes.set(texte, connu)
    return connu
  }
  const formatCellule = (valeur: CelluleXlsx, ref: string): string => {
    if (valeur === null) return ''
    if (typeof valeur === 'string') return `<c r="${ref}" t="s"><v>${getTexte(valeur)}</v></c>`
    if (typeof valeur === 'boolean') return `<c r="${ref}" t="b"><v>${valeur ? 1 : 0}</v></c>`
    if (typeof valeur === 'number') return `<c r="${ref}"><v>${valeur}</v></c>`
    if (valeur instanceof Date) return `<c r="${ref}" s="1"><v>${formatJour(valeur)}</v></c>`
    const type = typeof valeur.valeur === 'string' ? ' t="str"' : ''
    return `<c r="${ref}"${type}><f>${escapeXml(valeur.formule)}</f><v>${escapeXml(String(valeur.valeur))}</v></c>`
  }
  const corps = feuilles.map(({ lignes, fusions = [] }) => {
    const rangs = lignes.map((cellules, i) => {
      const contenu = cellules.map((c, j) => formatCellule(c, `${formatColonne(j)}${i + 1}`)).join('')
      // Spreadsheets leave empty rows out.
      return contenu ? `<row r="${i + 1}">${contenu}</row>` : ''
    })
    const fusionnees = fusions.map((ref) => `<mergeCell ref="${ref}"/>`).join('')
    return `${XML}<worksheet xmlns="${NS}/spreadsheetml/2006/main"><sheetData>${rangs.join('')}</sheetData>${
      fusionnees && `<mergeCells>${fusionnees}</mergeCells>`
    }</worksheet>`
  })
  const relation = (id: string, type: string, cible: string) =>
    `<Relationship Id="${id}" Type="${NS}/officeDocument/2006/relationships/${type}" Target="${cible}"/>`
  const relations = (lignes: readonly string[]) =>
    `${XML}<Relationships xmlns="${NS}/package/2006/relationships">${lignes.join('')}</Relationships>`
  const feuille = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
  const fichiers: Record<string, string> = {
    '[Content_Types].xml': `${XML}<Types xmlns="${NS}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${feuille}.sheet.main+xml"/>${feuilles.map((_, i) => `<Override PartName="/xl/worksheets/sheet${i + 1}.xml" ContentType="${feuille}.worksheet+xml"/>`).join('')}<Override PartName="/xl/sharedStrings.xml" ContentType="${feuille}.sharedStrings+xml"/><Override PartName="/xl/styles.xml" ContentType="${feuille}.styles+xml"/></Types>`,
    '_rels/.rels': relations([relation('rId1', 'officeDocument', 'xl/workbook.xml')]),
    'xl/workbook.xml': `${XML}<workbook xmlns="${NS}/spreadsheetml/2006/main" xmlns:r="${NS}/officeDocument/2006/relationships"><sheets>${feuilles.map((f, i) => `<sheet name="${escapeXml(f.nom)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations([
      ...feuilles.map((_, i) => relation(`rId${i + 1}`, 'worksheet', `worksheets/sheet${i + 1}.xml`)),
      relation(`rId${feuilles.length + 1}`, 'sharedStrings', 'sharedStrings.xml'),
      relation(`rId${feuilles.length + 2}`, 'styles', 'styles.xml'),
    ]),
    'xl/styles.xml': `${XML}<styleSheet xmlns="${NS}/spreadsheetml/2006/main"><cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" xfId="0"/><xf numFmtId="14" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>`,
    'xl/sharedStrings.xml': `${XML}<sst xmlns="${NS}/spreadsheetml/2006/main" count="${textes.size}" uniqueCount="${textes.size}">${[...textes.keys()].map((t) => `<si><t xml:space="preserve">${escapeXml(t)}</t></si>`).join('')}</sst>`,
  }
  for (const [i, xml] of corps.entries()) fichiers[`xl/worksheets/sheet${i + 1}.xml`] = xml
  return zipSync(Object.fromEntries(Object.entries(fichiers).map(([nom, texte]) => [nom, strToU8(texte)])))
}
