import { formatCount, formatNumber } from '#ui/format.ts'
import { Table } from '#ui/table.tsx'
import { getLibelleChamp } from '../notice/notice.ts'
import type { Releve, ZoneRelevee } from './releve.ts'

/** Fields of an item that a notice keeps beside its CSL. */
const AILLEURS: Record<string, string> = { abstract: 'resume', type: 'nature' }

const formatChamps = ({ cles }: ZoneRelevee): string =>
  [...new Set(cles.map((cle) => getLibelleChamp(AILLEURS[cle] ?? `csl.${cle}`)))].join(', ')

/** The key of a BibTeX entry has no name of its own in the file. */
const formatZone = (zone: string): string => (zone === '@key' ? 'clé de l’entrée' : zone)

const Exemple = ({ zone }: { zone: ZoneRelevee }) => <span class="exemple">{zone.exemple}</span>

/** What becomes of each field met in a file: taken, kept as it was, lost. */
export function TablesZones({ releve: { zones, lues } }: { releve: Releve }) {
  const reprises = zones.filter((z) => z.ecartees < z.notices)
  const ecartees = zones.filter((z) => z.ecartees > 0)
  return (
    <>
      <h2 id="zones-ecartees">Zones non reprises</h2>
      {ecartees.length === 0 ? (
        <p>Toutes les zones de ce fichier sont reprises dans les notices.</p>
      ) : (
        <>
          <p>
            Une zone gardée reste telle quelle avec sa notice, et revient quand on l’exporte dans le même format. Ce qui
            est perdu ne peut pas l’être autrement.
          </p>
          <Table
            caption={`${formatCount(ecartees.length, 'zone non reprise', 'zones non reprises')}, en tout ou en partie`}
            columns={[
              { key: 'zone', label: 'Zone', header: true },
              { key: 'notices', label: 'Notices', numeric: true },
              { key: 'sort', label: 'Sort' },
              { key: 'raison', label: 'Raison' },
              { key: 'exemple', label: 'Exemple' },
            ]}
            rows={ecartees.map((z) => [
              formatZone(z.zone),
              formatNumber(z.ecartees),
              z.perdues === 0
                ? 'gardée telle quelle'
                : z.perdues === z.ecartees
                  ? 'perdue'
                  : `perdue ${z.perdues} fois`,
              z.raison,
              <Exemple zone={z} />,
            ])}
          />
        </>
      )}
      <h2 id="zones-reprises">Zones reprises</h2>
      <Table
        caption={`${formatCount(reprises.length, 'zone reprise', 'zones reprises')} dans nos champs, sur ${formatCount(lues, 'notice')}`}
        columns={[
          { key: 'zone', label: 'Zone', header: true },
          { key: 'champ', label: 'Notre champ' },
          { key: 'notices', label: 'Notices', numeric: true },
          { key: 'exemple', label: 'Exemple' },
        ]}
        rows={reprises.map((z) => [formatZone(z.zone), formatChamps(z), formatNumber(z.notices), <Exemple zone={z} />])}
      />
    </>
  )
}
