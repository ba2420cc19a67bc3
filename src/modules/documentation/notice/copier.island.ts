/** `<copier-texte cible="id">`: a button that copies the text of an element. Without script nothing shows: the text can be selected. */
class CopierTexte extends HTMLElement {
  connectedCallback(): void {
    if (this.firstChild || !navigator.clipboard) return
    const bouton = document.createElement('button')
    bouton.type = 'button'
    bouton.className = 'button button-secondary'
    bouton.textContent = 'Copier la citation'
    const etat = document.createElement('span')
    etat.setAttribute('role', 'status')
    etat.className = 'hint'
    bouton.addEventListener('click', async () => {
      const texte = document.getElementById(this.getAttribute('cible') ?? '')?.textContent?.trim() ?? ''
      try {
        await navigator.clipboard.writeText(texte)
        etat.textContent = 'Citation copiée.'
      } catch {
        etat.textContent = 'Le navigateur a refusé la copie : sélectionnez le texte.'
      }
    })
    this.append(bouton, ' ', etat)
  }
}
customElements.define('copier-texte', CopierTexte)
