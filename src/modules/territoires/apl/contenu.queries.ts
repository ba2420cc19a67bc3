import type { Ctx } from '#core/context.ts'
import { parseEncodage } from '#core/encodage.ts'
import { type ErreurChamp, ErreurSaisie } from '#core/errors.ts'
import { formatCle } from '../geographie/commune.ts'
import { parseRefZone } from '../geographie/zone.ts'
import { getLues, getZoneDeRef, listLues } from '../territoire/selection.queries.ts'
import { listHomonymes, listSeriesOffre } from './lieux.queries.ts'
import { listJeux } from './parametres.queries.ts'
import { SEUIL } from './parametres.ts'
import { parseListeOffre, type SaisieEssai } from './saisie.ts'
import type { ContenuSimulation, Geste } from './simulation.ts'

/** What a form says, read against what the installation holds. */
export interface ContenuLu {
  contenu: ContenuSimulation
  /** Line of the form of each change. */
  lignes: number[]
}

/** @throws ErreurSaisie with all the faults */
export async function getContenu(ctx: Ctx, saisie: SaisieEssai): Promise<ContenuLu> {
  const erreurs: ErreurChamp[] = []
  const collect = async <T>(promesse: Promise<T>): Promise<T | null> =>
    promesse.catch((erreur: unknown) => {
      if (!(erreur instanceof ErreurSaisie)) throw erreur
      erreurs.push(...erreur.erreurs)
      return null
    })
  const zone = await collect(getZoneSaisie(ctx, saisie))
  const jeu = (await listJeux(ctx)).find(({ code }) => code === saisie.parametres)
  if (!jeu) erreurs.push({ field: 'parametres', message: 'Choisissez un jeu de paramètres de la liste.' })
  const offre = await collect(getOffre(ctx, saisie))
  const gestes = await collect(listGestes(ctx, saisie, zone?.composition ?? []))
  if (saisie.mesure === 'consultations' && saisie.actesParEtp === null) {
    const message = 'Écrivez combien d’actes un équivalent temps plein fait par an.'
    erreurs.push({ field: 'actesParEtp', message })
  }
  if (saisie.mesure === 'etp' && saisie.seuil === SEUIL) {
    const message = 'Ce seuil est en consultations\u00a0: donnez-en un en équivalents temps plein, ou laissez vide.'
    erreurs.push({ field: 'seuil', message })
  }
  if (!zone || !jeu || !offre || !gestes || erreurs.length > 0) throw new ErreurSaisie(erreurs)
  const { code, libelle, parametres, aVerifier } = jeu
  return {
    contenu: {
      zone: zone.zone,
      mesure: saisie.mesure,
      actesParEtp: saisie.actesParEtp ?? 1,
      seuil: saisie.seuil,
      parametres: { code, libelle, valeurs: parametres, aVerifier },
      offre,
      temps: saisie.temps,
      gestes: gestes.map(({ geste }) => geste),
    },
    lignes: gestes.map(({ n }) => n),
  }
}

interface ZoneLue {
  zone: ContenuSimulation['zone']
  composition: readonly string[]
}

/** Saved territories become their communes: who reads the simulation may not read them. @throws ErreurSaisie */
export async function getZoneSaisie(
  ctx: Ctx,
  selection: Pick<SaisieEssai, 'communes' | 'zones'> & { nomZone?: string | null },
): Promise<ZoneLue> {
  const { communes: composition, inconnues } = await getLues(ctx, selection)
  if (inconnues.length > 0) {
    const message = `Code de commune ou de territoire inconnu\u00a0: ${inconnues.slice(0, 10).join(', ')}.`
    throw new ErreurSaisie([{ field: 'communes', message }])
  }
  if (composition.length === 0)
    throw new ErreurSaisie([{ field: 'communes', message: 'Choisissez un territoire ou des communes.' }])
  const [seule] = selection.zones
  const nommee =
    seule !== undefined && selection.zones.length === 1 && selection.communes.length === 0
      ? await getZoneDeRef(ctx, seule)
      : null
  const garde = selection.zones.length === 0 ? selection.nomZone : null
  const nom = nommee?.nom ?? garde ?? `${composition.length} commune${composition.length > 1 ? 's' : ''}`
  const avecTerritoire = selection.zones.some((ref) => parseRefZone(ref)?.maille === 'territoire')
  const { communes, zones } = avecTerritoire ? { communes: composition, zones: [] } : selection
  return { zone: { nom, communes: [...communes], zones: [...zones] }, composition }
}

/** @throws ErreurSaisie */
async function getOffre(ctx: Ctx, saisie: SaisieEssai): Promise<ContenuSimulation['offre']> {
  const { indicateur, sourceOffre: source } = saisie
  if (indicateur) {
    const series = await listSeriesOffre(ctx)
    if (!series.some((s) => s.code === indicateur.code && s.millesime === indicateur.millesime))
      throw new ErreurSaisie([{ field: 'indicateur', message: 'Choisissez un indicateur de la liste.' }])
    return { indicateur, liste: [], source }
  }
  const texte = saisie.fichier ? parseEncodage(new Uint8Array(await saisie.fichier.arrayBuffer())) : saisie.offre
  const liste = parseListeOffre(texte)
  const { remplacees, inconnues } = await listLues(
    ctx,
    liste.map(([code]) => code),
  )
  if (inconnues.length > 0) {
    const message = `Codes de commune inconnus dans la liste\u00a0: ${inconnues.slice(0, 10).join(', ')}.`
    throw new ErreurSaisie([{ field: 'offre', message }])
  }
  // Two communes of yesterday may be one of today: their supplies add up.
  const actuels = new Map(remplacees.map(({ code, commune }) => [code, commune]))
  const sommes = new Map<string, number>()
  for (const [code, quantite] of liste) {
    const actuel = actuels.get(code) ?? code
    sommes.set(actuel, (sommes.get(actuel) ?? 0) + quantite)
  }
  return { indicateur: null, liste: [...sommes], source }
}

/** @throws ErreurSaisie */
async function listGestes(
  ctx: Ctx,
  { gestes }: SaisieEssai,
  communes: readonly string[],
): Promise<{ geste: Geste; n: number }[]> {
  const erreurs: ErreurChamp[] = []
  const lus: { geste: Geste; n: number }[] = []
  for (const [n, { nature, nombre, commune, vers }] of gestes.entries()) {
    if (nombre === null && commune.trim() === '' && vers.trim() === '') continue
    const add = (champ: string, message: string) => erreurs.push({ field: `gestes.${n}.${champ}`, message })
    const getCode = async (texte: string, champ: string): Promise<string | null> => {
      const lu = await getCommuneSaisie(ctx, texte, communes)
      if ('message' in lu) add(champ, lu.message)
      return 'code' in lu ? lu.code : null
    }
    if (nombre === null || nombre === 0) add('nombre', 'Écrivez combien de professionnels, en équivalents temps plein.')
    const code = await getCode(commune, 'commune')
    const arrivee = nature === 'deplacer' ? await getCode(vers, 'vers') : null
    if (nature !== 'deplacer' && vers.trim() !== '') add('vers', 'Seul un déplacement a une commune d’arrivée.')
    if (code !== null && nombre !== null) lus.push({ geste: { nature, nombre, commune: code, vers: arrivee }, n })
  }
  if (erreurs.length > 0) throw new ErreurSaisie(erreurs)
  return lus
}

/** « 04070 », « 04070 Digne-les-Bains » or « Digne-les-Bains ». */
async function getCommuneSaisie(
  ctx: Ctx,
  texte: string,
  communes: readonly string[],
): Promise<{ code: string } | { message: string }> {
  const code = /^\s*(\d[\dAB]\d{3})\b/i.exec(texte)?.[1]?.toUpperCase()
  if (code !== undefined) {
    const lues = await listLues(ctx, [code])
    const [commune] = lues.communes
    return commune === undefined ? { message: `Le code ${code} n’est celui d’aucune commune.` } : { code: commune }
  }
  const cle = formatCle(texte)
  if (cle === '') return { message: 'Écrivez une commune, par son nom ou son code Insee.' }
  const trouvees = await listHomonymes(ctx, cle, communes)
  const dedans = trouvees.filter((c) => c.dedans)
  const [seule, ...autres] = dedans.length > 0 ? dedans : trouvees
  if (!seule) return { message: `Aucune commune ne s’appelle «\u00a0${texte.trim().slice(0, 60)}\u00a0».` }
  if (autres.length > 0) return { message: `Plusieurs communes s’appellent ${seule.nom}\u00a0: écrivez le code Insee.` }
  return { code: seule.code }
}
