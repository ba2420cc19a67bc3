import { z } from 'zod'
import { type Ctx, type Requete, succes } from '#core/context.ts'
import { type ErreurChamp, ErreurIntrouvable } from '#core/errors.ts'
import { defineRoute } from '#core/route.ts'
import { type Brut, identifiant } from '#core/saisie.ts'
import { Actions, Button, ButtonLink, Field, Form, getError, Radios, TextArea } from '#ui/form.tsx'
import { Cadre } from './cadre.tsx'
import { copierTerritoire, modifierTerritoire, retablirTerritoire, supprimerTerritoire } from './territoire.actions.ts'
import { chargerLecture } from './territoire.pages.tsx'
import { territoirePolicy } from './territoire.policy.ts'
import { getTerritoire } from './territoire.queries.ts'
import { ETATS, formatAdresseTerritoire, type Territoire } from './territoire.ts'

const getTexte = (brut: Brut, nom: string): string => (typeof brut[nom] === 'string' ? brut[nom] : '')

/** Name, description, who sees it. */
export function ChampsTerritoire({ valeurs, erreurs }: { valeurs: Brut; erreurs: readonly ErreurChamp[] }) {
  return (
    <>
      <Field
        name="nom"
        label="Nom"
        hint="Celui que les gens emploient&nbsp;: «&nbsp;CPTS du Val&nbsp;», «&nbsp;Bassin de vie de Barjols&nbsp;»."
        value={getTexte(valeurs, 'nom')}
        error={getError(erreurs, 'nom')}
        required
      />
      <TextArea
        name="description"
        label="Description"
        hint="Ce que ce territoire représente, d’où vient sa liste de communes."
        rows={4}
        value={getTexte(valeurs, 'description')}
        error={getError(erreurs, 'description')}
      />
      <Radios
        name="etat"
        legend="Qui le voit"
        value={getTexte(valeurs, 'etat') || 'prive'}
        options={Object.entries(ETATS).map(([value, { libelle, lecteurs }]) => ({
          value,
          label: libelle,
          hint: `Vu par ${lecteurs}.`,
        }))}
        error={getError(erreurs, 'etat')}
      />
    </>
  )
}

interface PropsModification {
  requete: Requete
  territoire: Territoire
  valeurs: Brut
  erreurs?: ErreurChamp[]
}

function PageModification({ requete, territoire, valeurs, erreurs = [] }: PropsModification) {
  const base = formatAdresseTerritoire(territoire.id)
  const page = `${base}/modifier`
  return (
    <Cadre titre="Nom et partage" {...{ territoire, requete, page, erreurs }} width="reading">
      <p>
        <a href={`/territoires/composer?territoire=${territoire.id}`}>Changer les communes du territoire</a>
      </p>
      <Form action={page}>
        <input type="hidden" name="revision" value={getTexte(valeurs, 'revision')} />
        <ChampsTerritoire valeurs={valeurs} erreurs={erreurs} />
        <Actions>
          <Button>Enregistrer</Button>
          <ButtonLink href={`${base}/supprimer`} variant="link">
            Supprimer ce territoire
          </ButtonLink>
        </Actions>
      </Form>
    </Cadre>
  )
}

function PageSuppression({ territoire, requete }: { territoire: Territoire; requete: Requete }) {
  const base = formatAdresseTerritoire(territoire.id)
  return (
    <Cadre titre="Supprimer" page={`${base}/supprimer`} width="reading" {...{ territoire, requete }}>
      <p>Plus personne ne le verra, versions comprises. Vous pourrez le rétablir depuis vos territoires.</p>
      <Form action={`${base}/supprimer`}>
        <Actions>
          <Button variant="danger">Supprimer ce territoire</Button>
          <ButtonLink href={base} variant="link">
            Annuler
          </ButtonLink>
        </Actions>
      </Form>
    </Cadre>
  )
}

/**
 * The stored territory under a faulty form. Input is judged before the row is read: who may not change it learns nothing.
 * @throws ErreurIntrouvable
 */
export async function getModifiable(ctx: Ctx, brut: Brut): Promise<Territoire> {
  const territoire = await getTerritoire(ctx, identifiant.catch(0).parse(brut.id))
  if (!territoire || !territoirePolicy.peut(ctx.acteur, 'modifier', territoire))
    throw new ErreurIntrouvable('territoire')
  return territoire
}

const requete = z.object({ id: identifiant })
const objet = ({ id }: { id: number }) => ({ type: 'territoire', id })

export const routesFormulaire = [
  defineRoute({
    methode: 'GET',
    chemin: '/territoires/:id{[0-9]+}/modifier',
    requete,
    charger: chargerLecture,
    politique: (acteur, territoire: Territoire) => territoirePolicy.peut(acteur, 'modifier', territoire),
    trace: 'territoire.modification.formulaire',
    objet,
    lire: (_ctx, _entree, requete, territoire) => {
      const { nom, description, etat, revision } = territoire
      const valeurs = { nom, description: description ?? '', etat, revision: String(revision) }
      return <PageModification {...{ requete, territoire, valeurs }} />
    },
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/territoires/:id{[0-9]+}/modifier',
    action: modifierTerritoire,
    avis: { 'territoire-modifie': succes('Le territoire est enregistré.') },
    reussir: (id) => ({ vers: formatAdresseTerritoire(id), avis: 'territoire-modifie' }),
    echouer: async (ctx, erreurs, brut, requete) => (
      <PageModification {...{ requete, erreurs }} territoire={await getModifiable(ctx, brut)} valeurs={brut} />
    ),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/territoires/:id{[0-9]+}/copie',
    action: copierTerritoire,
    avis: { 'territoire-copie': succes('Voici votre copie. Personne d’autre ne la voit pour l’instant.') },
    reussir: (id) => ({ vers: formatAdresseTerritoire(id), avis: 'territoire-copie' }),
  }),
  defineRoute({
    methode: 'GET',
    chemin: '/territoires/:id{[0-9]+}/supprimer',
    requete,
    charger: chargerLecture,
    politique: (acteur, territoire: Territoire) => territoirePolicy.peut(acteur, 'supprimer', territoire),
    trace: 'territoire.suppression.formulaire',
    objet,
    lire: (_ctx, _entree, requete, territoire) => <PageSuppression {...{ territoire, requete }} />,
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/territoires/:id{[0-9]+}/supprimer',
    action: supprimerTerritoire,
    avis: { 'territoire-supprime': succes('Le territoire est supprimé.') },
    reussir: () => ({ vers: '/territoires/miens', avis: 'territoire-supprime' }),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/territoires/:id{[0-9]+}/retablir',
    action: retablirTerritoire,
    avis: { 'territoire-retabli': succes('Le territoire est rétabli.') },
    reussir: (id) => ({ vers: formatAdresseTerritoire(id), avis: 'territoire-retabli' }),
  }),
]
