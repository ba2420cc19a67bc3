import type { Child } from 'hono/jsx'
import { z } from 'zod'
import { type Requete, succes } from '#core/context.ts'
import { type ErreurChamp, ErreurIntrouvable } from '#core/errors.ts'
import { formatJour } from '#core/jour.ts'
import { defineRoute } from '#core/route.ts'
import { type Brut, identifiant } from '#core/saisie.ts'
import { Actions, Button, ButtonLink, Field, Form, getError, Radios, TextArea } from '#ui/form.tsx'
import { Layout } from '#ui/layout.tsx'
import { ADRESSE, formatAdressePaire } from './articulation.ts'
import { feuille, filArticulation } from './cadre.tsx'
import { type CibleLien, chargerLien, declarerLien, modifierLien, retirerLien } from './lien.actions.ts'
import { formatAdresseLien, type Lien, NATURES_LIEN } from './lien.ts'
import { type Deux, getDeux } from './paire.queries.ts'
import { LienDeclare } from './paire.tsx'
import { peutAgir } from './suggestion.actions.ts'

interface PropsPage {
  requete: Requete
  deux: Deux
  titre: string
  erreurs?: ErreurChamp[]
  children: Child
}

function Page({ requete, deux: { a, b }, titre, erreurs = [], children }: PropsPage) {
  return (
    <Layout
      title={titre}
      page={requete}
      errors={erreurs}
      crumbs={filArticulation([
        { label: `${a.nom} et ${b.nom}`, href: formatAdressePaire({ a: a.id, b: b.id }) },
        { label: titre },
      ])}
      intro={<p>{`${a.nom} et ${b.nom}`}</p>}
      head={feuille}
    >
      {children}
    </Layout>
  )
}

interface PropsForm {
  action: string
  valeurs: Brut
  erreurs: ErreurChamp[]
  retour: string
}

function FormLien({ action, valeurs, erreurs, retour }: PropsForm) {
  const texte = (nom: string) => (typeof valeurs[nom] === 'string' ? valeurs[nom] : '')
  const erreur = (nom: string) => getError(erreurs, nom)
  return (
    <Form action={action}>
      {texte('revision') && <input type="hidden" name="revision" value={texte('revision')} />}
      <Radios
        name="nature"
        legend="Ce qui les lie"
        required
        value={texte('nature')}
        options={Object.entries(NATURES_LIEN).map(([value, { libelle, aide }]) => ({
          value,
          label: libelle,
          hint: aide,
        }))}
        error={erreur('nature')}
      />
      <Field
        name="depuis"
        label="Depuis le"
        type="date"
        size="short"
        required
        value={texte('depuis')}
        error={erreur('depuis')}
      />
      <Field
        name="jusqu"
        label="Jusqu’au"
        hint="Laissez vide tant que le lien dure."
        type="date"
        size="short"
        value={texte('jusqu')}
        error={erreur('jusqu')}
      />
      <Field
        name="preuve"
        label="Ce qui le prouve"
        hint="«&nbsp;Convention signée le 3&nbsp;mars 2026&nbsp;», «&nbsp;Compte rendu du comité de pilotage&nbsp;». Tout le monde le lira&nbsp;: n’y nommez personne."
        required
        value={texte('preuve')}
        error={erreur('preuve')}
      />
      <Field
        name="preuveUrl"
        label="Où lire cette preuve"
        hint="Une adresse qui commence par https://, si le document est en ligne."
        type="url"
        value={texte('preuveUrl')}
        error={erreur('preuveUrl')}
      />
      <TextArea name="note" label="Précisions" rows={3} value={texte('note')} error={erreur('note')} />
      <Actions>
        <Button>Enregistrer</Button>
        <ButtonLink href={retour} variant="link">
          Annuler
        </ButtonLink>
      </Actions>
    </Form>
  )
}

interface PropsSaisie {
  requete: Requete
  valeurs: Brut
  erreurs?: ErreurChamp[]
}

function PageNouveau({ deux, erreurs = [], ...props }: PropsSaisie & { deux: Deux }) {
  const retour = formatAdressePaire({ a: deux.a.id, b: deux.b.id })
  return (
    <Page titre="Déclarer un lien" {...{ deux, erreurs, requete: props.requete }}>
      <FormLien action={`${retour}/liens`} {...{ erreurs, retour }} valeurs={props.valeurs} />
    </Page>
  )
}

function PageModification({
  cible: { lien, deux },
  erreurs = [],
  requete,
  valeurs,
}: PropsSaisie & { cible: CibleLien }) {
  return (
    <Page titre="Modifier un lien" {...{ deux, erreurs, requete }}>
      <FormLien
        action={`${formatAdresseLien(lien.id)}/modifier`}
        {...{ erreurs, valeurs }}
        retour={formatAdressePaire(lien)}
      />
    </Page>
  )
}

const PageRetrait = ({
  cible: { lien, deux },
  requete,
  jour,
}: {
  cible: CibleLien
  requete: Requete
  jour: string
}) => (
  <Page titre="Retirer ce lien&#8239;?" {...{ deux, requete }}>
    <p>
      <LienDeclare {...{ lien, jour }} />
    </p>
    <p>
      Retirez un lien déclaré par erreur. S’il a existé et qu’il est fini,{' '}
      <a href={`${formatAdresseLien(lien.id)}/modifier`}>donnez-lui plutôt une fin</a>&nbsp;: son histoire reste.
    </p>
    <Form action={`${formatAdresseLien(lien.id)}/retirer`}>
      <Actions>
        <Button variant="danger">Retirer le lien</Button>
        <ButtonLink href={formatAdressePaire(lien)} variant="link">
          Annuler
        </ButtonLink>
      </Actions>
    </Form>
  </Page>
)

const formatValeurs = ({ nature, depuis, jusqu, preuve, preuveUrl, note, revision }: Lien): Brut => ({
  ...{ nature, depuis, preuve, jusqu: jusqu ?? '', preuveUrl: preuveUrl ?? '', note: note ?? '' },
  revision: String(revision),
})

const schemaDeux = z.object({ a: identifiant, b: identifiant })
const schemaId = z.object({ id: identifiant })

const PREREMPLIS = ['nature', 'depuis', 'preuve'] as const
const prerempli = z.string().max(500).catch('')

export const routesLien = [
  defineRoute({
    methode: 'GET',
    chemin: `${ADRESSE}/paire/:a/:b/liens/nouveau`,
    requete: z.object({ ...schemaDeux.shape, nature: prerempli, depuis: prerempli, preuve: prerempli }),
    charger: getDeux,
    politique: peutAgir,
    trace: 'articulation.lien.formulaire',
    lire: (_ctx, entree, requete, deux) => (
      <PageNouveau {...{ requete, deux }} valeurs={Object.fromEntries(PREREMPLIS.map((nom) => [nom, entree[nom]]))} />
    ),
  }),
  defineRoute({
    methode: 'POST',
    chemin: `${ADRESSE}/paire/:a/:b/liens`,
    action: declarerLien,
    avis: { 'lien-declare': succes('Le lien est déclaré.') },
    reussir: (deux) => ({ vers: `${formatAdressePaire(deux)}#liens`, avis: 'lien-declare' }),
    echouer: async (ctx, erreurs, brut, requete) => {
      const deux = await getDeux(ctx, schemaDeux.catch({ a: 0, b: 0 }).parse(brut))
      if (!deux || !peutAgir(ctx.acteur, deux)) throw new ErreurIntrouvable('paire')
      return <PageNouveau {...{ requete, deux, erreurs }} valeurs={brut} />
    },
  }),
  defineRoute({
    methode: 'GET',
    chemin: `${ADRESSE}/liens/:id/modifier`,
    requete: schemaId,
    charger: chargerLien,
    politique: peutAgir,
    trace: 'articulation.lien.formulaire',
    lire: (_ctx, _entree, requete, cible) => (
      <PageModification {...{ requete, cible }} valeurs={formatValeurs(cible.lien)} />
    ),
  }),
  defineRoute({
    methode: 'POST',
    chemin: `${ADRESSE}/liens/:id/modifier`,
    action: modifierLien,
    avis: { 'lien-modifie': succes('Le lien est enregistré.') },
    reussir: (lien) => ({ vers: `${formatAdressePaire(lien)}#liens`, avis: 'lien-modifie' }),
    echouer: async (ctx, erreurs, brut, requete) => {
      const cible = await chargerLien(ctx, schemaId.catch({ id: 0 }).parse(brut))
      if (!cible || !peutAgir(ctx.acteur, cible)) throw new ErreurIntrouvable('lien')
      return <PageModification {...{ requete, cible, erreurs }} valeurs={brut} />
    },
  }),
  defineRoute({
    methode: 'GET',
    chemin: `${ADRESSE}/liens/:id/retirer`,
    requete: schemaId,
    charger: chargerLien,
    politique: peutAgir,
    trace: 'articulation.lien.formulaire',
    lire: (ctx, _entree, requete, cible) => <PageRetrait {...{ requete, cible }} jour={formatJour(ctx.maintenant)} />,
  }),
  defineRoute({
    methode: 'POST',
    chemin: `${ADRESSE}/liens/:id/retirer`,
    action: retirerLien,
    avis: { 'lien-retire': succes('Le lien est retiré.') },
    reussir: (lien) => ({ vers: `${formatAdressePaire(lien)}#liens`, avis: 'lien-retire' }),
  }),
]
