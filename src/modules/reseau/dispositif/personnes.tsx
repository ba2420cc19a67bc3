import { getLibelle } from '#modules/vocabulaires/index.ts'
import { formatDate } from '#ui/format.ts'
import { Table } from '#ui/table.tsx'
import { formatAdresseOrganisme } from '../organisme/organisme.ts'
import { formatAdresseStructure } from '../structure/structure.ts'
import { formatAdresseDispositif } from './dispositif.ts'
import type { Instance } from './instance.queries.ts'
import { formatNomMembre, GENRES_MEMBRE, isPresent, type Membre } from './membre.ts'
import type { TypeDispositif } from './type.ts'

const ADRESSES = {
  organisme: formatAdresseOrganisme,
  structure: formatAdresseStructure,
  dispositif: formatAdresseDispositif,
} as const

/** Name of a member, as a link to its sheet where it has one. */
export const LienMembre = ({ membre: m }: { membre: Membre }) =>
  m.genre === 'contact' ? (
    <span>{formatNomMembre(m)}</span>
  ) : (
    <a href={ADRESSES[m.genre](m.cible)}>{formatNomMembre(m)}</a>
  )

/** « depuis le 3 mars 2024 », « du … au … »; empty where no date is known. */
export function formatPeriode({ debut, fin }: Pick<Membre, 'debut' | 'fin'>): string {
  if (debut && fin) return `du ${formatDate(debut)} au ${formatDate(fin)}`
  if (debut) return `depuis le ${formatDate(debut)}`
  return fin ? `jusqu’au ${formatDate(fin)}` : ''
}

const getCollege = (type: TypeDispositif, slug: string | null): string =>
  slug === null ? '' : (type.colleges.find((c) => c.slug === slug)?.libelle ?? slug)

/** Who takes part, by role. @param gestes of a line, for those who change the list */
export function TableMembres({
  type,
  membres,
  caption,
  gestes,
}: {
  type: TypeDispositif
  membres: readonly Membre[]
  caption: string
  gestes?: (membre: Membre) => unknown
}) {
  const rang = (m: Membre) => {
    const i = (type.roles as readonly string[]).indexOf(m.role)
    return i < 0 ? type.roles.length : i
  }
  const avecColleges = membres.some((m) => m.college !== null)
  return (
    <Table
      caption={caption}
      columns={[
        { key: 'nom', label: 'Nom', header: true },
        { key: 'role', label: 'Rôle' },
        ...(avecColleges ? [{ key: 'college', label: 'Collège' }] : []),
        { key: 'dates', label: 'Dates' },
        ...(gestes ? [{ key: 'gestes', label: 'Gestes' }] : []),
      ]}
      rows={membres
        .toSorted((a, b) => rang(a) - rang(b))
        .map((m) => [
          <>
            <LienMembre membre={m} />
            <span class="sous">{formatQualite(m)}</span>
          </>,
          getLibelle('role-dispositif', m.role),
          ...(avecColleges ? [getCollege(type, m.college)] : []),
          formatPeriode(m),
          ...(gestes ? [gestes(m) as ReturnType<typeof LienMembre>] : []),
        ])}
    />
  )
}

/** What a member is: its function or profession for a person, else its kind. */
function formatQualite({ genre, fonction, profession }: Membre): string {
  if (genre !== 'contact') return GENRES_MEMBRE[genre]
  return fonction ?? (profession ? getLibelle('profession', profession) : GENRES_MEMBRE.contact)
}

/** Members of today; those who left are folded. */
export function Membres({ type, membres, jour }: { type: TypeDispositif; membres: readonly Membre[]; jour: string }) {
  const presents = membres.filter((m) => isPresent(m, jour))
  const autres = membres.filter((m) => !isPresent(m, jour))
  return (
    <>
      {presents.length === 0 ? (
        <p>Personne n’est encore inscrit.</p>
      ) : (
        <TableMembres type={type} membres={presents} caption="Membres et partenaires d’aujourd’hui" />
      )}
      {autres.length > 0 && (
        <details>
          <summary>Partis ou à venir</summary>
          <TableMembres type={type} membres={autres} caption="Membres partis ou à venir" />
        </details>
      )}
    </>
  )
}

/** Bodies, and who sits there. */
export const Instances = ({
  type,
  instances,
  membres,
}: {
  type: TypeDispositif
  instances: readonly Instance[]
  membres: readonly Membre[]
}) => (
  <ul class="instances">
    {instances.map((i) => {
      const siegent = membres.filter((m) => i.sieges.includes(m.id))
      const genre = type.instances.find((t) => t.slug === i.type)?.libelle
      return (
        <li>
          <strong>{i.nom}</strong>
          {genre && genre !== i.nom && ` (${genre})`}
          {i.frequence && `, ${i.frequence}`}
          {i.description && <p>{i.description}</p>}
          {siegent.length > 0 && (
            <p>
              {'Y siègent\u00a0: '}
              {siegent.map((m, n) => (
                <>
                  {n > 0 && ', '}
                  <LienMembre membre={m} />
                </>
              ))}
              .
            </p>
          )}
        </li>
      )
    })}
  </ul>
)
