import { type Requete, succes } from '#core/context.ts'
import type { ErreurChamp } from '#core/errors.ts'
import { defineRoute } from '#core/route.ts'
import type { Brut } from '#core/saisie.ts'
import { Actions, Button, Field, Form, getError, TextArea } from '#ui/form.tsx'
import { Layout } from '#ui/layout.tsx'
import { formatAdresseRecherche, parseRecherche } from '../recherche/recherche.ts'
import { feuille, texteDe } from './cadre.tsx'
import { creerLettre, modifierLettre, supprimerLettre } from './lettre.actions.ts'
import { getModifiable, redaction } from './lettre.pages.tsx'
import { lettrePolicy } from './lettre.policy.ts'
import { formatAdresseLettre, type Lettre } from './lettre.ts'
import { AtelierLettre, filLettres } from './lettre-cadre.tsx'

interface PropsForm {
  action: string
  valeurs: Brut
  erreurs: readonly ErreurChamp[]
  /** Present when a stored letter is edited. */
  lettre?: Lettre
}

function FormLettre({ action, valeurs, erreurs, lettre }: PropsForm) {
  const champ = (name: string) => ({ name, value: texteDe(valeurs, name), error: getError(erreurs, name) })
  return (
    <Form action={action}>
      {lettre && <input type="hidden" name="revision" value={texteDe(valeurs, 'revision')} />}
      <Field {...champ('titre')} label="Titre" hint="Il est aussi l’objet du courriel." required />
      <TextArea
        {...champ('note')}
        label="Note"
        hint="Quelques lignes avant les documents. Une ligne vide sépare deux paragraphes."
        rows={8}
      />
      <Field
        {...champ('recherche')}
        label="Recherche qui propose des documents"
        hint="Des mots, ou l’adresse d’une page de recherche. Vide&nbsp;: tout le catalogue."
      />
      <Field {...champ('depuis')} label="Entrés au catalogue depuis le" type="date" size="short" />
      <Field {...champ('jusqua')} label="Jusqu’au" type="date" size="short" />
      <Actions>
        <Button>{lettre ? 'Enregistrer' : 'Choisir les documents'}</Button>
        {lettre && (
          <Button variant="danger" formaction={`${formatAdresseLettre(lettre.id)}/supprimer`} formnovalidate>
            Supprimer ce brouillon
          </Button>
        )}
      </Actions>
    </Form>
  )
}

const PageNouvelle = ({
  requete,
  valeurs,
  erreurs = [],
}: {
  requete: Requete
  valeurs: Brut
  erreurs?: ErreurChamp[]
}) => (
  <Layout
    title="Nouvelle lettre"
    page={requete}
    errors={erreurs}
    head={feuille}
    crumbs={filLettres([{ label: 'Nouvelle lettre' }])}
    intro={<p>Elle naît en brouillon&nbsp;: rien ne part avant que vous ne l’envoyiez.</p>}
  >
    <FormLettre action="/veille/lettres" {...{ valeurs, erreurs }} />
  </Layout>
)

function PageModifier({
  requete,
  lettre,
  valeurs,
  erreurs = [],
}: {
  requete: Requete
  lettre: Lettre
  valeurs: Brut
  erreurs?: ErreurChamp[]
}) {
  return (
    <AtelierLettre titre="Titre et note" {...{ requete, lettre, erreurs }}>
      <FormLettre action={`${formatAdresseLettre(lettre.id)}/modifier`} {...{ valeurs, erreurs, lettre }} />
    </AtelierLettre>
  )
}

function formatSaisie(l: Lettre): Brut {
  const criteres = parseRecherche(l.recherche)
  return {
    titre: l.titre,
    note: l.note ?? '',
    recherche: l.recherche && formatAdresseRecherche(criteres),
    depuis: l.depuis ?? '',
    jusqua: l.jusqua ?? '',
    revision: String(l.revision),
  }
}

export const routesFormulaire = [
  defineRoute({
    methode: 'GET',
    chemin: '/veille/lettres/nouvelle',
    politique: (acteur) => lettrePolicy.peutParfois(acteur, 'creer'),
    trace: 'veille.lettre.creation.formulaire',
    lire: (_ctx, _entree, requete) => <PageNouvelle requete={requete} valeurs={{}} />,
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/veille/lettres',
    action: creerLettre,
    avis: { 'lettre-creee': succes('La lettre est créée, en brouillon.') },
    reussir: (id) => ({ vers: `${formatAdresseLettre(id)}/composer`, avis: 'lettre-creee' }),
    echouer: (_ctx, erreurs, brut, requete) => <PageNouvelle {...{ requete, erreurs }} valeurs={brut} />,
  }),
  defineRoute({
    methode: 'GET',
    chemin: '/veille/lettres/:id/modifier',
    ...redaction,
    trace: 'veille.lettre.modification.formulaire',
    lire: (_ctx, _entree, requete, lettre) => <PageModifier {...{ requete, lettre }} valeurs={formatSaisie(lettre)} />,
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/veille/lettres/:id/modifier',
    action: modifierLettre,
    avis: { 'lettre-modifiee': succes('La lettre est enregistrée.') },
    reussir: (id) => ({ vers: `${formatAdresseLettre(id)}/composer`, avis: 'lettre-modifiee' }),
    echouer: async (ctx, erreurs, brut, requete) => (
      <PageModifier {...{ requete, erreurs }} lettre={await getModifiable(ctx, brut)} valeurs={brut} />
    ),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/veille/lettres/:id/supprimer',
    action: supprimerLettre,
    avis: { 'lettre-supprimee': succes('Le brouillon est supprimé.') },
    reussir: () => ({ vers: '/veille/lettres', avis: 'lettre-supprimee' }),
  }),
]
