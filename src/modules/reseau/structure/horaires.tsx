import { Tag } from '#ui/tag.tsx'
import { computeHeureLocale, computeOuverture, computeSemaine, type Lieu, type Ouverture } from './horaires.ts'
import { formatChange, formatPlages, formatSemaine, JOURS } from './semaine.ts'

const formatEtat = ({ etat, change }: Ouverture, heure: Date): string => {
  const quand = change && formatChange(change, heure)
  if (etat === 'ouvert') return quand ? `Ouvert maintenant, ferme ${quand}` : 'Ouvert maintenant'
  if (etat === 'incertain') return 'Ouvert sous condition'
  return quand ? `Fermé maintenant, ouvre ${quand}` : 'Fermé maintenant'
}

interface Props {
  valeur: string
  lieu: Lieu
  maintenant: Date
}

/** Is it open now, as a label; nothing where the hours cannot be read. */
export async function OuvertMaintenant({ valeur, lieu, maintenant }: Props) {
  const ouverture = await computeOuverture(valeur, lieu, maintenant)
  if (!ouverture) return null
  const texte = formatEtat(ouverture, computeHeureLocale(maintenant, lieu.departement))
  return <Tag ton={ouverture.etat === 'ouvert' ? 'succes' : 'attention'}>{texte}</Tag>
}

/** Hours as a sentence and as a table of the week. Hours that cannot be read are shown as they are. */
export async function Horaires({ valeur, lieu, maintenant }: Props) {
  const semaine = await computeSemaine(valeur, lieu, maintenant)
  if (!semaine)
    return (
      <p>
        {'Horaires tels que la source les donne\u00a0: '}
        <code>{valeur}</code>
      </p>
    )
  return (
    <>
      <p>{formatSemaine(semaine)}</p>
      {!semaine.stable && (
        <p class="hint">Ces horaires changent selon les semaines&nbsp;: voici ceux de cette semaine.</p>
      )}
      <table class="horaires">
        <caption class="visually-hidden">{semaine.stable ? 'Horaires' : 'Horaires de cette semaine'}</caption>
        <tbody>
          {semaine.jours.map((plages, j) => (
            <tr>
              <th scope="row">{JOURS[j]}</th>
              <td>{plages.length > 0 ? formatPlages(plages) : 'fermé'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
