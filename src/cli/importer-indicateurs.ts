import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { executeAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { formatEspaces } from '#core/db-errors.ts'
import { ErreurLecture } from '#core/encodage.ts'
import { importGeographie, importIndicateursReference } from '#modules/territoires/index.ts'
import { readLecture, verserSeries } from '#modules/territoires/indicateur/imports/imports.actions.ts'
import { listLectures } from '#modules/territoires/indicateur/imports/imports.queries.ts'
import { computeProposition } from '#modules/territoires/indicateur/imports/imports.ts'
import { listIndicateurs } from '#modules/territoires/indicateur/indicateur.queries.ts'
import {
  type Analyse,
  CONSTATS,
  computePlan,
  computeSuite,
  type NatureConstat,
  type Plan,
  type Releve,
  type ResumeSerie,
} from '#modules/territoires/indicateur/lecture/lecture.ts'
import { MAILLES_LUES } from '#modules/territoires/indicateur/lecture/maille.ts'
import { parseAnalyseEnFil } from '#modules/territoires/indicateur/lecture/processus.formats.ts'
import type { Sorties } from './bibliographie.ts'
import { ErreurUsage } from './usage.ts'

interface Demande {
  chemin: string
  lecture: string | null
  millesime: number | null
  verifier: boolean
}

/**
 * `maillage importer indicateurs FICHIER [--lecture NOM] [--millesime AAAA] [--verifier]`: the workbook of the APL and
 * the JSON that is known are read by themselves; another table by the choices kept under a name on the site, or by what
 * its headings say. `--verifier` tells what would be written, and writes nothing.
 * @returns the exit code: 0 done, 1 the file could not be read (said on `erreur`). @throws ErreurUsage
 */
export async function executeImporterIndicateurs(args: string[], sorties: Sorties, ctx: Ctx): Promise<number> {
  const demande = parseArguments(args)
  const dire = (texte: string): void => sorties.erreur(formatEspaces(`${texte}\n`))
  try {
    // The site may never have been started on this database.
    await importGeographie(ctx)
    await importIndicateursReference(ctx)
    const octets = await readOctets(demande.chemin)
    const nom = basename(demande.chemin)
    const analyse = await parseAnalyseEnFil(nom, octets)
    for (const remarque of analyse.remarques) dire(remarque)
    const plans = await choosePlans(ctx, analyse, demande)
    const { lecture, releve } = await readLecture(ctx, { octets, nature: analyse.nature, plans })
    sorties.ecrire(formatEspaces(formatReleve(releve)))
    for (const texte of releve.avertissements) dire(texte)
    for (const { nature, feuille, n, detail } of releve.constats)
      if (CONSTATS[nature].perdue)
        dire(
          `${feuille === null ? '' : `${feuille}, `}ligne ${n} : ${CONSTATS[nature].libelle.toLowerCase()} : ${detail}`,
        )
    if (demande.verifier) return 0
    const sha256 = createHash('sha256').update(octets).digest('hex')
    const series = await executeAction(verserSeries, ctx, { lecture, fichier: nom, sha256, id: null, garder: null })
    sorties.ecrire(`Séries importées\u00a0: ${series}\n`)
    return 0
  } catch (erreur) {
    if (!(erreur instanceof ErreurLecture)) throw erreur
    dire(`${demande.chemin}${erreur.lieu ? ` (${erreur.lieu})` : ''} : ${erreur.message}`)
    return 1
  }
}

function parseArguments(args: string[]): Demande {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        lecture: { type: 'string' },
        millesime: { type: 'string' },
        verifier: { type: 'boolean', default: false },
      },
    })
    const [chemin, ...reste] = positionals
    const millesime = values.millesime === undefined ? null : Number(values.millesime)
    if (chemin === undefined || reste.length > 0 || Number.isNaN(millesime)) throw new ErreurUsage()
    return { chemin, lecture: values.lecture ?? null, millesime, verifier: values.verifier }
  } catch {
    throw new ErreurUsage()
  }
}

/** @throws ErreurLecture where there is no such file */
async function readOctets(chemin: string): Promise<Uint8Array> {
  if (!(await stat(chemin).catch(() => null))?.isFile()) throw new ErreurLecture('Ce fichier n’existe pas.')
  return readFile(chemin)
}

/** @throws ErreurLecture where nobody said what the columns are */
async function choosePlans(ctx: Ctx, analyse: Analyse, { lecture, millesime }: Demande): Promise<readonly Plan[]> {
  if (analyse.plans.length > 0) return analyse.plans
  const gardees = await listLectures(ctx)
  const definitions = await listIndicateurs(ctx)
  const nommee = gardees.find((g) => g.nom === lecture)
  if (lecture !== null && !nommee) throw new ErreurLecture(`Aucun choix n’est gardé sous le nom « ${lecture} ».`)
  const plans = analyse.tables.map((table) => {
    const titres = table.colonnes.map((c) => c.titre)
    const choix = nommee
      ? computeSuite(nommee.correspondance, titres)
      : computeProposition(table, gardees, definitions).correspondance
    if (!choix) return 'Les colonnes de ce choix ne sont pas dans le fichier.'
    return computePlan(table, millesime === null ? choix : { ...choix, millesime })
  })
  const lisibles = plans.filter((plan) => typeof plan !== 'string')
  if (lisibles.length > 0) return lisibles
  throw new ErreurLecture(
    `${plans.find((plan) => typeof plan === 'string') ?? ''} Dites-le une fois sur la page /indicateurs/imports, sous un nom.`,
  )
}

const formatMaille = ({ maille = 'commune' }: ResumeSerie): string =>
  maille === 'commune' ? '' : ` (publié, ${MAILLES_LUES[maille].libelle.toLowerCase()})`

function formatReleve({ lignes, series, comptes }: Releve): string {
  const textes = [`Lignes lues : ${lignes}`]
  for (const s of series)
    textes.push(
      `  ${s.indicateur} ${s.millesime}${formatMaille(s)} : ${s.valeurs} valeurs, ${s.secretes} secrètes, ${s.absentes} absentes`,
    )
  for (const [nature, { libelle }] of Object.entries(CONSTATS)) {
    const compte = comptes[nature as NatureConstat]
    if (compte) textes.push(`  ${libelle} : ${compte}`)
  }
  return `${textes.join('\n')}\n`
}
