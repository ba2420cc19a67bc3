/** Files that a shelf becomes, by the end of their address. */
export const FORMATS = {
  docx: {
    libelle: 'Word',
    extension: 'docx',
    type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  },
  html: { libelle: 'Page HTML', extension: 'html', type: 'text/html; charset=utf-8' },
  'csl-json': { libelle: 'CSL-JSON', extension: 'json', type: 'application/vnd.citationstyles.csl+json' },
} as const
export type Format = keyof typeof FORMATS

/** Name of a file: the title without what file systems refuse. */
export const formatNomFichier = (titre: string, format: Format): string =>
  `${
    titre
      .normalize('NFC')
      .replace(/[\p{Cc}"*/:<>?\\|]+/gu, ' ')
      .replace(/\s+/g, ' ')
      .trim()
      .slice(0, 100) || 'etagere'
  }.${FORMATS[format].extension}`
