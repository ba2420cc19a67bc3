// biome-ignore-all format: a term reads as one or two lines of a table
import { dataInclusion, type Vocabulaire } from '../vocabulaire.ts'

export const typeAction = {
  slug: 'type-action',
  libelle: 'Types d’action',
  description: 'La forme que prend une action.',
  version: '1.0.0',
  source: 'Liste propre à Maillage.',
  licence: 'CC0-1.0',
  termes: [
    { slug: 'entretien', libelle: 'Entretien ou consultation', correspondances: dataInclusion('types', 'accompagnement') },
    { slug: 'atelier', libelle: 'Atelier collectif', correspondances: dataInclusion('types', 'atelier') },
    { slug: 'campagne', libelle: 'Campagne, information', correspondances: dataInclusion('types', 'information') },
    { slug: 'formation', libelle: 'Formation de professionnels', correspondances: dataInclusion('types', 'formation') },
    { slug: 'depistage', libelle: 'Dépistage, repérage' },
    { slug: 'vaccination', libelle: 'Vaccination' },
    { slug: 'mediation', libelle: 'Médiation, aller-vers', correspondances: dataInclusion('types', 'accompagnement') },
    { slug: 'etp', libelle: 'Éducation thérapeutique', sigle: 'ETP', correspondances: dataInclusion('types', 'atelier') },
    { slug: 'pairs', libelle: 'Action par les pairs' },
    { slug: 'amenagement', libelle: 'Aménagement du cadre de vie' },
    { slug: 'plaidoyer', libelle: 'Plaidoyer, politique locale' },
    { slug: 'coordination', libelle: 'Mise en réseau, coordination' },
    { slug: 'observation', libelle: 'Diagnostic, étude' },
    { slug: 'ressource', libelle: 'Outil ou document', correspondances: dataInclusion('types', 'information') },
    { slug: 'evenement', libelle: 'Événement', correspondances: dataInclusion('types', 'information') },
    { slug: 'aide-installation', libelle: 'Aide à l’installation' },
  ],
} as const satisfies Vocabulaire
