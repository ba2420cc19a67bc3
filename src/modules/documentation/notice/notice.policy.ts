import { ROLES } from '#core/acteur.ts'
import { definePolicy, fromRole } from '#core/policy.ts'
import type { Notice } from './notice.ts'

type Geste = 'lire' | 'creer' | 'modifier' | 'verifier' | 'supprimer' | 'historique'

const presente = ['presente'] as const
const pourTous = Object.fromEntries(ROLES.map((role) => [role, presente]))

/** Everyone reads what is in the catalogue; documentalists keep it, and alone see what was deleted. */
export const noticePolicy = definePolicy<Geste, 'presente', Pick<Notice, 'supprimeeLe'>>({
  cas: { presente: (_acteur, notice) => notice.supprimeeLe === null },
  droits: {
    lire: { ...pourTous, documentaliste: true, administrateur: true },
    creer: { documentaliste: true, administrateur: true },
    modifier: { documentaliste: presente, administrateur: presente },
    verifier: { documentaliste: presente, administrateur: presente },
    supprimer: { documentaliste: true, administrateur: true },
    historique: fromRole('contributeur', true),
  },
})
