import {
  AlignmentType,
  Document,
  ExternalHyperlink,
  Footer,
  HeadingLevel,
  ImageRun,
  LevelFormat,
  Packer,
  PageBreak,
  PageNumber,
  Paragraph,
  type ParagraphChild,
  TableOfContents,
  TextRun,
} from 'docx'
import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5'
import { formatDate } from '#ui/format.ts'
import {
  type Composition,
  type Edition,
  formatCitationEntree,
  formatEdition,
  formatResume,
  formatTitreGroupe,
  type Groupe,
  listGroupes,
  listParagraphes,
} from './composition.ts'
import { LICENCES } from './etagere.ts'
import { formatQrPng } from './qr.formats.ts'

const POLICE = 'Calibri'
const PETROLE = '0B4A52'
const TITRES = [undefined, HeadingLevel.HEADING_1, HeadingLevel.HEADING_2, HeadingLevel.HEADING_3] as const

/** Word's own styles, so that whoever opens the file restyles it at one click. Sizes in half-points, spaces in twips. */
const STYLES = {
  default: {
    document: { run: { font: POLICE, size: 22, language: { value: 'fr-FR' } } },
    title: { run: { size: 56, bold: true, color: PETROLE }, paragraph: { spacing: { before: 3600, after: 240 } } },
    heading1: {
      run: { size: 32, bold: true, color: PETROLE },
      paragraph: { spacing: { before: 480, after: 160 }, keepNext: true },
    },
    heading2: {
      run: { size: 26, bold: true, color: PETROLE },
      paragraph: { spacing: { before: 360, after: 120 }, keepNext: true },
    },
    heading3: { run: { size: 23, bold: true }, paragraph: { spacing: { before: 240, after: 100 }, keepNext: true } },
    hyperlink: { run: { color: PETROLE, underline: {} } },
  },
  paragraphStyles: [
    {
      ...{ id: 'Subtitle', name: 'Subtitle', basedOn: 'Normal', next: 'Normal', quickFormat: true },
      ...{ run: { size: 30 }, paragraph: { spacing: { after: 360 } } },
    },
    {
      ...{ id: 'Couverture', name: 'Couverture', basedOn: 'Normal', quickFormat: true },
      ...{ run: { size: 24 }, paragraph: { spacing: { after: 120 } } },
    },
    {
      ...{ id: 'Texte', name: 'Texte', basedOn: 'Normal', quickFormat: true },
      paragraph: { spacing: { after: 140 } },
    },
    {
      ...{ id: 'Reference', name: 'Référence', basedOn: 'Normal', quickFormat: true },
      paragraph: { spacing: { before: 160, after: 60 }, indent: { left: 567 } },
    },
    {
      ...{ id: 'Resume', name: 'Résumé', basedOn: 'Normal', quickFormat: true },
      ...{ run: { size: 20, color: '424D4F' }, paragraph: { spacing: { after: 80 }, indent: { left: 567 } } },
    },
    {
      ...{ id: 'Commentaire', name: 'Commentaire', basedOn: 'Normal', quickFormat: true },
      paragraph: { spacing: { after: 80 }, indent: { left: 567 } },
    },
    {
      ...{ id: 'TitreSommaire', name: 'Titre du sommaire', basedOn: 'Normal', next: 'Normal' },
      ...{ run: { size: 32, bold: true, color: PETROLE }, paragraph: { spacing: { after: 240 } } },
    },
  ],
}

/**
 * The shelf as a Word document: cover, table of contents, headings, references numbered in a real list, hyperlinks,
 * page numbers in the footer but not on the cover. The table is a field with its entries; their page numbers are left
 * to the word processor, since laying out 300 references here takes seconds.
 * @param adresse page of the shelf, printed on the cover; where it is public, as a QR code too.
 */
export async function formatDocx(
  composition: Composition,
  { edition, adresse, publique }: { edition: Edition | null; adresse: string; publique: boolean },
): Promise<Buffer> {
  const groupes = listGroupes(composition)
  const corps = groupes.flatMap((g) => [...formatTitre(g), ...formatGroupe(g, composition)])
  const titres = groupes.some((g) => g.titre !== null)
  const document = new Document({
    title: composition.titre,
    creator: composition.auteurs ?? 'Maillage',
    ...(composition.sousTitre && { subject: composition.sousTitre }),
    styles: STYLES,
    numbering: {
      config: [
        {
          reference: 'references',
          levels: [
            {
              ...{ level: 0, format: LevelFormat.DECIMAL, text: '%1.', alignment: AlignmentType.LEFT },
              style: { paragraph: { indent: { left: 567, hanging: 567 } } },
            },
          ],
        },
      ],
    },
    sections: [
      {
        properties: { titlePage: true },
        footers: { default: createPied(), first: new Footer({ children: [new Paragraph('')] }) },
        children: [
          ...formatCouverture(composition, edition, adresse),
          ...(publique ? [formatCodeQr(adresse)] : []),
          createSaut(),
          ...(titres ? formatSommaire() : []),
          ...formatIntroduction(composition.introduction),
          ...corps,
        ],
      },
    ],
  })
  return Packer.toBuffer(document)
}

const createPied = () =>
  new Footer({
    children: [
      new Paragraph({
        alignment: AlignmentType.RIGHT,
        children: [new TextRun({ children: [PageNumber.CURRENT, ' / ', PageNumber.TOTAL_PAGES], size: 18 })],
      }),
    ],
  })

const createSaut = () => new Paragraph({ children: [new PageBreak()] })

function formatCouverture(c: Composition, edition: Edition | null, adresse: string): Paragraph[] {
  const licence = c.licence && LICENCES[c.licence]
  const lignes = [c.couverture, c.auteurs, c.date && formatDate(c.date), edition && formatEdition(edition)]
  return [
    new Paragraph({ style: 'Title', text: c.titre }),
    ...(c.sousTitre ? [new Paragraph({ style: 'Subtitle', text: c.sousTitre })] : []),
    ...lignes.filter((l): l is string => Boolean(l)).map((text) => new Paragraph({ style: 'Couverture', text })),
    ...(licence
      ? [
          new Paragraph({
            style: 'Couverture',
            children: [new TextRun('Licence\u00a0: '), createLien(licence.url, licence.libelle)],
          }),
        ]
      : []),
    new Paragraph({ style: 'Couverture', children: [createLien(adresse, adresse)] }),
  ]
}

/** Side on paper, in the pixels of Word (96 an inch): 3 cm. */
const COTE_QR = 113

const formatCodeQr = (adresse: string) =>
  new Paragraph({
    style: 'Couverture',
    children: [
      new ImageRun({
        ...{ type: 'png', data: formatQrPng(adresse), transformation: { width: COTE_QR, height: COTE_QR } },
        altText: { name: 'Code QR', title: 'Code QR', description: `Code QR de l’adresse ${adresse}` },
      }),
    ],
  })

const formatSommaire = () => [
  new Paragraph({ style: 'TitreSommaire', text: 'Sommaire' }),
  new TableOfContents('Sommaire', { hyperlink: true, headingStyleRange: '1-3' }),
  createSaut(),
]

const formatIntroduction = (texte: string | null): Paragraph[] =>
  texte === null
    ? []
    : [new Paragraph({ heading: HeadingLevel.HEADING_1, text: 'Introduction' }), ...formatParagraphes(texte, 'Texte')]

const formatParagraphes = (texte: string | null, style: string): Paragraph[] =>
  listParagraphes(texte).map((p) => new Paragraph({ style, children: formatLignes(p) }))

/** A line end typed inside a paragraph stays a line end. */
const formatLignes = (texte: string): TextRun[] =>
  texte.split('\n').map((ligne, i) => new TextRun({ text: ligne, ...(i > 0 && { break: 1 }) }))

const formatTitre = (groupe: Groupe): Paragraph[] =>
  groupe.titre === null
    ? []
    : [new Paragraph({ heading: TITRES[groupe.niveau] ?? HeadingLevel.HEADING_3, text: formatTitreGroupe(groupe) })]

function formatGroupe(groupe: Groupe, composition: Composition): Paragraph[] {
  return [
    ...formatParagraphes(groupe.introduction, 'Texte'),
    ...groupe.entrees.flatMap((entree) => {
      const resume = formatResume(entree, composition)
      return [
        new Paragraph({
          style: 'Reference',
          children: parseCitation(formatCitationEntree(entree, composition).html),
          ...(composition.avecNumeros && { numbering: { reference: 'references', level: 0 } }),
          keepLines: true,
          keepNext: resume !== null,
        }),
        ...formatParagraphes(resume, 'Resume'),
        ...formatParagraphes(entree.note, 'Commentaire'),
      ]
    }),
  ]
}

const createLien = (link: string, texte: string) =>
  new ExternalHyperlink({ link, children: [new TextRun({ text: texte, style: 'Hyperlink' })] })

type Noeud = DefaultTreeAdapterTypes.ChildNode

/** The HTML of a citation (only b, i and a) as runs of Word. */
function parseCitation(html: string): ParagraphChild[] {
  const listRuns = (noeuds: readonly Noeud[], facon: { bold?: true; italics?: true; style?: string }): TextRun[] =>
    noeuds.flatMap((n) => {
      if ('value' in n) return [new TextRun({ text: n.value, ...facon })]
      if (!('childNodes' in n)) return []
      const suite = n.nodeName === 'b' ? { bold: true as const } : n.nodeName === 'i' ? { italics: true as const } : {}
      return listRuns(n.childNodes, { ...facon, ...suite })
    })
  return parseFragment(html).childNodes.flatMap((n): ParagraphChild[] => {
    if (n.nodeName !== 'a' || !('attrs' in n)) return listRuns([n], {})
    const link = n.attrs.find((a) => a.name === 'href')?.value
    return link ? [new ExternalHyperlink({ link, children: listRuns([n], { style: 'Hyperlink' }) })] : listRuns([n], {})
  })
}
