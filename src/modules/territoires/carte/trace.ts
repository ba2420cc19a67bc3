import type { Lieu } from './interaction.ts'

/** An outline being drawn over a picture: corner after corner, or as a rectangle. Places are those of the picture. */
export class Trace {
  readonly sommets: Lieu[] = []
  private readonly chemin = document.createElementNS('http://www.w3.org/2000/svg', 'path')

  constructor(svg: SVGSVGElement) {
    this.chemin.setAttribute('class', 'map-drawing')
    svg.append(this.chemin)
  }

  ajouter(lieu: Lieu): void {
    this.sommets.push(lieu)
    this.dessiner()
  }

  /** Takes the last corner away. */
  reculer(): void {
    this.sommets.pop()
    this.dessiner()
  }

  /** Is nothing but the rectangle between two opposite corners. */
  cadrer([x, y]: Lieu, [x2, y2]: Lieu): void {
    this.sommets.splice(0, Infinity, [x, y], [x2, y], [x2, y2], [x, y2])
    this.dessiner()
  }

  effacer(): void {
    this.chemin.remove()
  }

  private dessiner(): void {
    // A corner alone would not be seen: a square of one unit marks it.
    const points = this.sommets.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${x} ${y}${i === 0 ? 'h1v1h-1v-1' : ''}`)
    this.chemin.setAttribute('d', points.join('') + (this.sommets.length > 2 ? 'Z' : ''))
  }
}
