/** What changes in an address: a value sets the parameter, a list repeats it, `null` removes it. */
export type HrefPatch = Record<string, string | number | null | readonly string[]>
export type Href = (patch: HrefPatch) => string

/**
 * Gives the function that tables, pages and filters use to link to the same list, changed.
 * @param chemin path and query of the present page, such as `/documentation?q=sommeil&page=2`
 * A patch that does not name `page` goes back to the first page: the old number would mean nothing there.
 */
export function createHref(chemin: string): Href {
  const [path = '', query = ''] = chemin.split('?', 2)
  return (patch) => {
    const params = new URLSearchParams(query)
    params.delete('page')
    for (const [name, value] of Object.entries(patch)) {
      params.delete(name)
      if (value === null) continue
      for (const item of typeof value === 'object' ? value : [value]) params.append(name, String(item))
    }
    const search = params.toString()
    return search ? `${path}?${search}` : path
  }
}
