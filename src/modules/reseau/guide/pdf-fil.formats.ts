import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import pdfmake, { type Content, type Style } from 'pdfmake'
import { formatDate } from '#ui/format.ts'
import { NUMEROS } from './donnees/numeros.ts'
import type { EntreeGuide, Guide, SectionGuide, ServiceGuide } from './guide.ts'
import { formatAVerifier, formatSources, listIndex, listLignes, listLignesService } from './lignes.ts'
import type { DemandePdf } from './pdf.formats.ts'

/** The thread that lays out one guide, and ends: see pdf.formats.ts. */

const PETROLE = '#0B4A52'
const DOUX = '#4A5759'

// Static fonts: those of the site are variable, which PDF does not know.
const POLICES = join(dirname(createRequire(import.meta.url).resolve('pdfmake/package.json')), 'fonts', 'Roboto')
pdfmake.setFonts({
  Roboto: {
    normal: join(POLICES, 'Roboto-Regular.ttf'),
    bold: join(POLICES, 'Roboto-Medium.ttf'),
    italics: join(POLICES, 'Roboto-Italic.ttf'),
    bolditalics: join(POLICES, 'Roboto-MediumItalic.ttf'),
  },
})
// What people wrote is never an address to read.
pdfmake.setUrlAccessPolicy(() => false)
pdfmake.setLocalAccessPolicy((chemin) => dirname(chemin) === POLICES)

const titre = (fontSize: number, avant: number): Style => ({
  ...{ fontSize, bold: true, color: PETROLE, margin: [0, avant, 0, 5] },
})
const STYLES: Record<string, Style> = {
  couverture: titre(28, 160),
  section: titre(17, 22),
  fiche: titre(12, 12),
  service: { ...titre(10, 5), margin: [14, 5, 0, 2] },
  ligne: { margin: [0, 0, 0, 3] },
  detail: { margin: [14, 0, 0, 2] },
  doux: { color: DOUX, margin: [0, 0, 0, 6] },
  lien: { color: PETROLE, decoration: 'underline' },
}

/** The font has no narrow no-break space: the wide one stands for it. */
const dire = (texte: string): string => texte.replaceAll('\u202f', '\u00a0')

/** A section stands in the table of contents and in the panel of bookmarks. */
const section = (texte: string): Content => ({ text: dire(texte), style: 'section', tocItem: true, outline: true })
/** One that begins on a page of its own. */
const partie = (texte: string): Content => ({ stack: [section(texte)], pageBreak: 'before' })
const ligne = (texte: string, style = 'ligne'): Content => ({ text: dire(texte), style })

/**
 * The guide as PDF: cover, table of contents with its pages, emergency numbers, sections, map, index by sheets and
 * pages, page numbers in the footer.
 */
function createPdf({ guide, adresse, plan }: DemandePdf): Promise<Uint8Array> {
  const aVerifier = formatAVerifier(NUMEROS)
  const pdf = pdfmake.createPdf({
    info: {
      title: dire(`${guide.titre}, ${guide.lieu}`),
      author: guide.editeur ?? 'Maillage',
      creationDate: new Date(`${guide.date}T12:00:00Z`),
    },
    language: 'fr-FR',
    pageSize: 'A4',
    pageMargins: [56, 56, 56, 64],
    defaultStyle: { font: 'Roboto', fontSize: 10, lineHeight: 1.15 },
    styles: STYLES,
    footer: (page, pages) =>
      page === 1 ? '' : { text: `${page} / ${pages}`, style: 'doux', alignment: 'right', margin: [56, 20, 56, 0] },
    content: [
      ligne(guide.titre, 'couverture'),
      ...[guide.lieu, guide.editeur, formatDate(guide.date)].flatMap((l) => (l ? [ligne(l)] : [])),
      ...(guide.fictif ? [ligne('Contient des structures fictives, inventées pour la démonstration.')] : []),
      { text: 'Ce guide en ligne, à jour', link: adresse, style: 'lien', margin: [0, 8, 0, 0] },
      { toc: { title: { text: 'Sommaire', style: 'section' }, numberStyle: { color: DOUX } }, pageBreak: 'before' },
      ...(guide.introduction
        ?.split(/\n{2,}/)
        .map((p, i): Content => ({ ...{ text: dire(p), margin: [0, i === 0 ? 24 : 0, 0, 6] } })) ?? []),
      partie('Numéros d’urgence'),
      ...NUMEROS.map(
        (n): Content => ({
          text: [{ text: dire(`${n.numero} ${n.nom}. `), bold: true }, dire(n.quand)],
          margin: [0, 0, 0, 4],
        }),
      ),
      ...(aVerifier === null ? [] : [ligne(aVerifier, 'doux')]),
      ...guide.sections.flatMap(formatSection),
      ...(plan === null
        ? []
        : [
            partie('Carte'),
            ligne('Les numéros sont ceux des fiches. Le nord en haut, distances à vol d’oiseau.', 'doux'),
            { svg: plan, width: 480 },
          ]),
      ...formatIndex(guide),
      section('Sources'),
      ligne(formatSources(guide)),
    ],
  })
  return pdf.getBuffer()
}

/** Its title is kept with its first sheet. */
function formatSection({ titre, entrees }: SectionGuide): Content[] {
  const [premier = [], ...autres] = entrees.flatMap(formatEntree)
  return [[section(titre), ...premier], ...autres].map((stack): Content => ({ stack, unbreakable: true }))
}

/** Blocks that are kept on one page: a name with what follows it, then each other service. */
function formatEntree(entree: EntreeGuide): Content[][] {
  const { numero, premiere, fiche: f, services } = entree
  const nom: Content = {
    text: dire(`${numero}. ${f.nom}${f.fictif ? ' (fictif)' : ''}`),
    style: 'fiche',
    ...(premiere && { id: `fiche-${numero}` }),
  }
  const [premier = [], ...autres] = services.map(formatService)
  return [[nom, ...listLignes(entree).map((l) => ligne(l)), ...premier], ...autres]
}

const formatService = (x: ServiceGuide): Content[] => [
  ligne(x.nom, 'service'),
  ...listLignesService(x).map((l) => ligne(l, 'detail')),
]

/** Structures by sheet and page; communes by sheets alone: one line of a page holds one page to be told. */
function formatIndex({ sections }: Guide): Content[] {
  const structures = listIndex(sections, (f) => f.nom).flatMap(({ nom, numeros }) =>
    numeros.map(
      (n): Content => ({
        ...{ text: [dire(`${nom}, fiche ${n}, page\u00a0`), { pageReference: `fiche-${n}` }], style: 'ligne' },
        linkToDestination: `fiche-${n}`,
      }),
    ),
  )
  const communes = listIndex(sections, (f) => f.commune).map(
    ({ nom, numeros }): Content => ({
      text: [
        dire(`${nom}, ${numeros.length > 1 ? 'fiches' : 'fiche'} `),
        ...numeros.map((n, i) => ({ text: `${i > 0 ? ', ' : ''}${n}`, linkToDestination: `fiche-${n}` })),
      ],
      style: 'ligne',
    }),
  )
  return [partie('Index'), ligne('Structures', 'fiche'), ...structures, ligne('Communes', 'fiche'), ...communes]
}

parentPort?.postMessage(await createPdf(workerData))
