import { z } from 'zod'
import type { Ctx } from '#core/context.ts'
import { defineLectureApi, type Rubrique } from '#core/operation.ts'
import { publique } from '#core/policy.ts'
import type { Route } from '#core/route.ts'
import { identifiant } from '#core/saisie.ts'
import { hasTerme, type SlugVocabulaire } from '#modules/vocabulaires/index.ts'
import { searchServices } from '../fhir/recherche.queries.ts'
import { fichePolicy } from '../fiche/fiche.policy.ts'
import { getService, listServices, listServicesDesIds } from '../service/service.queries.ts'
import type { Service } from '../service/service.ts'
import { listAvecDessous } from '../structure/demande.ts'
import { getRemplacante, getStructure, listStructures, searchStructures } from '../structure/structure.queries.ts'
import type { CriteresStructures, Structure } from '../structure/structure.ts'
import {
  formatServiceLu,
  formatStructureLue,
  SERVICE_EXEMPLE,
  STRUCTURE_EXEMPLE,
  schemaServiceLu,
  schemaStructureListee,
  schemaStructureLue,
} from './annuaire.ts'

export const RUBRIQUE_ANNUAIRE: Rubrique = {
  nom: 'Annuaire',
  description:
    'Les structures, leurs services et les organismes qui les portent. Pour reprendre l’annuaire entier, voyez data·inclusion, FHIR et la page /annuaire/echanges.',
}
const schemaId = z.object({ id: identifiant.describe('Numéro.') })
const terme = (vocabulaire: SlugVocabulaire, quoi: string) =>
  z
    .array(z.string().refine((slug) => hasTerme(vocabulaire, slug), 'Ce terme n’est pas dans le vocabulaire.'))
    .max(50)
    .default([])
    .describe(quoi)
const filtres = {
  q: z.string().trim().max(200).default('').describe('Mots du nom et de la description.'),
  theme: terme('theme', 'Thèmes, avec ceux qu’ils contiennent.'),
  public: terme('public', 'Publics, avec ceux qu’ils contiennent\u00a0; ce qui est pour tous en est.'),
  commune: z
    .array(z.string().regex(/^(\d{2}|2[AB])\d{3}$/, 'Un code Insee a cinq caractères.'))
    .max(2000)
    .default([])
    .describe('Codes Insee. Une ville vaut pour ses arrondissements.'),
  departement: z
    .string()
    .regex(/^(\d{2,3}|2[AB])$/)
    .optional()
    .describe('Code du département.'),
  page: z.coerce.number().int().min(1).max(100_000).default(1).describe('À partir de 1.'),
  taille: z.coerce.number().int().min(1).max(100).default(25).describe('Fiches par page.'),
}
type Filtres = z.infer<z.ZodObject<typeof filtres>>

const listThemes = ({ theme }: Filtres): string[] => theme.flatMap((slug) => listAvecDessous('theme', slug))
const listPublics = ({ public: publics }: Filtres): string[] =>
  publics.length > 0 ? [...publics.flatMap((slug) => listAvecDessous('public', slug)), 'tous'] : []

const recherche = defineLectureApi({
  id: 'chercherStructures',
  chemin: '/api/v1/structures',
  rubrique: RUBRIQUE_ANNUAIRE,
  resume: 'Chercher des structures',
  detail:
    'Par nom. `q` accepte aussi un numéro FINESS, SIRET ou SIREN. Les structures fermées n’y sont que si on les demande.',
  parametres: z.object({
    ...filtres,
    type: terme('type-structure', 'Types de structures.'),
    organisme: identifiant.optional().describe('Numéro de l’organisme dont elles dépendent.'),
    etat: z
      .array(z.enum(['ouverte', 'ferme-a-confirmer', 'fermee']))
      .default(['ouverte', 'ferme-a-confirmer'])
      .describe('États.'),
  }),
  reponse: z.object({
    total: z.int(),
    page: z.int(),
    taille: z.int(),
    structures: z.array(schemaStructureListee),
  }),
  exemple: { total: 1, page: 1, taille: 25, structures: [STRUCTURE_EXEMPLE] },
  // The query keeps to what the actor may read.
  politique: publique,
  trace: 'api.structure.recherche',
  exemples: [
    {
      titre: 'Les pharmacies et les centres médico-psychologiques d’une commune',
      curl: 'curl "$SITE/api/v1/structures?type=pharmacie&type=cmp&commune=04019"',
      statut: 200,
    },
    { titre: 'Un terme inconnu est refusé', curl: 'curl "$SITE/api/v1/structures?theme=astrologie"', statut: 422 },
  ],
  lire: async (ctx, d, { adresse }) => {
    const criteres: CriteresStructures = {
      ...(d.q && { q: d.q }),
      types: d.type,
      themes: listThemes(d),
      publics: listPublics(d),
      ...(d.commune.length > 0 && { communes: d.commune }),
      ...(d.departement && { departement: d.departement }),
      ...(d.organisme && { organisme: d.organisme }),
      etats: d.etat,
      limite: d.taille,
      debut: (d.page - 1) * d.taille,
    }
    const { structures, total } = await searchStructures(ctx, criteres)
    const lues = new Map(
      (
        await listStructures(
          ctx,
          structures.map((s) => s.id),
        )
      ).map((s) => [s.id, s]),
    )
    return {
      corps: {
        ...{ total, page: d.page, taille: d.taille },
        structures: structures.flatMap(({ id }) => {
          const s = lues.get(id)
          return s ? formatStructureLue(s, adresse) : []
        }),
      },
    }
  },
})

type Cible = Structure | { suivante: number }

async function chargerOuSuivre(ctx: Ctx, { id }: { id: number }): Promise<Cible | null> {
  const structure = await getStructure(ctx, id)
  if (structure?.supprimeLe === null) return structure
  const suivante = await getRemplacante(ctx, id)
  return suivante === null ? structure : { suivante }
}

const lecture = defineLectureApi({
  id: 'lireStructure',
  chemin: '/api/v1/structures/:id',
  rubrique: RUBRIQUE_ANNUAIRE,
  resume: 'Lire une structure et ses services',
  detail: 'Une structure fusionnée mène à celle qui reste (301).',
  parametres: schemaId,
  reponse: schemaStructureLue,
  exemple: { ...STRUCTURE_EXEMPLE, services: [SERVICE_EXEMPLE] },
  charger: chargerOuSuivre,
  politique: (acteur, cible: Cible) => 'suivante' in cible || fichePolicy.peut(acteur, 'lire', cible),
  trace: 'api.structure.lecture',
  objet: ({ id }) => ({ type: 'structure', id }),
  exemples: [{ titre: 'La structure 1', curl: 'curl "$SITE/api/v1/structures/1"', statut: 200 }],
  lire: async (ctx, _entree, { adresse }, cible) => {
    if ('suivante' in cible)
      return new Response(null, { status: 301, headers: { location: `/api/v1/structures/${cible.suivante}` } })
    const services = await listServices(ctx, [cible.id])
    return {
      corps: {
        ...formatStructureLue(cible, adresse),
        services: services.map((s) => formatServiceLu(s, cible, adresse)),
      },
    }
  },
})

const rechercheServices = defineLectureApi({
  id: 'chercherServices',
  chemin: '/api/v1/services',
  rubrique: RUBRIQUE_ANNUAIRE,
  resume: 'Chercher des services',
  detail: 'Par nom, parmi ceux des structures publiées.',
  parametres: z.object({
    ...filtres,
    structure: identifiant.optional().describe('Numéro de la structure qui les propose.'),
  }),
  reponse: z.object({ total: z.int(), page: z.int(), taille: z.int(), services: z.array(schemaServiceLu) }),
  exemple: { total: 1, page: 1, taille: 25, services: [SERVICE_EXEMPLE] },
  politique: publique,
  trace: 'api.service.recherche',
  exemples: [
    {
      titre: 'Qui s’occupe d’addictions dans le département',
      curl: 'curl "$SITE/api/v1/services?theme=addictions&departement=04"',
      statut: 200,
    },
  ],
  lire: async (ctx, d, { adresse }) => {
    const { trouves, total } = await searchServices(ctx, {
      ...(d.q && { nom: d.q }),
      themes: listThemes(d),
      publics: listPublics(d),
      ...(d.commune.length > 0 && { communes: d.commune }),
      ...(d.departement && { departement: d.departement }),
      ...(d.structure && { structure: d.structure }),
      limite: d.taille,
      debut: (d.page - 1) * d.taille,
    })
    const services = await listServicesDesIds(
      ctx,
      trouves.map((t) => t.id),
    )
    const lieux = await listStructures(ctx, [...new Set(services.map((s) => s.structure))])
    return {
      corps: {
        ...{ total, page: d.page, taille: d.taille },
        services: trouves.flatMap(({ id }) => {
          const s = services.find((x) => x.id === id)
          const lieu = lieux.find((l) => l.id === s?.structure)
          return s && lieu ? formatServiceLu(s, lieu, adresse) : []
        }),
      },
    }
  },
})

const lectureService = defineLectureApi({
  id: 'lireService',
  chemin: '/api/v1/services/:id',
  rubrique: RUBRIQUE_ANNUAIRE,
  resume: 'Lire un service',
  parametres: schemaId,
  reponse: schemaServiceLu,
  exemple: SERVICE_EXEMPLE,
  charger: async (ctx, { id }): Promise<{ service: Service; lieu: Structure } | null> => {
    const service = await getService(ctx, id)
    const lieu = service?.supprimeLe === null ? await getStructure(ctx, service.structure) : null
    return service && lieu ? { service, lieu } : null
  },
  // A service has the rights of its structure.
  politique: (acteur, { lieu }) => fichePolicy.peut(acteur, 'lire', lieu),
  trace: 'api.service.lecture',
  objet: ({ id }) => ({ type: 'service', id }),
  exemples: [{ titre: 'Le service 1', curl: 'curl "$SITE/api/v1/services/1"', statut: 200 }],
  lire: async (_ctx, _entree, { adresse }, { service, lieu }) => ({ corps: formatServiceLu(service, lieu, adresse) }),
})

export const routesAnnuaire: readonly Route[] = [recherche, lecture, rechercheServices, lectureService]
