import {
  AlignmentType,
  Bookmark,
  Document,
  ExternalHyperlink,
  Footer,
  HeadingLevel,
  InternalHyperlink,
  Packer,
  PageBreak,
  PageNumber,
  Paragraph,
  type ParagraphChild,
  TableOfContents,
  TextRun,
} from 'docx'
import { formatDate } from '#ui/format.ts'
import { NUMEROS } from './donnees/numeros.ts'
import type { EntreeGuide, Guide, ServiceGuide } from './guide.ts'
import { formatAVerifier, formatSources, listIndex, listLignes, listLignesService } from './lignes.ts'

const PETROLE = '0B4A52'
const titre = (taille: number, avant: number) => ({
  run: { size: taille, bold: true, color: PETROLE },
  paragraph: { spacing: { before: avant, after: 100 }, keepNext: true },
})
/** Word’s own styles, so that whoever opens the file restyles it at one click. Sizes in half-points, spaces in twips. */
const STYLES = {
  default: {
    document: { run: { font: 'Calibri', size: 21, language: { value: 'fr-FR' } } },
    title: { run: { size: 56, bold: true, color: PETROLE }, paragraph: { spacing: { before: 3600, after: 240 } } },
    heading1: titre(32, 480),
    heading2: titre(24, 280),
    heading3: titre(21, 140),
    hyperlink: { run: { color: PETROLE, underline: {} } },
  },
  paragraphStyles: [
    {
      ...{ id: 'Texte', name: 'Texte', basedOn: 'Normal', quickFormat: true },
      paragraph: { spacing: { after: 80 } },
    },
    {
      ...{ id: 'TitreSommaire', name: 'Titre du sommaire', basedOn: 'Normal', next: 'Normal' },
      ...titre(32, 0),
    },
    {
      ...{ id: 'Service', name: 'Service', basedOn: 'Normal', quickFormat: true },
      paragraph: { spacing: { after: 60 }, indent: { left: 340 } },
    },
  ],
}

const h1 = (text: string) => new Paragraph({ heading: HeadingLevel.HEADING_1, text })
const texte = (text: string, style = 'Texte') => new Paragraph({ style, text })
const saut = () => new Paragraph({ children: [new PageBreak()] })

/**
 * The guide as a Word document: cover, table of contents, emergency numbers, sections, index by the numbers of sheets,
 * page numbers in the footer. The pages of the table of contents are left to the word processor.
 * @param adresse of the page of the guide, printed on the cover
 */
export function formatDocxGuide(guide: Guide, adresse: string): Promise<Buffer> {
  const aVerifier = formatAVerifier(NUMEROS)
  const pied = new Footer({
    children: [
      new Paragraph({
        alignment: AlignmentType.RIGHT,
        children: [new TextRun({ children: [PageNumber.CURRENT, ' / ', PageNumber.TOTAL_PAGES], size: 18 })],
      }),
    ],
  })
  return Packer.toBuffer(
    new Document({
      title: guide.titre,
      creator: guide.editeur ?? 'Maillage',
      styles: STYLES,
      sections: [
        {
          properties: { titlePage: true },
          footers: { default: pied, first: new Footer({ children: [new Paragraph('')] }) },
          children: [
            new Paragraph({ style: 'Title', text: guide.titre }),
            ...[guide.lieu, guide.editeur, formatDate(guide.date)].flatMap((l) => (l ? [texte(l)] : [])),
            ...(guide.fictif ? [texte('Contient des structures fictives, inventées pour la démonstration.')] : []),
            new Paragraph({ style: 'Texte', children: [createLien(adresse, 'Ce guide en ligne, à jour')] }),
            saut(),
            new Paragraph({ style: 'TitreSommaire', text: 'Sommaire' }),
            new TableOfContents('Sommaire', { hyperlink: true, headingStyleRange: '1-1' }),
            saut(),
            ...(guide.introduction?.split(/\n{2,}/).map((p) => texte(p)) ?? []),
            h1('Numéros d’urgence'),
            ...NUMEROS.map(
              (n) =>
                new Paragraph({
                  style: 'Texte',
                  children: [new TextRun({ text: `${n.numero} ${n.nom}. `, bold: true }), new TextRun(n.quand)],
                }),
            ),
            ...(aVerifier === null ? [] : [texte(aVerifier)]),
            ...guide.sections.flatMap((s) => [h1(s.titre), ...s.entrees.flatMap(formatEntree)]),
            ...formatIndex(guide),
            h1('Sources'),
            texte(formatSources(guide)),
          ],
        },
      ],
    }),
  )
}

const createLien = (link: string, text: string) =>
  new ExternalHyperlink({ link, children: [new TextRun({ text, style: 'Hyperlink' })] })

function formatEntree(entree: EntreeGuide): Paragraph[] {
  const { numero, premiere, fiche: f, services } = entree
  const nom = new TextRun(`${numero}. ${f.nom}${f.fictif ? ' (fictif)' : ''}`)
  return [
    new Paragraph({
      heading: HeadingLevel.HEADING_2,
      children: [premiere ? new Bookmark({ id: `fiche-${numero}`, children: [nom] }) : nom],
    }),
    ...listLignes(entree).map((ligne) => texte(ligne)),
    ...services.flatMap(formatService),
  ]
}

const formatService = (x: ServiceGuide): Paragraph[] => [
  new Paragraph({ heading: HeadingLevel.HEADING_3, text: x.nom }),
  ...listLignesService(x).map((ligne) => texte(ligne, 'Service')),
]

function formatIndex({ sections }: Guide): Paragraph[] {
  const format = (nommer: Parameters<typeof listIndex>[1]) =>
    listIndex(sections, nommer).map(({ nom, numeros }) => {
      const liens = numeros.flatMap((n, i): ParagraphChild[] => [
        new TextRun(i > 0 ? ', ' : ''),
        new InternalHyperlink({
          anchor: `fiche-${n}`,
          children: [new TextRun({ text: String(n), style: 'Hyperlink' })],
        }),
      ])
      return new Paragraph({ style: 'Texte', children: [new TextRun(`${nom}, `), ...liens] })
    })
  return [
    h1('Index'),
    texte('Les numéros sont ceux des fiches.'),
    new Paragraph({ heading: HeadingLevel.HEADING_2, text: 'Structures' }),
    ...format((f) => f.nom),
    new Paragraph({ heading: HeadingLevel.HEADING_2, text: 'Communes' }),
    ...format((f) => f.commune),
  ]
}
