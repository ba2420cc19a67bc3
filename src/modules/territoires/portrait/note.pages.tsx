import { z } from 'zod'
import { type Ctx, type Requete, succes } from '#core/context.ts'
import { type ErreurChamp, ErreurIntrouvable } from '#core/errors.ts'
import { defineRoute } from '#core/route.ts'
import { type Brut, identifiant } from '#core/saisie.ts'
import { Actions, Button, ButtonLink, Form, getError, Select, TextArea } from '#ui/form.tsx'
import { formatCount, formatDate } from '#ui/format.ts'
import { listIndicateurs, listSeries } from '../indicateur/indicateur.queries.ts'
import { FAMILLES, type Indicateur } from '../indicateur/indicateur.ts'
import { Cadre } from '../territoire/cadre.tsx'
import { chargerLecture, politiqueLecture } from '../territoire/territoire.pages.tsx'
import type { Territoire } from '../territoire/territoire.ts'
import { chargerNote, ecrireNote, politiqueNote, reecrireNote, retirerNote } from './note.actions.ts'
import { notePolicy } from './note.policy.ts'
import { listNotes } from './note.queries.ts'
import { listAnterieures, listPresentes, listRetirees, type Note } from './note.ts'
import { formatAdresseNotes, formatSignature, TexteNote } from './notes.tsx'
import { isBande } from './pyramide.ts'
import { feuilles } from './vue.tsx'

const formatObjet = (note: Note): string => note.libelleIndicateur ?? 'Tout le portrait'

interface Props {
  requete: Requete
  territoire: Territoire
  notes: readonly Note[]
  /** Those that have values: what a note may bear on. */
  indicateurs: readonly Indicateur[]
  saisie?: Brut
  erreurs?: ErreurChamp[]
}

function PageNotes({ requete, territoire, notes, indicateurs, saisie = {}, erreurs = [] }: Props) {
  const peut = notePolicy.peut(requete.acteur, 'ecrire', territoire)
  const page = formatAdresseNotes(territoire.id)
  const retirees = listRetirees(notes)
  return (
    <Cadre
      titre="Notes"
      {...{ territoire, requete, page, erreurs }}
      head={feuilles}
      intro={<p>Ce que les personnes du territoire savent de ses nombres, et que les nombres ne disent pas.</p>}
    >
      {listPresentes(notes).map((note) => (
        <article class="note">
          <h2>{formatObjet(note)}</h2>
          <TexteNote note={note} />
          <Histoire notes={listAnterieures(notes, note)} />
          {peut && (
            <ButtonLink
              href={`${page}/${note.id}`}
              variant="link"
              label={`Corriger ou retirer\u00a0: ${formatObjet(note)}`}
            >
              Corriger ou retirer
            </ButtonLink>
          )}
        </article>
      ))}
      {notes.length === 0 && !peut && <p>Aucune note n’a été écrite.</p>}
      {peut && (
        <section aria-labelledby="ecrire">
          <h2 id="ecrire">Écrire une note</h2>
          <Form action={page}>
            <Select
              name="indicateur"
              label="Sur quoi"
              empty="Tout le portrait"
              value={String(saisie.indicateur ?? '')}
              error={getError(erreurs, 'indicateur')}
              options={indicateurs.map((i) => ({ value: i.code, label: i.libelle, group: FAMILLES[i.famille] }))}
            />
            <TextArea
              name="texte"
              label="Note"
              hint={`Lue par ${territoire.etat === 'public' ? 'tout le monde' : 'les personnes qui voient ce territoire'}. N’y nommez personne.`}
              value={String(saisie.texte ?? '')}
              error={getError(erreurs, 'texte')}
            />
            <Actions>
              <Button>Enregistrer</Button>
            </Actions>
          </Form>
        </section>
      )}
      {retirees.length > 0 && (
        <details>
          <summary>{formatCount(retirees.length, 'note retirée', 'notes retirées')}</summary>
          <Liste notes={retirees} />
        </details>
      )}
    </Cadre>
  )
}

const Liste = ({ notes }: { notes: readonly Note[] }) => (
  <ul>
    {notes.map((n) => (
      <li>
        <span class="note-texte">{n.texte}</span>{' '}
        <span class="hint">{`${formatSignature(n)}${n.retireeLe ? `, jusqu’au ${formatDate(n.retireeLe)}` : ''}`}</span>
      </li>
    ))}
  </ul>
)

function Histoire({ notes }: { notes: readonly Note[] }) {
  if (notes.length === 0) return null
  return (
    <details>
      <summary>{formatCount(notes.length, 'texte antérieur', 'textes antérieurs')}</summary>
      <Liste notes={notes} />
    </details>
  )
}

interface PropsCorrection {
  requete: Requete
  territoire: Territoire
  note: Note
  texte: string
  erreurs?: ErreurChamp[]
}

function PageCorrection({ requete, territoire, note, texte, erreurs = [] }: PropsCorrection) {
  const page = formatAdresseNotes(territoire.id)
  return (
    <Cadre titre="Corriger une note" {...{ territoire, requete, page, erreurs }} intro={formatObjet(note)}>
      <Form action={`${page}/${note.id}`}>
        <TextArea name="texte" label="Texte de la note" value={texte} error={getError(erreurs, 'texte')} />
        <Actions>
          <Button>Enregistrer</Button>
          <ButtonLink href={page} variant="link">
            Annuler
          </ButtonLink>
        </Actions>
      </Form>
      <h2>Retirer la note</h2>
      <p>Elle ne se lira plus dans le portrait. Son histoire est gardée.</p>
      <Form action={`${page}/${note.id}/retirer`}>
        <Button variant="danger">Retirer</Button>
      </Form>
    </Cadre>
  )
}

async function renderPage(ctx: Ctx, requete: Requete, territoire: Territoire, brut: Partial<Props> = {}) {
  const [notes, indicateurs, series] = await Promise.all([
    listNotes(ctx, territoire.id),
    listIndicateurs(ctx),
    listSeries(ctx),
  ])
  const connus = new Set(series.map((s) => s.indicateur))
  const choix = indicateurs.filter((i) => connus.has(i.code) && !isBande(i))
  return <PageNotes {...{ requete, territoire, notes, ...brut }} indicateurs={choix} />
}

/** @throws ErreurIntrouvable where the actor may not write */
async function getInscriptible(ctx: Ctx, brut: Brut): Promise<Territoire> {
  const territoire = await chargerLecture(ctx, { id: identifiant.catch(0).parse(brut.id) })
  if (!territoire || !notePolicy.peut(ctx.acteur, 'ecrire', territoire)) throw new ErreurIntrouvable('territoire')
  return territoire
}

const schemaNote = z.object({ id: identifiant, note: identifiant })

export const routesNotes = [
  defineRoute({
    methode: 'GET',
    chemin: '/territoires/:id{[0-9]+}/notes',
    requete: z.object({ id: identifiant }),
    charger: chargerLecture,
    politique: politiqueLecture,
    trace: 'territoire.note.lecture',
    objet: ({ id }) => ({ type: 'territoire', id }),
    lire: (ctx, _entree, requete, territoire) => renderPage(ctx, requete, territoire),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/territoires/:id{[0-9]+}/notes',
    action: ecrireNote,
    avis: { 'note-ecrite': succes('La note est enregistrée.') },
    reussir: (id) => ({ vers: formatAdresseNotes(id), avis: 'note-ecrite' }),
    echouer: async (ctx, erreurs, saisie, requete) =>
      renderPage(ctx, requete, await getInscriptible(ctx, saisie), { saisie, erreurs }),
  }),
  defineRoute({
    methode: 'GET',
    chemin: '/territoires/:id{[0-9]+}/notes/:note{[0-9]+}',
    requete: schemaNote,
    charger: chargerNote,
    politique: politiqueNote,
    trace: 'territoire.note.formulaire',
    objet: ({ id }) => ({ type: 'territoire', id }),
    lire: (_ctx, _entree, requete, cible) => <PageCorrection {...{ requete, ...cible }} texte={cible.note.texte} />,
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/territoires/:id{[0-9]+}/notes/:note{[0-9]+}',
    action: reecrireNote,
    avis: { 'note-corrigee': succes('La note est corrigée. Le texte d’avant reste dans son histoire.') },
    reussir: (id) => ({ vers: formatAdresseNotes(id), avis: 'note-corrigee' }),
    echouer: async (ctx, erreurs, brut, requete) => {
      const { id, note: numero } = schemaNote.parse(brut)
      const cible = await chargerNote(ctx, { id, note: numero })
      if (!cible) throw new ErreurIntrouvable('note')
      return <PageCorrection {...{ requete, erreurs, ...cible }} texte={String(brut.texte ?? '')} />
    },
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/territoires/:id{[0-9]+}/notes/:note{[0-9]+}/retirer',
    action: retirerNote,
    avis: { 'note-retiree': succes('La note est retirée.') },
    reussir: (id) => ({ vers: formatAdresseNotes(id), avis: 'note-retiree' }),
  }),
]
