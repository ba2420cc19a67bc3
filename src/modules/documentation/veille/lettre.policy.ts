import { definePolicy } from '#core/policy.ts'
import { isRappelable, type Lettre } from './lettre.ts'

type Geste = 'lire' | 'ecrire' | 'rappeler' | 'creer'
type Cas = 'parue' | 'brouillon' | 'rappelable'

const redaction = { lire: true, creer: true, ecrire: ['brouillon'], rappeler: ['rappelable'] } as const

/** Everyone reads what has been sent; documentalists write, send and call back. What is sent never changes. */
export const lettrePolicy = definePolicy<Geste, Cas, Lettre>({
  cas: {
    // From its first message on: whoever receives it may open its page.
    parue: (_acteur, { contenu }) => contenu !== null,
    brouillon: (_acteur, { etat }) => etat === 'brouillon',
    rappelable: (_acteur, lettre) => isRappelable(lettre),
  },
  droits: {
    lire: {
      visiteur: ['parue'],
      contributeur: ['parue'],
      coordinateur: ['parue'],
      documentaliste: redaction.lire,
      administrateur: redaction.lire,
    },
    creer: { documentaliste: redaction.creer, administrateur: redaction.creer },
    ecrire: { documentaliste: redaction.ecrire, administrateur: redaction.ecrire },
    rappeler: { documentaliste: redaction.rappeler, administrateur: redaction.rappeler },
  },
})
