import { getLibelle } from '#modules/vocabulaires/index.ts'
import { formatCount, formatNumber } from '#ui/format.ts'
import { formatDateIso } from '../dates.ts'
import { formatAdresseNotice, type Notice } from '../notice/notice.ts'
import { formatAuteurs } from '../recherche/parties.tsx'
import { formatAdresseRecherche, parseRecherche } from '../recherche/recherche.ts'
import {
  type Alerte,
  formatAdresseConfirmation,
  formatAdresseJeton,
  formatAdresseRetrait,
  type Genre,
} from './abonnement.ts'
import { formatRythme } from './echeance.ts'
import type { Article, Message } from './message.formats.ts'

/** As many documents in a digest; the page of the search shows the others. */
export const LISTES_MAX = 20

/** Authors, source and year of a notice, in a line. */
export function formatReference({ csl }: Notice): string {
  const auteurs = formatAuteurs({ csl })
  const source = csl['container-title'] ?? (csl.publisher === auteurs ? undefined : csl.publisher)
  return [auteurs, source, formatDateIso(csl.issued)?.slice(0, 4)].filter(Boolean).join(' · ')
}

/** @param adresse of the site */
export const formatArticle = (notice: Notice, adresse: string, commentaire: string | null = null): Article => ({
  titre: String(notice.csl.title),
  reference: formatReference(notice),
  adresse: adresse + formatAdresseNotice(notice.id),
  commentaire,
})

/** Documents under their kind, kinds in the order of the first of each. */
export const listGroupes = (notices: readonly Notice[], adresse: string): Message['groupes'] =>
  [...Map.groupBy(notices, (n) => n.nature)].map(([nature, membres]) => ({
    titre: getLibelle('nature', nature),
    articles: membres.map((n) => formatArticle(n, adresse)),
  }))

/** The foot of everything that comes again: why, how to change it, how to stop it. */
export const createPied = (raison: string, jeton: string, adresse: string): Message['pied'] => ({
  texte: raison,
  liens: [
    { texte: 'Modifier ou mettre en pause', adresse: adresse + formatAdresseJeton(jeton) },
    { texte: 'Ne plus recevoir ces messages', adresse: adresse + formatAdresseRetrait(jeton) },
  ],
})

interface Nouveautes {
  total: number
  notices: readonly Notice[]
}

/** What is new in a recorded search. @param jeton opens the pages of the alert, for whoever has the message */
export function createMessageNouveautes(
  alerte: Alerte,
  { total, notices }: Nouveautes,
  { adresse, jeton }: { adresse: string; jeton: string },
): Message {
  const criteres = parseRecherche(alerte.recherche)
  const page = adresse + formatAdresseRecherche({ ...criteres, tri: 'ajout', page: 1 })
  const reste = total - notices.length
  return {
    sujet: `${formatCount(total, 'nouveauté')}\u00a0: ${alerte.nom}`,
    titre: alerte.nom,
    paragraphes: [
      total > 1
        ? `${formatNumber(total)}\u00a0documents sont entrés au catalogue et répondent à votre recherche.`
        : 'Un document est entré au catalogue et répond à votre recherche.',
    ],
    groupes: listGroupes(notices, adresse),
    suite:
      reste > 0
        ? { texte: reste > 1 ? `Et ${formatNumber(reste)} autres` : 'Et un autre', adresse: page }
        : { texte: 'Voir la recherche, des derniers ajouts aux plus anciens', adresse: page },
    pied: createPied(
      `Vous recevez ce message ${formatRythme(alerte)} où il y a du nouveau, parce que vous l’avez demandé sur ${adresse}`,
      jeton,
      adresse,
    ),
  }
}

/**
 * The one message sent to an address that nobody has confirmed. Nothing that was typed stands in it: it would let
 * anybody write to anybody from here.
 */
export function createMessageConfirmation(
  genre: Genre,
  { adresse, jeton }: { adresse: string; jeton: string },
): Message {
  const quoi = genre === 'lettre' ? 'la lettre de la documentation' : 'les nouveautés d’une recherche documentaire'
  return {
    sujet: 'Confirmez votre inscription à la veille de Maillage',
    titre: 'Confirmez votre inscription',
    paragraphes: [
      `Quelqu’un a demandé de recevoir à cette adresse ${quoi}, sur ${adresse}`,
      'Si c’est vous, ouvrez cette page et confirmez. Le lien est valable 48 heures.',
    ],
    bouton: { texte: 'Confirmer l’inscription', adresse: adresse + formatAdresseConfirmation(jeton) },
    groupes: [],
    pied: {
      texte:
        'Si ce n’est pas vous, ne faites rien\u00a0: sans confirmation, rien d’autre ne vous sera envoyé et votre adresse sera effacée.',
      liens: [],
    },
  }
}
