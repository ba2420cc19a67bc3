// biome-ignore-all format: a term reads as one or two lines of a table
import type { Vocabulaire } from '../vocabulaire.ts'

export const savoirExperience = {
  slug: 'savoir-experience',
  libelle: 'Savoirs d’expérience',
  description: 'Ce que les acteurs ont raconté et analysé de leur pratique.',
  version: '1.0.0',
  source: 'Liste propre à Maillage.',
  licence: 'CC0-1.0',
  termes: [
    { slug: 'aucun', libelle: 'Non décrit', definition: 'Rien n’a été écrit sur le déroulement.' },
    { slug: 'temoignage', libelle: 'Témoignage', definition: 'Un acteur raconte, sans cadre particulier.' },
    { slug: 'recit', libelle: 'Retour d’expérience structuré', definition: 'Le récit suit une trame et dit ce qui a aidé ou gêné.' },
    { slug: 'capitalisation', libelle: 'Fiche de capitalisation accompagnée', definition: 'Le récit est recueilli et analysé avec un tiers.' },
    { slug: 'croise', libelle: 'Capitalisations croisées', definition: 'Plusieurs expériences sont comparées pour en tirer des leçons communes.' },
  ],
} as const satisfies Vocabulaire
