import { formatCount } from '#ui/format.ts'
import { type Bilan, formatBilan } from './bilan.ts'

/**
 * `<choix-communes>` around the map and the boxes of an area: what one checks is counted at once, and goes with every other
 * form and link of the page, so that nothing is lost by saving before « Mettre à jour ». Without it, boxes go by their own
 * form alone.
 */
class ChoixCommunes extends HTMLElement {
  private attend = false

  connectedCallback(): void {
    this.addEventListener('change', () => {
      if (this.attend) return
      // A drawing checks hundreds of boxes: they are counted once.
      this.attend = true
      queueMicrotask(() => {
        this.attend = false
        this.compter()
      })
    })
  }

  private compter(): void {
    const boites = [...this.querySelectorAll<HTMLInputElement>('input[name="coches"]')]
    const cochees = boites.filter((b) => b.checked)
    const bilan = this.querySelector('output')
    const ailleurs: Bilan = JSON.parse(bilan?.dataset.ailleurs ?? '{"communes":0,"habitants":0,"inconnues":0}')
    if (bilan)
      bilan.textContent = formatBilan({
        communes: ailleurs.communes + cochees.length,
        habitants: cochees.reduce((somme, b) => somme + Number(b.dataset.habitants ?? 0), ailleurs.habitants),
        inconnues: ailleurs.inconnues + cochees.filter((b) => b.dataset.habitants === undefined).length,
      })
    const [dedans, dehors] = this.querySelectorAll('.map-classes .count')
    if (dedans) dedans.textContent = formatCount(cochees.length, 'commune')
    if (dehors) dehors.textContent = formatCount(boites.length - cochees.length, 'commune')
    this.emporter(
      boites.filter((b) => b.checked && !b.defaultChecked).map((b) => b.value),
      boites.filter((b) => !b.checked && b.defaultChecked).map((b) => b.value),
    )
  }

  /** Says to the other forms and links that carry the set what was added to it, and taken out. */
  private emporter(plus: string[], moins: string[]): void {
    for (const formulaire of document.forms) {
      if (this.contains(formulaire) || !formulaire.querySelector('[name="communes"],[name="zones"]')) continue
      for (const ancien of formulaire.querySelectorAll('[data-change]')) ancien.remove()
      formulaire.append(
        ...[...plus.map((code) => ['communes', code]), ...moins.map((code) => ['sauf', code])].map(([name, value]) => {
          const champ = Object.assign(document.createElement('input'), { type: 'hidden', name, value })
          champ.dataset.change = ''
          return champ
        }),
      )
    }
    for (const lien of document.querySelectorAll<HTMLAnchorElement>(
      '#en-cours a[href*="communes="],#en-cours a[href*="zones="]',
    )) {
      if (lien.closest('.shapes')) continue
      lien.dataset.depart ??= lien.href
      const url = new URL(lien.dataset.depart)
      for (const code of plus) url.searchParams.append('communes', code)
      for (const code of moins) url.searchParams.append('sauf', code)
      lien.href = url.href
    }
  }
}

customElements.define('choix-communes', ChoixCommunes)
