import { z } from 'zod'
import { type Ctx, type Requete, succes } from '#core/context.ts'
import { type ErreurChamp, ErreurIntrouvable } from '#core/errors.ts'
import { defineRoute } from '#core/route.ts'
import { type Brut, identifiant } from '#core/saisie.ts'
import { Actions, Button, ButtonLink, Checkboxes, Field, Form, getError, Select, TextArea } from '#ui/form.tsx'
import { Layout } from '#ui/layout.tsx'
import { listStyles } from '../citation/citation.ts'
import { Atelier, filEtageres } from './cadre.tsx'
import { copierEtagere, creerEtagere, modifierEtagere, retablirEtagere, supprimerEtagere } from './etagere.actions.ts'
import { chargerLecture } from './etagere.pages.tsx'
import { etagerePolicy } from './etagere.policy.ts'
import { getEtagere } from './etagere.queries.ts'
import { type Etagere, formatAdresseEtagere, LICENCES } from './etagere.ts'
import { formatSaisie, OPTIONS } from './saisie.ts'

interface PropsForm {
  action: string
  valeurs: Brut
  erreurs?: ErreurChamp[]
  /** Present when a stored shelf is edited. */
  etagere?: Etagere
}

const TEXTES = [
  { name: 'titre', label: 'Titre', required: true },
  { name: 'sousTitre', label: 'Sous-titre' },
  {
    name: 'auteurs',
    label: 'Sélection faite par',
    hint: 'Comme la couverture doit le dire\u00a0: «\u00a0Ana Dupont, documentaliste\u00a0».',
  },
  {
    name: 'couverture',
    label: 'Ligne de couverture',
    hint: 'L’occasion, le lieu\u00a0: «\u00a0Journée d’étude, Besançon\u00a0».',
  },
] as const

const NOUVELLE: Brut = { presentation: 'ireps-bfc', options: OPTIONS }

const LIBELLES_OPTION: Record<(typeof OPTIONS)[number], string> = {
  avecResumes: 'Imprimer les résumés',
  avecLiens: 'Imprimer les adresses des documents',
  avecNumeros: 'Numéroter les références',
  planNumerote: 'Numéroter les titres',
}

function FormEtagere({ action, valeurs, erreurs = [], etagere }: PropsForm) {
  const texte = (nom: string) => (typeof valeurs[nom] === 'string' ? valeurs[nom] : '')
  const erreur = (nom: string) => getError(erreurs, nom)
  return (
    <Form action={action}>
      {etagere && <input type="hidden" name="revision" value={texte('revision')} />}
      {TEXTES.map((champ) => (
        <Field {...champ} value={texte(champ.name)} error={erreur(champ.name)} />
      ))}
      <Field
        name="date"
        label="Date de la couverture"
        hint="2023, 2023-05 ou 2023-05-31"
        size="short"
        value={texte('date')}
        error={erreur('date')}
      />
      <TextArea
        name="introduction"
        label="Introduction"
        hint="Une ligne vide sépare deux paragraphes."
        rows={8}
        value={texte('introduction')}
        error={erreur('introduction')}
      />
      <Select
        name="licence"
        label="Licence de la sélection"
        value={texte('licence')}
        empty="Non précisée"
        options={Object.entries(LICENCES).map(([value, { libelle }]) => ({ value, label: libelle }))}
        error={erreur('licence')}
      />
      <Select
        name="presentation"
        label="Présentation des références"
        value={texte('presentation')}
        empty={null}
        options={listStyles().map((s) => ({ value: s.slug, label: s.libelle }))}
        error={erreur('presentation')}
      />
      <Checkboxes
        name="options"
        legend="À l’impression et dans les fichiers"
        values={[valeurs.options ?? []].flat().map(String)}
        options={OPTIONS.map((value) => ({ value, label: LIBELLES_OPTION[value] }))}
      />
      <Field
        name="recherche"
        label="Recherche qui remplit l’étagère"
        hint="Laissez vide pour choisir vous-même les notices. Sinon, collez l’adresse d’une page de recherche&nbsp;: l’étagère montre ce qu’elle trouve."
        value={texte('recherche')}
        error={erreur('recherche')}
      />
      <Actions>
        <Button>{etagere ? 'Enregistrer' : 'Créer l’étagère'}</Button>
        {etagere && (
          <ButtonLink href={`${formatAdresseEtagere(etagere.id)}/supprimer`} variant="link">
            Supprimer l’étagère
          </ButtonLink>
        )}
      </Actions>
    </Form>
  )
}

function PageCreation({
  requete,
  valeurs,
  erreurs = [],
}: {
  requete: Requete
  valeurs: Brut
  erreurs?: ErreurChamp[]
}) {
  return (
    <Layout
      title="Nouvelle étagère"
      page={requete}
      errors={erreurs}
      crumbs={filEtageres([{ label: 'Nouvelle étagère' }])}
      intro={<p>Elle naît en brouillon&nbsp;: vous choisirez ensuite qui la lit.</p>}
    >
      <FormEtagere action="/etageres" valeurs={valeurs} erreurs={erreurs} />
    </Layout>
  )
}

interface PropsModification {
  requete: Requete
  etagere: Etagere
  valeurs: Brut
  erreurs?: ErreurChamp[]
}

function PageModification({ requete, etagere, valeurs, erreurs = [] }: PropsModification) {
  const page = `${formatAdresseEtagere(etagere.id)}/modifier`
  return (
    <Atelier titre="Description de l’étagère" {...{ etagere, requete, erreurs, page }}>
      <FormEtagere action={page} {...{ valeurs, erreurs, etagere }} />
    </Atelier>
  )
}

function PageSuppression({ etagere, requete }: { etagere: Etagere; requete: Requete }) {
  const base = formatAdresseEtagere(etagere.id)
  return (
    <Atelier titre={`Supprimer cette étagère\u202f?`} etagere={etagere} requete={requete}>
      <p>
        <strong>{etagere.titre}</strong>
      </p>
      <p>Plus personne ne la lira, versions comprises. Vous pourrez la rétablir depuis vos étagères.</p>
      <Form action={`${base}/supprimer`}>
        <Actions>
          <Button variant="danger">Supprimer l’étagère</Button>
          <ButtonLink href={base} variant="link">
            Annuler
          </ButtonLink>
        </Actions>
      </Form>
    </Atelier>
  )
}

const requete = z.object({ id: identifiant })
const objet = ({ id }: { id: number }) => ({ type: 'etagere', id })

/**
 * The stored shelf under a faulty form. Input is judged before the row is read: who may not change it learns nothing.
 * @throws ErreurIntrouvable
 */
export async function getModifiable(ctx: Ctx, brut: Brut): Promise<Etagere> {
  const etagere = await getEtagere(ctx, identifiant.catch(0).parse(brut.id))
  if (!etagere || !etagerePolicy.peut(ctx.acteur, 'modifier', etagere)) throw new ErreurIntrouvable('etagere')
  return etagere
}

export const routesFormulaire = [
  defineRoute({
    methode: 'GET',
    chemin: '/etageres/nouvelle',
    politique: (acteur) => etagerePolicy.peutParfois(acteur, 'creer'),
    trace: 'etagere.creation.formulaire',
    lire: (_ctx, _entree, requete) => <PageCreation requete={requete} valeurs={NOUVELLE} />,
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/etageres',
    action: creerEtagere,
    avis: { 'etagere-creee': succes('L’étagère est créée. Ajoutez-lui des notices.') },
    reussir: (id) => ({ vers: formatAdresseEtagere(id), avis: 'etagere-creee' }),
    echouer: (_ctx, erreurs, brut, requete) => <PageCreation requete={requete} valeurs={brut} erreurs={erreurs} />,
  }),
  defineRoute({
    methode: 'GET',
    chemin: '/etageres/:id/modifier',
    requete,
    charger: chargerLecture,
    politique: (acteur, etagere: Etagere) => etagerePolicy.peut(acteur, 'modifier', etagere),
    trace: 'etagere.modification.formulaire',
    objet,
    lire: (_ctx, _entree, requete, etagere) => (
      <PageModification requete={requete} etagere={etagere} valeurs={formatSaisie(etagere)} />
    ),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/etageres/:id/modifier',
    action: modifierEtagere,
    avis: { 'etagere-modifiee': succes('L’étagère est enregistrée.') },
    reussir: (id) => ({ vers: formatAdresseEtagere(id), avis: 'etagere-modifiee' }),
    echouer: async (ctx, erreurs, brut, requete) => {
      const etagere = await getModifiable(ctx, brut)
      return <PageModification {...{ requete, etagere, erreurs }} valeurs={brut} />
    },
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/etageres/:id/copie',
    action: copierEtagere,
    avis: { 'etagere-copiee': succes('Voici votre copie, en brouillon.') },
    reussir: (id) => ({ vers: formatAdresseEtagere(id), avis: 'etagere-copiee' }),
  }),
  defineRoute({
    methode: 'GET',
    chemin: '/etageres/:id/supprimer',
    requete,
    charger: chargerLecture,
    politique: (acteur, etagere: Etagere) => etagerePolicy.peut(acteur, 'supprimer', etagere),
    trace: 'etagere.suppression.formulaire',
    objet,
    lire: (_ctx, _entree, requete, etagere) => <PageSuppression etagere={etagere} requete={requete} />,
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/etageres/:id/supprimer',
    action: supprimerEtagere,
    avis: { 'etagere-supprimee': succes('L’étagère est supprimée.') },
    reussir: () => ({ vers: '/etageres?qui=moi', avis: 'etagere-supprimee' }),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/etageres/:id/retablir',
    action: retablirEtagere,
    avis: { 'etagere-retablie': succes('L’étagère est rétablie.') },
    reussir: (id) => ({ vers: formatAdresseEtagere(id), avis: 'etagere-retablie' }),
  }),
]
