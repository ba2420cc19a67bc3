// biome-ignore-all format: a term reads as one or two lines of a table
import type { Vocabulaire } from '../vocabulaire.ts'

export const participation = {
  slug: 'participation',
  libelle: 'Degrés de participation',
  description: 'La place faite aux habitants et aux personnes concernées, de 0 à 5.',
  version: '1.0.0',
  source: 'Échelle propre à Maillage.',
  licence: 'CC0-1.0',
  termes: [
    { slug: 'aucune', libelle: 'Aucune', ordre: 0, definition: 'Les habitants ne sont pas associés.' },
    { slug: 'information', libelle: 'Information', ordre: 1, definition: 'On leur dit ce qui est fait.' },
    { slug: 'consultation', libelle: 'Consultation', ordre: 2, definition: 'On recueille leur avis, sans s’engager à le suivre.' },
    { slug: 'concertation', libelle: 'Concertation', ordre: 3, definition: 'On débat avec eux et l’on rend compte de ce qui est retenu.' },
    { slug: 'co-construction', libelle: 'Co-construction', ordre: 4, definition: 'On écrit et l’on mène l’action avec eux.' },
    { slug: 'pouvoir-partage', libelle: 'Décision partagée ou portage par les habitants', ordre: 5, definition: 'Ils décident avec les autres, ou portent eux-mêmes l’action.' },
  ],
} as const satisfies Vocabulaire
