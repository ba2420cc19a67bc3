import { getLibelle } from '#modules/vocabulaires/index.ts'
import { formatCount, formatNumber } from '#ui/format.ts'
import { Table } from '#ui/table.tsx'
import { Tag } from '#ui/tag.tsx'
import { getSigle } from '../dispositif/types.ts'
import { formatAdressePaire, type Lacune, type Paire, type Present } from './articulation.ts'
import { LienDispositif } from './cadre.tsx'
import { ETATS_LIEN, getEtatLien, isLie, type Lien, NATURES_LIEN } from './lien.ts'
import { formatPart } from './phrases.ts'

/** What is there. */
export const TableDispositifs = ({ dispositifs }: { dispositifs: readonly Present[] }) => (
  <Table
    caption={`Dispositifs présents (${dispositifs.length})`}
    columns={[
      { key: 'nom', label: 'Dispositif', header: true },
      { key: 'type', label: 'Type' },
      { key: 'communes', label: 'Communes', numeric: true },
      { key: 'population', label: 'Habitants', numeric: true },
      { key: 'themes', label: 'Thèmes' },
    ]}
    rows={dispositifs.map((d) => [
      <LienDispositif dispositif={d} />,
      getSigle(d.type),
      d.implantation ? <span class="hint">équipe seule</span> : formatNumber(d.communes),
      d.implantation ? '' : formatNumber(d.population),
      d.themes.map((t) => getLibelle('theme', t)).join(', '),
    ])}
  />
)

/** The state of the links of a pair, in words. */
export function EtatLiens({ liens, jour }: { liens: readonly Lien[]; jour: string }) {
  const [premier] = liens
  if (!premier) return <span class="hint">aucun</span>
  if (isLie(liens, jour))
    return (
      <Tag ton="succes">
        {liens
          .filter((l) => getEtatLien(l, jour) !== 'termine')
          .map((l) => NATURES_LIEN[l.nature].libelle)
          .join(', ')}
      </Tag>
    )
  return <Tag>{`${ETATS_LIEN.termine}\u00a0: ${NATURES_LIEN[premier.nature].libelle.toLocaleLowerCase('fr')}`}</Tag>
}

interface PropsPaires {
  paires: readonly Paire[]
  dispositifs: ReadonlyMap<number, Present>
  jour: string
}

export const PAIRES_MONTREES = 60

/** What each two share. */
export function TablePaires({ paires, dispositifs, jour }: PropsPaires) {
  const nom = (id: number) => dispositifs.get(id)?.nom ?? ''
  return (
    <Table
      caption={`Ce que deux dispositifs partagent (${formatCount(paires.length, 'paire')})`}
      columns={[
        { key: 'paire', label: 'Paire', header: true },
        { key: 'population', label: 'Habitants en commun', numeric: true },
        { key: 'parts', label: 'Part de chacun', numeric: true },
        { key: 'themes', label: 'Thèmes communs', numeric: true },
        { key: 'membres', label: 'Membres communs', numeric: true },
        { key: 'liens', label: 'Lien déclaré' },
      ]}
      rows={paires
        .slice(0, PAIRES_MONTREES)
        .map((p) => [
          <a href={formatAdressePaire(p)}>{`${nom(p.a)} et ${nom(p.b)}`}</a>,
          formatNumber(p.population),
          p.population === 0 ? '' : `${formatPart(p.partA)} et ${formatPart(p.partB)}`,
          p.themes.length > 0 ? formatNumber(p.themes.length) : '',
          p.communs.length > 0 ? formatNumber(p.communs.length) : '',
          <EtatLiens liens={p.liens} jour={jour} />,
        ])}
    />
  )
}

/** Beyond it, names would bury the page: the file has them. */
export const NOMS_MAX = 120

/** Which communes lack what. @param noms names by code; those that are not there are not spelt out */
export const TableLacunes = ({
  lacunes,
  noms,
  population,
}: {
  lacunes: readonly Lacune[]
  noms: ReadonlyMap<string, string>
  population: number
}) => (
  <Table
    caption="Communes sans dispositif d’un type"
    columns={[
      { key: 'type', label: 'Type', header: true },
      { key: 'communes', label: 'Communes qui n’en ont pas' },
      { key: 'population', label: 'Habitants', numeric: true },
      { key: 'part', label: 'Part du territoire', numeric: true },
    ]}
    rows={lacunes.map((l) => [
      <span title={getLibelle('dispositif', l.type)}>{getSigle(l.type)}</span>,
      l.communes.length > NOMS_MAX ? (
        formatCount(l.communes.length, 'commune')
      ) : (
        <details>
          <summary>{formatCount(l.communes.length, 'commune')}</summary>
          {l.communes.map((code) => noms.get(code) ?? code).join(', ')}
        </details>
      ),
      formatNumber(l.population),
      population > 0 ? formatPart(l.population / population) : '',
    ])}
  />
)
