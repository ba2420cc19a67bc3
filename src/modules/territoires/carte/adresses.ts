import type { Requete } from '#core/context.ts'
import { createHref } from '#ui/href.ts'
import type { CarteProps } from './carte.tsx'

/**
 * Where a map leads: the same page changed, its files, and where it is drawn as a picture, that picture and the page to
 * explore it.
 * @param page path of the page
 * @param fichier path of its files, without extension
 */
export function formatAdresses(
  { chemin }: Pick<Requete, 'chemin'>,
  page: string,
  fichier: string,
  detail: string | undefined,
): Pick<CarteProps, 'adresse' | 'telechargement' | 'image'> {
  const adresse = createHref(chemin)
  const file = (extension: 'svg' | 'png', patch: { detail: string | null }) =>
    adresse(patch).replace(page, `${fichier}.${extension}`)
  return {
    adresse,
    telechargement: { svg: file('svg', { detail: null }), png: file('png', { detail: null }) },
    ...(detail !== 'oui' && {
      image: { adresse: file('svg', { detail: 'image' }), exploration: adresse({ detail: 'oui' }) },
    }),
  }
}
