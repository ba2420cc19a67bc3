import type { Requete } from '#core/context.ts'
import { createHref } from '#ui/href.ts'
import { computeCategories } from '#ui/map/classes.ts'
import { Carte, type VueCarte } from '../carte/carte.tsx'
import type { Fond } from '../carte/fond.ts'
import { formatAdresseMembre } from './presentation.ts'
import { formatLettre, formatNomGroupe, type Typologie } from './typologie.ts'

interface PropsCarte {
  typologie: Typologie
  /** Null where the areas have no shape of their own: saved territories, which may overlap. */
  fond: Fond | null
  vue: VueCarte | undefined
  requete: Requete
}

/** Where the groups are. Areas left out are hatched; the lists of the page say the same. */
export function CarteGroupes({ typologie, fond, vue, requete }: PropsCarte) {
  if (!fond) return null
  const { groupes, variables } = typologie.resultat
  const valeurs = new Map(groupes.flatMap((g, rang) => g.membres.map((m): [string, number] => [m.code, rang])))
  const nommer = (rang: number) => `${formatLettre(rang)} · ${formatNomGroupe(groupes[rang] ?? { nom: null }, rang)}`
  const echelle = computeCategories(
    groupes.map((_groupe, key) => ({ key, label: nommer(key) })),
    [...valeurs.values()],
  )
  return (
    <section aria-labelledby="carte-groupes">
      <h2 id="carte-groupes">Où sont-ils&nbsp;?</h2>
      <Carte
        fond={fond}
        titre={typologie.nom}
        valeurs={valeurs}
        echelle={echelle}
        unite="groupe"
        formatValeur={nommer}
        source={`calcul Maillage, d’après ${[...new Set(variables.map((v) => v.source))].join('\u202f; ')}.`}
        lien={(code) => formatAdresseMembre(typologie.reglages.maille, code)}
        vue={vue}
        adresse={createHref(requete.chemin)}
        nonce={requete.nonce}
      />
    </section>
  )
}
