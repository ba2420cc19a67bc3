import type { Requete } from '#core/context.ts'
import type { ErreurChamp } from '#core/errors.ts'
import type { Brut } from '#core/saisie.ts'
import { Alert } from '#ui/alert.tsx'
import { Diff } from '#ui/diff.tsx'
import { fieldId } from '#ui/error-summary.tsx'
import { Actions, Button, Field, Form, getError } from '#ui/form.tsx'
import { formatCount, formatDate, formatDateTime } from '#ui/format.ts'
import { Layout } from '#ui/layout.tsx'
import { Tag } from '#ui/tag.tsx'
import { filDispositifs } from '../dispositif/cadre.tsx'
import { hasTerritoire } from '../dispositif/correction.ts'
import { canRegler } from '../dispositif/dispositif.policy.ts'
import { Conflits } from '../dispositif/territoire.tsx'
import { feuille, filStructures } from './cadre.tsx'
import type { Difference } from './champs.ts'
import type { Comparaison } from './comparaison.queries.ts'
import { propositionPolicy } from './proposition.policy.ts'
import {
  ADRESSE_PROPOSITIONS,
  computeCotes,
  ETATS_PROPOSITION,
  formatAdresseFiche,
  formatAdresseProposition,
  formatAnnonce,
  formatAuteur,
  formatSorte,
  LECTURE_MOTIF,
  type Proposition,
} from './proposition.ts'

export const Etat = ({ p }: { p: Proposition }) => (
  <Tag ton={ETATS_PROPOSITION[p.etat].ton}>{ETATS_PROPOSITION[p.etat].libelle}</Tag>
)

/** On a sheet, for who keeps it: what waits about it. */
export const PropositionsARelire = ({ propositions }: { propositions: readonly Proposition[] }) =>
  propositions.length === 0 ? null : (
    <Alert ton="info" title={`${formatCount(propositions.length, 'proposition')} à relire`}>
      <ul>
        {propositions.map((p) => (
          <li>
            <a href={formatAdresseProposition(p.id)}>{formatAnnonce(p)}</a>
          </li>
        ))}
      </ul>
    </Alert>
  )

interface PropsUne {
  p: Proposition
  comparaison: Comparaison
  requete: Requete
  erreurs?: ErreurChamp[]
  brut?: Brut
  /** Somebody answered while the reader was deciding. */
  devance?: boolean
}

export function PageProposition({ p, comparaison, requete, erreurs = [], brut = {}, devance = false }: PropsUne) {
  const adresse = formatAdresseFiche(p)
  const attend = p.etat === 'a-relire'
  const decide = attend && propositionPolicy.peut(requete.acteur, 'decider', p)
  const fil = [{ label: 'Propositions', href: ADRESSE_PROPOSITIONS }, { label: p.nom || formatSorte(p) }]
  return (
    <Layout
      title={`Proposition\u00a0: ${p.nom}`}
      page={requete}
      errors={erreurs}
      crumbs={p.objet === 'dispositif' ? filDispositifs(fil) : filStructures(fil)}
      head={feuille}
      intro={
        <>
          <p>
            {`${formatSorte(p)}. ${formatAuteur(p)}, le ${formatDateTime(p.quand)}. `}
            <Etat p={p} />
          </p>
          {adresse && (
            <p>
              <a href={adresse}>
                {p.nomStructure === null ? 'Voir la fiche' : `Voir la fiche\u00a0: ${p.nomStructure}`}
              </a>
            </p>
          )}
        </>
      }
    >
      {devance && <Devance motif={brut.motif} />}
      {p.message && (
        <figure class="mot">
          <figcaption class="hint">Le mot qui l’accompagne</figcaption>
          <blockquote class="texte">
            <p>{p.message}</p>
          </blockquote>
        </figure>
      )}
      {!attend && <Reponse p={p} />}
      {attend && !decide && <p>Elle attend d’être relue. Vous lirez ici ce qu’elle devient.</p>}
      {decide ? <Decision {...{ p, comparaison, requete, erreurs, brut }} /> : <Propose {...{ p, comparaison }} />}
    </Layout>
  )
}

const Devance = ({ motif }: { motif: unknown }) => (
  <Alert ton="attention" title="Quelqu’un a répondu avant vous.">
    <p>Sa réponse est ci-dessous. Rien de ce que vous avez choisi n’a été écrit.</p>
    {typeof motif === 'string' && motif.trim() !== '' && (
      <p>{`Vous aviez écrit\u00a0: «\u00a0${motif.trim()}\u00a0»`}</p>
    )}
  </Alert>
)

/** What became of it. */
function Reponse({ p }: { p: Proposition }) {
  if (p.etat === 'perimee') return <p>Un import plus récent l’a remplacée.</p>
  const quand = p.decideeLe ? `Réponse du ${formatDate(p.decideeLe)}` : 'Réponse'
  return (
    <Alert ton={p.etat === 'acceptee' ? 'succes' : 'info'} title={`${quand}${p.decideur ? `, par ${p.decideur}` : ''}`}>
      <p>
        {p.etat === 'refusee'
          ? 'Elle n’a pas été retenue.'
          : p.motif
            ? 'Une partie a été gardée.'
            : 'Elle a été acceptée.'}
      </p>
      {p.motif && <p>{`Pourquoi\u00a0: ${p.motif}`}</p>}
    </Alert>
  )
}

interface PropsCote {
  difference: Difference
  /** It has no answer yet: what it is beside is the sheet of today. */
  attend: boolean
  nouvelle: boolean
}

/** One field, before and after. */
function Cote({ difference: { nom, avant, apres }, attend, nouvelle }: PropsCote) {
  const parts = computeCotes(avant, apres)
  // Communes come or go: there is no other side.
  const entier = nouvelle || nom === 'communesAjoutees' || nom === 'communesRetirees'
  const cotes = [
    { label: attend ? 'Aujourd’hui' : 'Avant', parts: parts.avant, tu: entier && avant === '' },
    { label: 'Proposé', parts: parts.apres, tu: entier && apres === '' },
  ]
  return <Diff fields={cotes.filter((c) => !c.tu)} />
}

/** What is proposed, to read; once decided, what was kept of it. */
function Propose({ p, comparaison: { fiche, differences } }: Pick<PropsUne, 'p' | 'comparaison'>) {
  if (differences.length === 0) return <SansDifference p={p} />
  const attend = p.etat === 'a-relire'
  return (
    <>
      <h2>{!attend ? 'Ce qui était proposé' : fiche ? 'Ce qui changerait' : 'Ce que dirait la fiche'}</h2>
      {differences.map((d) => (
        <section class="proposition-champ">
          <h3>
            {d.champ}
            {p.champsRetenus && p.motif && (
              <>
                {' '}
                <Tag ton={p.champsRetenus.includes(d.nom) ? 'succes' : 'info'}>
                  {p.champsRetenus.includes(d.nom) ? 'Gardé' : 'Pas gardé'}
                </Tag>
              </>
            )}
          </h3>
          <Cote difference={d} attend={attend} nouvelle={!fiche || (!attend && p.avant === null)} />
        </section>
      ))}
    </>
  )
}

const SansDifference = ({ p }: { p: Proposition }) => (
  <p>
    {Object.keys(p.valeurs).length === 0
      ? 'C’est un mot, sans champ à changer.'
      : p.etat === 'a-relire'
        ? 'La fiche dit déjà tout cela.'
        : null}
  </p>
)

type PropsDecision = Required<Pick<PropsUne, 'p' | 'comparaison' | 'requete' | 'erreurs' | 'brut'>>

/** One form: what is kept, why the rest is not, and the two answers. */
function Decision({ p, comparaison, requete, erreurs, brut }: PropsDecision) {
  const { fiche, differences } = comparaison
  const adresse = formatAdresseProposition(p.id)
  const choisit = fiche !== null && differences.length > 0
  const champ = (name: string) => ({
    name,
    value: typeof brut[name] === 'string' ? brut[name] : '',
    error: getError(erreurs, name),
  })
  return (
    <Form action={`${adresse}/accepter`}>
      {fiche && <input type="hidden" name="revision" value={String(fiche.revision)} />}
      {choisit ? <Choix {...{ comparaison, erreurs, brut }} /> : <Propose {...{ p, comparaison }} />}
      {hasTerritoire(p.valeurs) && (
        <Territoire p={p} comparaison={comparaison} champ={champ} arbitre={canRegler(requete.acteur)} brut={brut} />
      )}
      <h2>Votre réponse</h2>
      <Field
        {...champ('motif')}
        label={choisit ? 'Pourquoi ne pas tout garder' : 'Pourquoi ne pas la retenir'}
        hint={
          choisit
            ? `Si vous décochez un champ ou ne retenez rien. ${LECTURE_MOTIF[p.origine]}`
            : `Si vous ne la retenez pas. ${LECTURE_MOTIF[p.origine]}`
        }
      />
      <Actions>
        <Button>{choisit ? 'Accepter ce qui est coché' : fiche ? 'C’est fait' : 'Ajouter à l’annuaire'}</Button>
        <Button variant="secondary" formaction={`${adresse}/refuser`}>
          {choisit ? 'Ne rien retenir' : 'Ne pas retenir'}
        </Button>
      </Actions>
    </Form>
  )
}

/** Differences field by field, each with its box. */
function Choix({ comparaison: { differences, changes }, erreurs, brut }: Omit<PropsDecision, 'p' | 'requete'>) {
  // A form that comes back without any box was sent without any.
  const coches = brut.revision === undefined ? differences.map((d) => d.nom) : [brut.champs ?? []].flat()
  const faute = getError(erreurs, 'champs')
  return (
    <>
      <h2 id={fieldId('champs')}>Ce qui changerait</h2>
      <p class="hint">Décochez ce que vous ne gardez pas.</p>
      {faute && <p class="message">{faute}</p>}
      {differences.map((d) => {
        const id = `champ-${d.nom}`
        return (
          <section class="proposition-champ" aria-labelledby={`${id}-nom`}>
            <div class="choice">
              <input type="checkbox" id={id} name="champs" value={d.nom} checked={coches.includes(d.nom)} />
              <label for={id} id={`${id}-nom`}>
                {d.champ}
              </label>
            </div>
            {changes.has(d.nom) && <Tag ton="attention">Ce champ a changé depuis la proposition</Tag>}
            <Cote difference={d} attend nouvelle={false} />
          </section>
        )
      })}
    </>
  )
}

interface PropsTerritoire extends Pick<PropsDecision, 'p' | 'comparaison' | 'brut'> {
  champ: (name: string) => { name: string; value: string; error: string | undefined }
  /** May the reader agree to an overlap? */
  arbitre: boolean
}

/** What goes with another territory: from when, and the overlaps that it makes. */
function Territoire({ p, comparaison: { conflits }, champ, arbitre, brut }: PropsTerritoire) {
  const depuis = champ('depuis')
  const propose = typeof p.valeurs.depuis === 'string' ? p.valeurs.depuis : ''
  return (
    <div id={fieldId('communes')}>
      <h2>Le nouveau territoire</h2>
      <Conflits conflits={conflits} sinon="Ne les gardez pas" />
      {conflits.length > 0 && arbitre && (
        <Field
          {...champ('exception')}
          label="Exception accordée"
          hint="Pourquoi ces communes peuvent être dans les deux. Laissez vide pour refuser."
        />
      )}
      <Field
        {...depuis}
        value={brut.depuis === undefined ? propose : depuis.value}
        label="Depuis quand"
        hint="Date à laquelle ce territoire vaut, si vous la connaissez."
        type="date"
        size="short"
      />
    </div>
  )
}
