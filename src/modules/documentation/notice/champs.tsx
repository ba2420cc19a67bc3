import type { ErreurChamp } from '#core/errors.ts'
import { getLibelle, getVocabulaire, listGroupes, listTermes } from '#modules/vocabulaires/index.ts'
import {
  Actions,
  Button,
  ButtonLink,
  Checkboxes,
  type Choice,
  Field,
  Form,
  getError,
  Select,
  TextArea,
} from '#ui/form.tsx'
import { ChampsExemplaires } from './exemplaire.tsx'
import { type CleVocabulaire, formatAdresseNotice, type Notice } from './notice.ts'

export type Valeurs = Record<string, unknown>
export interface PropsForm {
  valeurs: Valeurs
  erreurs: ErreurChamp[]
}

const texte = (v: unknown): string => (typeof v === 'string' || typeof v === 'number' ? String(v) : '')
const textes = (v: unknown): string[] => (Array.isArray(v) ? v.map(texte) : v ? [texte(v)] : [])

function Ligne({
  nom,
  libelle,
  aide,
  taille,
  valeurs,
  erreurs,
  obligatoire,
}: PropsForm & {
  nom: string
  libelle: string
  aide?: string
  taille?: 'short' | 'medium' | 'long'
  obligatoire?: boolean
}) {
  return (
    <Field
      name={nom}
      label={libelle}
      hint={aide}
      size={taille ?? 'long'}
      value={texte(valeurs[nom])}
      error={getError(erreurs, nom)}
      required={obligatoire}
    />
  )
}

type Indexable = 'theme' | 'public' | 'determinant' | 'milieu'

/** Terms as checkboxes, folded under the headings of the list, else under their broader term, which is its own first. */
export function listChoixTermes(vocabulaire: Indexable): Choice[] {
  const actifs = listTermes(vocabulaire).filter((t) => !t.remplacePar)
  const larges = new Set(actifs.map((t) => t.parent))
  return listGroupes(getVocabulaire(vocabulaire)).flatMap(({ groupe, termes }) =>
    termes
      .filter((t) => !t.remplacePar)
      .map((t) => {
        const large = larges.has(t.slug) ? t.slug : t.parent
        const group = groupe?.libelle ?? (large && getLibelle(vocabulaire, large))
        return { value: t.slug, label: t.libelle, ...(group && { group }) }
      }),
  )
}

function Indexation({
  nom,
  legende,
  vocabulaire,
  valeurs,
  erreurs,
}: PropsForm & { nom: CleVocabulaire; legende: string; vocabulaire: Indexable }) {
  return (
    <Checkboxes
      name={nom}
      legend={legende}
      options={listChoixTermes(vocabulaire)}
      values={textes(valeurs[nom])}
      error={getError(erreurs, nom)}
    />
  )
}

function ChampsDocument(p: PropsForm) {
  const natures = listTermes('nature').map((t) => ({ value: t.slug, label: t.libelle }))
  return (
    <fieldset>
      <legend>
        <h2>Le document</h2>
      </legend>
      <Select
        name="nature"
        label="Type de document"
        options={natures}
        value={texte(p.valeurs.nature)}
        error={getError(p.erreurs, 'nature')}
        required
      />
      <Ligne {...p} nom="title" libelle="Titre" aide="Avec le sous-titre, après deux-points." obligatoire />
      <TextArea
        name="auteurs"
        label="Auteurs"
        rows={3}
        value={texte(p.valeurs.auteurs)}
        error={getError(p.erreurs, 'auteurs')}
        hint="Un par ligne&nbsp;: «&nbsp;Nom, Prénom&nbsp;» pour une personne, le nom seul, sans virgule, pour un organisme."
      />
      <TextArea
        name="direction"
        label="Sous la direction de"
        rows={2}
        value={texte(p.valeurs.direction)}
        error={getError(p.erreurs, 'direction')}
        hint="Même écriture."
      />
      <Ligne
        {...p}
        nom="date"
        libelle="Date de parution"
        taille="short"
        aide="Par exemple 2024, 2024-03 ou 2024-03-21. Laissez vide si elle est inconnue."
      />
      <Ligne {...p} nom="container-title" libelle="Revue, ou ouvrage qui contient ce texte" />
      <div class="field-row">
        <Ligne {...p} nom="volume" libelle="Volume" taille="short" />
        <Ligne {...p} nom="issue" libelle="Numéro" taille="short" />
        <Ligne {...p} nom="page" libelle="Pages" taille="short" />
      </div>
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
      <legend>
        <h2>Où le trouver</h2>
      </legend>
      <Ligne {...p} nom="URL" libelle="Adresse internet" />
      <Checkboxes
        name="enLigne"
        legend="Accès"
        options={[{ value: '1', label: 'Lisible en ligne' }]}
        values={p.valeurs.enLigne ? ['1'] : []}
      />
      <div class="field-row">
        <Ligne {...p} nom="DOI" libelle="DOI" taille="medium" />
        <Ligne {...p} nom="ISBN" libelle="ISBN" taille="medium" />
        <Ligne {...p} nom="ISSN" libelle="ISSN" taille="medium" />
      </div>
      <Ligne {...p} nom="language" libelle="Langue" taille="short" aide="Code à deux lettres&nbsp;: fr, en…" />
      <Ligne
        {...p}
        nom="genre"
        libelle="Mention de type imprimée"
        taille="medium"
        aide="Telle que le document la porte&nbsp;: «&nbsp;Rapport d’information&nbsp;»…"
      />
    </fieldset>
  )
}

/**
 * The form of a notice, empty or filled; `notice` when one is edited. Its fields are `schemaSaisie`'s.
 * `annuler` is where one goes back to, unless it is that notice or the catalogue.
 */
export function FormNotice({
  action,
  valeurs,
  erreurs,
  notice,
  annuler = notice ? formatAdresseNotice(notice.id) : '/documentation',
}: PropsForm & { action: string; notice: Notice | null; annuler?: string }) {
  const p = { valeurs, erreurs }
  return (
    <Form action={action}>
      <ChampsDocument {...p} />
      <ChampsAcces {...p} />
      <ChampsExemplaires {...p} />
      <fieldset>
        <legend>
          <h2>Résumé</h2>
        </legend>
        <TextArea
          name="resume"
          label="Résumé"
          rows={5}
          value={texte(valeurs.resume)}
          error={getError(erreurs, 'resume')}
          hint="Court, et dans vos mots&nbsp;: un résumé copié appartient à son auteur."
        />
        <Ligne
          {...p}
          nom="resumeSource"
          libelle="De qui est ce résumé"
          taille="medium"
          aide="Votre centre, l’auteur, l’éditeur, Bib-Bop…"
        />
      </fieldset>
      <fieldset>
        <legend>
          <h2>Indexation</h2>
        </legend>
        <Indexation {...p} nom="themes" legende="Thèmes" vocabulaire="theme" />
        <Indexation {...p} nom="publics" legende="Publics" vocabulaire="public" />
        <Indexation {...p} nom="determinants" legende="Déterminants de santé" vocabulaire="determinant" />
        <Indexation {...p} nom="milieux" legende="Milieux de vie" vocabulaire="milieu" />
      </fieldset>
      {notice && (
        <>
          <input type="hidden" name="version" value={texte(valeurs.version) || String(notice.version)} />
          <Checkboxes
            name="verifier"
            legend="Vérification"
            values={textes(valeurs.verifier)}
            options={[{ value: '1', label: 'J’ai comparé cette notice au document lui-même' }]}
          />
        </>
      )}
      <Actions>
        <Button>{notice ? 'Enregistrer' : 'Créer la notice'}</Button>
        <ButtonLink href={annuler} variant="link">
          Annuler
        </ButtonLink>
      </Actions>
    </Form>
  )
}
