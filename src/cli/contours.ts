import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { executeAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { formatEspaces } from '#core/db-errors.ts'
import { type ClientWeb, ErreurExterne } from '#core/web-client.ts'
import { createContours, importerContours, type Preparation } from '#modules/territoires/contour/import.actions.ts'
import { ErreurContours, readTexte } from '#modules/territoires/contour/lecture.formats.ts'
import type { Sorties } from './bibliographie.ts'
import { ErreurUsage } from './usage.ts'

/** Faults shown one by one; the others are counted. */
const FAUTES_MAX = 20
const TELECHARGEMENT = { tailleMax: 150_000_000, delai: 600_000 }

export interface Telechargement {
  client: ClientWeb
  /** Where the official file of communes is. */
  adresse: string
}

interface Demande {
  chemin: string | null
  source: string | null
  millesime: string | null
  licence: string | null
}

interface Fichier {
  nom: string
  source: string
  licence: string | null
  morceaux: AsyncIterable<Uint8Array>
}

/**
 * `maillage importer contours FICHIER` or `--telecharger`, and `maillage importer qpv FICHIER`: outlines take the place
 * of those that were there, in one transaction.
 * @returns 0 done, 1 the file could not be taken (said on `erreur`). @throws ErreurUsage
 */
export async function executeContours(
  maille: 'commune' | 'qpv',
  args: string[],
  sorties: Sorties,
  ctx: Ctx,
  telechargement: Telechargement,
): Promise<number> {
  const demande = parseArguments(args, maille)
  try {
    const fichier = await openFichier(demande, telechargement)
    const empreinte = createHash('sha256')
    const texte = await readTexte(hash(fichier.morceaux, empreinte))
    const preparation = await createContours(ctx, maille, texte, {
      source: demande.source ?? fichier.source,
      licence: demande.licence ?? fichier.licence,
      millesime: demande.millesime,
      fichier: fichier.nom,
      sha256: empreinte.digest('hex'),
    })
    await executeAction(importerContours, ctx, preparation.prets)
    sayBilan(preparation, sorties)
    return 0
  } catch (erreur) {
    if (!(erreur instanceof ErreurContours || erreur instanceof ErreurExterne)) throw erreur
    sorties.erreur(formatEspaces(`${demande.chemin ?? telechargement.adresse} : ${erreur.message}\n`))
    if (erreur instanceof ErreurExterne)
      sorties.erreur('Sans réseau, téléchargez ce fichier ailleurs et donnez-le à cette commande.\n')
    return 1
  }
}

function parseArguments(args: string[], maille: 'commune' | 'qpv'): Demande {
  try {
    const texte = { type: 'string' } as const
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        telecharger: { type: 'boolean', default: false },
        source: texte,
        millesime: texte,
        licence: texte,
      },
    })
    const [chemin = null, ...reste] = positionals
    if (reste.length > 0 || values.telecharger === (chemin !== null)) throw new ErreurUsage()
    if (values.telecharger && maille === 'qpv') throw new ErreurUsage()
    return {
      chemin,
      source: values.source?.trim() || null,
      millesime: values.millesime?.trim() || null,
      licence: values.licence?.trim() || null,
    }
  } catch {
    throw new ErreurUsage()
  }
}

/** @throws ErreurContours, ErreurExterne */
async function openFichier({ chemin }: Demande, { client, adresse }: Telechargement): Promise<Fichier> {
  if (chemin === null) {
    const reponse = await client(adresse, TELECHARGEMENT)
    if (reponse.statut !== 200)
      throw new ErreurExterne('reponse', `Le serveur répond ${reponse.statut} : l’adresse a peut-être changé.`)
    return {
      nom: basename(new URL(adresse).pathname),
      source: 'Contours administratifs (data.gouv.fr), d’après IGN Admin Express',
      licence: null,
      morceaux: reponse.corps,
    }
  }
  const infos = await stat(chemin).catch(() => null)
  if (!infos?.isFile()) throw new ErreurContours('Ce fichier n’existe pas.')
  // A file in hand says nothing of who made it: `--source` does.
  return { nom: basename(chemin), source: basename(chemin), licence: null, morceaux: createReadStream(chemin) }
}

async function* hash(
  morceaux: AsyncIterable<Uint8Array>,
  empreinte: ReturnType<typeof createHash>,
): AsyncIterable<Uint8Array> {
  for await (const morceau of morceaux) {
    empreinte.update(morceau)
    yield morceau
  }
}

function sayBilan({ prets, problemes, reunies, manquantes }: Preparation, sorties: Sorties): void {
  const refuses = problemes.filter((p) => !p.garde)
  const nombre = (n: number) => n.toLocaleString('fr-FR')
  const lignes = [
    `Contours importés : ${nombre(prets.source.nombre)}`,
    ...(refuses.length > 0 ? [`  laissés de côté      ${nombre(refuses.length)}`] : []),
    ...(problemes.length > refuses.length
      ? [`  gardés avec un défaut ${nombre(problemes.length - refuses.length)}`]
      : []),
    ...(reunies.length > 0 ? [`  communes faites de leurs anciennes communes : ${nombre(reunies.length)}`] : []),
    ...(manquantes.length > 0
      ? [`  communes sans contour ${nombre(manquantes.length)}, ${listDebut(manquantes)}`]
      : []),
  ]
  sorties.ecrire(formatEspaces(`${lignes.join('\n')}\n`))
  for (const p of problemes.slice(0, FAUTES_MAX))
    sorties.erreur(formatEspaces(`entité ${p.n}${p.code ? ` (${p.code})` : ''} : ${p.raison}\n`))
  if (problemes.length > FAUTES_MAX) sorties.erreur(`et ${nombre(problemes.length - FAUTES_MAX)} autres\n`)
}

const listDebut = (codes: readonly string[]): string => `${codes.slice(0, 5).join(', ')}${codes.length > 5 ? '…' : ''}`
