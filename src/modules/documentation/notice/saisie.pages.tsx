import { z } from 'zod'
import type { Avis, Ctx, Requete } from '#core/context.ts'
import { type ErreurChamp, ErreurIntrouvable } from '#core/errors.ts'
import { defineRoute } from '#core/route.ts'
import { type Brut, identifiant } from '#core/saisie.ts'
import { listTermes } from '#modules/vocabulaires/index.ts'
import { Actions, Button, ButtonLink, Checkboxes, Field, Form, getError, Select, TextArea } from '#ui/form.tsx'
import { Layout } from '#ui/layout.tsx'
import { formatAdresseNotice, type Notice } from './notice.ts'
import { creerNotice, modifierNotice } from './notice.actions.ts'
import { filAriane } from './fil.ts'
import { noticePolicy } from './notice.policy.ts'
import { getNotice } from './notice.queries.ts'
import { formatSaisie } from './saisie.ts'

type Valeurs = Record<string, unknown>
interface PropsForm {
  valeurs: Valeurs
  erreurs: ErreurChamp[]
}

const texte = (v: unknown): string => (typeof v === 'string' || typeof v === 'number' ? String(v) : '')
const textes = (v: unknown): string[] => (Array.isArray(v) ? v.map(texte) : v ? [texte(v)] : [])

const succes = (t: string): Avis => ({ ton: 'succes', texte: t })

function Ligne({ nom, libelle, aide, taille, valeurs, erreurs, obligatoire }: PropsForm & {
  nom: string
  libelle: string
  aide?: string
  taille?: 'short' | 'medium' | 'long'
  obligatoire?: boolean
}) {
  return (
    <Field name={nom} label={libelle} hint={aide} size={taille ?? 'long'} value={texte(valeurs[nom])} error={getError(erreurs, nom)} required={obligatoire} />
  )
}

/** `vocabulaire` terms as checkboxes, folded by group where the list has groups. */
function Indexation({ nom, legende, vocabulaire, valeurs, erreurs }: PropsForm & {
  nom: 'themes' | 'publics' | 'determinants' | 'milieux'
  legende: string
  vocabulaire: 'theme' | 'public' | 'determinant' | 'milieu'
}) {
  const groupes = new Map(listTermes(vocabulaire).map((t) => [t.slug, t.libelle]))
  const options = listTermes(vocabulaire)
    .filter((t) => !t.remplacePar)
    .map((t) => ({ value: t.slug, label: t.libelle, ...(t.parent && { group: groupes.get(t.parent) ?? t.parent }) }))
  const choisis = textes(valeurs[nom])
  return (
    <details open={choisis.length > 0 || vocabulaire === 'theme'}>
      <summary>{legende}{choisis.length > 0 ? ` (${choisis.length})` : ''}</summary>
      <Checkboxes name={nom} legend={legende} options={options} values={choisis} error={getError(erreurs, nom)} />
    </details>
  )
}

function ChampsDocument(p: PropsForm) {
  const natures = listTermes('nature').map((t) => ({ value: t.slug, label: t.libelle }))
  return (
    <fieldset>
      <legend><h2>Le document</h2></legend>
      <Select name="nature" label="Type de document" options={natures} value={texte(p.valeurs.nature)} error={getError(p.erreurs, 'nature')} required />
      <Ligne {...p} nom="title" libelle="Titre" aide="Avec le sous-titre, après deux-points." obligatoire />
      <TextArea name="auteurs" label="Auteurs" rows={3} value={texte(p.valeurs.auteurs)} error={getError(p.erreurs, 'auteurs')}
        hint="Un par ligne : « Nom, Prénom » pour une personne, le nom seul, sans virgule, pour un organisme." />
      <TextArea name="direction" label="Sous la direction de" rows={2} value={texte(p.valeurs.direction)} error={getError(p.erreurs, 'direction')} hint="Même écriture." />
      <Ligne {...p} nom="date" libelle="Date de parution" taille="short" aide="AAAA, AAAA-MM ou AAAA-MM-JJ. Rien si elle est inconnue." />
      <Ligne {...p} nom="container-title" libelle="Revue, ou ouvrage qui contient ce texte" />
      <Ligne {...p} nom="volume" libelle="Volume" taille="short" />
      <Ligne {...p} nom="issue" libelle="Numéro" taille="short" />
      <Ligne {...p} nom="page" libelle="Pages" taille="short" aide="De la première à la dernière : 45-55." />
      <Ligne {...p} nom="publisher" libelle="Éditeur" />
      <Ligne {...p} nom="publisher-place" libelle="Lieu d’édition" taille="medium" />
      <Ligne {...p} nom="collection-title" libelle="Collection" />
      <Ligne {...p} nom="number-of-pages" libelle="Nombre de pages" taille="short" />
    </fieldset>
  )
}

function ChampsAcces(p: PropsForm) {
  return (
    <fieldset>
      <legend><h2>Où le trouver</h2></legend>
      <Ligne {...p} nom="URL" libelle="Adresse internet" />
      <Checkboxes name="enLigne" legend="Accès" options={[{ value: '1', label: 'Lisible en ligne' }]} values={p.valeurs.enLigne ? ['1'] : []} />
      <TextArea name="prets" label="Exemplaires à emprunter" rows={2} value={texte(p.valeurs.prets)} error={getError(p.erreurs, 'prets')}
        hint="Un par ligne : centre ; cote ; précision." />
      <Ligne {...p} nom="DOI" libelle="DOI" taille="medium" />
      <Ligne {...p} nom="ISBN" libelle="ISBN" taille="medium" />
      <Ligne {...p} nom="ISSN" libelle="ISSN" taille="medium" />
      <Ligne {...p} nom="language" libelle="Langue" taille="short" aide="Code à deux lettres : fr, en…" />
      <Ligne {...p} nom="genre" libelle="Mention de type imprimée" taille="medium" aide="Telle que le document la porte : « Rapport d’information »…" />
    </fieldset>
  )
}

function FormNotice({ action, valeurs, erreurs, notice }: PropsForm & { action: string; notice: Notice | null }) {
  const p = { valeurs, erreurs }
  return (
    <Form action={action}>
      <ChampsDocument {...p} />
      <ChampsAcces {...p} />
      <fieldset>
        <legend><h2>Résumé</h2></legend>
        <TextArea name="resume" label="Résumé" rows={5} value={texte(valeurs.resume)} error={getError(erreurs, 'resume')} hint="Court, et dans vos mots : un résumé copié appartient à son auteur." />
        <Ligne {...p} nom="resumeSource" libelle="De qui est ce résumé" taille="medium" aide="Votre centre, l’auteur, l’éditeur, Bib-Bop…" />
      </fieldset>
      <fieldset>
        <legend><h2>Indexation</h2></legend>
        <Indexation {...p} nom="themes" legende="Thèmes" vocabulaire="theme" />
        <Indexation {...p} nom="publics" legende="Publics" vocabulaire="public" />
        <Indexation {...p} nom="determinants" legende="Déterminants de santé" vocabulaire="determinant" />
        <Indexation {...p} nom="milieux" legende="Milieux de vie" vocabulaire="milieu" />
      </fieldset>
      {notice && (
        <>
          <input type="hidden" name="version" value={texte(valeurs.version) || String(notice.version)} />
          <Checkboxes name="verifier" legend="Vérification" values={textes(valeurs.verifier)}
            options={[{ value: '1', label: 'J’ai comparé cette notice au document lui-même' }]} />
        </>
      )}
      <Actions>
        <Button>{notice ? 'Enregistrer' : 'Créer la notice'}</Button>
        <ButtonLink href={notice ? formatAdresseNotice(notice.id) : '/documentation'} variant="link">Annuler</ButtonLink>
      </Actions>
    </Form>
  )
}

const PageCreation = ({ requete, valeurs = {}, erreurs = [] }: { requete: Requete; valeurs?: Valeurs; erreurs?: ErreurChamp[] }) => (
  <Layout title="Nouvelle notice" page={requete} errors={erreurs} crumbs={filAriane([{ label: 'Nouvelle notice' }])}>
    <FormNotice action="/documentation/notices" valeurs={valeurs} erreurs={erreurs} notice={null} />
  </Layout>
)

const PageModification = ({ requete, notice, valeurs, erreurs = [] }: { requete: Requete; notice: Notice; valeurs: Valeurs; erreurs?: ErreurChamp[] }) => (
  <Layout title="Modifier la notice" page={requete} errors={erreurs}
    crumbs={filAriane([{ label: String(notice.csl.title), href: formatAdresseNotice(notice.id) }, { label: 'Modifier' }])}>
    <FormNotice action={`${formatAdresseNotice(notice.id)}/modifier`} valeurs={valeurs} erreurs={erreurs} notice={notice} />
  </Layout>
)

const charger = (ctx: Ctx, { id }: { id: number }) => getNotice(ctx, id)

export const routesSaisie = [
  defineRoute({
    methode: 'GET',
    chemin: '/documentation/nouvelle-notice',
    politique: (acteur) => noticePolicy.peutParfois(acteur, 'creer'),
    trace: 'notice.creation.formulaire',
    lire: (_ctx, _entree, requete) => <PageCreation requete={requete} />,
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/documentation/notices',
    action: creerNotice,
    avis: { 'notice-creee': succes('La notice est au catalogue.') },
    reussir: (id) => ({ vers: formatAdresseNotice(id), avis: 'notice-creee' }),
    echouer: (_ctx, erreurs, brut, requete) => <PageCreation requete={requete} valeurs={brut} erreurs={erreurs} />,
  }),
  defineRoute({
    methode: 'GET',
    chemin: '/documentation/notices/:id/modifier',
    requete: z.object({ id: identifiant }),
    charger,
    politique: (acteur, notice: Notice) => noticePolicy.peut(acteur, 'modifier', notice),
    trace: 'notice.modification.formulaire',
    objet: (entree) => ({ type: 'notice', id: entree.id }),
    lire: (_ctx, _entree, requete, notice) => <PageModification requete={requete} notice={notice} valeurs={formatSaisie(notice)} />,
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/documentation/notices/:id/modifier',
    action: modifierNotice,
    avis: { 'notice-modifiee': succes('La notice est enregistrée.') },
    reussir: (id) => ({ vers: formatAdresseNotice(id), avis: 'notice-modifiee' }),
    echouer: async (ctx, erreurs, brut: Brut, requete) => {
      // Input is judged before the row is read: who may not edit learns nothing from a faulty form.
      const notice = await getNotice(ctx, identifiant.catch(0).parse(brut.id))
      if (!notice || !noticePolicy.peut(ctx.acteur, 'modifier', notice)) throw new ErreurIntrouvable('notice')
      return <PageModification requete={requete} notice={notice} valeurs={brut} erreurs={erreurs} />
    },
  }),
]
