import { z } from 'zod'
import type { Requete } from '#core/context.ts'
import { ErreurIntrouvable } from '#core/errors.ts'
import { defineRoute } from '#core/route.ts'
import { identifiant } from '#core/saisie.ts'
import { ButtonLink } from '#ui/form.tsx'
import { formatCount, formatDateTime } from '#ui/format.ts'
import { listCommunes } from '../geographie/commune.queries.ts'
import type { Commune } from '../geographie/commune.ts'
import { Cadre } from './cadre.tsx'
import { computeDifferences } from './composition.ts'
import { formatHabitants, TableCommunes } from './composition.tsx'
import { type Faits, getFaits } from './faits.queries.ts'
import { listLues } from './selection.queries.ts'
import { formatSelection } from './selection.ts'
import { chargerLecture, politiqueLecture } from './territoire.pages.tsx'
import { territoirePolicy } from './territoire.policy.ts'
import { formatAdresseTerritoire, type Territoire, type Version } from './territoire.ts'
import { listVersions } from './version.queries.ts'

const formatFaits = ({ communes, population, auteur, quand }: Version): string =>
  [
    formatCount(communes.length, 'commune'),
    population !== null && formatHabitants(population),
    formatDateTime(quand),
    auteur,
  ]
    .filter(Boolean)
    .join(' · ')

/** « 2 communes entrent, 1 commune sort », against the version before; null for the first one. */
function formatChangement(version: Version, avant: Version | undefined): string | null {
  if (!avant) return null
  const { entrees, sorties } = computeDifferences(avant.communes, version.communes)
  return [
    entrees.length > 0 && `${formatCount(entrees.length, 'commune entre', 'communes entrent')}`,
    sorties.length > 0 && `${formatCount(sorties.length, 'commune sort', 'communes sortent')}`,
  ]
    .filter(Boolean)
    .join(', ')
}

interface PropsVersions {
  territoire: Territoire
  requete: Requete
  versions: Version[]
}

function PageVersions({ territoire, requete, versions }: PropsVersions) {
  const page = `${formatAdresseTerritoire(territoire.id)}/versions`
  return (
    <Cadre
      titre="Versions"
      {...{ territoire, requete, page }}
      intro={<p>Chaque changement de communes garde la composition d’avant, avec sa date.</p>}
    >
      <ol class="versions" reversed>
        {versions.map((v, i) => (
          <li value={v.numero}>
            <a href={`${page}/${v.numero}`}>{`Version ${v.numero}`}</a>
            {i === 0 && ' (en vigueur)'}
            {v.note && <div class="texte">{v.note}</div>}
            <div class="hint">{[formatChangement(v, versions[i + 1]), formatFaits(v)].filter(Boolean).join(' · ')}</div>
          </li>
        ))}
      </ol>
    </Cadre>
  )
}

interface PropsVersion extends PropsVersions {
  version: Version
  avant: Version | undefined
  entrees: Commune[]
  sorties: Commune[]
  faits: Faits
}

const ListeCommunes = ({ titre, communes }: { titre: string; communes: readonly Commune[] }) =>
  communes.length === 0 ? null : (
    <>
      <h2>{titre}</h2>
      <ul class="communes">
        {communes.map((c) => (
          <li>{`${c.nom} (${c.code})${c.population === null ? '' : `, ${formatHabitants(c.population)}`}`}</li>
        ))}
      </ul>
    </>
  )

function PageVersion({ territoire, requete, version, avant, entrees, sorties, faits, versions }: PropsVersion) {
  const base = formatAdresseTerritoire(territoire.id)
  const derniere = versions[0]?.numero === version.numero
  const selection = formatSelection({ communes: version.communes, zones: [] })
  return (
    <Cadre
      titre={`Version ${version.numero}`}
      {...{ territoire, requete }}
      page={`${base}/versions/${version.numero}`}
      intro={
        <>
          {version.note && <div class="texte">{version.note}</div>}
          <p>{formatFaits(version)}</p>
          {derniere ? <p>C’est la version en vigueur.</p> : <p>Cette composition n’est plus en vigueur.</p>}
        </>
      }
      actions={
        !derniere &&
        selection &&
        territoirePolicy.peut(requete.acteur, 'modifier', territoire) && (
          <ButtonLink href={`/territoires/composer?territoire=${territoire.id}&${selection}`}>
            Reprendre cette composition
          </ButtonLink>
        )
      }
    >
      {avant && entrees.length + sorties.length === 0 && (
        <p>{`Les mêmes communes que la version ${avant.numero}, sous d’autres codes.`}</p>
      )}
      <ListeCommunes titre={`Entrées depuis la version ${avant?.numero}`} communes={entrees} />
      <ListeCommunes titre={`Sorties depuis la version ${avant?.numero}`} communes={sorties} />
      <TableCommunes caption={`Communes de la version ${version.numero}`} {...faits} />
    </Cadre>
  )
}

export const routesVersions = [
  defineRoute({
    methode: 'GET',
    chemin: '/territoires/:id{[0-9]+}/versions',
    requete: z.object({ id: identifiant }),
    charger: chargerLecture,
    politique: politiqueLecture,
    trace: 'territoire.versions',
    objet: ({ id }) => ({ type: 'territoire', id }),
    lire: async (ctx, { id }, requete, territoire) => (
      <PageVersions {...{ territoire, requete }} versions={await listVersions(ctx, id)} />
    ),
  }),
  defineRoute({
    methode: 'GET',
    chemin: '/territoires/:id{[0-9]+}/versions/:numero',
    requete: z.object({ id: identifiant, numero: identifiant }),
    charger: chargerLecture,
    politique: politiqueLecture,
    trace: 'territoire.version.lecture',
    objet: ({ id }) => ({ type: 'territoire', id }),
    lire: async (ctx, { id, numero }, requete, territoire) => {
      const versions = await listVersions(ctx, id)
      const rang = versions.findIndex((v) => v.numero === numero)
      const version = versions[rang]
      if (!version) throw new ErreurIntrouvable('version')
      const avant = versions[rang + 1]
      const lire = async (codes: readonly string[]) => (await listLues(ctx, codes)).communes
      const [avantLues, lues] = await Promise.all([lire(avant?.communes ?? []), lire(version.communes)])
      const { entrees, sorties } = avant ? computeDifferences(avantLues, lues) : { entrees: [], sorties: [] }
      const [communesEntrees, communesSorties, faits] = await Promise.all([
        listCommunes(ctx, entrees),
        listCommunes(ctx, sorties),
        getFaits(ctx, lues),
      ])
      return (
        <PageVersion
          {...{ territoire, requete, versions, version, avant, faits }}
          entrees={communesEntrees}
          sorties={communesSorties}
        />
      )
    },
  }),
]
