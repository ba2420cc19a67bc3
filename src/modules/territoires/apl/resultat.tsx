import type { Child } from 'hono/jsx'
import { Alert } from '#ui/alert.tsx'
import { asset } from '#ui/asset.ts'
import { DefinitionList } from '#ui/definition-list.tsx'
import { formatCount, formatDate, formatNumber } from '#ui/format.ts'
import { Table } from '#ui/table.tsx'
import { SOURCE_GEOGRAPHIE } from '../geographie/commune.ts'
import { formatAdresseZone } from '../geographie/zone.ts'
import { computeBilans, formatBilan, type LigneResultat, listLignes } from './bilan.ts'
import { type Parametres, REGLES_TEMPS } from './parametres.ts'
import type { Calculee } from './simulation.actions.ts'
import { type ContenuSimulation, formatAcces, formatDifference, formatGeste, MENTION, MESURES } from './simulation.ts'

export const feuille = <link rel="stylesheet" href={asset('/styles/simulations.css')} />

/** Lines that a page shows; the files have all of them. */
const LIGNES_MAX = 200

interface Props {
  calculee: Calculee
  /** Day of the computation. */
  date: Date
  fictif: boolean
  getNom: (code: string) => string
  /** The map, where the page has one. */
  children?: Child
}

/** What changes for whom: sentences, map, table, then all that it was made of. */
export function ResultatSimulation({ calculee, date, fictif, getNom, children }: Props) {
  const { contenu, prete, resultat } = calculee
  const bilans = computeBilans(prete, resultat, contenu.seuil)
  const [premiere, ...suite] = formatBilan(bilans, contenu)
  return (
    <section class="simulation" aria-labelledby="resultat">
      <h2 id="resultat">{contenu.gestes.length > 0 ? 'Qui gagne, qui perd' : 'Aujourd’hui'}</h2>
      <Mention fictif={fictif || prete.temps?.fictif === true} date={date} />
      <p class="simulation-phrase">{premiere}</p>
      {suite.map((phrase) => (
        <p>{phrase}</p>
      ))}
      {prete.reserves.length > 0 && (
        <Alert ton="attention" title="Ce qui manque">
          <ul>
            {prete.reserves.map((reserve) => (
              <li>{reserve}</li>
            ))}
          </ul>
        </Alert>
      )}
      {children}
      <Lignes lignes={listLignes(prete, resultat)} contenu={contenu} />
      <Fabrique {...{ calculee, getNom }} />
    </section>
  )
}

/** The standing label. */
function Mention({ fictif, date }: { fictif: boolean; date: Date }) {
  return (
    <p class="simulation-mention">
      <strong>{MENTION}.</strong> {`Calculée le ${formatDate(date)}`}
      {fictif && ', avec des données fictives'}.
    </p>
  )
}

function Lignes({ lignes, contenu }: { lignes: LigneResultat[]; contenu: ContenuSimulation }) {
  const { mesure, gestes, seuil } = contenu
  const avecGestes = gestes.length > 0
  const montrees = lignes.slice(0, LIGNES_MAX)
  return (
    <>
      <Table
        caption={`Accès par commune, en ${MESURES[mesure].unite}`}
        columns={[
          { key: 'nom', label: 'Commune', header: true },
          { key: 'population', label: 'Habitants', numeric: true },
          { key: 'avant', label: avecGestes ? 'Avant' : 'Accès', numeric: true },
          ...(avecGestes
            ? [
                { key: 'apres', label: 'Après', numeric: true },
                { key: 'difference', label: 'Différence', numeric: true },
              ]
            : []),
          ...(seuil === null ? [] : [{ key: 'seuil', label: `Seuil de ${formatNumber(seuil)}` }]),
        ]}
        rows={montrees.map((l) => [
          <a href={formatAdresseZone({ maille: 'commune', code: l.code })}>{l.nom}</a>,
          l.population === null ? 'inconnu' : formatNumber(l.population),
          formatAcces(l.avant, mesure),
          ...(avecGestes ? [formatAcces(l.apres, mesure), formatDifference(l.apres - l.avant, mesure)] : []),
          ...(seuil === null ? [] : [formatFranchissement(l, seuil)]),
        ])}
      />
      {lignes.length > LIGNES_MAX && (
        <p class="hint">
          {`Les ${LIGNES_MAX} communes qui changent le plus, sur ${formatNumber(lignes.length)}. Le fichier CSV les a toutes.`}
        </p>
      )}
    </>
  )
}

function formatFranchissement({ avant, apres }: LigneResultat, seuil: number): string {
  if (avant < seuil) return apres < seuil ? 'au-dessous' : 'passe au-dessus'
  return apres < seuil ? 'passe au-dessous' : 'au-dessus'
}

/** Everything that the numbers depend on. */
function Fabrique({ calculee: { contenu, prete }, getNom }: Pick<Props, 'calculee' | 'getNom'>) {
  const { parametres, mesure, offre, gestes } = contenu
  const { limite } = parametres.valeurs
  const etp = (n: number) => formatNumber(n, { maximumFractionDigits: 2 })
  return (
    <section aria-labelledby="fabrique">
      <h2 id="fabrique">Comment c’est calculé</h2>
      <DefinitionList
        items={[
          {
            label: 'Changements',
            value: gestes.length > 0 && (
              <ul class="plain">
                {gestes.map((geste) => (
                  <li>{formatGeste(geste, getNom)}</li>
                ))}
              </ul>
            ),
          },
          {
            label: 'Territoire',
            value: `${contenu.zone.nom}, avec ce qui l’entoure à ${formatNumber(limite)} minutes`,
          },
          { label: 'Méthode', value: `${parametres.libelle}. ${formatMethode(parametres.valeurs)}` },
          {
            label: 'À vérifier',
            value: parametres.aVerifier.length > 0 && `${parametres.aVerifier.join('\u202f; ')}.`,
          },
          {
            label: 'Professionnels',
            value: `${etp(prete.offreZone)} équivalents temps plein dans le territoire${gestes.length > 0 ? `, ${etp(prete.offreZoneApres)} après` : ''}. ${formatSource(offre)} Une commune absente de la source compte sans professionnel.`,
          },
          {
            label: 'Activité',
            value:
              mesure === 'consultations' &&
              `${formatNumber(contenu.actesParEtp)} actes par an et par équivalent temps plein (à vérifier)`,
          },
          { label: 'Temps de trajet', value: <Temps prete={prete} /> },
          {
            label: 'Population',
            value: `Population municipale ${SOURCE_GEOGRAPHIE.population}, sans pondération par âge. Source\u00a0: ${SOURCE_GEOGRAPHIE.libelle}.`,
          },
          {
            label: 'Limites',
            value:
              'L’accès calculé ne dit ni les délais, ni si de nouveaux patients sont acceptés. La moyenne d’une commune cache ses quartiers. On compare avec le même calcul avant changement, jamais avec le chiffre publié.',
          },
        ]}
      />
    </section>
  )
}

/** How a professional counts by travel time. */
export function formatMethode({ decroissance, limite }: Parametres): string {
  const nombre = (n: number) => formatNumber(n, { maximumFractionDigits: 3 })
  const regle =
    'classes' in decroissance
      ? decroissance.classes
          .map(([borne, poids]) => `${nombre(poids)} jusqu’à ${nombre(borne)}\u00a0minutes`)
          .join(', ')
      : 'exponentielle' in decroissance
        ? `exp(−${nombre(decroissance.exponentielle)}\u00a0t) à t\u00a0minutes`
        : `exp(−t²\u00a0/\u00a0(2\u00a0×\u00a0${nombre(decroissance.gaussienne)}²)) à t\u00a0minutes`
  return `Un professionnel compte pour ${regle}. Au-delà de ${nombre(limite)}\u00a0minutes, il ne compte plus.`
}

const formatSource = ({ indicateur, source }: ContenuSimulation['offre']): string =>
  indicateur
    ? `Source\u00a0: indicateur ${indicateur.code}, ${indicateur.millesime}.`
    : source
      ? `Source\u00a0: ${source.replace(/\.$/, '')}.`
      : 'Source non précisée.'

function Temps({ prete: { temps, entrees } }: { prete: Calculee['prete'] }) {
  if (temps) {
    return (
      <>
        {`Importés\u00a0: «\u00a0${temps.nom}\u00a0», ${formatCount(temps.nombre, 'paire')}, le ${formatDate(temps.importeeLe)}`}
        {temps.source && `. ${temps.source.replace(/\.$/, '')}`}. Une paire absente est hors d’atteinte.
      </>
    )
  }
  return <>{`${formatReglesTemps()} ${formatCount(entrees.lieux.length, 'commune')} dans le calcul.`}</>
}

/** How times are estimated, and that we say so. */
export function formatReglesTemps(): string {
  const { detour, vitesses } = REGLES_TEMPS
  const classes = vitesses.map(([borne, vitesse]) =>
    borne === null
      ? `${vitesse}\u00a0km/h au-delà`
      : `${vitesse}\u00a0km/h jusqu’à ${formatNumber(borne)}\u00a0habitants au km²`,
  )
  return `Estimés par Maillage, à vérifier\u00a0: distance à vol d’oiseau entre les centres des communes × ${formatNumber(detour)}, à la moyenne des vitesses des deux communes (${classes.join(', ')}). Dans une commune, c’est la distance moyenne entre deux points de sa surface.`
}
