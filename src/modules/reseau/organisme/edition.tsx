import { filStructures } from '../fiche/cadre.tsx'
import { createRoutesEdition } from '../fiche/edition.pages.tsx'
import type { Genre } from '../fiche/genre.ts'
import { createRoutesGestes } from '../fiche/gestes.pages.tsx'
import { ChampsOrganisme } from './champs.tsx'
import { getOrganisme } from './organisme.queries.ts'
import { type ContenuOrganisme, formatAdresseOrganisme, type Organisme } from './organisme.ts'
import { checkOrganisme, formatSaisieOrganisme, type SaisieOrganisme, schemaOrganisme } from './saisie.ts'

const genreOrganisme: Genre<Organisme, SaisieOrganisme, ContenuOrganisme> = {
  objet: 'organisme',
  le: 'l’organisme',
  un: 'un organisme',
  base: '/organismes',
  chemin: '/organismes',
  nouveau: '/organismes/nouveau',
  charger: getOrganisme,
  schema: schemaOrganisme,
  check: checkOrganisme,
  formatSaisie: async (_ctx, o) => formatSaisieOrganisme(o),
  Champs: ChampsOrganisme,
  fil: (o, suite) =>
    filStructures([
      { label: 'Organismes', href: '/organismes' },
      ...(o ? [{ label: o.nom, href: formatAdresseOrganisme(o.id) }] : []),
      ...suite,
    ]),
  adresse: (o) => formatAdresseOrganisme(o.id),
}

export const routesEditionOrganisme = [...createRoutesEdition(genreOrganisme), ...createRoutesGestes(genreOrganisme)]
