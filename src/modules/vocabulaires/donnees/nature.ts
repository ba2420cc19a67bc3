// biome-ignore-all format: a term reads as one or two lines of a table
import type { Terme, Vocabulaire } from '../vocabulaire.ts'

/** A kind of document, with the type it takes in the exchange formats (CSL-JSON 1.0.2, RIS, BibTeX). */
export interface TermeNature extends Terme {
  readonly csl: TypeCsl
  readonly ris: string
  readonly bibtex: string
}

type TypeCsl =
  | 'article-journal' | 'book' | 'broadcast' | 'chapter' | 'document' | 'legislation' | 'motion_picture' | 'pamphlet'
  | 'paper-conference' | 'report' | 'thesis' | 'webpage'

/** Going out each kind has one type; coming in a type may stand for several kinds, the first of the list being the usual one. */
export const nature = {
  slug: 'nature',
  libelle: 'Natures de document',
  description: 'La sorte de document ou de ressource que décrit une notice.',
  version: '1.0.0',
  source: 'Liste propre à Maillage\u202f; équivalences d’après les types de CSL-JSON, RIS et BibTeX.',
  licence: 'CC0-1.0',
  termes: [
    { slug: 'article', libelle: 'Article', csl: 'article-journal', ris: 'JOUR', bibtex: 'article',
      definition: 'Texte paru dans une revue ou un bulletin.' },
    { slug: 'ouvrage', libelle: 'Ouvrage', csl: 'book', ris: 'BOOK', bibtex: 'book',
      definition: 'Livre imprimé ou numérique.' },
    { slug: 'chapitre', libelle: 'Chapitre', csl: 'chapter', ris: 'CHAP', bibtex: 'incollection',
      definition: 'Partie d’un ouvrage, avec son propre titre.' },
    { slug: 'rapport', libelle: 'Rapport', csl: 'report', ris: 'RPRT', bibtex: 'techreport',
      definition: 'Étude, enquête ou rapport d’un organisme.' },
    { slug: 'actes', libelle: 'Actes de colloque', csl: 'book', ris: 'CONF', bibtex: 'proceedings',
      definition: 'Recueil de ce qui s’est dit à une rencontre.' },
    { slug: 'communication', libelle: 'Communication', csl: 'paper-conference', ris: 'CPAPER', bibtex: 'inproceedings',
      definition: 'Intervention ou affiche présentée à une rencontre.' },
    { slug: 'these', libelle: 'Thèse, mémoire', csl: 'thesis', ris: 'THES', bibtex: 'phdthesis',
      definition: 'Travail universitaire soutenu devant un jury.' },
    { slug: 'dossier', libelle: 'Dossier documentaire', csl: 'document', ris: 'GEN', bibtex: 'misc',
      definition: 'Sélection de documents, ou ensemble d’articles sur un sujet.' },
    { slug: 'guide', libelle: 'Guide pratique', csl: 'report', ris: 'RPRT', bibtex: 'manual',
      definition: 'Méthode ou conseils pour agir.' },
    { slug: 'texte-juridique', libelle: 'Texte juridique', csl: 'legislation', ris: 'STAT', bibtex: 'misc',
      definition: 'Loi, décret, arrêté, instruction ou accord.' },
    { slug: 'page-web', libelle: 'Page internet', csl: 'webpage', ris: 'ELEC', bibtex: 'misc',
      definition: 'Une page précise d’un site.' },
    { slug: 'site', libelle: 'Site internet', csl: 'webpage', ris: 'ELEC', bibtex: 'misc',
      definition: 'Un site entier, donné comme ressource.' },
    { slug: 'video', libelle: 'Vidéo', csl: 'motion_picture', ris: 'VIDEO', bibtex: 'misc',
      definition: 'Film, enregistrement ou webinaire.' },
    { slug: 'podcast', libelle: 'Podcast', csl: 'broadcast', ris: 'SOUND', bibtex: 'misc',
      definition: 'Émission ou enregistrement à écouter.' },
    { slug: 'brochure', libelle: 'Brochure, affiche', csl: 'pamphlet', ris: 'PAMP', bibtex: 'booklet',
      definition: 'Document court de sensibilisation.' },
    { slug: 'outil-pedagogique', libelle: 'Outil pédagogique', csl: 'document', ris: 'GEN', bibtex: 'misc',
      definition: 'Jeu, mallette, exposition ou support d’animation.' },
  ],
} as const satisfies Vocabulaire<TermeNature>
