import type { Requete } from '#core/context.ts'
import { Carte, type Fond, formatAdresseZone, SOURCE_GEOGRAPHIE } from '#modules/territoires/index.ts'
import { formatCount, formatNumber } from '#ui/format.ts'
import { createHref, type Href } from '#ui/href.ts'
import type { Scale } from '#ui/map/classes.ts'
import { listSequential } from '#ui/map/palette.ts'
import { Table } from '#ui/table.tsx'
import { formatAdresseDispositif } from '../dispositif/dispositif.ts'
import { getSigle } from '../dispositif/types.ts'
import type { FacettesAtlas } from './atlas.queries.ts'
import { ADRESSE_COUVERTURE, type Couverture, computePart, type DemandeAtlas } from './atlas.ts'
import type {
  CommuneCouverte,
  CouvertureDepartement,
  CouvertureType,
  CouvertureZone,
  Implantation,
} from './couverture.ts'

/** `communes` and `implantations` are of the département asked for; else empty. */
export interface CouvertureLue extends CouvertureDepartement {
  facettes: FacettesAtlas
  /** By région, or by département of the région asked for; empty where one département is asked for. */
  zones: CouvertureZone[]
  /** Dispositifs without a known territory, where no département is asked for. */
  sansTerritoire: number
  fond: Fond
}

/** Communes listed by name under a département; beyond, the file has them all. */
const LISTE_MAX = 20

const formatPart = (c: Couverture): string => {
  const part = computePart(c)
  return part === null ? 'inconnue' : formatNumber(part, { style: 'percent', maximumFractionDigits: 1 })
}

const COLONNES = [
  { key: 'nombre', label: 'Dispositifs', numeric: true },
  { key: 'couverte', label: 'Habitants couverts', numeric: true },
  { key: 'part', label: 'Part', numeric: true },
  { key: 'doubles', label: 'Communes couvertes deux fois ou plus', numeric: true },
  { key: 'vides', label: 'Communes sans dispositif', numeric: true },
] as const

const formatCellules = (c: Couverture & { nombre: number }) => [
  formatNumber(c.nombre),
  formatNumber(c.couverte),
  formatPart(c),
  formatNumber(c.communesDoubles),
  formatNumber(c.communes - c.communesCouvertes),
]

export function ParType({ types, href }: { types: CouvertureType[]; href: Href }) {
  return (
    <Table
      caption="Par type"
      columns={[{ key: 'type', label: 'Type', header: true }, ...COLONNES]}
      rows={types.map((t) => [<a href={href({ type: t.type })}>{getSigle(t.type)}</a>, ...formatCellules(t)])}
    />
  )
}

export function ParZone({ zones, demande, href }: { zones: CouvertureZone[]; demande: DemandeAtlas; href: Href }) {
  const maille = demande.region ? 'departement' : 'region'
  return (
    <Table
      caption={maille === 'region' ? 'Par région' : 'Par département'}
      columns={[{ key: 'nom', label: maille === 'region' ? 'Région' : 'Département', header: true }, ...COLONNES]}
      rows={zones.map((z) => [<a href={href({ [maille]: z.code })}>{z.nom}</a>, ...formatCellules(z)])}
    />
  )
}

const FOIS = ['Aucun dispositif', 'Un dispositif', 'Deux ou plus du même type'] as const

/** Shares of the inhabitants, in %: each class begins where the one before ends. */
const PARTS = [
  ['Personne', 0],
  ['Moins de 25\u00a0%', Number.MIN_VALUE],
  ['De 25 à 50\u00a0%', 25],
  ['De 50 à 75\u00a0%', 50],
  ['De 75 à 95\u00a0%', 75],
  ['95\u00a0% et plus', 95],
] as const

/** Always the same classes, so that two maps compare: the more, the darker; nobody is the palest. */
function createEchelle(
  labels: readonly string[],
  valeurs: readonly number[],
  index: (valeur: number) => number,
): Scale {
  const couleurs = listSequential(labels.length)
  const classes = labels.map((label, i) => ({
    label,
    color: couleurs[i] ?? '',
    count: valeurs.filter((v) => index(v) === i).length,
  }))
  return { classes, index, method: '' }
}

/** By commune inside a département: how many times; else the share of inhabitants, by région or département. */
export function CarteCouverture({
  demande,
  requete,
  lue,
}: {
  demande: DemandeAtlas
  requete: Requete
  lue: CouvertureLue
}) {
  const { communes, zones, implantations, fond } = lue
  const source = `calcul Maillage sur les dispositifs inscrits\u00a0; ${SOURCE_GEOGRAPHIE.libelle}.`
  const commun = {
    fond,
    source,
    vue: requete.url.searchParams.get('vue') === 'cercles' ? ('cercles' as const) : undefined,
    adresse: createHref(requete.chemin),
    nonce: requete.nonce,
    sansTable: true,
  }
  if (communes.length > 0) {
    const valeurs = new Map(communes.map((c) => [c.code, Math.min(c.fois, 2)]))
    return (
      <Carte
        {...commun}
        titre="Combien de dispositifs couvrent chaque commune"
        valeurs={valeurs}
        echelle={createEchelle(FOIS, [...valeurs.values()], (fois) => fois)}
        unite="dispositifs"
        formatValeur={(rang) => FOIS[rang] ?? ''}
        lien={(code) => formatAdresseZone({ maille: 'commune', code })}
        reperes={{ legende: 'Équipe d’un dispositif sans territoire', parForme: listReperes(implantations) }}
      />
    )
  }
  const valeurs = new Map(zones.map((z) => [z.code, (computePart(z) ?? 0) * 100]))
  return (
    <Carte
      {...commun}
      titre={`Part des habitants couverts, par ${demande.region ? 'département' : 'région'}`}
      valeurs={valeurs}
      echelle={createEchelle(
        PARTS.map(([label]) => label),
        [...valeurs.values()],
        (part) => PARTS.findLastIndex(([, debut]) => part >= debut),
      )}
      unite="% des habitants"
      decimales={1}
      lien={(code) =>
        `${ADRESSE_COUVERTURE}?${new URLSearchParams([...requete.url.searchParams].filter(([nom]) => nom !== 'page').concat([[demande.region ? 'departement' : 'region', code]]))}`
      }
    />
  )
}

export function ParCommune({ communes }: { communes: CommuneCouverte[] }) {
  const groupes = [
    ['Couvertes deux fois ou plus par un même type', communes.filter((c) => c.fois > 1)],
    ['Sans dispositif', communes.filter((c) => c.fois === 0)],
  ] as const
  return groupes.map(([titre, liste]) => (
    <section>
      <h2>{`${titre} (${formatNumber(liste.length)})`}</h2>
      {liste.length === 0 ? (
        <p>Aucune commune.</p>
      ) : (
        <Table
          caption={`${titre}, les plus peuplées d’abord`}
          columns={[
            { key: 'nom', label: 'Commune', header: true },
            { key: 'population', label: 'Habitants', numeric: true },
            { key: 'noms', label: 'Dispositifs' },
          ]}
          rows={liste
            .slice(0, LISTE_MAX)
            .map((c) => [
              <a href={formatAdresseZone({ maille: 'commune', code: c.code })}>{c.nom}</a>,
              c.population === null ? 'inconnu' : formatNumber(c.population),
              c.noms.length > 0 ? c.noms.join(', ') : 'aucun',
            ])}
        />
      )}
      {liste.length > LISTE_MAX && (
        <p class="hint">{`Et ${formatCount(liste.length - LISTE_MAX, 'autre commune', 'autres communes')}\u00a0: la carte les montre toutes.`}</p>
      )}
    </section>
  ))
}

const formatImplantation = ({ type, nom }: Implantation): string => `${nom} (${getSigle(type)})`

/** What is said of each commune where teams without territory work. */
const listReperes = (implantations: readonly Implantation[]): Map<string, string> =>
  new Map(
    [...Map.groupBy(implantations, (i) => i.commune)].map(([code, siennes]) => [
      code,
      `Sans territoire\u00a0: ${siennes.map(formatImplantation).join(', ')}`,
    ]),
  )

/** MSP, centres and others that have a team and no territory: by name in a département; else how many. */
export function Implantations({ lue: { implantations, sansTerritoire: nombre } }: { lue: CouvertureLue }) {
  if (nombre > 0)
    return (
      <p class="hint">
        {`${formatCount(nombre, 'dispositif n’a', 'dispositifs n’ont')} pas de territoire inscrit et ne ${nombre > 1 ? 'couvrent' : 'couvre'} donc personne ici\u00a0: choisissez un département pour en voir les équipes sur la carte.`}
      </p>
    )
  if (implantations.length === 0) return null
  return (
    <section>
      <h2>{`Équipes sans territoire (${formatNumber(implantations.length)})`}</h2>
      <p>Ces dispositifs n’ont pas de territoire inscrit. Un point marque la commune où leur équipe travaille.</p>
      <Table
        caption="Équipes sans territoire, par commune"
        columns={[
          { key: 'commune', label: 'Commune', header: true },
          { key: 'type', label: 'Type' },
          { key: 'nom', label: 'Dispositif' },
        ]}
        rows={implantations.map((i) => [
          <a href={formatAdresseZone({ maille: 'commune', code: i.commune })}>{i.nomCommune}</a>,
          getSigle(i.type),
          <a href={formatAdresseDispositif(i.id)}>{i.nom}</a>,
        ])}
      />
    </section>
  )
}
