import type { Child } from 'hono/jsx'
import { Button } from '#ui/button.tsx'
import { type ChartPoint, LineChart } from '#ui/charts.tsx'
import { LIBELLES_MAILLE } from '../geographie/zone.ts'
import { formatValeur, type Valeur } from '../indicateur/indicateur.ts'
import { formatCalcul, Origine } from './origine.tsx'
import {
  formatComparaison,
  formatDecile,
  formatEtendue,
  formatManque,
  formatPartDe,
  formatPhrase,
  formatSousSeuil,
  formatTaux,
  formatUnite,
} from './phrases.ts'
import {
  computeTaux,
  getDerniere,
  getManque,
  getRupture,
  hasTaux,
  type Ligne,
  type Mesure,
  type Portrait,
  type Repere,
} from './portrait.ts'

/** A number, large, with its unit, year and author. */
export function Nombre({ texte, unite, note }: { texte: string; unite?: string; note: Child }) {
  return (
    <p class="mesure-ici">
      <strong class="mesure-nombre">{texte}</strong>
      {unite && ` ${unite}`}
      <span class="hint">{note}</span>
    </p>
  )
}

/** The same number in the areas beside. */
export function Reperes({ reperes, textes }: { reperes: readonly Repere[]; textes: readonly Child[] }) {
  if (reperes.length === 0) return null
  return (
    <dl class="mesure-reperes">
      {reperes.map((repere, i) => (
        <div>
          <dt title={repere.nom}>{repere.maille === 'france' ? repere.nom : LIBELLES_MAILLE[repere.maille]}</dt>
          <dd>{textes[i]}</dd>
        </div>
      ))}
    </dl>
  )
}

const TAUX = 'pour 10\u202f000 hab.'

/** What the areas beside show: a count that compares by inhabitants only, its rate; another sum, our share of it. */
function formatRepere({ indicateur }: Ligne, valeur: Valeur | null, repere: Repere, ici: number | null): Child {
  if (!valeur || valeur.valeur === null) return <span class="hint">pas de valeur</span>
  if (hasTaux(indicateur)) return `${formatTaux(valeur.valeur, repere.population)} ${TAUX}`
  const part = indicateur.agregation === 'somme' && ici !== null ? formatPartDe(ici, repere, valeur.valeur) : null
  return (
    <>
      {formatValeur(valeur.valeur, indicateur)}
      {part && <span class="hint">{` soit ici ${part}`}</span>}
    </>
  )
}

function formatComparaisonDe({ indicateur, reperes }: Ligne, valeur: number, portrait: Portrait): string | null {
  const taux = hasTaux(indicateur)
  if (indicateur.agregation === 'somme' && !taux) return null
  const rapporter = (v: number | null, population: number) => (taux && v !== null ? computeTaux(v, population) : v)
  const ici = rapporter(valeur, portrait.population)
  if (ici === null) return null
  const cotes = portrait.reperes.map((r, i) => ({
    maille: r.maille,
    valeur: rapporter(reperes[i]?.valeur ?? null, r.population),
  }))
  return formatComparaison(ici, cotes, taux ? { decimales: 1 } : indicateur)
}

/** One indicator of a portrait: the number, what it says, what stands beside it, and where it comes from. */
export function MesureIndicateur({
  ligne,
  portrait,
  formulaire,
  carte,
}: {
  ligne: Ligne
  portrait: Portrait
  /** Id of the form that asks for the map of an indicator; null where there is none. */
  formulaire: string | null
  /** The map, for the indicator that the address names. */
  carte: Child
}) {
  const { indicateur } = ligne
  const derniere = getDerniere(ligne)
  const { valeur, parts, serie } = derniere
  const manque = getManque(indicateur, derniere)
  const taux = hasTaux(indicateur) && valeur.valeur !== null ? formatTaux(valeur.valeur, portrait.population) : null
  return (
    <article class="mesure" id={`i-${indicateur.code}`}>
      <h3>{indicateur.libelle}</h3>
      <div class="mesure-chiffres">
        {valeur.valeur === null ? (
          <p class="mesure-ici">
            {'Pas de valeur '}
            <span class="hint">{serie.millesime}</span>
          </p>
        ) : (
          <Nombre
            texte={formatValeur(valeur.valeur, indicateur)}
            unite={formatUnite(indicateur)}
            note={
              <>
                {taux && `soit ${taux} ${TAUX}, `}
                {[serie.millesime, formatCalcul(indicateur, derniere), indicateur.fictif && 'fictif']
                  .filter(Boolean)
                  .join(', ')}
              </>
            }
          />
        )}
        <Reperes
          reperes={portrait.reperes}
          textes={portrait.reperes.map((r, i) => formatRepere(ligne, ligne.reperes[i] ?? null, r, valeur.valeur))}
        />
      </div>
      <div class="mesure-texte">
        <p>
          {manque
            ? formatManque(manque, parts)
            : valeur.valeur !== null && (
                <>
                  {formatPhrase(valeur.valeur, indicateur)} {formatComparaisonDe(ligne, valeur.valeur, portrait)}
                </>
              )}
        </p>
        <Precisions ligne={ligne} derniere={derniere} portrait={portrait} />
        <Evolution ligne={ligne} />
        {formulaire !== null && !carte && (
          <p class="no-print">
            <Button
              variant="link"
              form={formulaire}
              formaction={`#i-${indicateur.code}`}
              name="indicateur"
              value={indicateur.code}
              label={`Voir la carte\u00a0: ${indicateur.libelle}`}
            >
              Voir la carte
            </Button>
          </p>
        )}
        <Origine {...{ ligne, derniere }} nombre={portrait.nombre} />
      </div>
      {carte && <div class="mesure-carte">{carte}</div>}
    </article>
  )
}

interface PropsMesure {
  ligne: Ligne
  derniere: Mesure
  portrait: Portrait
}

/** What the mean hides: both ends, the threshold, the place among others. */
function Precisions({ ligne, derniere, portrait }: PropsMesure) {
  const { indicateur, minimum, maximum, rang } = ligne
  if (portrait.nombre <= 1) return null
  const etendue = formatEtendue(minimum, maximum, indicateur)
  const lignes = [
    etendue && `${etendue} selon les communes.`,
    formatSousSeuil(derniere.parts, indicateur),
    rang && formatDecile(rang, portrait.zone.maille === 'epci'),
  ].filter(Boolean)
  return lignes.length > 0 ? <p>{lignes.join(' ')}</p> : null
}

function Evolution({ ligne: { indicateur, mesures } }: { ligne: Ligne }) {
  const points = mesures
    .flatMap((m): ChartPoint[] => (m.valeur.valeur === null ? [] : [{ x: m.serie.millesime, y: m.valeur.valeur }]))
    .toReversed()
  const [premier, dernier] = [points[0], points.at(-1)]
  if (!premier || !dernier || points.length < 2) return null
  const rupture = getRupture(indicateur.code)
  const traversee = rupture !== null && premier.x < rupture.annee && dernier.x >= rupture.annee
  const dire = (v: number) => formatValeur(v, indicateur)
  return (
    <figure class="mesure-evolution">
      <LineChart
        label={`De ${dire(premier.y)} en ${premier.x} à ${dire(dernier.y)} en ${dernier.x}`}
        points={points}
        breaks={traversee ? [rupture.annee] : []}
        format={dire}
      />
      {traversee && <figcaption class="hint">{rupture.texte}</figcaption>}
    </figure>
  )
}
