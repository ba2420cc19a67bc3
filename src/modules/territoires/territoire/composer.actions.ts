import { defineAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { parseCsv } from '#core/csv.ts'
import { formatEspaces } from '#core/db-errors.ts'
import { ErreurLecture, parseEncodage } from '#core/encodage.ts'
import { ErreurSaisie } from '#core/errors.ts'
import { publique } from '#core/policy.ts'
import { searchListe } from '../geographie/liste.queries.ts'
import type { LigneLue } from '../geographie/liste.ts'
import { PROJECTIONS } from '../geographie/projection.ts'
import { searchEpci } from './composer.queries.ts'
import {
  type EnvoiComposer,
  type Essai,
  GESTES,
  hasChoix,
  isNommant,
  type Remarque,
  schemaComposer,
} from './composer.ts'
import { computeOperation } from './composition.ts'
import { LIMITES_GEOJSON, parseGeojson } from './geojson.formats.ts'
import { type EntiteLue, listEntites } from './geojson.queries.ts'
import { getLues, getZoneDeRef, listLues } from './selection.queries.ts'

const LIGNES_MAX = 50_000

/** What is read of one source. */
type Lecture = Pick<Essai, 'communes' | 'aChoisir' | 'zones' | 'metres' | 'remarques' | 'nonLu'>
const RIEN: Lecture = { communes: [], aChoisir: [], zones: [], metres: [], remarques: [], nonLu: '' }

/** Does what a form of the composer asks, to the set that it carries. Nothing is stored. */
export const composerTerritoire = defineAction({
  nom: 'composerTerritoire',
  entree: schemaComposer,
  politique: publique,
  trace: 'territoire.essai',
  executer: computeEssai,
})

/** The set that a form carries, with what it adds or takes away; and what has to be chosen or told. @throws ErreurSaisie */
export async function computeEssai(ctx: Ctx, envoi: EnvoiComposer): Promise<Essai> {
  const { communes } = await getLues(ctx, envoi)
  if (envoi.autour !== undefined) return cocher(ctx, envoi, envoi.autour, communes)
  const lectures = await readEnvoi(ctx, envoi)
  const lues = await listLues(ctx, [...envoi.attente, ...lectures.flatMap((l) => l.communes)])
  const essai: Essai = {
    communes,
    lues: lues.communes.length,
    geste: envoi.geste,
    attente: [],
    aChoisir: lectures.flatMap((l) => l.aChoisir),
    zones: lectures.flatMap((l) => l.zones),
    metres: lectures.flatMap((l) => l.metres),
    remarques: lectures.flatMap((l) => l.remarques),
    nonLu: lectures
      .map((l) => l.nonLu)
      .filter(Boolean)
      .join('\n'),
  }
  // What is kept must be whole: a commune that waits for its name would go away with the others.
  if (envoi.geste === 'garder' && hasChoix(essai)) return { ...essai, attente: lues.communes }
  return { ...essai, communes: computeOperation(GESTES[envoi.geste].operation, communes, lues.communes) }
}

/** Communes of one area were shown with a box each. */
async function cocher(ctx: Ctx, envoi: EnvoiComposer, autour: string, communes: readonly string[]): Promise<Essai> {
  const zone = await getZoneDeRef(ctx, autour)
  const cochees = await listLues(ctx, envoi.coches)
  const ailleurs = computeOperation('difference', communes, zone?.communes ?? [])
  return {
    ...{ ...RIEN, lues: null, geste: 'ajouter', attente: [] },
    communes: computeOperation('union', ailleurs, cochees.communes),
  }
}

/** @throws ErreurSaisie where nothing is named, or a file cannot be read */
async function readEnvoi(ctx: Ctx, envoi: EnvoiComposer): Promise<Lecture[]> {
  const choix = Object.values(envoi.choix).filter(Boolean)
  const fichier = envoi.fichier && envoi.fichier.size > 0 ? envoi.fichier : null
  if (!isNommant(envoi))
    throw new ErreurSaisie([
      { field: 'texte', message: 'Dites quelles communes\u00a0: écrivez-les, choisissez une zone ou un fichier.' },
    ])
  return [
    { ...RIEN, communes: [...envoi.coches, ...choix] },
    ...(await Promise.all(envoi.blocs.filter(Boolean).map((ref) => readBloc(ctx, ref)))),
    await readEpci(ctx, envoi.epci),
    await readTexte(ctx, envoi.texte),
    await readLu('dessin', () => (envoi.dessin.trim() ? readGeojson(ctx, envoi.dessin) : RIEN)),
    fichier ? await readLu('fichier', () => readFichier(ctx, fichier)) : RIEN,
  ]
}

async function readBloc(ctx: Ctx, ref: string): Promise<Lecture> {
  const zone = await getZoneDeRef(ctx, ref)
  return zone
    ? { ...RIEN, communes: [...zone.communes] }
    : {
        ...RIEN,
        remarques: [{ lieu: 'Zone', texte: ref, message: 'Elle n’existe pas, ou vous ne pouvez pas la lire.' }],
      }
}

const ZONES_MAX = 20

async function readEpci(ctx: Ctx, q: string): Promise<Lecture> {
  if (!q.trim()) return RIEN
  const zones = await searchEpci(ctx, q)
  const [seule] = zones
  if (seule && zones.length === 1) return readBloc(ctx, `epci-${seule.code}`)
  if (!seule || zones.length > ZONES_MAX)
    throw new ErreurSaisie([
      {
        field: 'epci',
        message: seule
          ? `${zones.length} intercommunalités ont ces mots dans leur nom\u00a0: précisez.`
          : 'Aucune intercommunalité ne porte ce nom ni ce numéro.',
      },
    ])
  return { ...RIEN, zones }
}

/** Turns a fault of reading into one of the form's field. */
async function readLu(field: string, lire: () => Promise<Lecture> | Lecture): Promise<Lecture> {
  try {
    return await lire()
  } catch (erreur) {
    if (!(erreur instanceof ErreurLecture)) throw erreur
    throw new ErreurSaisie([{ field, message: erreur.message }])
  }
}

/** Codes with nothing but spaces between them: a name may hold spaces, a code may not. */
const CODES_DE_SUITE = /(?<=^|[\n;,]) *(?:\d{5}|2[AB]\d{3})(?: +(?:\d{5}|2[AB]\d{3}))+ *(?=$|[\r\n;,])/gi

async function readTexte(ctx: Ctx, texte: string): Promise<Lecture> {
  if (!texte.trim()) return RIEN
  const { lignes, communes } = await searchListe(
    ctx,
    texte.replace(CODES_DE_SUITE, (codes) => codes.replace(/ +/g, ';')),
  )
  const aChoisir = lignes.filter((l) => l.candidates.length > 0 && l.commune === null)
  const perdues = lignes.filter((l) => l.commune === null && l.candidates.length === 0)
  return {
    ...RIEN,
    communes,
    aChoisir,
    remarques: lignes.flatMap((l) => {
      const message = formatRemarque(l)
      return message ? [{ lieu: `Ligne ${l.entree.ligne}`, texte: l.entree.texte, message }] : []
    }),
    nonLu: perdues.map((l) => l.entree.texte).join('\n'),
  }
}

/** What a line that is not simply found has to be told; null where there is nothing, or it is to be chosen. */
function formatRemarque(l: LigneLue): string | null {
  const nom = l.commune ? `${l.commune.nom} (${l.commune.code})` : ''
  switch (l.etat) {
    case 'inconnue':
      return l.candidates.length > 0 ? null : 'Aucune commune ne porte ce nom ni ce code.'
    case 'ancienne':
      return `Ancienne commune, aujourd’hui dans ${nom}.`
    case 'double':
      return `${nom} est déjà à la ligne ${l.premiere}.`
    case 'comprise':
      return `${nom} est compris dans sa ville, à la ligne ${l.premiere}.`
    case 'trouvee':
      if (l.nomDiffere) return `Lu par son code\u00a0: ${nom}. Le nom écrit à côté est différent.`
      return l.postal && l.entree.nom === null ? `Lu comme un code postal\u00a0: ${nom}.` : null
    default:
      return null
  }
}

async function readFichier(ctx: Ctx, fichier: File): Promise<Lecture> {
  if (fichier.size > LIMITES_GEOJSON.octets) throw new ErreurLecture('Ce fichier est trop lourd : 20 Mo au plus.')
  const octets = new Uint8Array(await fichier.arrayBuffer())
  const debut = parseEncodage(octets.subarray(0, 2000)).trimStart()
  if (/^[{[]/.test(debut)) return readGeojson(ctx, parseEncodage(octets))
  return readTexte(ctx, formatTableau(parseCsv(octets, LIGNES_MAX)))
}

/** Cells between tabulations, each record on the line where it stood, all as wide. */
function formatTableau(lignes: ReturnType<typeof parseCsv>): string {
  const largeur = Math.max(0, ...lignes.map((l) => l.cellules.length))
  const texte: string[] = []
  for (const { n, cellules } of lignes) {
    while (texte.length < n - 1) texte.push('')
    texte.push(Array.from({ length: largeur }, (_, i) => (cellules[i] ?? '').replace(/[\t\r\n;,]+/g, ' ')).join('\t'))
  }
  return texte.join('\n')
}

async function readGeojson(ctx: Ctx, texte: string): Promise<Lecture> {
  const { entites, conversion } = parseGeojson(texte.replace(/^\uFEFF/, ''))
  const lues = await listEntites(ctx, entites)
  if (lues.length === 0) throw new ErreurLecture('Ce fichier n’a aucune entité.')
  // Found from its numbers alone, a projection is proposed: what it places waits to be confirmed.
  const attend = (l: EntiteLue) => conversion?.dite === false && l.entite.code === null
  return {
    ...RIEN,
    communes: lues.filter((l) => !attend(l)).flatMap((l) => l.communes),
    metres: conversion
      ? [
          {
            projection: PROJECTIONS[conversion.projection].nom,
            communes: [...new Set(lues.filter(attend).flatMap((l) => l.communes))],
          },
        ]
      : [],
    remarques: lues.flatMap(({ entite, faute }): Remarque[] =>
      faute ? [{ lieu: `Entité ${entite.n}`, texte: entite.nom ?? '', message: formatEspaces(faute) }] : [],
    ),
  }
}
