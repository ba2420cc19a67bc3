import { type Fit, invert } from '#ui/map/projection.ts'
import { type Cadrage, computeCadrage, computeVoisin, type Lieu } from './interaction.ts'

const ZOOM = 1.5
/** Pixels that a finger may move while it taps. */
const TREMBLE = 5

/**
 * `<carte-interactive>` around the `<svg>` of a map: zoom by buttons, wheel and keys, pan, what is pointed at told beside
 * the pointer, arrows from shape to shape, choice by click or key where the shapes lead to check boxes, drawing of an
 * outline where `dessin` names the field of the page that receives it as GeoJSON. Without it the map stays whole: its shapes
 * are links, and its check boxes a list.
 */
class CarteInteractive extends HTMLElement {
  private svg: SVGSVGElement | null = null
  private formes: (SVGGraphicsElement & SVGElement)[] = []
  private lieux: Lieu[] | null = null
  private cadrage: Cadrage = { x: 0, y: 0, largeur: 1, hauteur: 1, zoom: 1 }
  private readonly bulle = document.createElement('div')
  private readonly etat = document.createElement('p')
  private glisse: { x: number; y: number; depart: Cadrage; bouge: boolean } | null = null
  private sommets: [number, number][] = []
  private trait: SVGPathElement | null = null

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
    this.marquer(forme, boite.checked)
    boite.addEventListener('change', () => this.marquer(forme, boite.checked))
  }

  private trouverBoite(forme: Element | null): HTMLInputElement | null {
    const lien = forme?.getAttribute('href') ?? ''
    const boite = lien.startsWith('#') ? document.getElementById(lien.slice(1)) : null
    return boite instanceof HTMLInputElement ? boite : null
  }

  private marquer(forme: SVGElement, choisie: boolean): void {
    forme.classList.toggle('shape-selected', choisie)
    forme.setAttribute('aria-checked', String(choisie))
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
    if (this.champDessin) {
      const dessiner = ajouter('Dessiner une zone', 'Dessiner une zone sur la carte', () => this.commencer())
      dessiner.ariaPressed = 'false'
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
    if (!glisse.bouge || glisse.depart.zoom === 1) return
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
    const bouge = this.glisse?.bouge && this.cadrage.zoom > 1
    this.glisse = null
    const forme = e.target instanceof Element ? e.target.closest('.shape') : null
    if (!bouge && !this.trait && !this.trouverBoite(forme)) return
    e.preventDefault()
    if (bouge) return
    if (!this.trait) this.choisir(forme)
    else if (e.detail > 1) this.finir()
    else {
      const { x, y } = this.situer(e)
      this.sommets.push([x, y])
      this.tracer()
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
    const texte = this.trait ? '' : (forme?.getAttribute('aria-label') ?? '')
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
    if (this.trait && ['Enter', 'Escape', 'Backspace'].includes(e.key)) this.presserDessin(e.key)
    else if (e.key === '+') this.zoomer(ZOOM)
    else if (e.key === '-') this.zoomer(1 / ZOOM)
    else if (e.key === '0') this.zoomer(0)
    else if ((e.key === ' ' || e.key === 'Enter') && this.trouverBoite(forme)) this.choisir(forme)
    else if (e.key.startsWith('Arrow') && forme) this.aller(forme, e.key)
    else return
    e.preventDefault()
  }

  private aller(forme: SVGElement, touche: string): void {
    this.lieux ??= this.formes.map((f) => {
      const { x, y, width, height } = f.getBBox()
      return [x + width / 2, y + height / 2]
    })
    const rang = computeVoisin(this.lieux, this.formes.indexOf(forme as SVGGraphicsElement), touche)
    const lieu = rang === null ? undefined : this.lieux[rang]
    if (rang === null || !lieu) return
    if (this.cadrage.zoom > 1) this.cadrer(computeCadrage(this.cadrage, this.cadrage.zoom, { x: lieu[0], y: lieu[1] }))
    this.formes[rang]?.focus({ preventScroll: this.cadrage.zoom > 1 })
  }

  private get champDessin(): HTMLInputElement | HTMLTextAreaElement | null {
    const nom = this.getAttribute('dessin')
    return nom ? document.querySelector(`input[name="${nom}"],textarea[name="${nom}"]`) : null
  }

  private commencer(): void {
    this.annuler()
    const trait = document.createElementNS('http://www.w3.org/2000/svg', 'path')
    trait.setAttribute('class', 'map-drawing')
    this.svg?.append(trait)
    this.trait = trait
    this.sommets = []
    this.dire(
      'Cliquez pour poser chaque sommet. Entrée ou double-clic termine, Retour arrière enlève le dernier, Échap annule.',
    )
    this.svg?.classList.add('map-draws')
    this.formes[0]?.focus()
  }

  private presserDessin(touche: string): void {
    if (touche === 'Enter') this.finir()
    else if (touche === 'Escape') this.annuler()
    else {
      this.sommets.pop()
      this.tracer()
    }
  }

  private tracer(): void {
    const d = this.sommets.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${x} ${y}`).join('')
    this.trait?.setAttribute('d', this.sommets.length > 2 ? `${d}Z` : d)
  }

  private finir(): void {
    const { champDessin, sommets } = this
    const fit: Fit = JSON.parse(this.getAttribute('projection') ?? 'null')
    if (!champDessin || !fit || sommets.length < 3) {
      this.dire('Il faut au moins trois sommets pour faire une zone.')
      return
    }
    const anneau = [...sommets, ...sommets.slice(0, 1)].map(([x, y]) =>
      invert(fit, x, y).map((v) => Math.round(v * 1e5) / 1e5),
    )
    champDessin.value = JSON.stringify({ type: 'Polygon', coordinates: [anneau] })
    champDessin.dispatchEvent(new Event('change', { bubbles: true }))
    // The outline stays in sight; another drawing takes its place.
    this.trait?.classList.add('map-drawn')
    this.trait = null
    this.svg?.classList.remove('map-draws')
    this.dire(`Zone de ${sommets.length} sommets, prête à être envoyée.`)
    champDessin.closest('details')?.setAttribute('open', '')
    champDessin.form?.querySelector<HTMLElement>('button:not([type=button])')?.focus()
  }

  private annuler(): void {
    this.svg?.querySelector('.map-drawing')?.remove()
    this.trait = null
    if (this.champDessin) this.champDessin.value = ''
    this.svg?.classList.remove('map-draws')
    this.dire('')
  }

  private dire(texte: string): void {
    this.etat.textContent = texte
    this.etat.classList.toggle('visually-hidden', texte === '')
  }
}

customElements.define('carte-interactive', CarteInteractive)
