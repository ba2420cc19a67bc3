import { z } from 'zod'
import { type Ctx, type Requete, succes } from '#core/context.ts'
import { type ErreurChamp, ErreurIntrouvable } from '#core/errors.ts'
import { defineRoute } from '#core/route.ts'
import { type Brut, identifiant } from '#core/saisie.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { Actions, Button, ButtonLink, Field, Form, getError, Select, TextArea } from '#ui/form.tsx'
import { formatCount } from '#ui/format.ts'
import { formatAdresseNotice } from '../notice/notice.ts'
import { Atelier } from './cadre.tsx'
import { politiqueModifier } from './etagere.actions.ts'
import { chargerLecture } from './etagere.pages.tsx'
import { canAccueillir, type Etagere, formatAdresseEtagere, listLignesPlan, type Section } from './etagere.ts'
import { getModifiable } from './formulaire.pages.tsx'
import {
  ajouterSection,
  type Deplacement,
  deplacerEntree,
  deplacerSection,
  modifierEntree,
  modifierSection,
  reclasserEntrees,
  retirerEntrees,
  supprimerSection,
} from './plan.actions.ts'
import { type Entree, listEntrees, listSections } from './plan.queries.ts'
import { ChoixSection, formatAncre, listPlacesOffertes, Plan } from './plan.tsx'

const formatAdressePlan = (id: number): string => `${formatAdresseEtagere(id)}/plan`

interface PropsAtelier {
  etagere: Etagere
  requete: Requete
  erreurs?: ErreurChamp[]
  brut?: Brut
}

async function renderPlan(ctx: Ctx, { etagere, requete, erreurs = [], brut = {} }: PropsAtelier) {
  const [sections, entrees] = await Promise.all([listSections(ctx, etagere.id), listEntrees(ctx, etagere.id)])
  const base = formatAdresseEtagere(etagere.id)
  return (
    <Atelier titre="Plan de l’étagère" page={`${base}/plan`} width="list" {...{ etagere, requete, erreurs }}>
      <Actions>
        <ButtonLink href={`${base}/ajouter`} variant="primary">
          Ajouter des notices
        </ButtonLink>
        <span class="hint">{formatCount(entrees.length, 'référence')}</span>
      </Actions>
      {sections.length + entrees.length === 0 ? (
        <EmptyState title="Le plan est vide">
          <p>Ajoutez des notices, ou commencez par une section.</p>
        </EmptyState>
      ) : (
        <Plan {...{ etagere, sections, entrees }} />
      )}
      <h2 id="nouvelle-section">Nouvelle section</h2>
      <FormSection action={`${base}/sections`} bouton="Ajouter la section" {...{ sections, brut, erreurs }} id={null} />
    </Atelier>
  )
}

interface PropsSection {
  action: string
  bouton: string
  sections: Section[]
  /** The section edited; null = a new one. */
  id: number | null
  brut: Brut
  erreurs: ErreurChamp[]
}

function FormSection({ action, bouton, sections, id, brut, erreurs }: PropsSection) {
  const texte = (nom: string) => (typeof brut[nom] === 'string' ? brut[nom] : '')
  const parents = sections.filter((s) => canAccueillir(sections, s.id, id))
  return (
    <Form action={action}>
      <Field name="titre" label="Titre" value={texte('titre')} error={getError(erreurs, 'titre')} required />
      <Select
        name="parent"
        label="Sous"
        value={texte('parent')}
        empty="Au premier niveau"
        options={listPlacesOffertes(sections).filter((o) => parents.some((p) => String(p.id) === o.value))}
        error={getError(erreurs, 'parent')}
      />
      <TextArea
        name="introduction"
        label="Introduction"
        rows={4}
        value={texte('introduction')}
        error={getError(erreurs, 'introduction')}
      />
      <Actions>
        <Button>{bouton}</Button>
      </Actions>
    </Form>
  )
}

async function renderSection(ctx: Ctx, id: number, { etagere, requete, erreurs = [], brut }: PropsAtelier) {
  const sections = await listSections(ctx, etagere.id)
  const section = listLignesPlan(sections).find((s) => s.id === id)
  if (!section) throw new ErreurIntrouvable('section')
  const adresse = `${formatAdresseEtagere(etagere.id)}/sections/${id}`
  const { titre, introduction, parent } = section
  const valeurs = brut ?? { titre, introduction: introduction ?? '', parent: parent === null ? '' : String(parent) }
  return (
    <Atelier titre={`Section «\u00a0${section.titre}\u00a0»`} {...{ etagere, requete, erreurs }}>
      <FormSection action={adresse} bouton="Enregistrer" brut={valeurs} {...{ sections, id, erreurs }} />
      <h2>Supprimer la section</h2>
      <p>Ses références et ses sous-sections ne sont pas perdues&nbsp;: elles remontent d’un niveau.</p>
      <Form action={`${adresse}/supprimer`}>
        <Button variant="danger">Supprimer la section</Button>
      </Form>
    </Atelier>
  )
}

async function renderEntree(ctx: Ctx, id: number, { etagere, requete, erreurs = [], brut }: PropsAtelier) {
  const [sections, entrees] = await Promise.all([listSections(ctx, etagere.id), listEntrees(ctx, etagere.id)])
  const entree: Entree | undefined = entrees.find((e) => e.id === id)
  if (!entree) throw new ErreurIntrouvable('entree')
  const note = typeof brut?.note === 'string' ? brut.note : entree.note
  const section = typeof brut?.section === 'string' ? brut.section : String(entree.section ?? '')
  return (
    <Atelier
      titre="Une référence de l’étagère"
      intro={
        <p>
          <a href={formatAdresseNotice(entree.notice.id)}>{String(entree.notice.csl.title)}</a>
        </p>
      }
      {...{ etagere, requete, erreurs }}
    >
      <Form action={`${formatAdresseEtagere(etagere.id)}/entrees/${id}`}>
        <TextArea
          name="note"
          label="Commentaire"
          hint="Imprimé sous la référence, sur cette étagère seulement."
          value={note}
          error={getError(erreurs, 'note')}
        />
        <ChoixSection sections={sections} valeur={section} erreur={getError(erreurs, 'section')} />
        <Actions>
          <Button>Enregistrer</Button>
        </Actions>
      </Form>
    </Atelier>
  )
}

const commun = {
  charger: chargerLecture,
  politique: politiqueModifier,
  objet: ({ id }: { id: number }) => ({ type: 'etagere', id }),
}
const reprendrePlan = async (ctx: Ctx, erreurs: ErreurChamp[], brut: Brut, requete: Requete) =>
  renderPlan(ctx, { etagere: await getModifiable(ctx, brut), requete, erreurs, brut })
const revenir = ({ id, objet, cible, suite }: Deplacement) => ({
  vers: `${formatAdressePlan(id)}#${formatAncre(objet, cible, suite)}`,
})
const numero = (brut: Brut, nom: string): number => identifiant.catch(0).parse(brut[nom])

export const routesPlan = [
  defineRoute({
    methode: 'GET',
    chemin: '/etageres/:id/plan',
    requete: z.object({ id: identifiant }),
    ...commun,
    trace: 'etagere.plan',
    lire: (ctx, _entree, requete, etagere) => renderPlan(ctx, { etagere, requete }),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/etageres/:id/sections',
    action: ajouterSection,
    avis: { 'section-ajoutee': succes('La section est ajoutée.') },
    reussir: ({ id, section }) => ({ vers: `${formatAdressePlan(id)}#section-${section}`, avis: 'section-ajoutee' }),
    echouer: reprendrePlan,
  }),
  defineRoute({
    methode: 'GET',
    chemin: '/etageres/:id/sections/:section',
    requete: z.object({ id: identifiant, section: identifiant }),
    ...commun,
    trace: 'etagere.section.formulaire',
    lire: (ctx, { section }, requete, etagere) => renderSection(ctx, section, { etagere, requete }),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/etageres/:id/sections/:section',
    action: modifierSection,
    avis: { 'section-modifiee': succes('La section est enregistrée.') },
    reussir: ({ id, section }) => ({ vers: `${formatAdressePlan(id)}#section-${section}`, avis: 'section-modifiee' }),
    echouer: async (ctx, erreurs, brut, requete) =>
      renderSection(ctx, numero(brut, 'section'), { etagere: await getModifiable(ctx, brut), requete, erreurs, brut }),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/etageres/:id/sections/:section/deplacer',
    action: deplacerSection,
    reussir: revenir,
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/etageres/:id/sections/:section/supprimer',
    action: supprimerSection,
    avis: {
      'section-supprimee': succes('La section est supprimée\u202f; ce qu’elle contenait est remonté d’un niveau.'),
    },
    reussir: ({ id }) => ({ vers: formatAdressePlan(id), avis: 'section-supprimee' }),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/etageres/:id/entrees/classer',
    action: reclasserEntrees,
    avis: { 'entrees-classees': succes('Les références cochées sont rangées.') },
    reussir: ({ id, section }) => ({
      vers: `${formatAdressePlan(id)}${section === null ? '' : `#section-${section}`}`,
      avis: 'entrees-classees',
    }),
    echouer: reprendrePlan,
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/etageres/:id/entrees/retirer',
    action: retirerEntrees,
    avis: { 'entrees-retirees': succes('Les références cochées sont retirées de l’étagère. Leurs notices restent.') },
    reussir: ({ id }) => ({ vers: formatAdressePlan(id), avis: 'entrees-retirees' }),
    echouer: reprendrePlan,
  }),
  defineRoute({
    methode: 'GET',
    chemin: '/etageres/:id/entrees/:entree',
    requete: z.object({ id: identifiant, entree: identifiant }),
    ...commun,
    trace: 'etagere.entree.formulaire',
    lire: (ctx, { entree }, requete, etagere) => renderEntree(ctx, entree, { etagere, requete }),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/etageres/:id/entrees/:entree',
    action: modifierEntree,
    avis: { 'entree-modifiee': succes('La référence est enregistrée.') },
    reussir: ({ id, entree }) => ({ vers: `${formatAdressePlan(id)}#entree-${entree}`, avis: 'entree-modifiee' }),
    echouer: async (ctx, erreurs, brut, requete) =>
      renderEntree(ctx, numero(brut, 'entree'), { etagere: await getModifiable(ctx, brut), requete, erreurs, brut }),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/etageres/:id/entrees/:entree/deplacer',
    action: deplacerEntree,
    reussir: revenir,
  }),
]
