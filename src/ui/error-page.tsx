import type { Child } from 'hono/jsx'
import { ButtonLink } from './button.tsx'
import { Layout, type PageContext } from './layout.tsx'

const messages = {
  400: { title: 'Demande illisible', text: 'Ce qui a été envoyé n’a pas pu être lu.' },
  401: { title: 'Clé absente ou inconnue', text: 'Cette adresse demande une clé qui vaut encore.' },
  403: { title: 'Cette page ne vous est pas ouverte', text: 'Votre compte ne donne pas accès à cette page.' },
  404: { title: 'Page introuvable', text: 'Cette adresse ne mène à rien, ou à rien que vous puissiez voir.' },
  406: { title: 'Format non proposé', text: 'Cette page n’existe pas dans le format demandé.' },
  409: { title: 'Modifié entre-temps', text: 'Quelqu’un d’autre a modifié cet objet pendant votre saisie.' },
  410: { title: 'Retiré du catalogue', text: 'Ce document n’est plus au catalogue.' },
  412: { title: 'Modifié entre-temps', text: 'Cet objet a changé depuis que vous l’avez lu.' },
  413: { title: 'Envoi trop lourd', text: 'Ce fichier dépasse la taille acceptée.' },
  422: { title: 'Demande incomplète', text: 'Ce qui a été envoyé ne peut pas être traité tel quel.' },
  428: { title: 'Condition attendue', text: 'Dites quelle version vous avez lue.' },
  429: { title: 'Trop de demandes', text: 'Attendez une minute, puis réessayez.' },
  500: { title: 'Une panne de notre côté', text: 'La demande n’a pas abouti. Réessayez dans quelques minutes.' },
  503: {
    title: 'Service momentanément indisponible',
    text: 'Le service revient de lui-même. Réessayez dans un instant.',
  },
} as const

export type ErrorStatus = keyof typeof messages

interface ErrorPageProps {
  page: PageContext
  status: ErrorStatus
  /** Replaces the usual title of the status. */
  title?: string
  /** Replaces the usual explanation. */
  children?: Child
}

/** The page of a refused or failed request: what happened, and where to go. */
export function ErrorPage({ page, status, title, children }: ErrorPageProps) {
  const { title: usualTitle, text } = messages[status]
  return (
    <Layout title={title ?? usualTitle} page={page} intro={children ?? <p>{text}</p>}>
      <div class="actions">
        {status === 403 && !page.acteur.compte && (
          <ButtonLink href="/connexion" variant="primary">
            Se connecter
          </ButtonLink>
        )}
        <ButtonLink href="/">Accueil</ButtonLink>
        <ButtonLink href="/documentation">Documentation</ButtonLink>
      </div>
      <p class="hint">{`Code ${status}`}</p>
    </Layout>
  )
}
