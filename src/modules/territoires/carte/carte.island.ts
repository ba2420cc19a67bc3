import { formatCount } from '#ui/format.ts'
import { type Fit, project } from '#ui/map/projection.ts'
import { type Cadrage, computeCadrage, computeVoisin, isDansTrace, type Lieu } from './interaction.ts'
import { Trace } from './trace.ts'

const ZOOM = 1.5
/** Pixels that a finger may move while it taps. */
const TREMBLE = 5

/**
 * `<carte-interactive>` around the `<svg>` of a map: zoom by buttons, wheel and keys, pan, what is pointed at told beside
 * the pointer, arrows from shape to shape. Where shapes have check boxes on the page (`data-box`), they check them, by
 * click, by key, or all those that one draws around. Without it the map stays whole: its shapes are links, and its boxes
 * a list.
 */
class CarteInteractive extends HTMLElement {
  private svg: SVGSVGElement | null = null
  private formes: (SVGGraphicsElement & SVGElement)[] = []
  private lieux: Lieu[] | null = null
  private cadrage: Cadrage = { x: 0, y: 0, largeur: 1, hauteur: 1, zoom: 1 }
  private readonly bulle = document.createElement('div')
  private readonly etat = document.createElement('p')
  private glisse: { x: number; y: number; depart: Cadrage; bouge: boolean } | null = null
  private trace: Trace | null = null
  /** What a drawing does with the boxes of what it holds. */
  private coche = true

  connectedCallback(): void {
    const svg = this.querySelector('svg')
    if (this.svg || !svg) return
    this.svg = svg
    const { width, height } = svg.viewBox.baseVal
    this.cadrage = { x: 0, y: 0, largeur: width, hauteur: height, zoom: 1 }
    this.formes = [...svg.querySelectorAll<SVGGraphicsElement>('.shape')]
    for (const forme of this.formes) this.preparer(forme)
    this.formes[0]?.setAttribute('tabindex', '0')
    this.bulle.className = 'map-tip'
    this.bulle.hidden = true
    this.etat.className = 'visually-hidden'
    this.etat.role = 'status'
    this.append(this.bulle, this.creerBoutons(), this.etat)
    svg.addEventListener('keydown', (e) => this.presser(e))
    svg.addEventListener('wheel', (e) => this.rouler(e), { passive: false })
    svg.addEventListener('pointerdown', (e) => this.saisir(e))
    svg.addEventListener('pointermove', (e) => this.mener(e))
    svg.addEventListener('pointerup', () => this.lacher())
    // Shapes are links, which a browser would drag away.
    svg.addEventListener('dragstart', (e) => e.preventDefault())
    svg.addEventListener('pointerleave', () => this.montrer(null))
    svg.addEventListener('click', (e) => this.cliquer(e), true)
    svg.addEventListener('focusin', (e) => this.suivre(e))
    svg.addEventListener('focusout', () => this.montrer(null))
  }

  /** The native title would show twice what is told beside the pointer. */
  private preparer(forme: SVGElement): void {
    const titre = forme.querySelector('title')
    forme.setAttribute('aria-label', titre?.textContent ?? '')
    titre?.remove()
    forme.setAttribute('tabindex', '-1')
    const boite = this.trouverBoite(forme)
    if (!boite) return
    forme.setAttribute('role', 'checkbox')
    forme.setAttribute('aria-label', boite.labels?.[0]?.textContent ?? '')
    this.marquer(forme, boite.checked)
    boite.addEventListener('change', () => this.marquer(forme, boite.checked))
  }

  private trouverBoite(forme: Element | null): HTMLInputElement | null {
    const boite = document.getElementById(forme?.getAttribute('data-box') ?? '')
    return boite instanceof HTMLInputElement ? boite : null
  }

  private marquer(forme: SVGElement, choisie: boolean): void {
    forme.classList.toggle('shape-selected', choisie)
    forme.setAttribute('aria-checked', String(choisie))
    const couleurs = this.getAttribute('couleurs')?.split(' ') ?? []
    forme.querySelector('path, circle')?.setAttribute('fill', couleurs[choisie ? 0 : 1] ?? '')
  }

  private creerBoutons(): HTMLElement {
    const barre = document.createElement('div')
    barre.className = 'map-buttons'
    const ajouter = (texte: string, nom: string, faire: () => void): HTMLButtonElement => {
      const bouton = document.createElement('button')
      Object.assign(bouton, { type: 'button', textContent: texte, ariaLabel: nom, title: nom })
      bouton.addEventListener('click', faire)
      barre.append(bouton)
      return bouton
    }
    ajouter('+', 'Agrandir la carte', () => this.zoomer(ZOOM))
    ajouter('−', 'Réduire la carte', () => this.zoomer(1 / ZOOM))
    ajouter('⤢', 'Revoir toute la carte', () => this.zoomer(0))
    if (this.hasAttribute('couleurs')) {
      ajouter('Entourer pour ajouter', 'Entourer pour ajouter ce qui est dedans', () => this.commencer(true))
      ajouter('Entourer pour retirer', 'Entourer pour retirer ce qui est dedans', () => this.commencer(false))
    }
    return barre
  }

  /** @param facteur 0 shows the whole map again */
  private zoomer(facteur: number, autour?: { x: number; y: number }): void {
    const { x, y, largeur, hauteur, zoom } = this.cadrage
    const centre = autour ?? { x: x + largeur / zoom / 2, y: y + hauteur / zoom / 2 }
    this.cadrer(computeCadrage(this.cadrage, facteur === 0 ? 1 : zoom * facteur, centre))
  }

  private cadrer(cadrage: Cadrage): void {
    this.cadrage = cadrage
    const { x, y, largeur, hauteur, zoom } = cadrage
    this.svg?.setAttribute('viewBox', `${x} ${y} ${largeur / zoom} ${hauteur / zoom}`)
    this.svg?.classList.toggle('map-zoomed', zoom > 1)
  }

  /** Place of the picture under a place of the screen. */
  private situer(e: { clientX: number; clientY: number }): { x: number; y: number } {
    const matrice = this.svg?.getScreenCTM()
    const point = matrice ? new DOMPoint(e.clientX, e.clientY).matrixTransform(matrice.inverse()) : { x: 0, y: 0 }
    return { x: point.x, y: point.y }
  }

  /** The page scrolls over a map that nobody entered. */
  private rouler(e: WheelEvent): void {
    if (!e.ctrlKey && !e.metaKey && !this.contains(document.activeElement)) return
    e.preventDefault()
    this.zoomer(e.deltaY < 0 ? 1.2 : 1 / 1.2, this.situer(e))
  }

  private saisir(e: PointerEvent): void {
    this.glisse = { x: e.clientX, y: e.clientY, depart: this.cadrage, bouge: false }
  }

  private mener(e: PointerEvent): void {
    const { glisse } = this
    if (!glisse || e.buttons === 0) {
      this.montrer(e.target instanceof Element ? e.target.closest('.shape') : null, e)
      return
    }
    if (Math.hypot(e.clientX - glisse.x, e.clientY - glisse.y) > TREMBLE) glisse.bouge = true
    if (!glisse.bouge) return
    if (this.trace) {
      const coins = [this.situer({ clientX: glisse.x, clientY: glisse.y }), this.situer(e)] as const
      this.trace.cadrer([coins[0].x, coins[0].y], [coins[1].x, coins[1].y])
      return
    }
    if (glisse.depart.zoom === 1) return
    const { depart } = glisse
    const echelle = (this.svg?.getScreenCTM()?.a ?? 1) || 1
    this.cadrer(
      computeCadrage(depart, depart.zoom, {
        x: depart.x + depart.largeur / depart.zoom / 2 - (e.clientX - glisse.x) / echelle,
        y: depart.y + depart.hauteur / depart.zoom / 2 - (e.clientY - glisse.y) / echelle,
      }),
    )
  }

  private lacher(): void {
    // The click that follows a move must open nothing.
    if (this.glisse && !this.glisse.bouge) this.glisse = null
  }

  private cliquer(e: MouseEvent): void {
    const bouge = this.glisse?.bouge && (this.trace !== null || this.cadrage.zoom > 1)
    this.glisse = null
    const forme = e.target instanceof Element ? e.target.closest('.shape') : null
    if (!bouge && !this.trace && !this.trouverBoite(forme)) return
    e.preventDefault()
    if (!this.trace) {
      if (!bouge) this.choisir(forme)
    } else if (bouge || e.detail > 1) this.finir()
    else {
      const { x, y } = this.situer(e)
      this.trace.ajouter([x, y])
    }
  }

  private choisir(forme: Element | null): void {
    const boite = this.trouverBoite(forme)
    if (!boite) return
    boite.checked = !boite.checked
    boite.dispatchEvent(new Event('change', { bubbles: true }))
  }

  private montrer(forme: Element | null, e?: { clientX: number; clientY: number }): void {
    // While drawing it would hide what is drawn.
    const texte = this.trace && e ? '' : (forme?.getAttribute('aria-label') ?? '')
    this.bulle.hidden = texte === ''
    if (texte === '') return
    this.bulle.textContent = texte
    const cadre = this.getBoundingClientRect()
    const place = e ?? this.placer(forme)
    const x = Math.min(
      Math.max(place.clientX - cadre.left + 12, 0),
      Math.max(cadre.width - this.bulle.offsetWidth - 4, 0),
    )
    const y = place.clientY - cadre.top - this.bulle.offsetHeight - 10
    this.bulle.style.translate = `${x}px ${y < 0 ? y + this.bulle.offsetHeight + 28 : y}px`
  }

  private placer(forme: Element | null): { clientX: number; clientY: number } {
    const r = forme?.getBoundingClientRect()
    return { clientX: (r?.left ?? 0) + (r?.width ?? 0) / 2, clientY: r?.top ?? 0 }
  }

  /** One stop of the Tab key for the whole map; arrows go from shape to shape. */
  private suivre(e: FocusEvent): void {
    const forme = e.target instanceof Element ? e.target.closest('.shape') : null
    if (!forme) return
    for (const autre of this.formes) if (autre.tabIndex === 0) autre.setAttribute('tabindex', '-1')
    forme.setAttribute('tabindex', '0')
    this.montrer(forme)
  }

  private presser(e: KeyboardEvent): void {
    if (e.ctrlKey || e.metaKey || e.altKey) return
    const forme = e.target instanceof Element ? e.target.closest<SVGElement>('.shape') : null
    if (this.trace && ['Enter', 'Escape', 'Backspace', ' '].includes(e.key)) this.presserTrace(this.trace, e.key, forme)
    else if (e.key === '+') this.zoomer(ZOOM)
    else if (e.key === '-') this.zoomer(1 / ZOOM)
    else if (e.key === '0') this.zoomer(0)
    else if ((e.key === ' ' || e.key === 'Enter') && this.trouverBoite(forme)) this.choisir(forme)
    else if (e.key.startsWith('Arrow') && forme) this.aller(forme, e.key)
    else return
    e.preventDefault()
  }

  private aller(forme: SVGElement, touche: string): void {
    this.lieux ??= this.formes.map((f) => this.placerBoite(f))
    const rang = computeVoisin(this.lieux, this.formes.indexOf(forme as SVGGraphicsElement), touche)
    const lieu = rang === null ? undefined : this.lieux[rang]
    if (rang === null || !lieu) return
    if (this.cadrage.zoom > 1) this.cadrer(computeCadrage(this.cadrage, this.cadrage.zoom, { x: lieu[0], y: lieu[1] }))
    this.formes[rang]?.focus({ preventScroll: this.cadrage.zoom > 1 })
  }

  /** The central point of a shape where its box tells it, else the middle of its drawing. */
  private placerBoite(forme: SVGGraphicsElement): Lieu {
    const fit: Fit | null = JSON.parse(this.getAttribute('projection') ?? 'null')
    const [x, y] = this.trouverBoite(forme)?.dataset.centre?.split(',').map(Number) ?? []
    if (fit && x !== undefined && y !== undefined) return project(fit, [x, y])
    const cadre = forme.getBBox()
    const echelle = forme.closest<SVGGElement>('g[transform]')?.transform.baseVal.consolidate()?.matrix.a ?? 1
    return [(cadre.x + cadre.width / 2) * echelle, (cadre.y + cadre.height / 2) * echelle]
  }

  private commencer(coche: boolean): void {
    this.annuler()
    if (!this.svg) return
    this.trace = new Trace(this.svg)
    this.coche = coche
    this.dire(
      'Glissez pour faire un rectangle, ou cliquez pour poser chaque sommet. Au clavier, les flèches vont d’une commune à l’autre et la barre d’espace pose un sommet. Entrée termine, Retour arrière enlève le dernier sommet, Échap annule.',
    )
    this.svg.classList.add('map-draws')
    this.formes.find((f) => f.tabIndex === 0)?.focus()
  }

  private presserTrace(trace: Trace, touche: string, forme: SVGElement | null): void {
    if (touche === 'Enter') this.finir()
    else if (touche === 'Escape') this.annuler()
    else if (touche === 'Backspace') trace.reculer()
    else if (forme) trace.ajouter(this.placerBoite(forme as SVGGraphicsElement))
  }

  private finir(): void {
    const sommets = this.trace?.sommets ?? []
    if (sommets.length < 3) {
      this.dire('Il faut au moins trois sommets pour entourer des communes.')
      return
    }
    let nombre = 0
    for (const forme of this.formes) {
      const boite = this.trouverBoite(forme)
      if (!boite || boite.checked === this.coche || !isDansTrace(this.placerBoite(forme), sommets)) continue
      this.choisir(forme)
      nombre++
    }
    this.annuler()
    this.dire(`${formatCount(nombre, 'commune')} ${this.coche ? 'ajoutée' : 'retirée'}${nombre > 1 ? 's' : ''}.`)
  }

  private annuler(): void {
    this.trace?.effacer()
    this.trace = null
    this.svg?.classList.remove('map-draws')
    this.dire('')
  }

  private dire(texte: string): void {
    this.etat.textContent = texte
    this.etat.classList.toggle('visually-hidden', texte === '')
  }
}

customElements.define('carte-interactive', CarteInteractive)
