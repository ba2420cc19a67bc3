import { getLibelle } from '#modules/vocabulaires/index.ts'
import { DefinitionList } from '#ui/definition-list.tsx'
import { formatCount, formatDate, formatNumber } from '#ui/format.ts'
import { Table } from '#ui/table.tsx'
import { Tag, TagList } from '#ui/tag.tsx'
import { formatAdresseOrganisme } from '../organisme/organisme.ts'
import { formatAdresseStructure } from '../structure/structure.ts'
import type { Paire } from './articulation.ts'
import { ETATS_LIEN, getEtatLien, type Lien, NATURES_LIEN } from './lien.ts'
import type { CommunePartagee, Deux } from './paire.queries.ts'
import type { Commun } from './personne.queries.ts'
import { formatPart } from './phrases.ts'

interface PropsPartage {
  deux: Deux
  paire: Paire
  communes: readonly CommunePartagee[]
  communs: readonly Commun[]
}

const ADRESSES = { organisme: formatAdresseOrganisme, structure: formatAdresseStructure, contact: null } as const

const LienCommun = ({ commun: { genre, id, nom } }: { commun: Commun }) => {
  const adresse = ADRESSES[genre]?.(id)
  return adresse ? <a href={adresse}>{nom}</a> : <span>{nom}</span>
}

/** « 2 membres, dont… »: the ones that the reader may know are named, the others are counted. */
function Communs({ paire, communs }: Pick<PropsPartage, 'paire' | 'communs'>) {
  const caches = paire.communs.length - communs.length
  return (
    <ul class="sobre">
      {communs.map((c) => (
        <li>
          <LienCommun commun={c} />
        </li>
      ))}
      {caches > 0 && <li class="hint">{formatCount(caches, 'autre, non public', 'autres, non publics')}</li>}
    </ul>
  )
}

/** Territory, people and themes that two dispositifs share. */
export function Partage({ deux: { a, b }, paire, communes, communs }: PropsPartage) {
  const compose = !a.implantation && !b.implantation
  return (
    <>
      <DefinitionList
        items={[
          {
            label: compose ? 'Habitants en commun' : 'Même lieu',
            value: compose
              ? formatNumber(paire.population)
              : paire.communes > 0 &&
                'L’équipe de l’un travaille dans une commune de l’autre\u202f; son territoire n’est pas renseigné.',
          },
          { label: a.nom, value: compose && `${formatPart(paire.partA)} de ses habitants` },
          { label: b.nom, value: compose && `${formatPart(paire.partB)} de ses habitants` },
          {
            label: 'Membres en commun',
            value: paire.communs.length > 0 && <Communs {...{ paire, communs }} />,
          },
          { label: 'Participation', value: paire.membre && 'L’un est membre ou partenaire de l’autre.' },
          {
            label: 'Thèmes en commun',
            value: paire.themes.length > 0 && (
              <TagList label="Thèmes en commun">
                {paire.themes.map((t) => (
                  <Tag>{getLibelle('theme', t)}</Tag>
                ))}
              </TagList>
            ),
          },
        ]}
      />
      {communes.length > 0 && (
        <details>
          <summary>{formatCount(communes.length, 'commune en commun', 'communes en commun')}</summary>
          <Table
            caption="Communes en commun"
            columns={[
              { key: 'nom', label: 'Commune', header: true },
              { key: 'population', label: 'Habitants', numeric: true },
            ]}
            rows={communes.map((c) => [
              <a href={`/territoires/communes/${c.code}`}>{c.nom}</a>,
              c.population === null ? 'non publié' : formatNumber(c.population),
            ])}
          />
        </details>
      )}
    </>
  )
}

const formatPeriode = ({ depuis, jusqu }: Lien): string =>
  jusqu === null ? `depuis le ${formatDate(depuis)}` : `du ${formatDate(depuis)} au ${formatDate(jusqu)}`

/** One declared link, with what proves it. */
export const LienDeclare = ({ lien, jour }: { lien: Lien; jour: string }) => {
  const etat = getEtatLien(lien, jour)
  return (
    <>
      <strong>{NATURES_LIEN[lien.nature].libelle}</strong>
      {` ${formatPeriode(lien)} `}
      <Tag ton={etat === 'en-cours' ? 'succes' : undefined}>{ETATS_LIEN[etat]}</Tag>
      <br />
      {'Preuve\u00a0: '}
      {lien.preuveUrl ? <a href={lien.preuveUrl}>{lien.preuve}</a> : lien.preuve}
      {lien.note && <p class="hint">{lien.note}</p>}
    </>
  )
}
