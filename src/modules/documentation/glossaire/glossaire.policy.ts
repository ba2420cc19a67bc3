import { definePolicy, fromRole } from '#core/policy.ts'
import type { Entree } from './glossaire.ts'
import type { Proposition } from './proposition.ts'

type Geste = 'lire' | 'proposer' | 'modifier' | 'retirer' | 'historique' | 'suggerer'

const presente = ['presente'] as const
const tenu = { documentaliste: true, administrateur: true } as const

/** Everyone reads the glossary; who contributes proposes; documentalists decide, and alone see what was retired. */
export const glossairePolicy = definePolicy<Geste, 'presente', Pick<Entree, 'supprimeLe'>>({
  cas: { presente: (_acteur, e) => e.supprimeLe === null },
  droits: {
    lire: { ...fromRole('visiteur', presente), ...tenu },
    proposer: fromRole('contributeur', presente),
    modifier: { documentaliste: presente, administrateur: presente },
    retirer: tenu,
    historique: { ...fromRole('contributeur', presente), ...tenu },
    suggerer: tenu,
  },
})

/** A proposal is between who made it and those who decide. */
export const propositionPolicy = definePolicy<'lire' | 'decider', 'sienne' | 'enAttente', Proposition>({
  cas: {
    sienne: (acteur, p) => acteur.compte !== null && p.compte === acteur.compte,
    enAttente: (_acteur, p) => p.etat === 'attente',
  },
  droits: {
    lire: { ...fromRole('contributeur', ['sienne'] as const), ...tenu },
    decider: { documentaliste: ['enAttente'], administrateur: ['enAttente'] },
  },
})
