import { z } from 'zod'
import { type Ctx, type Requete, succes } from '#core/context.ts'
import { type ErreurChamp, ErreurIntrouvable } from '#core/errors.ts'
import { defineRoute } from '#core/route.ts'
import { type Brut, identifiant } from '#core/saisie.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { ButtonLink } from '#ui/form.tsx'
import { Layout } from '#ui/layout.tsx'
import { feuille } from '../fiche/cadre.tsx'
import { fichePolicy } from '../fiche/fiche.policy.ts'
import type { Valeurs } from '../fiche/fiche.ts'
import { getLieuDit } from '../fiche/lieu.queries.ts'
import { getNoms } from '../fiche/noms.queries.ts'
import { defineEcart, defineFusion, getPaire, parametresPaire, peutFusionner } from './doublon.actions.ts'
import { listCommunesCoordonnees } from './doublon.queries.ts'
import type { Doublon, FicheDouble, Paire } from './doublon.ts'
import { doublonOrganisme, doublonStructure, type GenreDoublon } from './genre.ts'
import { createFil, Doublons, MOTS, PageDoublons, PagePaire } from './vues.tsx'

const peutChercher = (acteur: Ctx['acteur']) => fichePolicy.peutParfois(acteur, 'modifier')

/** More than any département has: comparing the names of a région, or of France, takes many seconds. */
const COMMUNES_MAX = 1000

/** Pages of the doubles of one kind: those of a place, those of one sheet, two side by side. */
function createRoutes<F extends FicheDouble>(genre: GenreDoublon<F>) {
  const { objet, adresse, adresseFiche } = genre
  const objetTrace = ({ a }: { a: number }) => ({ type: objet, id: a })
  const renderPaire = async (
    ctx: Ctx,
    paire: Paire<F>,
    requete: Requete,
    brut: Brut = {},
    erreurs: ErreurChamp[] = [],
  ) => {
    const { a, b } = genre.computePaire(paire)
    const noms = await getNoms(ctx, a as Valeurs, b as Valeurs)
    return PagePaire({ genre, paire, noms, brut, erreurs, requete })
  }
  return [
    defineRoute({
      methode: 'GET',
      chemin: adresse,
      requete: z.object({ ou: z.string().max(200).catch('') }),
      politique: peutChercher,
      trace: objet === 'structure' ? 'annuaire.doublons' : 'organismes.doublons',
      lire: async (ctx, { ou }, requete) => {
        const lieu = ou.trim() ? (await getLieuDit(ctx, ou)).zone : null
        const miennes = ctx.acteur.role === 'administrateur' ? null : await listCommunesCoordonnees(ctx)
        const perdu = ou.trim() !== '' && lieu === null
        const large = (lieu?.communes.length ?? 0) > COMMUNES_MAX
        const doublons = perdu || large ? [] : await genre.listDoublons(ctx, lieu?.communes ?? miennes)
        return <PageDoublons {...{ genre, ou, large, doublons, requete }} lieu={lieu?.nom ?? null} />
      },
    }),
    defineRoute({
      methode: 'GET',
      chemin: `/${objet}s/:id/doublons`,
      requete: z.object({ id: identifiant }),
      charger: (ctx: Ctx, { id }) => genre.charger(ctx, id),
      politique: (acteur, fiche: F) => fichePolicy.peut(acteur, 'modifier', fiche),
      trace: `${objet}.doublons`,
      objet: ({ id }) => ({ type: objet, id }),
      lire: async (ctx, { id }, requete, { nom }) => (
        <PageDoublonsDe {...{ genre, nom, id, requete }} doublons={await genre.listDoublonsDe(ctx, id)} />
      ),
    }),
    defineRoute({
      methode: 'GET',
      chemin: `${adresse}/:a/:b`,
      requete: parametresPaire,
      charger: (ctx: Ctx, entree) => getPaire(ctx, genre, entree),
      politique: peutFusionner,
      trace: `${objet}.fusion.formulaire`,
      objet: objetTrace,
      lire: (ctx, _entree, requete, paire) => renderPaire(ctx, paire, requete),
    }),
    defineRoute({
      methode: 'POST',
      chemin: `${adresse}/:a/:b/fusionner`,
      action: defineFusion(genre),
      avis: {
        [`${objet}s-fusionnes`]: succes('Les deux fiches n’en font plus qu’une.'),
        [`doublon-${objet}-ecarte`]: succes(`C’est noté\u00a0: ${MOTS[objet].deux.toLowerCase()}.`),
      },
      reussir: (id) => ({ vers: adresseFiche(id), avis: `${objet}s-fusionnes` }),
      echouer: async (ctx, erreurs, brut, requete) => {
        const lus = parametresPaire.safeParse(brut)
        const paire = lus.success ? await getPaire(ctx, genre, lus.data) : null
        if (!paire || !peutFusionner(ctx.acteur, paire)) throw new ErreurIntrouvable('paire')
        return renderPaire(ctx, paire, requete, brut, erreurs)
      },
    }),
    defineRoute({
      methode: 'POST',
      chemin: `${adresse}/:a/:b/ecarter`,
      action: defineEcart(genre),
      reussir: () => ({ vers: adresse, avis: `doublon-${objet}-ecarte` }),
    }),
  ]
}

interface PropsDe {
  genre: Pick<GenreDoublon<FicheDouble>, 'objet' | 'adresse' | 'adresseFiche'>
  nom: string
  id: number
  doublons: readonly Doublon[]
  requete: Requete
}

function PageDoublonsDe({ genre, nom, id, doublons, requete }: PropsDe) {
  const href = genre.adresseFiche(id)
  return (
    <Layout
      title="Doublons possibles"
      page={requete}
      width="list"
      crumbs={createFil(genre, [{ label: nom, href }, { label: 'Doublons' }])}
      intro={<p>{nom}</p>}
      head={feuille}
    >
      {doublons.length > 0 ? (
        <Doublons doublons={doublons} genre={genre} />
      ) : (
        <EmptyState
          title="Aucune fiche ne lui ressemble"
          action={<ButtonLink href={href}>Revenir à la fiche</ButtonLink>}
        />
      )}
    </Layout>
  )
}

export const routesDoublon = [...createRoutes(doublonStructure), ...createRoutes(doublonOrganisme)]
