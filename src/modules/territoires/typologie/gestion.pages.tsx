import { z } from 'zod'
import { type Ctx, type Requete, succes } from '#core/context.ts'
import { type ErreurChamp, ErreurIntrouvable } from '#core/errors.ts'
import { defineRoute } from '#core/route.ts'
import { type Brut, identifiant } from '#core/saisie.ts'
import { Alert } from '#ui/alert.tsx'
import { Actions, Button, ButtonLink, Field, Form, getError, TextArea } from '#ui/form.tsx'
import { Layout } from '#ui/layout.tsx'
import { feuille, filTypologies, Lettre, SousMenu } from './cadre.tsx'
import { ChoixEtat } from './champs.tsx'
import { listPhrases } from './presentation.ts'
import { modifierTypologie, recalculerTypologie, retablirTypologie, supprimerTypologie } from './typologie.actions.ts'
import { chargerLecture, objetTypologie } from './typologie.pages.tsx'
import { typologiePolicy } from './typologie.policy.ts'
import { getTypologie } from './typologie.queries.ts'
import { formatAdresseTypologie, type Typologie } from './typologie.ts'

interface PropsModification {
  requete: Requete
  typologie: Typologie
  /** What was typed, where the form comes back. */
  brut?: Brut
  erreurs?: ErreurChamp[]
}

/** The typed value of a dotted field, else the stored one. */
function readChamp(brut: Brut | undefined, nom: string, garde: string | null): string {
  if (!brut) return garde ?? ''
  const valeur = nom.split('.').reduce<unknown>((noeud, cle) => (noeud as Brut | undefined)?.[cle], brut)
  return typeof valeur === 'string' ? valeur : ''
}

function PageModification({ requete, typologie, brut, erreurs = [] }: PropsModification) {
  const base = formatAdresseTypologie(typologie.id)
  const page = `${base}/modifier`
  const champ = (name: string, garde: string | null) => ({
    name,
    value: readChamp(brut, name, garde),
    error: getError(erreurs, name),
  })
  return (
    <Layout
      title="Noms et partage"
      page={requete}
      errors={erreurs}
      head={feuille}
      crumbs={filTypologies([{ label: typologie.nom, href: base }, { label: 'Noms et partage' }])}
    >
      <SousMenu {...{ typologie, requete, page }} />
      <Form action={page}>
        <input type="hidden" name="revision" value={readChamp(brut, 'revision', String(typologie.revision))} />
        <Field {...champ('nom', typologie.nom)} label="Nom de la typologie" required />
        <TextArea {...champ('description', typologie.description)} label="Pourquoi cette typologie" rows={3} />
        <ChoixEtat valeur={readChamp(brut, 'etat', typologie.etat)} erreurs={erreurs} />
        {typologie.resultat.groupes.map((groupe, rang) => (
          <fieldset class="nom-groupe">
            <legend>
              <Lettre rang={rang} /> {`Groupe\u00a0${rang + 1}`}
            </legend>
            <ul class="hint">
              {listPhrases(groupe, typologie.resultat.variables).map((phrase) => (
                <li>{phrase}</li>
              ))}
            </ul>
            <Field {...champ(`groupes.${rang}.nom`, groupe.nom)} label="Nom du groupe" />
            <TextArea {...champ(`groupes.${rang}.description`, groupe.description)} label="Description" rows={2} />
          </fieldset>
        ))}
        <Actions>
          <Button>Enregistrer</Button>
          <ButtonLink href={`${base}/supprimer`} variant="link">
            Supprimer la typologie
          </ButtonLink>
        </Actions>
      </Form>
    </Layout>
  )
}

function PageSuppression({ typologie, requete }: { typologie: Typologie; requete: Requete }) {
  const base = formatAdresseTypologie(typologie.id)
  return (
    <Layout
      title="Supprimer cette typologie&#8239;?"
      page={requete}
      head={feuille}
      crumbs={filTypologies([{ label: typologie.nom, href: base }, { label: 'Supprimer' }])}
    >
      <p>
        <strong>{typologie.nom}</strong>
      </p>
      <p>Plus personne ne la lira. Vous pourrez la rétablir depuis vos typologies.</p>
      <Form action={`${base}/supprimer`}>
        <Actions>
          <Button variant="danger">Supprimer la typologie</Button>
          <ButtonLink href={base} variant="link">
            Annuler
          </ButtonLink>
        </Actions>
      </Form>
    </Layout>
  )
}

/** The reasons why the groups could not be made again; the former ones stand. */
function PageCalculRefuse({
  typologie,
  requete,
  erreurs,
}: {
  typologie: Typologie
  requete: Requete
  erreurs: ErreurChamp[]
}) {
  const base = formatAdresseTypologie(typologie.id)
  return (
    <Layout
      title="Ces groupes ne peuvent pas être refaits"
      page={requete}
      head={feuille}
      crumbs={filTypologies([{ label: typologie.nom, href: base }, { label: 'Recalculer' }])}
      actions={
        <>
          <ButtonLink href={base}>Revenir aux groupes d’avant</ButtonLink>
          <ButtonLink href={`/typologies/nouvelle?depuis=${typologie.id}`} variant="link">
            Refaire avec d’autres réglages
          </ButtonLink>
        </>
      }
    >
      <Alert ton="erreur" live>
        <ul>
          {erreurs.map(({ message }) => (
            <li>{message}</li>
          ))}
        </ul>
      </Alert>
    </Layout>
  )
}

/** @throws ErreurIntrouvable: who may not change it learns nothing */
async function getModifiable(ctx: Ctx, brut: Brut): Promise<Typologie> {
  const typologie = await getTypologie(ctx, identifiant.catch(0).parse(brut.id))
  if (!typologie || !typologiePolicy.peut(ctx.acteur, 'modifier', typologie)) throw new ErreurIntrouvable('typologie')
  return typologie
}

const requete = z.object({ id: identifiant })

export const routesGestion = [
  defineRoute({
    methode: 'GET',
    chemin: '/typologies/:id/modifier',
    requete,
    charger: chargerLecture,
    politique: (acteur, typologie: Typologie) => typologiePolicy.peut(acteur, 'modifier', typologie),
    trace: 'typologie.modification.formulaire',
    objet: objetTypologie,
    lire: (_ctx, _entree, requete, typologie) => <PageModification {...{ requete, typologie }} />,
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/typologies/:id/modifier',
    action: modifierTypologie,
    avis: { 'typologie-modifiee': succes('La typologie est enregistrée.') },
    reussir: (id) => ({ vers: formatAdresseTypologie(id), avis: 'typologie-modifiee' }),
    echouer: async (ctx, erreurs, brut, requete) => (
      <PageModification {...{ requete, erreurs, brut }} typologie={await getModifiable(ctx, brut)} />
    ),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/typologies/:id/calcul',
    action: recalculerTypologie,
    limite: { nom: 'typologie', max: 20, secondes: 60 },
    avis: {
      'typologie-recalculee': succes(
        'Les groupes sont refaits. Ceux qui continuent un groupe d’avant gardent son nom.',
      ),
    },
    reussir: (id) => ({ vers: formatAdresseTypologie(id), avis: 'typologie-recalculee' }),
    echouer: async (ctx, erreurs, brut, requete) => (
      <PageCalculRefuse {...{ requete, erreurs }} typologie={await getModifiable(ctx, brut)} />
    ),
  }),
  defineRoute({
    methode: 'GET',
    chemin: '/typologies/:id/supprimer',
    requete,
    charger: chargerLecture,
    politique: (acteur, typologie: Typologie) => typologiePolicy.peut(acteur, 'supprimer', typologie),
    trace: 'typologie.suppression.formulaire',
    objet: objetTypologie,
    lire: (_ctx, _entree, requete, typologie) => <PageSuppression {...{ typologie, requete }} />,
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/typologies/:id/supprimer',
    action: supprimerTypologie,
    avis: { 'typologie-supprimee': succes('La typologie est supprimée.') },
    reussir: () => ({ vers: '/typologies?qui=moi', avis: 'typologie-supprimee' }),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/typologies/:id/retablir',
    action: retablirTypologie,
    avis: { 'typologie-retablie': succes('La typologie est rétablie.') },
    reussir: (id) => ({ vers: formatAdresseTypologie(id), avis: 'typologie-retablie' }),
  }),
]
