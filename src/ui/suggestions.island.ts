interface Suggestion {
  texte: string
  genre: string
  href: string
}

const ATTENTE_MS = 150
const STYLE = `@layer components{suggestions-recherche{display:block;position:relative;max-width:44rem}
suggestions-recherche ul{position:absolute;z-index:3;inset:0 0 auto;margin:0;padding:.25rem;list-style:none;background:var(--sheet);border:1px solid var(--stroke);box-shadow:0 4px 12px #1a242633}
suggestions-recherche li{display:flex;gap:1rem;justify-content:space-between;max-width:none;padding:.5rem;cursor:pointer}
suggestions-recherche li[aria-selected=true]{background:var(--petrol-wash);outline:2px solid var(--petrol)}
suggestions-recherche small{flex:none;color:var(--ink-soft)}
suggestions-recherche p{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
@media print{suggestions-recherche{display:none}}}`

/**
 * `<suggestions-recherche pour="id" source="/adresse">`: proposes, under the field of that id, what one may be looking
 * for: `[{ texte, genre, href }]`, which the source answers to `?q=`. The field becomes a combobox (ARIA 1.2): arrows choose, Enter opens, Escape closes. Without script, the field searches all the same.
 */
class SuggestionsRecherche extends HTMLElement {
  private champ: HTMLInputElement | null = null
  private readonly liste = document.createElement('ul')
  private readonly etat = document.createElement('p')
  private proposees: Suggestion[] = []
  private active = -1
  private minuterie = 0
  private demande = new AbortController()

  connectedCallback(): void {
    const champ = document.getElementById(this.getAttribute('pour') ?? '')
    if (this.champ || !(champ instanceof HTMLInputElement)) return
    this.champ = champ
    const id = `${champ.id}-suggestions`
    Object.assign(this.liste, { id, role: 'listbox', ariaLabel: 'Suggestions', hidden: true })
    this.etat.role = 'status'
    this.append(this.liste, this.etat)
    Object.assign(champ, { role: 'combobox', ariaAutoComplete: 'list', ariaExpanded: 'false' })
    champ.setAttribute('aria-controls', id)
    champ.addEventListener('input', () => this.attendre())
    champ.addEventListener('keydown', (e) => this.presser(e))
    champ.addEventListener('blur', () => this.fermer())
    // Before the field loses the focus, and the list with it.
    this.liste.addEventListener('mousedown', (e) => {
      e.preventDefault()
      const li = e.target instanceof Element ? e.target.closest('li') : null
      if (li && e.button === 0) this.ouvrir([...this.liste.children].indexOf(li))
    })
  }

  private attendre(): void {
    clearTimeout(this.minuterie)
    this.demande.abort()
    this.minuterie = window.setTimeout(() => this.chercher(), ATTENTE_MS)
  }

  private async chercher(): Promise<void> {
    const q = this.champ?.value.trim() ?? ''
    if (q.length < 2) return this.fermer()
    this.demande = new AbortController()
    try {
      const reponse = await fetch(`${this.getAttribute('source')}?${new URLSearchParams({ q })}`, {
        signal: this.demande.signal,
      })
      if (reponse.ok && document.activeElement === this.champ) this.montrer(await reponse.json())
    } catch {
      // Another letter came, or the network is gone: nothing to propose.
    }
  }

  private montrer(suggestions: Suggestion[]): void {
    this.proposees = suggestions
    this.liste.replaceChildren(
      ...suggestions.map(({ texte, genre }, rang) => {
        const [li, mot, sorte] = ['li', 'span', 'small'].map((nom) => document.createElement(nom)) as [
          HTMLElement,
          HTMLElement,
          HTMLElement,
        ]
        Object.assign(li, { id: `${this.liste.id}-${rang}`, role: 'option', ariaSelected: 'false' })
        mot.textContent = texte
        sorte.textContent = genre
        li.append(mot, ' ', sorte)
        return li
      }),
    )
    const n = suggestions.length
    this.etat.textContent = n ? `${n} suggestion${n > 1 ? 's' : ''}` : ''
    this.choisir(-1)
    this.basculer(n > 0)
  }

  private basculer(ouverte: boolean): void {
    this.liste.hidden = !ouverte
    if (this.champ) this.champ.ariaExpanded = String(ouverte)
  }

  private fermer(): void {
    clearTimeout(this.minuterie)
    this.demande.abort()
    this.choisir(-1)
    this.basculer(false)
  }

  private choisir(rang: number): void {
    this.active = rang
    for (const [i, li] of [...this.liste.children].entries()) li.ariaSelected = String(i === rang)
    const choisie = this.liste.children[rang]
    if (choisie) this.champ?.setAttribute('aria-activedescendant', choisie.id)
    else this.champ?.removeAttribute('aria-activedescendant')
    choisie?.scrollIntoView({ block: 'nearest' })
  }

  private ouvrir(rang: number): void {
    const choisie = this.proposees[rang]
    if (choisie) location.assign(choisie.href)
  }

  private presser(e: KeyboardEvent): void {
    const n = this.proposees.length
    if (this.liste.hidden || e.isComposing) return
    // One place more than there are lines: the field itself.
    if (e.key === 'ArrowDown') this.choisir(this.active + 1 < n ? this.active + 1 : -1)
    else if (e.key === 'ArrowUp') this.choisir(this.active < 0 ? n - 1 : this.active - 1)
    else if (e.key === 'Escape') this.fermer()
    else if (e.key === 'Enter' && this.active >= 0) this.ouvrir(this.active)
    else return
    e.preventDefault()
  }
}

const style = new CSSStyleSheet()
style.replaceSync(STYLE)
document.adoptedStyleSheets = [...document.adoptedStyleSheets, style]
customElements.define('suggestions-recherche', SuggestionsRecherche)
