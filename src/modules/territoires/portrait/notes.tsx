import type { Requete } from '#core/context.ts'
import { ButtonLink } from '#ui/form.tsx'
import { formatDate } from '#ui/format.ts'
import type { Territoire } from '../territoire/territoire.ts'
import { formatAdresseTerritoire } from '../territoire/territoire.ts'
import { notePolicy } from './note.policy.ts'
import { listPresentes, type Note } from './note.ts'

export const formatAdresseNotes = (territoire: number): string => `${formatAdresseTerritoire(territoire)}/notes`

/** Who wrote it, and when. */
export const formatSignature = ({ nomAuteur, ecriteLe }: Pick<Note, 'nomAuteur' | 'ecriteLe'>): string =>
  [nomAuteur, formatDate(ecriteLe)].filter(Boolean).join(', ')

/** The text of a note, with its line breaks. */
export function TexteNote({ note }: { note: Note }) {
  return (
    <>
      <p class="note-texte">{note.texte}</p>
      <p class="hint">{formatSignature(note)}</p>
    </>
  )
}

/** At the foot of a portrait: what the people of the territory say of its numbers. */
export function SectionNotes({
  notes,
  territoire,
  requete,
}: {
  notes: readonly Note[]
  territoire: Territoire
  requete: Requete
}) {
  const presentes = listPresentes(notes)
  const peut = notePolicy.peut(requete.acteur, 'ecrire', territoire)
  if (presentes.length === 0 && !peut) return null
  return (
    <section class="portrait-section" aria-labelledby="notes">
      <h2 id="notes">Ce qu’en disent les personnes du territoire</h2>
      {presentes.length === 0 && <p class="hint">Aucune note pour l’instant.</p>}
      {presentes.map((note) => (
        <article class="note">
          <h3>
            {note.indicateur === null ? (
              'Tout le portrait'
            ) : (
              <a href={`#i-${note.indicateur}`}>{note.libelleIndicateur ?? note.indicateur}</a>
            )}
          </h3>
          <TexteNote note={note} />
        </article>
      ))}
      <p class="actions">
        <ButtonLink href={formatAdresseNotes(territoire.id)}>
          {peut ? 'Écrire ou corriger une note' : 'Lire les notes et leur histoire'}
        </ButtonLink>
      </p>
    </section>
  )
}
