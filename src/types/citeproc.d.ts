/** The part of citeproc-js that we use; the package ships no types. Source: https://citeproc-js.readthedocs.io */
declare module 'citeproc' {
  type Systeme = {
    retrieveLocale(langue: string): string
    retrieveItem(id: string): object
  }
  class Engine {
    constructor(systeme: Systeme, style: string, langue: string, force: boolean)
    opt: { development_extensions: Record<string, boolean> }
    updateItems(ids: string[]): void
    makeBibliography(): [unknown, string[]] | false
  }
  const CSL: { Engine: typeof Engine }
  export default CSL
}
