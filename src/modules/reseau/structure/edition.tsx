import { filStructures } from '../fiche/cadre.tsx'
import { createRoutesEdition } from '../fiche/edition.pages.tsx'
import type { Genre } from '../fiche/genre.ts'
import { createRoutesGestes } from '../fiche/gestes.pages.tsx'
import { ChampsStructure } from './champs.tsx'
import { checkStructure, formatSaisieStructure, type SaisieStructure, schemaStructure } from './saisie.ts'
import { getStructure } from './structure.queries.ts'
import { type ContenuStructure, formatAdresseStructure, formatNomStructure, type Structure } from './structure.ts'

const genreStructure: Genre<Structure, SaisieStructure, Omit<ContenuStructure, 'reseauxPorteurs'>> = {
  objet: 'structure',
  le: 'la structure',
  un: 'une structure',
  base: '/structures',
  chemin: '/structures',
  nouveau: '/structures/nouvelle',
  charger: getStructure,
  schema: schemaStructure,
  check: checkStructure,
  formatSaisie: (ctx, s) => formatSaisieStructure(s, ctx.maintenant),
  Champs: ChampsStructure,
  fil: (s, suite) =>
    filStructures([...(s ? [{ label: formatNomStructure(s), href: formatAdresseStructure(s.id) }] : []), ...suite]),
  adresse: (s) => formatAdresseStructure(s.id),
}

export const routesEditionStructure = [...createRoutesEdition(genreStructure), ...createRoutesGestes(genreStructure)]
