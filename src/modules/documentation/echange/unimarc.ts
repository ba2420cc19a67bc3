import { type ChampMarc, isChampMarc } from './marc.ts'
import type { Correspondance } from './modele.ts'
import { formatUnimarc } from './unimarc-ecriture.ts'
import { ZONE_EXEMPLAIRE } from './unimarc-exemplaires.ts'
import { parseUnimarc } from './unimarc-lecture.ts'
import { formatReste, isReste } from './unimarc-reste.ts'
import { CLES_NOMS, TEXTES } from './unimarc-tables.ts'

/** UNIMARC and CSL-JSON, whatever the file is in: ISO 2709, MARCXML, PMB's XML. */
export const correspondanceUnimarc: Correspondance<ChampMarc> = {
  famille: 'unimarc',
  libelle: 'UNIMARC',
  parse: parseUnimarc,
  format: formatUnimarc,
  formatReste,
  isReste,
  isChamp: isChampMarc,
  groupes: [
    { zones: ['001'], cles: ['id'] },
    ...TEXTES.map(({ zone, cle }) => ({ zones: [zone], cles: [cle] })),
    { zones: ['017'], cles: ['DOI', 'PMID'] },
    { zones: ['101'], cles: ['language'] },
    { zones: ['105', '328'], cles: ['type', 'genre'] },
    { zones: ['200'], cles: ['title', 'medium', 'custom.mentionResponsabilite', 'custom.etAl'] },
    {
      zones: ['011', '100', '210', '214', '461', '463'],
      cles: ['type', 'issued', 'publisher', 'publisher-place', 'container-title', 'volume', 'issue', 'ISSN'],
    },
    { zones: ['215'], cles: ['page', 'number-of-pages'] },
    { zones: ['225', '410'], cles: ['collection-title', 'collection-number'] },
    { zones: ['600', '601', '602', '604', '605', '606', '607', '608', '610'], cles: ['keyword'] },
    { zones: ['700', '701', '702', '710', '711', '712', '720', '721', '722'], cles: CLES_NOMS },
    { zones: ['801'], cles: ['source'] },
    { zones: ['856'], cles: ['URL'] },
    { zones: [ZONE_EXEMPLAIRE], cles: ['custom.prets'] },
  ],
}
