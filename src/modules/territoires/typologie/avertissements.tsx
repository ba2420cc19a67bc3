import { Alert } from '#ui/alert.tsx'
import { Button, Form } from '#ui/form.tsx'
import { formatNumber } from '#ui/format.ts'
import { ASYMETRIE_FORTE } from './calcul/preparation.ts'
import { countMembres, formatNombre, formatNomMembre, type Noms } from './presentation.ts'
import { formatAdresseTypologie, type Typologie } from './typologie.ts'

/** That the values, or the list of areas, are no longer those of the result. */
export function DonneesChangees({
  typologie,
  raisons,
  modifiable,
}: {
  typologie: Typologie
  raisons: string[]
  modifiable: boolean
}) {
  if (raisons.length === 0) return null
  return (
    <Alert ton="attention" title="Les données ont changé depuis ce calcul">
      <ul>
        {raisons.map((raison) => (
          <li>{raison}</li>
        ))}
      </ul>
      {modifiable && (
        <Form action={`${formatAdresseTypologie(typologie.id)}/calcul`}>
          <Button variant="secondary">Recalculer</Button>
        </Form>
      )}
    </Alert>
  )
}

/** What to know before believing the groups: indicators that say the same, that are skewed, flat or filled in. */
export function Reserves({ typologie }: { typologie: Typologie }) {
  const { variables, correlations, groupes } = typologie.resultat
  const nommer = (v: number) => `«\u00a0${variables[v]?.libelle ?? ''}\u00a0»`
  const total = countMembres(groupes)
  const phrases = [
    ...correlations.map(
      ({ a, b, r }) =>
        `${nommer(a)} et ${nommer(b)} disent presque la même chose (corrélation ${formatNumber(r, { minimumFractionDigits: 2, maximumFractionDigits: 2 })})\u00a0: ensemble, ils comptent double.`,
    ),
    ...variables.flatMap((variable, v) => [
      ...(variable.constante ? [`${nommer(v)} a la même valeur partout\u00a0: il n’a pas compté.`] : []),
      ...(!variable.constante && variable.mesure !== 'log' && Math.abs(variable.asymetrie) > ASYMETRIE_FORTE
        ? [
            `${nommer(v)} a quelques valeurs très éloignées des autres, qui pèsent beaucoup\u00a0: le logarithme les rapprocherait.`,
          ]
        : []),
      ...(variable.remplacees > 0
        ? [
            `${nommer(v)} manque à ${formatNombre(variable.remplacees, typologie.reglages.maille)} sur ${formatNumber(total)}\u00a0: la moyenne en tient lieu.`,
          ]
        : []),
    ]),
  ]
  if (phrases.length === 0) return null
  return (
    <Alert ton="attention" title="À savoir avant de conclure">
      <ul>
        {phrases.map((phrase) => (
          <li>{phrase}</li>
        ))}
      </ul>
    </Alert>
  )
}

const ECARTES_MONTRES = 50

/** Areas left out, and what each misses. */
export function Ecartes({ typologie, noms }: { typologie: Typologie; noms: Noms }) {
  const { reglages, resultat } = typologie
  const { ecartes, variables } = resultat
  if (ecartes.length === 0) return null
  const lus = ecartes.flatMap(({ code, manquantes }) => {
    const nom = formatNomMembre(noms, reglages.maille, code)
    return nom === null ? [] : [{ nom, manquantes }]
  })
  return (
    <section aria-labelledby="ecartes">
      <h2 id="ecartes">{`Laissés de côté\u00a0: ${formatNombre(ecartes.length, reglages.maille)}`}</h2>
      <p class="lecture">Il leur manque des valeurs. Un manque n’est jamais compté comme un zéro.</p>
      <details>
        <summary>Voir lesquels</summary>
        <ul>
          {lus.slice(0, ECARTES_MONTRES).map(({ nom, manquantes }) => (
            <li>{`${nom}\u00a0: ${manquantes.map((v) => variables[v]?.libelle ?? '').join(', ')}`}</li>
          ))}
        </ul>
        {lus.length > ECARTES_MONTRES && (
          <p>{`Et ${formatNumber(lus.length - ECARTES_MONTRES)} de plus, dans le fichier CSV.`}</p>
        )}
      </details>
    </section>
  )
}
