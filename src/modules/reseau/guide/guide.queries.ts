import type { Ctx } from '#core/context.ts'
import { formatJour } from '#core/jour.ts'
import type { Zone } from '#modules/territoires/index.ts'
import { getLibelle } from '#modules/vocabulaires/index.ts'
import { formatType, LIBELLES_SOURCES } from '../fiche/cadre.tsx'
import type { Service } from '../service/service.ts'
import { FRAIS, formatValeur, MODES_MOBILISATION } from '../service/valeurs.ts'
import { computeSemaine } from '../structure/horaires.ts'
import { formatSemaine } from '../structure/semaine.ts'
import { formatNomStructure } from '../structure/structure.ts'
import { type AideLue, listAidesLues } from '../trouver/aide.queries.ts'
import { getDepart } from '../trouver/lieu.queries.ts'
import { searchAides } from '../trouver/trouver.queries.ts'
import { listAvecDessous, parseBesoin } from '../trouver/trouver.ts'
import { type DemandeGuide, type FicheGuide, type Guide, listSections, type ServiceGuide } from './guide.ts'

/** More would be a directory, not a guide. */
export const FICHES_MAX = 400

const join = (...morceaux: (string | null | false)[]): string | null => morceaux.filter(Boolean).join('. ') || null

function formatService(x: Service, telephone: string | null): ServiceGuide {
  const ages =
    x.ageMin !== null && x.ageMax !== null
      ? `De ${x.ageMin} à ${x.ageMax}\u00a0ans`
      : x.ageMin !== null
        ? `À partir de ${x.ageMin}\u00a0ans`
        : x.ageMax !== null && `Jusqu’à ${x.ageMax}\u00a0ans`
  return {
    nom: x.nom,
    description: x.description,
    themes: x.themes,
    publics: x.publics,
    pourQui: join(x.publics.map((p) => getLibelle('public', p)).join(', '), ages, x.conditionsAcces) ?? '',
    cout: join(x.frais && formatValeur(FRAIS, x.frais), x.fraisPrecisions?.replace(/\.$/, '') ?? null),
    comment: join(
      x.modesMobilisation.map((m) => formatValeur(MODES_MOBILISATION, m)).join(', '),
      x.modesAccueil.includes('a-distance') && 'Possible à distance',
      x.mobilisationPrecisions,
    ),
    telephone: x.telephone === telephone ? null : x.telephone,
  }
}

async function formatFiche(ctx: Ctx, { structure: s, services }: AideLue): Promise<FicheGuide> {
  const semaine = s.horaires ? await computeSemaine(s.horaires, s, ctx.maintenant) : null
  return {
    id: s.id,
    nom: formatNomStructure(s),
    type: s.type,
    nature: formatType(s.type) ?? s.categorieLibelle,
    adresse: [s.adresse, [s.codePostal, s.nomCommune].filter(Boolean).join(' ')].filter(Boolean).join(', ') || null,
    commune: s.nomCommune,
    telephone: s.telephone,
    courriel: s.courriel,
    site: s.siteWeb,
    horaires: semaine ? formatSemaine(semaine) : s.horaires,
    acces: s.accessibilite,
    verifieLe: s.verifieLe,
    source: LIBELLES_SOURCES[s.source] ?? s.source,
    licence: s.licence,
    fictif: s.fictif,
    longitude: s.longitude,
    latitude: s.latitude,
    services: services.map((x) => formatService(x, s.telephone)),
  }
}

/** Who can help on a territory, as a guide prints it. */
export async function getGuide(ctx: Ctx, demande: DemandeGuide, zone: Zone): Promise<Guide> {
  const themes = demande.theme.flatMap((slug) => listAvecDessous('theme', slug))
  const publics = demande.public.flatMap((slug) => listAvecDessous('public', slug))
  const { aides, total } = await searchAides(
    ctx,
    {
      ...{ depart: await getDepart(ctx, zone), distance: 'zone', besoin: parseBesoin(''), themes },
      publics: publics.length > 0 ? [...publics, 'tous'] : [],
      ...{ moyen: null, langue: null, gratuit: false, acces: false },
    },
    { limite: FICHES_MAX },
  )
  const lues = await listAidesLues(ctx, aides)
  const fiches = await Promise.all(lues.map((aide) => formatFiche(ctx, aide)))
  return {
    titre: demande.titre ?? `Guide pratique\u00a0: qui peut aider\u202f?`,
    editeur: demande.editeur,
    introduction: demande.introduction,
    lieu: zone.nom,
    date: formatJour(ctx.maintenant),
    sections: listSections(fiches, demande.par, demande.par === 'theme' ? themes : publics),
    nombre: fiches.length,
    total,
    fictif: zone.fictif || fiches.some((f) => f.fictif),
    sources: [...new Set(fiches.map((f) => [f.source, f.licence].filter(Boolean).join(', ')))].sort(),
  }
}
