import { z } from 'zod'
import { type Ctx, type Requete, succes } from '#core/context.ts'
import { ErreurIntrouvable } from '#core/errors.ts'
import { defineRoute, type Route } from '#core/route.ts'
import { identifiant } from '#core/saisie.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { Actions, Button, ButtonLink, Form } from '#ui/form.tsx'
import { formatDateTime } from '#ui/format.ts'
import { Layout } from '#ui/layout.tsx'
import { feuille } from './cadre.tsx'
import { listDifferences } from './champs.ts'
import { fichePolicy } from './fiche.policy.ts'
import { GESTES } from './fiche.ts'
import type { FicheEditee, Genre } from './genre.ts'
import { definePresence, defineVerification } from './gestes.actions.ts'
import { Changements } from './historique.tsx'
import { listModifications, type Modification } from './modification.queries.ts'
import { getNoms } from './noms.queries.ts'

const parametreId = z.object({ id: identifiant })

/** Verifying, taking away, putting back, and the history of one kind of sheets. */
export function createRoutesGestes<F extends object, S, C extends object>(genre: Genre<F, S, C>): Route[] {
  const { objet, base } = genre
  const cle = (geste: string) => `${objet}-${geste}`
  const charger = (ctx: Ctx, { id }: { id: number }) => genre.charger(ctx, id)
  const objetTrace = ({ id }: { id: number }) => ({ type: objet, id })
  const revenir = (avis: string) => async (id: number, _requete: Requete, _brut: unknown, ctx: Ctx) => {
    const fiche = await genre.charger(ctx, id)
    if (!fiche) throw new ErreurIntrouvable(objet)
    return { vers: genre.adresse(fiche), avis: cle(avis) }
  }
  return [
    defineRoute({
      methode: 'POST',
      chemin: `${base}/:id/verifier`,
      action: defineVerification(genre),
      avis: { [cle('verifiee')]: succes('La fiche est marquée vérifiée aujourd’hui.') },
      reussir: revenir('verifiee'),
    }),
    defineRoute({
      methode: 'GET',
      chemin: `${base}/:id/retirer`,
      requete: parametreId,
      charger,
      politique: (acteur, fiche: FicheEditee<F>) => fichePolicy.peut(acteur, 'supprimer', fiche),
      trace: `${objet}.suppression.formulaire`,
      objet: objetTrace,
      lire: (_ctx, _entree, requete, fiche) => <PageRetrait {...{ genre, fiche, requete }} />,
    }),
    defineRoute({
      methode: 'POST',
      chemin: `${base}/:id/retirer`,
      action: definePresence(genre, 'suppression'),
      avis: { [cle('retiree')]: succes('La fiche est retirée de l’annuaire.') },
      reussir: revenir('retiree'),
    }),
    defineRoute({
      methode: 'POST',
      chemin: `${base}/:id/retablir`,
      action: definePresence(genre, 'restauration'),
      avis: { [cle('retablie')]: succes('La fiche est de nouveau dans l’annuaire.') },
      reussir: revenir('retablie'),
    }),
    defineRoute({
      methode: 'GET',
      chemin: `${base}/:id/historique`,
      requete: parametreId,
      charger,
      politique: (acteur, fiche: FicheEditee<F>) => fichePolicy.peut(acteur, 'historique', fiche),
      trace: `${objet}.historique`,
      objet: objetTrace,
      lire: async (ctx, { id }, requete, fiche) => {
        const modifications = await listModifications(ctx, objet, id)
        const noms = await getNoms(ctx, ...modifications.flatMap((m) => [m.avant, m.apres]))
        const lignes = modifications.map((m) => ({
          ...m,
          differences: m.apres ? listDifferences(objet, m.avant, m.apres, noms) : [],
        }))
        return <PageHistorique {...{ genre, fiche, lignes, requete }} />
      },
    }),
  ]
}

interface Props<F extends object, S, C extends object> {
  genre: Genre<F, S, C>
  fiche: FicheEditee<F>
  requete: Requete
}

function PageRetrait<F extends object, S, C extends object>({ genre, fiche, requete }: Props<F, S, C>) {
  return (
    <Layout
      title="Retirer cette fiche de l’annuaire&#8239;?"
      page={requete}
      crumbs={genre.fil(fiche, [{ label: 'Retirer' }])}
      head={feuille}
    >
      <p>
        <strong>{fiche.nom}</strong>
      </p>
      <p>La fiche ne paraîtra plus. Son historique est gardé&nbsp;: vous pourrez la rétablir.</p>
      {genre.objet === 'structure' && (
        <p>Si la structure a fermé, dites-le plutôt sur sa fiche&nbsp;: ceux qui la cherchent le sauront.</p>
      )}
      <Form action={`${genre.base}/${fiche.id}/retirer`}>
        <Actions>
          <Button variant="danger">Retirer la fiche</Button>
          <ButtonLink href={genre.adresse(fiche)} variant="link">
            Annuler
          </ButtonLink>
        </Actions>
      </Form>
    </Layout>
  )
}

type Ligne = Modification & { differences: ReturnType<typeof listDifferences> }

function PageHistorique<F extends object, S, C extends object>({
  genre,
  fiche,
  lignes,
  requete,
}: Props<F, S, C> & { lignes: Ligne[] }) {
  return (
    <Layout
      title="Historique de la fiche"
      page={requete}
      intro={<p>{fiche.nom}</p>}
      crumbs={genre.fil(fiche, [{ label: 'Historique' }])}
      head={feuille}
    >
      {lignes.length === 0 && (
        <EmptyState title="Cette fiche n’a pas encore changé">
          <p>Chaque changement y sera gardé, avec sa date et son auteur.</p>
        </EmptyState>
      )}
      <ol class="timeline" reversed>
        {lignes.map((m) => (
          <li>
            <h2>{`${GESTES[m.geste]}, le ${formatDateTime(m.quand)}`}</h2>
            <p class="hint">{[m.auteur ?? 'Import ou reprise de données', m.note].filter(Boolean).join('. ')}</p>
            <Changements differences={m.differences} />
          </li>
        ))}
      </ol>
    </Layout>
  )
}
