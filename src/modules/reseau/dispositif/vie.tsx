import { formatDate } from '#ui/format.ts'
import { Table } from '#ui/table.tsx'
import { Tag } from '#ui/tag.tsx'
import { AVerifier } from './cadre.tsx'
import { type Echeance, ETATS_MISSION, formatDelai, getEtatEcheance, type MissionSuivie } from './echeance.ts'
import type { Etape } from './etape.queries.ts'
import { type Contenu, getEtape, type TypeDispositif, type TypeEtape } from './type.ts'

/** « le 3 mars 2026, en retard de 12 jours »: lateness is said in words. */
export function Delai({ echeance, jour }: { echeance: Echeance; jour: string }) {
  const etat = getEtatEcheance(echeance, jour)
  const delai = formatDelai(echeance.date, jour)
  return (
    <>
      {`${formatDate(echeance.date)} `}
      {etat === 'a-venir' ? (
        <span class="hint">{delai}</span>
      ) : (
        <Tag ton={etat === 'retard' ? 'erreur' : 'attention'}>{delai}</Tag>
      )}
    </>
  )
}

/** Due dates, the late ones first. */
export const Echeances = ({ echeances, jour }: { echeances: readonly Echeance[]; jour: string }) => (
  <Table
    caption="Échéances"
    columns={[
      { key: 'quoi', label: 'Ce qui est attendu', header: true },
      { key: 'date', label: 'Pour le' },
    ]}
    rows={echeances.map((e) => [
      <>
        {e.libelle} <AVerifier si={e.aVerifier} />
      </>,
      <Delai echeance={e} jour={jour} />,
    ])}
  />
)

/** The next stage that comes once in a life, after the furthest one that was reached; null where none is left. */
export function getSuivante(type: TypeDispositif, etapes: readonly Etape[]): TypeEtape | null {
  const rang = Math.max(-1, ...etapes.map((e) => type.etapes.findIndex((t) => t.slug === e.etape)))
  return type.etapes.slice(rang + 1).find((t) => !t.echeance?.annuelle) ?? null
}

/** Contents that a stage asks for: those that are there, and those that are not. */
function Contenus({ contenus, presents }: { contenus: readonly Contenu[]; presents: readonly string[] }) {
  const formatListe = (voulus: readonly Contenu[]) => voulus.map((c) => c.libelle).join('\u202f; ')
  const [la, absents] = [
    contenus.filter((c) => presents.includes(c.slug)),
    contenus.filter((c) => !presents.includes(c.slug)),
  ]
  return (
    <>
      {la.length > 0 && <span class="sous">{`Fait\u00a0: ${formatListe(la)}.`}</span>}
      {absents.length > 0 && <span class="sous">{`Manque\u00a0: ${formatListe(absents)}.`}</span>}
    </>
  )
}

/** Stages that were reached, the latest first, and what the next one asks for. */
export function Etapes({ type, etapes }: { type: TypeDispositif; etapes: readonly Etape[] }) {
  const suivante = getSuivante(type, etapes)
  return (
    <>
      {etapes.length === 0 && <p>Aucune étape n’est encore notée.</p>}
      <ol class="etapes" reversed>
        {etapes.map((e) => (
          <EtapeAtteinte type={type} etape={e} />
        ))}
      </ol>
      {suivante && (
        <>
          <h3>{`Prochaine étape\u00a0: ${suivante.libelle}`}</h3>
          {suivante.description && <p>{suivante.description}</p>}
          {suivante.decision && <p>{`Décision\u00a0: ${suivante.decision}.`}</p>}
          {suivante.contenus.length > 0 && (
            <>
              <p>Ce qu’elle demande&nbsp;:</p>
              <ul>
                {suivante.contenus.map((c) => (
                  <li>
                    {c.libelle} <AVerifier si={c.aVerifier} />
                  </li>
                ))}
              </ul>
            </>
          )}
        </>
      )}
    </>
  )
}

function EtapeAtteinte({ type, etape: e }: { type: TypeDispositif; etape: Etape }) {
  const definie = getEtape(type, e.etape)
  const manquants = definie?.contenus.filter((c) => !e.contenus.includes(c.slug)) ?? []
  return (
    <li>
      <strong>{definie?.libelle ?? e.etape}</strong>
      {`, le ${formatDate(e.date)}`}
      {e.note && <p>{e.note}</p>}
      {e.sourceUrl && (
        <p>
          <a href={e.sourceUrl} rel="external">
            Ce qui le prouve
          </a>
        </p>
      )}
      {e.contenus.length > 0 && definie && definie.contenus.length > 0 && (
        <Contenus contenus={definie.contenus} presents={e.contenus} />
      )}
      {e.contenus.length === 0 && manquants.length > 0 && (
        <p class="hint">Ce que cette étape demande n’a pas été coché.</p>
      )}
    </li>
  )
}

/** Missions with their state, and by when where the reader follows them. */
export function Missions({
  type,
  missions,
  echeances,
  jour,
}: {
  type: TypeDispositif
  missions: readonly MissionSuivie[]
  /** Empty where the reader does not follow them. */
  echeances: readonly Echeance[]
  jour: string
}) {
  const avecDelais = echeances.some((e) => e.objet === 'mission')
  return (
    <Table
      caption="Où en est chaque mission"
      columns={[
        { key: 'mission', label: 'Mission', header: true },
        { key: 'etat', label: 'État' },
        ...(avecDelais ? [{ key: 'echeance', label: 'Prochaine échéance' }] : []),
      ]}
      rows={type.missions.map((m) => {
        const suivie = missions.find((s) => s.mission === m.slug)
        const due = echeances.find((e) => e.objet === 'mission' && e.slug === m.slug)
        return [
          <>
            {m.libelle}
            {m.nature === 'optionnelle' && ' (facultative)'} <AVerifier si={m.aVerifier} />
            {m.description && <span class="sous">{m.description}</span>}
          </>,
          <>
            {suivie ? ETATS_MISSION[suivie.etat] : 'Non précisé'}
            {suivie?.debut && <span class="sous">{`Démarrée le ${formatDate(suivie.debut)}`}</span>}
            {suivie?.deploiement && <span class="sous">{`Déployée le ${formatDate(suivie.deploiement)}`}</span>}
            {suivie?.note && <span class="sous">{suivie.note}</span>}
          </>,
          ...(avecDelais ? [due ? <Delai echeance={due} jour={jour} /> : ''] : []),
        ]
      })}
    />
  )
}
