// biome-ignore-all format: a term reads as one or two lines of a table
import type { Vocabulaire } from '../vocabulaire.ts'

export const etape = {
  slug: 'etape',
  libelle: 'Étapes de projet',
  description: 'Où en est un projet, de l’analyse de la situation au partage de l’expérience.',
  version: '1.0.0',
  source: 'Découpage propre à Maillage.',
  licence: 'CC0-1.0',
  termes: [
    { slug: 'analyse', libelle: 'Analyser la situation', ordre: 1, definition: 'Besoins, demandes, ressources et données du territoire.' },
    { slug: 'priorites', libelle: 'Choisir les priorités', ordre: 2, definition: 'Retenir, avec des critères dits, ce sur quoi agir d’abord.' },
    { slug: 'objectifs', libelle: 'Écrire les objectifs', ordre: 3, definition: 'Dire ce qui doit changer, pour qui et quand.' },
    { slug: 'strategie', libelle: 'Choisir la stratégie', ordre: 4, definition: 'Choisir les façons d’agir, en s’aidant de ce qui a fait ses preuves.' },
    { slug: 'partenariat', libelle: 'Construire le partenariat', ordre: 5, definition: 'Réunir ceux qui comptent et convenir du rôle de chacun.' },
    { slug: 'planification', libelle: 'Planifier et financer', ordre: 6, definition: 'Activités, calendrier, moyens et budget.' },
    { slug: 'mise-en-oeuvre', libelle: 'Mettre en œuvre', ordre: 7, definition: 'Réaliser les activités et s’adapter en route.' },
    { slug: 'suivi-evaluation', libelle: 'Suivre et évaluer', ordre: 8, definition: 'Mesurer ce qui est fait et ce qui change.' },
    { slug: 'capitalisation', libelle: 'Capitaliser et diffuser', ordre: 9, definition: 'Tirer les leçons de l’expérience et les transmettre.' },
  ],
} as const satisfies Vocabulaire
