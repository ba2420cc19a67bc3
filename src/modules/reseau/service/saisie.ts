import { z } from 'zod'
import type { Ctx } from '#core/context.ts'
import { type ErreurChamp, ErreurSaisie } from '#core/errors.ts'
import { type Brut, ligne, ligneOuNull, liste, texteOuNull } from '#core/saisie.ts'
import { searchLieux } from '#modules/territoires/index.ts'
import { adresseOuNull, courrielOuNull, telephoneOuNull, termes, valeurOuNull, valeurs } from '../fiche/saisie.ts'
import { champsHoraires, formatSaisieHoraires, getHorairesDits } from '../structure/saisie.ts'
import type { ContenuService, Service } from './service.ts'
import { FRAIS, MOBILISABLE_PAR, MODES_ACCUEIL, MODES_MOBILISATION, TYPES_SERVICE } from './valeurs.ts'

const age = z.preprocess(
  (v) => (typeof v === 'string' ? v.trim() || null : v),
  z.coerce
    .number({ error: 'Écrivez un âge en années.' })
    .int('Écrivez un âge en années.')
    .min(0, 'Écrivez un âge entre 0 et 130.')
    .max(130, 'Écrivez un âge entre 0 et 130.')
    .nullish()
    .transform((v) => v ?? null),
)

export const FAUTE_AGES = 'L’âge maximum est au moins égal à l’âge minimum.'
export const isAgesPossibles = ({ ageMin, ageMax }: { ageMin: number | null; ageMax: number | null }): boolean =>
  ageMin === null || ageMax === null || ageMin <= ageMax

export const schemaService = z
  .object({
    nom: ligne('Écrivez le nom du service.', 200),
    type: valeurOuNull(TYPES_SERVICE),
    description: texteOuNull(10_000),
    themes: termes('theme'),
    publics: termes('public'),
    publicsPrecisions: texteOuNull(2000),
    ageMin: age,
    ageMax: age,
    frais: valeurOuNull(FRAIS),
    fraisPrecisions: texteOuNull(2000),
    conditionsAcces: texteOuNull(2000),
    modesAccueil: valeurs(MODES_ACCUEIL),
    modesMobilisation: valeurs(MODES_MOBILISATION),
    mobilisablePar: valeurs(MOBILISABLE_PAR),
    mobilisationPrecisions: texteOuNull(2000),
    lienMobilisation: adresseOuNull,
    /** One place a line. */
    zoneEligibilite: texteOuNull(5000),
    telephone: telephoneOuNull,
    courriel: courrielOuNull,
    contact: ligneOuNull(200),
    ...champsHoraires,
    langues: liste(z.string().regex(/^[a-z]{2,3}$/)),
  })
  .refine(isAgesPossibles, { path: ['ageMax'], message: FAUTE_AGES })
export type SaisieService = z.output<typeof schemaService>

const FRANCE = /^(toute )?la france$|^france$/i

/** Codes of communes, départements, EPCI, or `france`, from one place a line. */
async function getZone(ctx: Ctx, texte: string | null): Promise<{ codes: string[]; inconnus: string[] }> {
  const lignes = (texte ?? '')
    .split('\n')
    .map((l) => l.trim())
    .filter(Boolean)
  const codes = await Promise.all(
    lignes.map(async (ligne_) => {
      if (FRANCE.test(ligne_)) return 'france'
      const code = /^(\d{9}|\d{5}|2[AB]\d{3}|97\d|\d{2}|2[AB])\b/i.exec(ligne_)?.[1]?.toUpperCase()
      const { zones, communes } = await searchLieux(
        ctx,
        code && code.length !== 9 ? code : ligne_.replace(/^\d{9}\s*/, ''),
        { limite: 3 },
      )
      const possibles = [...zones.filter((z_) => z_.maille !== 'region'), ...communes]
      const choisi = possibles.find((p) => p.code === code) ?? (code && code.length === 9 ? null : possibles[0])
      return choisi?.code ?? (code?.length === 9 ? code : null)
    }),
  )
  return {
    codes: [...new Set(codes.filter((c) => c !== null))],
    inconnus: lignes.filter((_, i) => codes[i] === null),
  }
}

/** What only the base can tell. @throws ErreurSaisie */
export async function checkService(
  ctx: Ctx,
  { horairesMode, jours, feries, osm, ...s }: SaisieService,
  avant: Service | null,
): Promise<ContenuService> {
  const [zone, horaires] = await Promise.all([
    getZone(ctx, s.zoneEligibilite),
    getHorairesDits({ horairesMode, jours, feries, osm }, avant?.horaires ?? null, ctx.maintenant),
  ])
  const erreurs: ErreurChamp[] = 'erreur' in horaires ? [horaires.erreur] : []
  if (zone.inconnus.length > 0)
    erreurs.push({ field: 'zoneEligibilite', message: `Aucun lieu de ce nom\u00a0: ${zone.inconnus.join(', ')}.` })
  if ('erreur' in horaires || erreurs.length > 0) throw new ErreurSaisie(erreurs)
  return { ...s, zoneEligibilite: zone.codes, horaires: horaires.valeur }
}

/** What the form shows of a service. @param noms names of its zone’s codes */
export async function formatSaisieService(
  s: Service,
  noms: ReadonlyMap<string, string>,
  maintenant: Date,
): Promise<Brut> {
  const { nom, themes, publics, modesAccueil, modesMobilisation, mobilisablePar, langues } = s
  const texte = (v: string | number | null) => (v === null ? '' : String(v))
  return {
    ...{ nom, themes, publics, modesAccueil, modesMobilisation, mobilisablePar, langues },
    type: texte(s.type),
    description: texte(s.description),
    publicsPrecisions: texte(s.publicsPrecisions),
    ageMin: texte(s.ageMin),
    ageMax: texte(s.ageMax),
    frais: texte(s.frais),
    fraisPrecisions: texte(s.fraisPrecisions),
    conditionsAcces: texte(s.conditionsAcces),
    mobilisationPrecisions: texte(s.mobilisationPrecisions),
    lienMobilisation: texte(s.lienMobilisation),
    zoneEligibilite: s.zoneEligibilite
      .map((code) => (code === 'france' ? 'Toute la France' : `${code} ${noms.get(code) ?? ''}`.trim()))
      .join('\n'),
    telephone: texte(s.telephone),
    courriel: texte(s.courriel),
    contact: texte(s.contact),
    ...(await formatSaisieHoraires(s.horaires, maintenant)),
  }
}
