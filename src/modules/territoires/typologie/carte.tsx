import type { Requete } from '#core/context.ts'
import { computeCategories } from '#ui/map/classes.ts'
import { formatAdresses } from '../carte/adresses.ts'
import { Carte, type VueCarte } from '../carte/carte.tsx'
import type { Fond } from '../carte/fond.ts'
import { formatAdresseMembre } from './presentation.ts'
import { formatAdresseTypologie, formatLettre, formatNomGroupe, type Typologie } from './typologie.ts'

interface PropsCarte {
  typologie: Typologie
  /** Null where the areas have no shape of their own: saved territories, which may overlap. */
  fond: Fond | null
  vue: VueCarte | undefined
  detail: string | undefined
  requete: Requete
}

/** The map of the groups, as the component and the files take it. Areas left out are hatched. */
export function formatCarteGroupes(typologie: Typologie, fond: Fond, vue: VueCarte | undefined) {
  const { groupes, variables } = typologie.resultat
  const valeurs = new Map(groupes.flatMap((g, rang) => g.membres.map((m): [string, number] => [m.code, rang])))
  const nommer = (rang: number) => `${formatLettre(rang)} · ${formatNomGroupe(groupes[rang] ?? { nom: null }, rang)}`
  return {
    fond,
    titre: typologie.fictif ? `${typologie.nom} (fictif)` : typologie.nom,
    valeurs,
    echelle: computeCategories(
      groupes.map((_groupe, key) => ({ key, label: nommer(key) })),
      [...valeurs.values()],
    ),
    unite: 'groupe',
    formatValeur: nommer,
    source: `calcul Maillage, d’après ${[...new Set(variables.map((v) => v.source))].join('\u202f; ')}.`,
    lien: (code: string) => formatAdresseMembre(typologie.reglages.maille, code),
    ...(vue && { vue }),
  }
}

/** Where the groups are. The lists of the page say the same. */
export function CarteGroupes({ typologie, fond, vue, detail, requete }: PropsCarte) {
  if (!fond) return null
  const base = formatAdresseTypologie(typologie.id)
  return (
    <section aria-labelledby="carte-groupes">
      <h2 id="carte-groupes">Où sont-ils&nbsp;?</h2>
      <Carte
        {...formatCarteGroupes(typologie, fond, vue)}
        {...formatAdresses(requete, base, `${base}/carte`, detail)}
        nonce={requete.nonce}
      />
    </section>
  )
}
