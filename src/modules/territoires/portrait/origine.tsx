import { DefinitionList } from '#ui/definition-list.tsx'
import {
  APPROXIMATION,
  formatAdresseIndicateur,
  type Indicateur,
  isApproche,
  type Parts,
} from '../indicateur/indicateur.ts'
import { formatCouverture, formatMesure, formatRegle } from './phrases.ts'
import type { Ligne, Mesure } from './portrait.ts'

const CALCULS = { publie: 'valeur publiée', maillage: 'calcul Maillage' } as const

/** Who computed it, in two words. */
export const formatCalcul = (i: Indicateur, { serie, valeur }: Pick<Mesure, 'serie' | 'valeur'>): string | null =>
  valeur.calcul === 'maillage' && isApproche(i, serie)
    ? `${CALCULS.maillage}, ${APPROXIMATION}`
    : valeur.calcul && CALCULS[valeur.calcul]

/** Where the number of an indicator comes from, folded: its source, its rule, its other vintages. */
export function Origine({
  ligne: { indicateur, mesures },
  derniere,
  nombre,
}: {
  ligne: Ligne
  derniere: Mesure
  nombre: number
}) {
  const { serie, valeur, parts } = derniere
  return (
    <details>
      <summary>
        {valeur.calcul === 'maillage' ? 'Calcul Maillage\u00a0: la règle, la source' : 'La source'}
        <span class="visually-hidden">{` de «\u00a0${indicateur.libelle}\u00a0»`}</span>
      </summary>
      <DefinitionList
        items={[
          { label: 'Ce que c’est', value: indicateur.definition },
          { label: 'Source', value: <Source indicateur={indicateur} /> },
          { label: 'Millésime', value: [serie.millesime, ...formatParametres(serie.parametres)].join(', ') },
          {
            label: 'Calcul',
            value: valeur.calcul === 'publie' ? formatPubliee(nombre, parts) : formatRegle(indicateur, serie),
          },
          { label: 'Communes', value: nombre > 1 && parts.avecValeur > 0 && formatCouverture(parts) },
          {
            label: 'Autres millésimes',
            value: mesures.length > 1 && <Millesimes {...{ indicateur, mesures, derniere }} />,
          },
          {
            label: 'Voir',
            value: <a href={formatAdresseIndicateur(indicateur.code)}>L’indicateur dans toute la France</a>,
          },
        ]}
      />
    </details>
  )
}

/** A value that the source publishes, beside the one that we could compute. */
const formatPubliee = (nombre: number, { numerateur }: Parts): string =>
  nombre > 1 && numerateur !== null
    ? 'Valeur publiée par la source pour ce territoire, montrée de préférence à un calcul depuis ses communes.'
    : 'Valeur publiée par la source.'

const formatParametres = (parametres: Readonly<Record<string, string>>): string[] =>
  Object.entries(parametres).map(([nom, valeur]) => `${nom}\u00a0: ${valeur}`)

function Source({ indicateur: { source, url, licence } }: { indicateur: Indicateur }) {
  return (
    <>
      {url ? <a href={url}>{source}</a> : source}
      {licence && `, ${licence}`}
    </>
  )
}

const isCouvertePareil = (a: Parts, b: Parts): boolean =>
  a.avecValeur === b.avecValeur && a.total === b.total && a.populationAvec === b.populationAvec

/** The other vintages: of each, what it does not share with the one that is shown. */
function Millesimes({ indicateur, mesures, derniere }: Pick<Ligne, 'indicateur' | 'mesures'> & { derniere: Mesure }) {
  const calcul = formatCalcul(indicateur, derniere)
  return (
    <ul>
      {mesures
        .filter((m) => m !== derniere)
        .map((m) => {
          const { serie, valeur, parts } = m
          const dites = [
            valeur.valeur === null ? 'pas de valeur' : formatMesure(valeur.valeur, indicateur),
            valeur.valeur !== null && formatCalcul(indicateur, m) !== calcul && formatCalcul(indicateur, m),
            !isCouvertePareil(parts, derniere.parts) && formatCouverture(parts),
          ].filter(Boolean)
          return <li>{`${serie.millesime}\u00a0: ${dites.join(', ')}`}</li>
        })}
    </ul>
  )
}
