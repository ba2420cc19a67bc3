// biome-ignore-all format: a term reads as one or two lines of a table
import type { Vocabulaire } from '../vocabulaire.ts'

export const levierIsts = {
  slug: 'levier-ists',
  libelle: 'Leviers contre les inégalités sociales et territoriales de santé',
  description: 'Six questions à poser à toute action, pour qu’elle profite d’abord à ceux qui en ont le plus besoin.',
  version: '1.0.0',
  source: 'Six leviers du programme IMPACT\u202f; libellés courts et questions propres à Maillage.',
  licence: 'CC0-1.0',
  termes: [
    { slug: 'aller-vers', libelle: 'Aller à la rencontre', ordre: 1, definition: 'Où sont les personnes qui ne viennent pas\u202f?' },
    { slug: 'cultures', libelle: 'Cultures et groupes', ordre: 2, definition: 'Quelles représentations de la santé ont les personnes concernées\u202f?' },
    { slug: 'litteratie', libelle: 'Communication compréhensible', ordre: 3, definition: 'Le support a-t-il été essayé ou écrit avec les personnes\u202f?' },
    { slug: 'acces-physique', libelle: 'Accès physique', ordre: 4, definition: 'Comment vient-on, comment entre-t-on\u202f?' },
    { slug: 'couts', libelle: 'Freins économiques', ordre: 5, definition: 'Que coûte la participation, trajet et matériel compris\u202f?' },
    { slug: 'autres-contraintes', libelle: 'Autres freins', ordre: 6, definition: 'Qui ne peut pas venir à cette heure, et pourquoi\u202f?' },
  ],
} as const satisfies Vocabulaire
