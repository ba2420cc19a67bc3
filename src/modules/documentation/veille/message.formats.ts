import { html, raw } from 'hono/html'
import type { Courriel } from '#core/mail.ts'

/** One document in a message. */
export interface Article {
  titre: string
  /** Authors, source, year: one line. */
  reference: string
  /** Absolute address. */
  adresse: string
  commentaire: string | null
}

export interface Lien {
  texte: string
  adresse: string
}

/** What a message says, before it is written as text and as HTML. */
export interface Message {
  sujet: string
  titre: string
  /** Paragraphs; a line feed inside one is kept. */
  paragraphes: readonly string[]
  bouton?: Lien
  groupes: readonly { titre: string | null; articles: readonly Article[] }[]
  /** « et 34 autres » */
  suite?: Lien
  /** Why one receives this, then what one can do about it. */
  pied: { texte: string; liens: readonly Lien[] }
}

const lignes = (...parties: (string | null | undefined | false)[]): string => parties.filter(Boolean).join('\n')
const formatLien = ({ texte, adresse }: Lien): string => `${texte}\u00a0:\n${adresse}`

/** The message for those who read plain text: complete, addresses alone on their line. */
export function formatTexte(m: Message): string {
  return [
    m.titre,
    ...m.paragraphes,
    m.bouton && formatLien(m.bouton),
    ...m.groupes.flatMap(({ titre, articles }) => [
      titre && `${titre}\n${'-'.repeat(titre.length)}`,
      ...articles.map((a) => lignes(a.titre, a.reference, a.commentaire && `→ ${a.commentaire}`, a.adresse)),
    ]),
    m.suite && formatLien(m.suite),
    // Two hyphens and a space: what mailboxes know as the end of the message (RFC 3676, 4.3).
    lignes('-- ', m.pied.texte),
    ...m.pied.liens.map(formatLien),
  ]
    .filter(Boolean)
    .join('\n\n')
}

type Html = ReturnType<typeof html>

const POLICE = "font-family:'Atkinson Hyperlegible Next',Verdana,Arial,sans-serif"
const ENCRE = 'color:#1c2529'
const DOUCE = 'color:#465157'
const LIEN = 'color:#0b4a52'

/** Styles stand on each element, because old mail programs read nothing else; dark colours come by class, for those that do. */
const SOMBRE =
  '@media (prefers-color-scheme:dark){.fond{background:#14191b!important}.encre{color:#f1efe9!important}.douce{color:#c3ccd0!important}.lien{color:#8fd3dd!important}.bouton{background:#8fd3dd!important;color:#0f1517!important}}'

const formatParagraphe = (texte: string): Html =>
  html`<p class="encre" style="margin:0 0 16px;${ENCRE}">${texte.split('\n').map((l, i) => html`${i > 0 ? raw('<br>') : ''}${l}`)}</p>`

const formatArticle = (a: Article): Html =>
  html`<tr><td style="padding:0 0 18px"><a class="lien" href="${a.adresse}" style="${LIEN};font-weight:bold">${a.titre}</a>${
    a.reference && html`<br><span class="douce" style="${DOUCE};font-size:15px">${a.reference}</span>`
  }${a.commentaire && html`<br><span class="encre" style="${ENCRE}">${a.commentaire}</span>`}</td></tr>`

const formatGroupe = ({ titre, articles }: Message['groupes'][number]): Html =>
  html`${
    titre && html`<h2 class="encre" style="margin:24px 0 12px;font-size:18px;line-height:1.3;${ENCRE}">${titre}</h2>`
  }<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">${articles.map(formatArticle)}</table>`

/** The message for those who read HTML: one table of 600 px at most, nothing fetched from anywhere. */
export function formatHtml(m: Message): string {
  const { bouton, suite, pied } = m
  return String(html`<!DOCTYPE html>
<html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>${m.titre}</title><style>${raw(SOMBRE)}</style></head>
<body class="fond" style="margin:0;padding:0;background:#fbfaf7"><table class="fond" role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:#fbfaf7"><tr><td align="center" style="padding:24px 16px"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:600px"><tr><td class="encre" style="text-align:left;${POLICE};font-size:16px;line-height:1.5;${ENCRE}">
<h1 class="encre" style="margin:0 0 16px;font-size:23px;line-height:1.25;${ENCRE}">${m.titre}</h1>
${m.paragraphes.map(formatParagraphe)}
${bouton && html`<p style="margin:0 0 24px"><a class="bouton" href="${bouton.adresse}" style="display:inline-block;padding:12px 20px;background:#0b4a52;color:#ffffff;font-weight:bold;text-decoration:none">${bouton.texte}</a></p>`}
${m.groupes.map(formatGroupe)}
${suite && html`<p style="margin:8px 0 24px"><a class="lien" href="${suite.adresse}" style="${LIEN};font-weight:bold">${suite.texte}</a></p>`}
<p class="douce" style="margin:24px 0 0;padding-top:16px;border-top:1px solid #aeb5b8;font-size:15px;${DOUCE}">${pied.texte}${pied.liens.map((l) => html`<br><a class="lien" href="${l.adresse}" style="${LIEN}">${l.texte}</a>`)}</p>
</td></tr></table></td></tr></table></body></html>
`)
}

/** Name of a mailing list of this installation (RFC 2919): letters, digits and hyphens, under its host. */
const formatListe = (liste: string, adresse: string): string => `<${liste}.veille.${new URL(adresse).hostname}>`

interface Enveloppe {
  a: string
  /** Address of the site. */
  adresse: string
  /** What is received again and again, and the address that stops it by one POST; null for a single message. */
  liste: { nom: string; retrait: string } | null
}

/**
 * A message as the outbox takes it, text and HTML, with the headers that mailboxes and other robots want: List-Id,
 * List-Unsubscribe by one click (RFC 2369, RFC 8058), Auto-Submitted (RFC 3834).
 */
export function formatCourriel(message: Message, { a, adresse, liste }: Enveloppe): Courriel {
  return {
    a,
    sujet: message.sujet,
    texte: formatTexte(message),
    html: formatHtml(message),
    entetes: {
      'auto-submitted': 'auto-generated',
      ...(liste && {
        'list-id': formatListe(liste.nom, adresse),
        'list-unsubscribe': `<${liste.retrait}>`,
        'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
      }),
    },
  }
}
