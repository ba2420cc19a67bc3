import { ROLES } from '#core/acteur.ts'
import { executeAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { ErreurIntrouvable, ErreurSaisie } from '#core/errors.ts'
import {
  addAcces,
  type Compte,
  createCompte,
  formatNomComplet,
  getCompteParCourriel,
  removeAcces,
  searchComptes,
  updateRoleCompte,
} from '#modules/comptes/index.ts'
import type { Sorties } from './bibliographie.ts'

const USAGE = `Usage : maillage comptes <geste>

  lister [MOTS]                          les comptes dont le nom ou le courriel contient ces mots
  creer COURRIEL ROLE [PRENOM [NOM]]     un compte que son titulaire ouvrira par un code reçu à cette adresse
  role COURRIEL ROLE                     change le rôle
  fermer COURRIEL                        ferme le compte et ses sessions
  rouvrir COURRIEL

Rôles : ${ROLES.join(', ')}.
`

/**
 * `maillage comptes …`: what an operator does without a browser, such as naming the first administrator.
 * @returns the exit code: 0 done, 1 refused (said on `erreur`), 2 bad usage
 */
export async function executeComptes(args: string[], sorties: Sorties, ctx: Ctx): Promise<number> {
  const [geste, ...reste] = args
  try {
    switch (geste) {
      case 'lister':
        await listComptes(ctx, sorties, reste.join(' '))
        return 0
      case 'creer': {
        if (reste.length < 2 || reste.length > 4) break
        const [courriel, role, prenom, nom] = reste
        const compte = await executeAction(createCompte, ctx, { courriel, role, prenom, nom })
        sorties.ecrire(`Compte créé : ${formatLigne(compte)}\n`)
        return 0
      }
      case 'role': {
        if (reste.length !== 2) break
        const { id, role: avant } = await getCompteNomme(ctx, reste[0])
        await executeAction(updateRoleCompte, ctx, { id, role: reste[1], avant })
        sorties.ecrire(`Rôle changé : ${reste[0]}, de ${avant} à ${reste[1]}.\n`)
        return 0
      }
      case 'fermer':
      case 'rouvrir': {
        if (reste.length !== 1) break
        const { id } = await getCompteNomme(ctx, reste[0])
        await executeAction(geste === 'fermer' ? removeAcces : addAcces, ctx, { id })
        sorties.ecrire(geste === 'fermer' ? 'Compte fermé.\n' : 'Compte rouvert.\n')
        return 0
      }
      case 'aide':
      case '--help':
      case '-h':
        sorties.ecrire(USAGE)
        return 0
    }
  } catch (erreur) {
    if (!(erreur instanceof ErreurSaisie || erreur instanceof ErreurIntrouvable)) throw erreur
    sorties.erreur(`${erreur.message}\n`)
    return 1
  }
  sorties.erreur(USAGE)
  return 2
}

async function listComptes(ctx: Ctx, sorties: Sorties, q: string): Promise<void> {
  for (let page = 1; ; page++) {
    const { comptes, total } = await searchComptes(ctx, { q, tri: 'nom', sens: 'asc', page })
    for (const compte of comptes) sorties.ecrire(`${formatLigne(compte)}\n`)
    if (comptes.length === 0) {
      sorties.erreur(total === 1 ? '1 compte\n' : `${total} comptes\n`)
      return
    }
  }
}

async function getCompteNomme(ctx: Ctx, courriel = ''): Promise<Compte> {
  const compte = await getCompteParCourriel(ctx, courriel.trim().toLowerCase())
  if (!compte) throw new ErreurIntrouvable(`Aucun compte n’a l’adresse ${courriel}.`)
  return compte
}

/** Columns separated by tabulations, so that other programs can read them. */
function formatLigne(compte: Compte): string {
  const etat = compte.actif ? 'ouvert' : 'fermé'
  return [compte.courriel ?? '-', compte.role, etat, formatNomComplet(compte) ?? '-'].join('\t')
}
