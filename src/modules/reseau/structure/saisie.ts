import { z } from 'zod'
import type { Ctx } from '#core/context.ts'
import { type ErreurChamp, ErreurSaisie } from '#core/errors.ts'
import { type Brut, ligne, ligneOuNull, liste, texteOuNull } from '#core/saisie.ts'
import { formatCommune, formatOrganisme, getCommuneDite, getOrganismeDit } from '../fiche/rattachement.queries.ts'
import {
  adresseOuNull,
  codePostalOuNull,
  courrielOuNull,
  numeroOuNull,
  positionOuNull,
  telephoneOuNull,
  termeOuNull,
} from '../fiche/saisie.ts'
import { computeSemaine, parseHoraires } from './horaires.ts'
import { CASES, formatHeure, formatOsm, type JourSimple, parseHeure, parseSemaineSimple } from './semaine.ts'
import type { ContenuStructure, Structure } from './structure.ts'

const casesJour = z.object({ m1: ligneOuNull(7), m2: ligneOuNull(7), a1: ligneOuNull(7), a2: ligneOuNull(7) })

/** One half-day: both hours or none, in order. Faults are told at their case. */
function parsePlage(
  [de, a]: [string | null, string | null],
  [champDe, champA]: readonly [string, string],
  fault: (champ: string, message: string) => void,
): [string, string] | null {
  if (de === null && a === null) return null
  const [debut, fin] = [parseHeure(de ?? ''), parseHeure(a ?? '')]
  if (debut === null) fault(champDe, 'Écrivez l’heure d’ouverture, comme 9h ou 14h30.')
  if (fin === null) fault(champA, 'Écrivez l’heure de fermeture, comme 12h ou 17h30.')
  if (debut === null || fin === null) return null
  if (fin <= debut) fault(champA, `La fermeture vient après l’ouverture (${formatHeure(debut)}).`)
  return [debut, fin]
}

/** The seven days of the simple form. */
export const schemaJours = z
  .record(z.string(), casesJour)
  .nullish()
  .transform((jours, ctx): JourSimple[] =>
    Array.from({ length: 7 }, (_, j) => {
      const cases = jours?.[String(j)] ?? { m1: null, m2: null, a1: null, a2: null }
      const fault = (champ: string, message: string) =>
        ctx.addIssue({ code: 'custom', path: [String(j), champ], message })
      const matin = parsePlage([cases.m1, cases.m2], [CASES[0], CASES[1]], fault)
      const apresMidi = parsePlage([cases.a1, cases.a2], [CASES[2], CASES[3]], fault)
      if (matin && apresMidi && apresMidi[0] < matin[1])
        fault(CASES[2], 'L’après-midi commence quand le matin est fini.')
      return { matin, apresMidi }
    }),
  )

export const champsHoraires = {
  horairesMode: z.enum(['jours', 'osm']).catch('jours'),
  jours: schemaJours,
  feries: z.literal('1').optional(),
  osm: ligneOuNull(1000),
}
export interface SaisieHoraires {
  horairesMode: 'jours' | 'osm'
  jours: JourSimple[]
  feries?: '1' | undefined
  osm: string | null
}

/** The form of a structure, as text: what only the base can tell is checked after. */
export const schemaStructure = z.object({
  nom: ligne('Écrivez le nom de la structure.', 200),
  sigle: ligneOuNull(40),
  type: termeOuNull('type-structure', 'Choisissez un type de la liste.'),
  organisme: ligneOuNull(300),
  description: texteOuNull(10_000),
  adresse: ligneOuNull(300),
  complement: ligneOuNull(300),
  codePostal: codePostalOuNull,
  commune: ligneOuNull(200),
  position: positionOuNull,
  telephone: telephoneOuNull,
  courriel: courrielOuNull,
  siteWeb: adresseOuNull,
  ...champsHoraires,
  langues: liste(z.string().regex(/^[a-z]{2,3}$/)),
  accessibilite: texteOuNull(2000),
  accessibiliteUrl: adresseOuNull,
  finess: numeroOuNull('finess'),
  siret: numeroOuNull('siret'),
})
export type SaisieStructure = z.output<typeof schemaStructure>

const NULLE_PART = { departement: null, nomRegion: null }
const isMeme = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

/**
 * Hours as OpenStreetMap writes them. Hours that say the same as those that were there stay written as they were, also
 * where a source wrote what nobody can read.
 * @param avant hours of the stored sheet
 */
export async function getHorairesDits(
  s: SaisieHoraires,
  avant: string | null,
  maintenant: Date,
): Promise<{ valeur: string | null } | { erreur: ErreurChamp }> {
  if (s.horairesMode === 'osm') {
    if (s.osm === null || s.osm === avant) return { valeur: s.osm }
    const lu = await parseHoraires(s.osm)
    return 'valeur' in lu ? lu : { erreur: { field: 'osm', message: lu.erreur } }
  }
  const semaine = avant === null ? null : await computeSemaine(avant, NULLE_PART, maintenant)
  const simple = semaine && parseSemaineSimple(semaine)
  if (simple && isMeme(simple, { jours: s.jours, feriesFermes: s.feries === '1' })) return { valeur: avant }
  return { valeur: formatOsm(s.jours, s.feries === '1') }
}

/** « 9h », « 14h30 » */
const formatCase = (heure: string): string =>
  heure
    .replace(':', 'h')
    .replace(/00$/, '')
    .replace(/^0(?=\d)/, '')

/** What the form shows of hours. */
export async function formatSaisieHoraires(horaires: string | null, maintenant: Date): Promise<Brut> {
  const semaine = horaires === null ? null : await computeSemaine(horaires, NULLE_PART, maintenant)
  const simple = semaine && parseSemaineSimple(semaine)
  if (horaires !== null && !simple) return { horairesMode: 'osm', osm: horaires }
  const jours = (simple?.jours ?? []).map(({ matin, apresMidi }) => {
    const heures = [...(matin ?? ['', '']), ...(apresMidi ?? ['', ''])].map(formatCase)
    return Object.fromEntries(CASES.map((nom, i) => [nom, heures[i] ?? '']))
  })
  return {
    horairesMode: 'jours',
    jours: Object.fromEntries(jours.entries()),
    ...((simple?.feriesFermes ?? horaires === null) && { feries: '1' }),
    osm: horaires ?? '',
  }
}

/**
 * What only the base can tell: which commune, which organisme, hours.
 * @throws ErreurSaisie
 */
export async function checkStructure(
  ctx: Ctx,
  { position, horairesMode, jours, feries, osm, ...s }: SaisieStructure,
  avant: Structure | null,
): Promise<Omit<ContenuStructure, 'reseauxPorteurs'>> {
  const [commune, organisme, horaires] = await Promise.all([
    getCommuneDite(ctx, 'commune', s.commune),
    getOrganismeDit(ctx, 'organisme', s.organisme),
    getHorairesDits({ horairesMode, jours, feries, osm }, avant?.horaires ?? null, ctx.maintenant),
  ])
  const erreurs = [commune, organisme, horaires].flatMap((lu) => ('erreur' in lu ? lu.erreur : []))
  if ('erreur' in commune || 'erreur' in organisme || 'erreur' in horaires) throw new ErreurSaisie(erreurs)
  return {
    ...s,
    commune: commune.valeur,
    organisme: organisme.valeur,
    horaires: horaires.valeur,
    longitude: position?.longitude ?? null,
    latitude: position?.latitude ?? null,
  }
}

/** What the form shows of a structure: the reverse of the schema. */
export async function formatSaisieStructure(s: Structure, maintenant: Date): Promise<Brut> {
  const texte = (v: string | null) => v ?? ''
  return {
    nom: s.nom,
    sigle: texte(s.sigle),
    type: texte(s.type),
    organisme: formatOrganisme(s.organisme, s.nomOrganisme),
    description: texte(s.description),
    adresse: texte(s.adresse),
    complement: texte(s.complement),
    codePostal: texte(s.codePostal),
    commune: formatCommune(s.commune, s.nomCommune),
    position: s.latitude === null ? '' : `${s.latitude} ${s.longitude}`,
    telephone: texte(s.telephone),
    courriel: texte(s.courriel),
    siteWeb: texte(s.siteWeb),
    ...(await formatSaisieHoraires(s.horaires, maintenant)),
    langues: s.langues,
    accessibilite: texte(s.accessibilite),
    accessibiliteUrl: texte(s.accessibiliteUrl),
    finess: texte(s.finess),
    siret: texte(s.siret),
  }
}
