import { formatJour } from '#core/jour.ts'
import type { Tone } from '#ui/alert.tsx'
import type { Service } from '../service/service.ts'
import type { Structure } from '../structure/structure.ts'

/** One criterion: what it is worth, from 0 to 1, and what would raise it (null at its best). */
export interface Critere {
  nom: string
  valeur: number
  conseil: string | null
}

export interface Score {
  /** From 0 to 1, two decimals. */
  valeur: number
  criteres: readonly Critere[]
}

type Lieu = Pick<
  Structure,
  'adresse' | 'commune' | 'telephone' | 'courriel' | 'description' | 'sourceMaj' | 'verifieLe' | 'modifieLe' | 'creeLe'
> &
  Pick<Structure, 'source'>

const JOUR_MS = 86_400_000
/** Fresh until six months, worth nothing from two years on. */
const FRAIS_JOURS = 182.5
const VIEUX_JOURS = 730

type Datee = Pick<Structure, 'sourceMaj' | 'verifieLe' | 'modifieLe' | 'creeLe' | 'source'>

/**
 * The last time that somebody answered for the facts: the source, who verified, who typed. An import that changes
 * nothing makes no fact younger.
 * @returns ISO date
 */
export function computeMiseAJour({ sourceMaj, verifieLe, modifieLe, creeLe, source }: Datee): string {
  const connue = sourceMaj ?? formatJour(creeLe)
  const saisie = source === 'saisie' ? formatJour(modifieLe) : ''
  return [connue, verifieLe ?? '', saisie].reduce((a, b) => (a > b ? a : b))
}

/** 1 under six months, then in a straight line to 0 at two years. @param date ISO date */
export function computeFraicheur(date: string, maintenant: Date): number {
  const jours = (maintenant.getTime() - new Date(`${date}T00:00:00Z`).getTime()) / JOUR_MS
  return Math.min(1, Math.max(0, (VIEUX_JOURS - jours) / (VIEUX_JOURS - FRAIS_JOURS)))
}

/** By its length: under 50 characters it says nothing, over 2,000 nobody reads it. */
export function computeDescription(texte: string | null): number {
  const longueur = texte?.trim().length ?? 0
  if (longueur < 50) return 0
  return longueur < 200 || longueur >= 2000 ? 0.5 : 1
}

const critere = (nom: string, valeur: number | boolean, conseil: string): Critere => ({
  nom,
  valeur: Number(valeur),
  conseil: Number(valeur) === 1 ? null : conseil,
})

const fraicheur = (fiche: Datee, maintenant: Date): Critere => {
  const valeur = computeFraicheur(computeMiseAJour(fiche), maintenant)
  return critere('Fraîcheur', valeur, 'Vérifiez la fiche auprès de la structure.')
}

const description = (texte: string | null): Critere =>
  critere(
    'Description',
    computeDescription(texte),
    (texte?.length ?? 0) >= 2000
      ? 'Raccourcissez la description sous 2\u202f000 caractères.'
      : 'Décrivez en 200 caractères au moins ce qui est proposé, et à qui.',
  )

const compute = (criteres: readonly Critere[]): Score => ({
  valeur: Math.round((criteres.reduce((somme, c) => somme + c.valeur, 0) / criteres.length) * 100) / 100,
  criteres,
})

const listFrais = ({ frais, fraisPrecisions }: Service): number =>
  frais === 'gratuit' || (frais !== null && fraisPrecisions !== null) ? 1 : frais || fraisPrecisions ? 0.5 : 0

/**
 * Quality score of data.inclusion: the mean of the criteria that apply. What the service does not say, its structure
 * says for it. The half point of costs is ours: « payant » without the amount, or an amount alone.
 */
export function computeScoreService(s: Service, lieu: Lieu, maintenant: Date): Score {
  const telephone = s.telephone ?? lieu.telephone
  const courriel = s.courriel ?? lieu.courriel
  const surPlace = s.modesAccueil.includes('en-presentiel') || s.modesMobilisation.includes('se-presenter')
  const modes = (Number(s.modesMobilisation.length > 0) + Number(s.mobilisablePar.length > 0)) / 2
  return compute([
    ...(surPlace
      ? [critere('Adresse', lieu.adresse !== null && lieu.commune !== null, 'Donnez l’adresse et la commune.')]
      : []),
    ...(s.modesMobilisation.includes('telephoner')
      ? [critere('Téléphone', telephone !== null, 'Donnez le téléphone qu’il faut appeler.')]
      : []),
    ...(s.modesMobilisation.includes('envoyer-un-courriel')
      ? [critere('Courriel', courriel !== null, 'Donnez l’adresse à laquelle écrire.')]
      : []),
    critere('Comment y accéder', modes, 'Dites comment demander ce service, et qui peut le faire.'),
    fraicheur(
      { ...s, verifieLe: [s.verifieLe, lieu.verifieLe].reduce((a, b) => ((a ?? '') > (b ?? '') ? a : b)) },
      maintenant,
    ),
    critere('Thèmes', s.themes.length + s.thematiquesDi.length > 0, 'Choisissez au moins un thème.'),
    critere('Publics', s.publics.length + s.publicsDi.length > 0, 'Choisissez au moins un public.'),
    critere(
      'Contact',
      telephone !== null || courriel !== null || s.contact !== null,
      'Donnez un téléphone, un courriel ou un nom.',
    ),
    description(s.description),
    critere('Coût', listFrais(s), 'Dites si c’est gratuit, ou combien cela coûte.'),
  ])
}

/** Of a structure: the mean of its services; without any, what of the criteria applies to a place. */
export function computeScoreStructure(lieu: Lieu, services: readonly Service[], maintenant: Date): Score {
  if (services.length === 0)
    return compute([
      critere('Adresse', lieu.adresse !== null && lieu.commune !== null, 'Donnez l’adresse et la commune.'),
      critere('Contact', lieu.telephone !== null || lieu.courriel !== null, 'Donnez un téléphone ou un courriel.'),
      fraicheur(lieu, maintenant),
      description(lieu.description),
      critere('Services', false, 'Décrivez au moins un service.'),
    ])
  const scores = services.map((s) => computeScoreService(s, lieu, maintenant))
  const noms = [...new Set(scores.flatMap((s) => s.criteres.map((c) => c.nom)))]
  const criteres = noms.map((nom): Critere => {
    const memes = scores.flatMap((s) => s.criteres.filter((c) => c.nom === nom))
    const valeur = memes.reduce((somme, c) => somme + c.valeur, 0) / memes.length
    return { nom, valeur, conseil: memes.find((c) => c.conseil !== null)?.conseil ?? null }
  })
  const valeur = scores.reduce((somme, s) => somme + s.valeur, 0) / scores.length
  return { valeur: Math.round(valeur * 100) / 100, criteres }
}

/** Thresholds are ours. */
export function computeBadge({ valeur }: Pick<Score, 'valeur'>): { libelle: string; ton: Tone } {
  if (valeur >= 0.75) return { libelle: 'Fiche complète', ton: 'succes' }
  return valeur >= 0.5 ? { libelle: 'Fiche à compléter', ton: 'attention' } : { libelle: 'Fiche pauvre', ton: 'erreur' }
}

/** A sheet that nobody verified for a year is said so. @param verifieLe ISO date */
export const isAVerifier = (verifieLe: string | null, maintenant: Date): boolean =>
  verifieLe === null || verifieLe < computeIlYAUnAn(maintenant)

/** ISO date of the same day last year. */
export function computeIlYAUnAn(maintenant: Date): string {
  const jour = formatJour(maintenant)
  return `${Number(jour.slice(0, 4)) - 1}${jour.slice(4)}`
}
