import { z } from 'zod'
import type { Ctx } from '#core/context.ts'
import { type ErreurChamp, ErreurSaisie } from '#core/errors.ts'
import { type Brut, ligne, ligneOuNull, texteOuNull } from '#core/saisie.ts'
import { formatCommune, formatOrganisme, getCommuneDite, getOrganismeDit } from '../fiche/rattachement.queries.ts'
import { adresseOuNull, courrielOuNull, numeroOuNull, telephoneOuNull, termeOuNull } from '../fiche/saisie.ts'
import { listAncetres } from './organisme.queries.ts'
import type { ContenuOrganisme, Organisme } from './organisme.ts'

export const schemaOrganisme = z.object({
  nom: ligne('Écrivez le nom de l’organisme.', 200),
  sigle: ligneOuNull(40),
  type: termeOuNull('type-structure', 'Choisissez un type de la liste.'),
  description: texteOuNull(10_000),
  parent: ligneOuNull(300),
  commune: ligneOuNull(200),
  telephone: telephoneOuNull,
  courriel: courrielOuNull,
  siteWeb: adresseOuNull,
  finess: numeroOuNull('finess'),
  siren: numeroOuNull('siren'),
})
export type SaisieOrganisme = z.output<typeof schemaOrganisme>

/** A body that stands above itself would turn round for ever: the chain that closes is told. */
export async function checkCercle(
  ctx: Ctx,
  avant: Pick<Organisme, 'id' | 'nom'>,
  parent: number,
): Promise<ErreurChamp | null> {
  if (parent === avant.id) return { field: 'parent', message: 'Un organisme ne dépend pas de lui-même.' }
  const chaine = await listAncetres(ctx, parent)
  const rang = chaine.findIndex((o) => o.id === avant.id)
  if (rang < 0) return null
  const noms = [avant.nom, ...chaine.slice(0, rang + 1).map((o) => o.nom)]
  return { field: 'parent', message: `Ce rattachement tournerait en rond\u00a0: ${noms.join(' → ')}.` }
}

/** What only the base can tell. @throws ErreurSaisie */
export async function checkOrganisme(ctx: Ctx, s: SaisieOrganisme, avant: Organisme | null): Promise<ContenuOrganisme> {
  const [commune, parent] = await Promise.all([
    getCommuneDite(ctx, 'commune', s.commune),
    getOrganismeDit(ctx, 'parent', s.parent),
  ])
  const erreurs = [commune, parent].flatMap((lu) => ('erreur' in lu ? lu.erreur : []))
  if ('erreur' in commune || 'erreur' in parent) throw new ErreurSaisie(erreurs)
  const cercle = avant && parent.valeur !== null ? await checkCercle(ctx, avant, parent.valeur) : null
  if (cercle) throw new ErreurSaisie([cercle])
  return { ...s, commune: commune.valeur, parent: parent.valeur }
}

export function formatSaisieOrganisme(o: Organisme): Brut {
  const texte = (v: string | null) => v ?? ''
  return {
    nom: o.nom,
    sigle: texte(o.sigle),
    type: texte(o.type),
    description: texte(o.description),
    parent: formatOrganisme(o.parent, o.nomParent),
    commune: formatCommune(o.commune, o.nomCommune),
    telephone: texte(o.telephone),
    courriel: texte(o.courriel),
    siteWeb: texte(o.siteWeb),
    finess: texte(o.finess),
    siren: texte(o.siren),
  }
}
