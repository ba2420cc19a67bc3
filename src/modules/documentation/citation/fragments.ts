/**
 * A piece of a citation: its text, and how HTML shows it. `libelle` stands in HTML in place of the text of a link,
 * where plain text must show the address.
 */
export type Fragment = { texte: string; balise?: 'b' | 'i'; href?: string; libelle?: string }

/** What a citation is on a page (only b, i and a, all text escaped) and in the clipboard. */
export type Citation = { texte: string; html: string }

const ENTITES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Escapes a text for an HTML element or a quoted attribute. */
export function formatTexteHtml(texte: string): string {
  return texte.replace(/[&<>"']/g, (signe) => ENTITES[signe] ?? signe)
}

function renderFragment({ texte, balise, href, libelle }: Fragment): string {
  const contenu = formatTexteHtml(libelle ?? texte)
  const lien = href === undefined ? contenu : `<a href="${formatTexteHtml(href)}">${contenu}</a>`
  return balise === undefined ? lien : `<${balise}>${lien}</${balise}>`
}

/** Both forms of a finished row of fragments. */
export function renderCitation(fragments: Fragment[]): Citation {
  return {
    texte: fragments.map(({ texte }) => texte).join(''),
    html: fragments.map(renderFragment).join(''),
  }
}

/**
 * Joins parts, each a row of fragments, with « . » or « , ». An empty part leaves nothing behind, and a part that
 * already closes with ? ! . or … does not receive a second sign.
 */
export function formatParties(parties: Fragment[][], signe: '.' | ','): Fragment[] {
  const pleines = parties
    .map((partie) => partie.filter(({ texte }) => texte !== ''))
    .filter((partie) => partie.length > 0)
  return pleines.flatMap((partie, rang) => {
    const precedent = pleines[rang - 1]?.at(-1)?.texte
    if (precedent === undefined) return partie
    const clos = signe === '.' ? /[.?!…]$/ : /[?!]$/
    return [{ texte: clos.test(precedent) ? ' ' : `${signe} ` }, ...partie]
  })
}
