import { getLibelle } from '#modules/vocabulaires/index.ts'
import { Tag } from '#ui/tag.tsx'
import { Courriel, Partie, Telephone } from '../fiche/cadre.tsx'
import { type Contact, formatNomContact } from './contact.ts'

/** People to reach at a structure or an organisme. @param modifie whether the reader may change them */
export function Contacts({ contacts, modifie }: { contacts: readonly Contact[]; modifie: boolean }) {
  if (contacts.length === 0) return null
  return (
    <Partie id="contacts" titre="Contacts">
      <ul class="contacts">
        {contacts.map((c) => (
          <li>
            <strong>{formatNomContact(c)}</strong>
            {[c.fonction, c.profession && getLibelle('profession', c.profession)].filter(Boolean).map((m) => `, ${m}`)}
            {c.telephone && (
              <>
                {', '}
                <Telephone numero={c.telephone} />
              </>
            )}
            {c.courriel && (
              <>
                {', '}
                <Courriel adresse={c.courriel} />
              </>
            )}
            {c.visible === 'coordination' && (
              <>
                {' '}
                <Tag>Pour la coordination seulement</Tag>
              </>
            )}
            {modifie && (
              <>
                {' '}
                <a class="no-print" href={`/contacts/${c.id}/modifier`} aria-label={`Modifier ${formatNomContact(c)}`}>
                  Modifier
                </a>
              </>
            )}
          </li>
        ))}
      </ul>
    </Partie>
  )
}
