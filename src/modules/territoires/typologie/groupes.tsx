import { formatNumber } from '#ui/format.ts'
import { Table } from '#ui/table.tsx'
import { Lettre } from './cadre.tsx'
import { computeEcart, LIBELLES_ECART } from './groupe.ts'
import {
  formatAdresseMembre,
  formatEcart,
  formatMesure,
  formatNombre,
  formatNomMembre,
  formatStructure,
  formatUnite,
  listPhrases,
  type Noms,
} from './presentation.ts'
import { formatAdresseTypologie, formatNomGroupe, MAILLES, type Typologie } from './typologie.ts'

/** Members that the page of a typology shows of a group: all of a small one, else the most typical. */
const countMontres = (membres: number): number => (membres <= 40 ? membres : 12)

export const formatAdresseGroupe = (id: number, rang: number): string =>
  `${formatAdresseTypologie(id)}/groupes/${rang + 1}`

interface PropsGroupe {
  typologie: Typologie
  rang: number
  noms: Noms
}

/** What a group is: its size, what tells it from the others, its typical member. */
export function Explication({ typologie, rang, noms }: PropsGroupe) {
  const { reglages, resultat } = typologie
  const groupe = resultat.groupes[rang]
  if (!groupe) return null
  const { maille } = reglages
  const phrases = listPhrases(groupe, resultat.variables)
  const typique = groupe.membres.find((m) => formatNomMembre(noms, maille, m.code) !== null)
  return (
    <>
      {groupe.description && <p class="texte">{groupe.description}</p>}
      {phrases.length === 0 ? (
        <p>Aucun indicateur ne le distingue nettement&nbsp;: il ressemble à l’ensemble.</p>
      ) : (
        <ul>
          {phrases.map((phrase) => (
            <li>{phrase}</li>
          ))}
        </ul>
      )}
      {typique && (
        <p>
          {`${MAILLES[maille].feminin ? 'La' : 'Le'} plus typique\u00a0: `}
          <a href={formatAdresseMembre(maille, typique.code)}>{formatNomMembre(noms, maille, typique.code)}</a>
          {`. Silhouette du groupe\u00a0: ${formatNumber(groupe.silhouette, { minimumFractionDigits: 2, maximumFractionDigits: 2 })} (${formatStructure(groupe.silhouette)}).`}
        </p>
      )}
    </>
  )
}

function Membres({ typologie, rang, noms }: PropsGroupe) {
  const { maille } = typologie.reglages
  const membres = typologie.resultat.groupes[rang]?.membres ?? []
  const lus = membres.filter((m) => formatNomMembre(noms, maille, m.code) !== null)
  const caches = membres.length - lus.length
  return (
    <>
      <ul class="membres">
        {lus.slice(0, countMontres(lus.length)).map(({ code }) => (
          <li>
            <a href={formatAdresseMembre(maille, code)}>{formatNomMembre(noms, maille, code)}</a>
          </li>
        ))}
      </ul>
      <p>
        {lus.length > 0 && (
          <a class="no-print" href={formatAdresseGroupe(typologie.id, rang)}>
            {lus.length > countMontres(lus.length)
              ? `Voir ${MAILLES[maille].feminin ? 'toutes les' : 'tous les'} ${formatNombre(lus.length, maille)} et leurs valeurs`
              : 'Voir leurs valeurs'}
            <span class="visually-hidden">{` (${formatNomGroupe(typologie.resultat.groupes[rang] ?? { nom: null }, rang)})`}</span>
          </a>
        )}
        {caches > 0 && ` ${formatNombre(caches, maille)} que vous ne pouvez pas lire.`}
      </p>
    </>
  )
}

/** Each group, the largest first. */
export function Groupes({ typologie, noms }: { typologie: Typologie; noms: Noms }) {
  const { reglages, resultat } = typologie
  return (
    <section aria-labelledby="groupes">
      <h2 id="groupes">Les groupes</h2>
      <p class="hint lecture">
        Les moyennes comptent chaque territoire une fois, quelle que soit sa population. L’écart-type mesure combien les
        territoires diffèrent entre eux&nbsp;: un écart de 1 est grand.
      </p>
      <div class="groupes">
        {resultat.groupes.map((groupe, rang) => (
          <article class="groupe">
            <h3>
              <Lettre rang={rang} /> {formatNomGroupe(groupe, rang)}{' '}
              <span class="count">{formatNombre(groupe.membres.length, reglages.maille)}</span>
            </h3>
            <Explication {...{ typologie, rang, noms }} />
            <Membres {...{ typologie, rang, noms }} />
          </article>
        ))}
      </div>
    </section>
  )
}

/** Means of the groups, indicator by indicator: the number, and in words and sign how it stands to all. */
export function Profils({ typologie }: { typologie: Typologie }) {
  const { variables, groupes } = typologie.resultat
  return (
    <section aria-labelledby="profils">
      <h2 id="profils">Les moyennes de chaque groupe</h2>
      <Table
        caption="Moyennes des groupes, et écart à l’ensemble en écarts-types"
        columns={[
          { key: 'indicateur', label: 'Indicateur', header: true },
          { key: 'ensemble', label: 'Ensemble', numeric: true },
          ...groupes.map((groupe, rang) => ({ key: `g${rang}`, label: formatNomGroupe(groupe, rang), numeric: true })),
        ]}
        rows={variables.map((variable, v) => [
          <>
            {`${variable.libelle} (${variable.millesime})`}
            <span class="unite">{formatUnite(variable)}</span>
          </>,
          formatMesure(variable.moyenne, variable),
          ...groupes.map(({ ecarts, moyennes }) => {
            const [ecart, moyenne] = [ecarts[v] ?? null, moyennes[v] ?? null]
            if (ecart === null || moyenne === null) return '–'
            const nom = computeEcart(ecart)
            return (
              <span class={`ecart ecart-${nom}`}>
                {formatMesure(moyenne, variable)}
                <span class="unite">
                  <span aria-hidden="true">{LIBELLES_ECART[nom].signe} </span>
                  <span class="visually-hidden">{`, ${LIBELLES_ECART[nom].libelle}, `}</span>
                  {formatEcart(ecart)}
                </span>
              </span>
            )
          }),
        ])}
      />
      <p class="hint">
        {Object.values(LIBELLES_ECART)
          .map(({ signe, libelle }) => `${signe}\u00a0${libelle}`)
          .join(' · ')}
        {'. Repères de Maillage\u00a0: un demi-écart-type, un écart-type.'}
      </p>
    </section>
  )
}
