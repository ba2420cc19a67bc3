import type { Child } from 'hono/jsx'
import { getLibelle } from '#modules/vocabulaires/index.ts'
import { Button, ButtonLink } from '#ui/button.tsx'
import { DefinitionList } from '#ui/definition-list.tsx'
import { Form } from '#ui/form.tsx'
import { formatCount } from '#ui/format.ts'
import { Icon } from '#ui/icon.tsx'
import { Tag } from '#ui/tag.tsx'
import { formatAdresseNotice, getLibelleChamp, listDifferences } from '../notice/notice.ts'
import { listEnOrdre } from './champs.ts'
import type { Doublon } from './doublons.ts'
import {
  ETATS_LIGNE,
  formatAdresseLigne,
  formatLieu,
  getSuite,
  type Import,
  isEchange,
  type LigneImport,
  SORTES,
} from './imports.ts'
import { formatProposition, listThemesProposes } from './proposition.ts'
import { formatSource } from './source.ts'

/** Ours, not the document's: what follows from other fields is not shown beside the source. */
const TUS = new Set(['csl.type', 'csl.custom', 'csl.id', 'enLigne', 'provenance'])
/** The recogniser's names of fields that a notice keeps elsewhere. */
const AILLEURS: Record<string, string> = {
  type: 'nature',
  abstract: 'resume',
  sourceResume: 'resumeSource',
  etAl: 'csl.author',
  libelle: 'csl.genre',
}
const RESUME_MAX = 400

interface Champ {
  champ: string
  valeur: string
  raisons: string[]
}

/** The fields as they were read, each with what makes it uncertain; an uncertain field without a value is there too. */
export function listChamps(ligne: LigneImport, imp: Import): Champ[] {
  const champs = new Map<string, Champ>()
  for (const { champ, apres } of listDifferences(null, formatProposition(ligne, imp))) {
    const suite = champ === 'csl.author' && ligne.item.custom?.etAl ? ', et al.' : ''
    if (!TUS.has(champ)) champs.set(champ, { champ, valeur: apres + suite, raisons: [] })
  }
  for (const { champ, raison } of ligne.incertains) {
    const cle = AILLEURS[champ] ?? `csl.${champ}`
    const deja = champs.get(cle) ?? { champ: cle, valeur: '', raisons: [] }
    champs.set(cle, { ...deja, raisons: [...deja.raisons, raison] })
  }
  return listEnOrdre([...champs.values()])
}

interface PropsReference {
  imp: Import
  ligne: LigneImport
  titres: ReadonlyMap<number, string>
  /** Carried by the forms, so that one comes back to the same list. */
  retour: Record<string, string>
}

/** One reference: its text in the document, the fields that were read in it, and what one can do of it. */
export function Reference({ imp, ligne, titres, retour }: PropsReference) {
  const etat = ETATS_LIGNE[ligne.etat]
  const sections = Array.isArray(ligne.item.custom?.sections) ? ligne.item.custom.sections.map(String) : []
  return (
    <article class="reference" id={`reference-${ligne.rang}`}>
      <div class="kicker">
        {[`n°\u00a0${ligne.rang}`, formatLieu(ligne), ...(sections.length > 0 ? [sections.join(' › ')] : [])].join(
          ' · ',
        )}
      </div>
      <h2 class="card-title">{ligne.item.title ?? 'Titre non reconnu'}</h2>
      <p class="tags">
        <Tag ton={etat.ton}>{etat.libelle}</Tag>
        {ligne.sorte !== 'notice' && <Tag>{SORTES[ligne.sorte]}</Tag>}
        {ligne.notice !== null && (
          <a href={formatAdresseNotice(ligne.notice)}>
            {`Notice n°\u00a0${ligne.notice}`}
            <span class="visually-hidden">{`\u00a0: ${titres.get(ligne.notice) ?? ''}`}</span>
          </a>
        )}
      </p>
      <div class="reference-corps">
        <section aria-label={`Texte de la référence ${ligne.rang}`}>
          <h3>{isEchange(imp.format) ? 'Dans le fichier' : 'Dans le document'}</h3>
          <blockquote class="source">{formatSource(ligne)}</blockquote>
        </section>
        <section aria-label={`Champs lus dans la référence ${ligne.rang}`}>
          <h3>Tel que lu</h3>
          <DefinitionList
            items={listChamps(ligne, imp).map((c) => ({
              label: getLibelleChamp(c.champ),
              value: <Valeur champ={c} />,
            }))}
          />
          <Perdus ligne={ligne} />
        </section>
      </div>
      {(ligne.etat === 'a-relire' || ligne.etat === 'deja-la') && <Doublons ligne={ligne} titres={titres} />}
      {imp.etat !== 'abandonne' && <Gestes ligne={ligne} retour={retour} />}
    </article>
  )
}

function Valeur({ champ: { valeur, raisons } }: { champ: Champ }): Child {
  return (
    <>
      {valeur.length > RESUME_MAX ? `${valeur.slice(0, RESUME_MAX)}…` : valeur}
      {valeur === '' && <span class="hint">rien n’a été lu</span>}
      {raisons.length > 0 && (
        <span class="incertain">
          <Icon name="attention" />
          <span>{`Incertain\u00a0: ${raisons.join('\u202f; ')}`}</span>
        </span>
      )}
    </>
  )
}

/** Fields of the record that the notice will not show. */
function Perdus({ ligne: { perdus } }: { ligne: LigneImport }) {
  if (perdus.length === 0) return null
  return (
    <details class="perdus">
      <summary>{`${formatCount(perdus.length, 'zone non reprise', 'zones non reprises')}`}</summary>
      <ul>
        {perdus.map((p) => (
          <li>{`${p.zone}\u00a0: ${p.valeur ? `«\u00a0${p.valeur}\u00a0», ` : ''}${p.raison}${p.gardee ? ', gardée telle quelle' : ', perdue'}`}</li>
        ))}
      </ul>
    </details>
  )
}

function Doublons({ ligne, titres }: { ligne: LigneImport; titres: ReadonlyMap<number, string> }) {
  if (ligne.doublons.length === 0) return null
  return (
    <div class="doublons">
      <p>
        <Icon name="attention" /> <strong>{formatTitreDoublons(ligne)}</strong>
      </p>
      <ul>
        {ligne.doublons.map((d) => (
          <li>
            <LigneDoublon ligne={ligne} doublon={d} titres={titres} />
          </li>
        ))}
      </ul>
    </div>
  )
}

function formatTitreDoublons({ etat, doublons }: LigneImport): string {
  if (etat === 'deja-la') return 'Déjà au catalogue'
  return doublons.some((d) => d.sur === 'mise-a-jour') ? 'Mise à jour' : 'Doublon probable'
}

function LigneDoublon({
  ligne,
  doublon: { notice, rang, raison },
  titres,
}: {
  ligne: LigneImport
  doublon: Doublon
  titres: ReadonlyMap<number, string>
}): Child {
  if (notice === undefined) {
    return (
      <>{`Ressemble à la référence n°\u00a0${rang} de ce document, que vous pouvez traiter d’abord (${raison}).`}</>
    )
  }
  const titre = titres.get(notice) ?? `notice n°\u00a0${notice}`
  return (
    <>
      <a href={formatAdresseNotice(notice)}>{titre}</a>
      {` (${raison}) `}
      <ButtonLink
        href={`${formatAdresseLigne(ligne.import, ligne.rang)}/comparer?avec=${notice}`}
        label={`Comparer la référence ${ligne.rang} avec la notice ${notice}`}
      >
        Comparer
      </ButtonLink>
    </>
  )
}

function Gestes({ ligne, retour }: { ligne: LigneImport; retour: Record<string, string> }) {
  const base = formatAdresseLigne(ligne.import, ligne.rang)
  const nom = `la référence ${ligne.rang}`
  if (getSuite(ligne.etat, 'reprendre')) {
    return (
      <Form action={`${base}/reprendre`}>
        <Retour retour={retour} />
        <Button variant="secondary" label={`Remettre à relire ${nom}`}>
          Remettre à relire
        </Button>
      </Form>
    )
  }
  if (!getSuite(ligne.etat, 'accepter')) return null
  const semblable = ligne.etat === 'deja-la' || ligne.doublons.some((d) => d.notice !== undefined)
  return (
    <Form action={`${base}/accepter`}>
      <Retour retour={retour} />
      <ThemesProposes ligne={ligne} />
      <div class="actions">
        {ligne.item.title && !semblable && <Button label={`Accepter ${nom}`}>Accepter</Button>}
        {ligne.item.title && semblable && (
          <Button variant="secondary" name="autre" value="1" label={`C’est un autre document\u00a0: accepter ${nom}`}>
            C’est un autre document
          </Button>
        )}
        <ButtonLink href={`${base}/corriger`} label={`Corriger ${nom}`}>
          Corriger
        </ButtonLink>
        <Button variant="link" formaction={`${base}/ecarter`} label={`Écarter ${nom}`}>
          Écarter
        </Button>
      </div>
    </Form>
  )
}

const Retour = ({ retour }: { retour: Record<string, string> }) =>
  Object.entries(retour).map(([nom, valeur]) => <input type="hidden" name={nom} value={valeur} />)

function ThemesProposes({ ligne }: { ligne: LigneImport }) {
  const themes = listThemesProposes(ligne.item)
  if (themes.length === 0) return null
  return (
    <fieldset class="themes-proposes">
      <legend>Thèmes proposés</legend>
      {themes.map((slug) => (
        <label>
          <input type="checkbox" name="themes" value={slug} />
          <span>{getLibelle('theme', slug)}</span>
        </label>
      ))}
    </fieldset>
  )
}
