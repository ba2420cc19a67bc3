import type { ErreurChamp } from '#core/errors.ts'
import type { Brut } from '#core/saisie.ts'
import { formatAdresseNotice } from '#modules/documentation/index.ts'
import { Field, getError, Radios, TextArea } from '#ui/form.tsx'
import { Tag } from '#ui/tag.tsx'
import { PARTIES, QUESTIONS, type Question } from './donnees/rencontre.ts'
import { REPONSES_RENCONTRE, type Rencontre } from './rencontre.ts'

/** A notice that a question comes from. */
export interface Lecture {
  id: number
  titre: string
}
export type Lectures = ReadonlyMap<string, Lecture>

/** The obstacle behind a question, what helped elsewhere, what to read. */
function Aide({ question: { pourquoi, levier, notices = [] }, lectures }: { question: Question; lectures: Lectures }) {
  const lues = notices.flatMap((cle) => lectures.get(cle) ?? [])
  if (!pourquoi && !levier && lues.length === 0) return null
  return (
    <div class="hint">
      {pourquoi && <p>{pourquoi}</p>}
      {levier && (
        <p>
          <strong>Ce qui aide&nbsp;:</strong> {levier}
        </p>
      )}
      {lues.length > 0 && (
        <p>
          {'À lire\u00a0: '}
          {lues.map(({ id, titre }, i) => (
            <>
              {i > 0 && '\u202f; '}
              <a href={formatAdresseNotice(id)}>{titre}</a>
            </>
          ))}
          .
        </p>
      )}
    </div>
  )
}

/** The whole checklist, to be read or printed; with answers where a meeting has some. */
export const Guide = ({ lectures, reponses = null }: { lectures: Lectures; reponses?: Rencontre['reponses'] | null }) =>
  PARTIES.map(({ slug, libelle, aide }) => (
    <section class="rencontre" aria-labelledby={slug}>
      <h2 id={slug}>{libelle}</h2>
      <p>{aide}</p>
      <ol>
        {QUESTIONS.filter((q) => q.partie === slug).map((question) => {
          const donnee = reponses?.[question.slug]
          return (
            <li>
              <p>
                {question.texte}{' '}
                {donnee?.reponse && (
                  <Tag ton={donnee.reponse === 'oui' ? 'succes' : 'attention'}>
                    {REPONSES_RENCONTRE[donnee.reponse]}
                  </Tag>
                )}
              </p>
              {donnee?.note && <p class="note-rencontre">{donnee.note}</p>}
              {reponses === null && (
                <p class="cases print-only" aria-hidden="true">
                  ☐ Oui ☐ Non ☐ À voir
                </p>
              )}
              <Aide question={question} lectures={lectures} />
            </li>
          )
        })}
      </ol>
    </section>
  ))

const lire = (brut: unknown, ...chemin: string[]): string => {
  let noeud = brut
  for (const cle of chemin) noeud = noeud !== null && typeof noeud === 'object' ? (noeud as Brut)[cle] : undefined
  return typeof noeud === 'string' ? noeud : ''
}

/** The fields of a meeting. @param valeurs as the form sends them, nested by question */
export const ChampsRencontre = ({
  valeurs,
  erreurs,
  lectures,
}: {
  valeurs: Brut
  erreurs: readonly ErreurChamp[]
  lectures: Lectures
}) => (
  <>
    <Field
      name="date"
      label="Date de la rencontre"
      type="date"
      size="short"
      value={lire(valeurs, 'date')}
      error={getError(erreurs, 'date')}
    />
    <Field
      name="lieu"
      label="Lieu"
      hint="Une salle, une adresse, ou en visio."
      value={lire(valeurs, 'lieu')}
      error={getError(erreurs, 'lieu')}
    />
    {PARTIES.map(({ slug, libelle, aide }) => (
      <section aria-labelledby={slug}>
        <h2 id={slug}>{libelle}</h2>
        <p>{aide}</p>
        {QUESTIONS.filter((q) => q.partie === slug).map((question) => {
          const base = `reponses.${question.slug}`
          return (
            <div class="question">
              <Radios
                name={`${base}.reponse`}
                legend={question.texte}
                value={lire(valeurs, 'reponses', question.slug, 'reponse')}
                options={Object.entries(REPONSES_RENCONTRE).map(([value, label]) => ({ value, label }))}
                error={getError(erreurs, `${base}.reponse`)}
              />
              <details open={lire(valeurs, 'reponses', question.slug, 'note') !== ''}>
                <summary>Pourquoi, ce qui aide, noter</summary>
                <Aide question={question} lectures={lectures} />
                <TextArea
                  name={`${base}.note`}
                  label="Note"
                  rows={2}
                  value={lire(valeurs, 'reponses', question.slug, 'note')}
                  error={getError(erreurs, `${base}.note`)}
                />
              </details>
            </div>
          )
        })}
      </section>
    ))}
    <TextArea
      name="bilan"
      label="Ce qui a été décidé"
      hint="Qui fait quoi, et pour quand. Seules les personnes qui coordonnent l’un des deux le liront."
      rows={6}
      value={lire(valeurs, 'bilan')}
      error={getError(erreurs, 'bilan')}
    />
  </>
)
