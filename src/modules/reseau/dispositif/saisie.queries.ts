import type { Ctx } from '#core/context.ts'
import { type ErreurChamp, ErreurSaisie } from '#core/errors.ts'
import type { Brut } from '#core/saisie.ts'
import {
  computeEssai,
  computeOperation,
  type Essai,
  getLues,
  hasChoix,
  isNommant,
  listCommunes,
  schemaComposer,
  searchListe,
} from '#modules/territoires/index.ts'
import { checkSelection } from '#modules/vocabulaires/index.ts'
import { formatCommune } from '../fiche/rattachement.queries.ts'
import { getOrganisme, searchOrganismes } from '../organisme/organisme.queries.ts'
import type { Organisme } from '../organisme/organisme.ts'
import type { Description, Dispositif } from './dispositif.ts'
import { parseValeurs, type Saisie, type SaisieTerritoire } from './saisie.ts'
import type { TypeDispositif } from './type.ts'

const CANDIDATS_MAX = 10

/** What a form says, as it is kept. @throws ErreurSaisie with every fault at once */
export async function getDescription(ctx: Ctx, type: TypeDispositif, saisie: Saisie): Promise<Description> {
  const { porteur, organisme, siege, valeurs: brutes, ...reste } = saisie
  const { valeurs, fautes } = parseValeurs(type, brutes)
  const erreurs: ErreurChamp[] = [
    ...fautes,
    ...checkSelection('theme', reste.themes).map((message) => ({ field: 'themes', message })),
    ...checkSelection('public', reste.publics).map((message) => ({ field: 'publics', message })),
  ]
  const [porte, commune] = await Promise.all([getPorteur(ctx, porteur, organisme), getSiege(ctx, siege)])
  if (typeof porte === 'object' && porte) erreurs.push(porte)
  if (typeof commune === 'object' && commune) erreurs.push(commune)
  if (erreurs.length > 0) throw new ErreurSaisie(erreurs)
  return { ...reste, valeurs, organisme: porte as number | null, commune: commune as string | null }
}

/** What is stored, as the fields of the form hold it. */
export async function formatSaisieDispositif(ctx: Ctx, d: Dispositif): Promise<Brut> {
  const [porteur, sieges] = await Promise.all([
    d.organisme === null ? null : getOrganisme(ctx, d.organisme),
    d.commune === null ? [] : listCommunes(ctx, [d.commune]),
  ])
  return {
    nom: d.nom,
    description: d.description ?? '',
    porteur: porteur?.nom ?? '',
    organisme: d.organisme === null ? '' : String(d.organisme),
    siege: formatCommune(d.commune, sieges[0]?.nom ?? null),
    adresse: d.adresse ?? '',
    telephone: d.telephone ?? '',
    courriel: d.courriel ?? '',
    siteWeb: d.siteWeb ?? '',
    themes: d.themes,
    publics: d.publics,
    qpv: d.qpv,
    source: d.source ?? '',
    sourceUrl: d.sourceUrl ?? '',
    fin: d.fin ?? '',
    valeurs: d.valeurs,
    revision: String(d.revision),
  }
}

/** Organismes that the words of a carrier may mean. */
export const listPorteurs = async (ctx: Ctx, q: string): Promise<Organisme[]> =>
  (await searchOrganismes(ctx, { q, limite: CANDIDATS_MAX })).organismes

/** The id of the carrier that is meant; a fault where it is none, or several. */
async function getPorteur(
  ctx: Ctx,
  texte: string | null,
  choisi: number | undefined,
): Promise<number | null | ErreurChamp> {
  if (texte === null) return null
  const candidats = await listPorteurs(ctx, texte)
  if (choisi !== undefined) {
    const organisme = candidats.find((o) => o.id === choisi) ?? (await getOrganisme(ctx, choisi))
    if (organisme && (candidats.includes(organisme) || organisme.nom === texte)) return choisi
  }
  const exacts = candidats.filter((o) => o.nom.localeCompare(texte, 'fr', { sensitivity: 'base' }) === 0)
  const [seul] = exacts.length > 0 ? exacts : candidats
  if (seul && (exacts.length === 1 || candidats.length === 1)) return seul.id
  return seul
    ? { field: 'organisme', message: 'Plusieurs organismes ont ces mots dans leur nom\u00a0: choisissez le porteur.' }
    : {
        field: 'porteur',
        message:
          'Aucun organisme de l’annuaire ne porte ce nom ni ce numéro. Laissez ce champ vide, ou ajoutez d’abord l’organisme.',
      }
}

/** INSEE code of the commune that is meant; a fault where it is none, or several. */
async function getSiege(ctx: Ctx, texte: string | null): Promise<string | null | ErreurChamp> {
  if (texte === null) return null
  const [ligne] = (await searchListe(ctx, texte)).lignes
  if (ligne?.commune) return ligne.commune.code
  const proches = ligne?.candidates.slice(0, 5).map((c) => `${c.nom} (${c.code})`) ?? []
  return {
    field: 'siege',
    message:
      proches.length > 0
        ? `Plusieurs communes sont possibles\u00a0: ${proches.join(', ')}. Écrivez le code.`
        : 'Aucune commune ne porte ce nom ni ce code.',
  }
}

/**
 * The communes that a form makes: those it carries, with what is named, without what is taken away.
 * @throws ErreurSaisie where a name is not a commune’s, or may be several ones’
 */
export async function getCommunes(ctx: Ctx, saisie: SaisieTerritoire): Promise<string[]> {
  const essai = isNommant(saisie) ? await computeEssai(ctx, saisie) : null
  if (essai && hasChoix(essai))
    throw new ErreurSaisie([
      essai.zones.length > 0
        ? { field: 'blocs', message: 'Plusieurs intercommunalités ont ce nom\u00a0: choisissez.' }
        : { field: 'choix.0', message: 'Des noms peuvent être ceux de plusieurs communes\u00a0: choisissez.' },
    ])
  if (essai && essai.nonLu !== '')
    throw new ErreurSaisie(
      essai.nonLu.split('\n').map((texte) => ({
        field: 'texte',
        message: `«\u00a0${texte.trim()}\u00a0»\u00a0: aucune commune ne porte ce nom ni ce code.`,
      })),
    )
  const lues = essai ?? (await getLues(ctx, saisie))
  return computeOperation('difference', lues.communes, saisie.retirees)
}

/** What was read of a form that comes back, to show it; null where nothing can be. */
export async function getEssai(ctx: Ctx, brut: unknown): Promise<Essai | null> {
  const lu = schemaComposer.safeParse(brut)
  if (!lu.success || !isNommant(lu.data)) return null
  try {
    return await computeEssai(ctx, lu.data)
  } catch (erreur) {
    if (erreur instanceof ErreurSaisie) return null
    throw erreur
  }
}
