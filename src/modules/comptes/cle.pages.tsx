import { z } from 'zod'
import { defineRoute, type Route } from '#core/route.ts'
import { creerCle, revoquerCle } from './cle.actions.ts'
import { politiqueCle } from './cle.policy.ts'
import { type Cle, getCle, listCles, listUsages } from './cle.queries.ts'
import { PageCle, PageCleCreee, PageCles, PageNouvelleCle } from './cle.tsx'

const liste = defineRoute({
  methode: 'GET',
  chemin: '/compte/cles',
  politique: (acteur) => politiqueCle.peut(acteur, 'lire', { compte: acteur.compte }),
  trace: 'comptes.cle.liste',
  lire: async (ctx, _entree, requete) => (
    <PageCles
      cles={await listCles(ctx, ctx.acteur.compte ?? '')}
      {...{ requete, maintenant: ctx.maintenant, tous: false }}
    />
  ),
})

const toutes = defineRoute({
  methode: 'GET',
  chemin: '/comptes/cles',
  politique: (acteur) => politiqueCle.peutParfois(acteur, 'administrer'),
  trace: 'comptes.cle.administration',
  lire: async (ctx, _entree, requete) => (
    <PageCles cles={await listCles(ctx, null)} {...{ requete, maintenant: ctx.maintenant, tous: true }} />
  ),
})

const formulaire = defineRoute({
  methode: 'GET',
  chemin: '/compte/cles/nouvelle',
  politique: (acteur) => politiqueCle.peut(acteur, 'creer', { compte: acteur.compte }),
  trace: 'comptes.cle.formulaire',
  lire: (_ctx, _entree, requete) => <PageNouvelleCle requete={requete} />,
})

const creation = defineRoute({
  methode: 'POST',
  chemin: '/compte/cles',
  action: creerCle,
  // Not a redirection: the secret would have to wait somewhere, in an address or in the database.
  reussir: ({ secret }, requete) => <PageCleCreee secret={secret} requete={requete} />,
  echouer: (_ctx, erreurs, brut, requete) => <PageNouvelleCle {...{ requete, brut, erreurs }} />,
})

const fiche = defineRoute({
  methode: 'GET',
  chemin: '/compte/cles/:id',
  requete: z.object({ id: z.uuid() }),
  charger: (ctx, { id }) => getCle(ctx, id),
  politique: (acteur, cle: Cle) => politiqueCle.peut(acteur, 'lire', cle),
  trace: 'comptes.cle.lecture',
  objet: ({ id }) => ({ type: 'cle', id }),
  lire: async (ctx, { id }, requete, cle) => (
    <PageCle {...{ cle, usages: await listUsages(ctx, id), requete, maintenant: ctx.maintenant }} />
  ),
})

const revocation = defineRoute({
  methode: 'POST',
  chemin: '/compte/cles/:id/revocation',
  action: revoquerCle,
  avis: { 'cle-revoquee': { ton: 'succes', texte: 'La clé est révoquée. Elle ne vaut plus rien.' } },
  reussir: ({ sienne }) => ({ vers: sienne ? '/compte/cles' : '/comptes/cles', avis: 'cle-revoquee' }),
})

/** One's keys of the API; everybody's for who administers. The last two names of an address win over `:id`. */
export const routesCle: readonly Route[] = [liste, toutes, formulaire, creation, fiche, revocation]
