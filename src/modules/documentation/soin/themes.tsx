import type { ErreurChamp } from '#core/errors.ts'
import type { Brut } from '#core/saisie.ts'
import { getLibelle } from '#modules/vocabulaires/index.ts'
import { Button, Checkboxes, Form, getError } from '#ui/form.tsx'
import { listThemesProposes } from '../imports/proposition.ts'
import { listChoixTermes } from '../notice/champs.tsx'
import type { Notice } from '../notice/notice.ts'
import { formatSignalement } from './cadre.tsx'
import { BASE, type Filtres, formatAdresseListe, listParametresFiltres } from './entretien.ts'

const RESUME_MAX = 240

const enObjet = (v: unknown): Record<string, unknown> =>
  typeof v === 'object' && v !== null ? (v as Record<string, unknown>) : {}
const enTextes = (v: unknown): string[] => (Array.isArray(v) ? v.map(String) : typeof v === 'string' && v ? [v] : [])

interface Props {
  notices: Notice[]
  filtres: Filtres
  page: number
  erreurs: ErreurChamp[]
  /** What was ticked, when the form comes back. */
  brut: Brut
}

/** A page of notices without theme: those that their titles propose, and themes for all that are ticked. */
export function LotThemes({ notices, filtres, page, erreurs, brut }: Props) {
  const cochees = enObjet(brut.notices)
  return (
    <Form action={`${BASE}/themes`}>
      {Object.entries({ ...listParametresFiltres(filtres), page: String(page) }).map(([nom, valeur]) => (
        <input type="hidden" name={nom} value={valeur} />
      ))}
      {notices.map((notice) => (
        <LigneTheme notice={notice} filtres={filtres} brut={enObjet(cochees[notice.id])} />
      ))}
      <div class="lot-themes">
        <Checkboxes
          name="themes"
          legend="Thèmes à donner aux notices cochées"
          options={listChoixTermes('theme')}
          values={enTextes(brut.themes)}
          error={getError(erreurs, 'themes')}
        />
        <Button>Enregistrer les thèmes</Button>
      </div>
    </Form>
  )
}

function LigneTheme({ notice, filtres, brut }: { notice: Notice; filtres: Filtres; brut: Record<string, unknown> }) {
  const proposes = listThemesProposes(notice.csl)
  const id = `notice-${notice.id}`
  const resume = notice.resume ?? ''
  return (
    <article class="fiche-entretien cochable">
      <input id={id} type="checkbox" name={`notices.${notice.id}.choisie`} value="1" checked={brut.choisie === '1'} />
      <h2 class="card-title">
        <label for={id}>{String(notice.csl.title)}</label>
      </h2>
      <div class="kicker">{formatSignalement(notice)}</div>
      {resume && <p class="resume-court">{resume.length > RESUME_MAX ? `${resume.slice(0, RESUME_MAX)}…` : resume}</p>}
      <input type="hidden" name={`notices.${notice.id}.version`} value={String(brut.version ?? notice.version)} />
      {proposes.length > 0 && (
        <fieldset class="themes-proposes">
          <legend>D’après le titre</legend>
          {proposes.map((slug) => (
            <label>
              <input
                type="checkbox"
                name={`notices.${notice.id}.themes`}
                value={slug}
                checked={enTextes(brut.themes).includes(slug)}
              />
              <span>{getLibelle('theme', slug)}</span>
            </label>
          ))}
        </fieldset>
      )}
      <p class="hint">
        <a href={formatAdresseListe('sans-theme', filtres, notice.id)}>Ouvrir seule</a>
      </p>
    </article>
  )
}
