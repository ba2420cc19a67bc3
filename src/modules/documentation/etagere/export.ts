import { FORMATS as ECHANGE, NOMS_FORMATS, type NomFormat } from '../echange/echange.ts'

export type Format = 'docx' | 'html' | NomFormat

interface Fichier {
  libelle: string
  extension: string
  type: string
}

/** Files that a shelf becomes, by the end of their address: those one reads, then those of library tools. */
export const FICHIERS = new Map<Format, Fichier>([
  [
    'docx',
    {
      libelle: 'Word',
      extension: 'docx',
      type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    },
  ],
  ['html', { libelle: 'Page HTML', extension: 'html', type: 'text/html; charset=utf-8' }],
  ...NOMS_FORMATS.map((nom): [Format, Fichier] => {
    const { libelle, extensions, mime } = ECHANGE[nom]
    return [nom, { libelle, extension: extensions[0] ?? nom, type: mime }]
  }),
])
