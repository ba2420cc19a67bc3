import { z } from 'zod'
import { computeMiseAJour } from '../fiche/score.ts'
import { formatAdresseOrganisme } from '../organisme/organisme.ts'
import { formatAdresseService, type Service } from '../service/service.ts'
import { ETATS_STRUCTURE, type EtatStructure, formatAdresseStructure, type Structure } from '../structure/structure.ts'

/** The directory as our own API tells it. */
const texte = z.string().nullable()
const liste = (quoi: string) => z.array(z.string()).describe(quoi)
const date = z.iso.date().nullable()
const etats = z.enum(Object.keys(ETATS_STRUCTURE) as [EtatStructure, ...EtatStructure[]])
const url = z.string().nullable()

const origine = {
  source: z.string().describe('D’où viennent les faits\u00a0: `saisie`, ou le nom d’une source.'),
  sourceUrl: url,
  licence: texte,
  misAJourLe: z.iso.date().describe('La dernière fois que la source ou une personne en a répondu.'),
  verifieLe: date.describe('La dernière fois qu’une personne a vérifié.'),
  fictif: z.boolean().describe('Inventé pour la démonstration.'),
}

export const schemaServiceLu = z
  .object({
    id: z.int(),
    adresse: z.url().describe('Le service, sur la fiche de sa structure.'),
    structure: z.object({ id: z.int(), nom: z.string() }),
    nom: z.string(),
    description: texte,
    type: texte.describe('Terme de data·inclusion.'),
    themes: liste('Termes du vocabulaire des thèmes.'),
    publics: liste('Termes du vocabulaire des publics.'),
    publicsPrecisions: texte,
    ageMin: z.int().nullable(),
    ageMax: z.int().nullable(),
    frais: texte,
    fraisPrecisions: texte,
    conditionsAcces: texte,
    modesAccueil: liste('Termes de data·inclusion.'),
    modesMobilisation: liste('Termes de data·inclusion.'),
    mobilisablePar: liste('Termes de data·inclusion.'),
    mobilisationPrecisions: texte,
    lienMobilisation: url,
    zoneEligibilite: liste('Codes de communes, de départements ou d’EPCI, ou `france`. Vide\u00a0: non dit.'),
    telephone: texte,
    courriel: texte,
    horaires: texte.describe('Syntaxe opening_hours d’OpenStreetMap. Nul\u00a0: ceux de la structure.'),
    langues: liste('Codes ISO 639-1, et `fsl`.'),
    ...origine,
  })
  .meta({ id: 'Service' })
export type ServiceLu = z.infer<typeof schemaServiceLu>

const formeStructure = {
  id: z.int(),
  adresse: z.url().describe('La page de la structure.'),
  nom: z.string(),
  sigle: texte,
  type: texte.describe('Terme du vocabulaire des structures.'),
  categorie: texte.describe('Catégorie FINESS, en mots.'),
  description: texte,
  organisme: z.object({ id: z.int(), nom: z.string(), adresse: z.url() }).nullable(),
  finess: texte,
  siret: texte,
  voie: texte.describe('Numéro et rue.'),
  complement: texte,
  codePostal: texte,
  commune: z.object({ code: z.string(), nom: texte }).nullable(),
  longitude: z.number().nullable(),
  latitude: z.number().nullable(),
  telephone: texte,
  courriel: texte,
  siteWeb: url,
  horaires: texte.describe('Syntaxe opening_hours d’OpenStreetMap.'),
  accessibilite: texte,
  accessibiliteUrl: url,
  langues: liste('Codes ISO 639-1, et `fsl`.'),
  etat: etats,
  ...origine,
}
export const schemaStructureListee = z.object(formeStructure).meta({ id: 'StructureListee' })
export const schemaStructureLue = z
  .object({ ...formeStructure, services: z.array(schemaServiceLu) })
  .meta({ id: 'Structure' })
type StructureListee = z.infer<typeof schemaStructureListee>

type Datee = Parameters<typeof computeMiseAJour>[0] &
  Pick<Structure, 'source' | 'sourceUrl' | 'licence' | 'verifieLe' | 'fictif'>
const formatOrigine = (f: Datee) => ({
  ...{ source: f.source, sourceUrl: f.sourceUrl, licence: f.licence, verifieLe: f.verifieLe, fictif: f.fictif },
  misAJourLe: computeMiseAJour(f),
})

export const formatStructureLue = (s: Structure, site: string): StructureListee => ({
  id: s.id,
  adresse: site + formatAdresseStructure(s.id),
  ...{ nom: s.nom, sigle: s.sigle, type: s.type, categorie: s.categorieLibelle, description: s.description },
  organisme:
    s.organisme !== null && s.nomOrganisme !== null
      ? { id: s.organisme, nom: s.nomOrganisme, adresse: site + formatAdresseOrganisme(s.organisme) }
      : null,
  ...{ finess: s.finess, siret: s.siret, voie: s.adresse, complement: s.complement, codePostal: s.codePostal },
  commune: s.commune === null ? null : { code: s.commune, nom: s.nomCommune },
  ...{ longitude: s.longitude, latitude: s.latitude, telephone: s.telephone, courriel: s.courriel },
  ...{ siteWeb: s.siteWeb, horaires: s.horaires, accessibilite: s.accessibilite, accessibiliteUrl: s.accessibiliteUrl },
  ...{ langues: s.langues, etat: s.etat },
  ...formatOrigine(s),
})

export const formatServiceLu = (s: Service, lieu: Pick<Structure, 'id' | 'nom'>, site: string): ServiceLu => ({
  id: s.id,
  adresse: site + formatAdresseService(s),
  structure: { id: lieu.id, nom: lieu.nom },
  ...{ nom: s.nom, description: s.description, type: s.type, themes: s.themes, publics: s.publics },
  ...{ publicsPrecisions: s.publicsPrecisions, ageMin: s.ageMin, ageMax: s.ageMax, frais: s.frais },
  ...{ fraisPrecisions: s.fraisPrecisions, conditionsAcces: s.conditionsAcces, modesAccueil: s.modesAccueil },
  ...{ modesMobilisation: s.modesMobilisation, mobilisablePar: s.mobilisablePar },
  ...{ mobilisationPrecisions: s.mobilisationPrecisions, lienMobilisation: s.lienMobilisation },
  ...{ zoneEligibilite: s.zoneEligibilite, telephone: s.telephone, courriel: s.courriel, horaires: s.horaires },
  langues: s.langues,
  ...formatOrigine(s),
})

export const SERVICE_EXEMPLE: ServiceLu = {
  id: 31,
  adresse: 'https://exemple.fr/structures/12#service-31',
  structure: { id: 12, nom: 'Centre médico-psychologique fictif' },
  nom: 'Accueil et consultations',
  description: 'Premier entretien avec une infirmière, puis orientation.',
  type: 'accompagnement',
  themes: ['sante-mentale'],
  publics: ['adultes'],
  publicsPrecisions: null,
  ageMin: 16,
  ageMax: null,
  frais: 'gratuit',
  fraisPrecisions: null,
  conditionsAcces: null,
  modesAccueil: ['en-presentiel'],
  modesMobilisation: ['telephoner', 'se-presenter'],
  mobilisablePar: ['usagers', 'professionnels'],
  mobilisationPrecisions: null,
  lienMobilisation: null,
  zoneEligibilite: [],
  telephone: '01 99 00 20 40',
  courriel: null,
  horaires: 'Mo-Fr 09:00-17:30',
  langues: ['fr'],
  source: 'saisie',
  sourceUrl: null,
  licence: null,
  misAJourLe: '2026-02-20',
  verifieLe: '2026-02-20',
  fictif: true,
}
export const STRUCTURE_EXEMPLE: StructureListee = {
  id: 12,
  adresse: 'https://exemple.fr/structures/12',
  nom: 'Centre médico-psychologique fictif',
  sigle: 'CMP',
  type: 'cmp',
  categorie: null,
  description: 'Consultations publiques de psychiatrie, inventées pour l’exemple.',
  organisme: null,
  finess: null,
  siret: null,
  voie: '12 rue des Sources',
  complement: null,
  codePostal: '04400',
  commune: { code: '04019', nom: 'Barcelonnette' },
  longitude: 6.652,
  latitude: 44.387,
  telephone: '01 99 00 20 40',
  courriel: null,
  siteWeb: null,
  horaires: 'Mo-Fr 09:00-17:30',
  accessibilite: null,
  accessibiliteUrl: null,
  langues: ['fr', 'fsl'],
  etat: 'ouverte',
  source: 'saisie',
  sourceUrl: null,
  licence: null,
  misAJourLe: '2026-02-20',
  verifieLe: '2026-02-20',
  fictif: true,
}
