import type { Requete } from '#core/context.ts'
import type { ErreurChamp } from '#core/errors.ts'
import type { Brut } from '#core/saisie.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { fieldId } from '#ui/error-summary.tsx'
import { Actions, Button, ButtonLink, Field, Form } from '#ui/form.tsx'
import { type Crumb, Layout } from '#ui/layout.tsx'
import { SubNav } from '#ui/sub-nav.tsx'
import { Table } from '#ui/table.tsx'
import { feuille, filStructures } from '../fiche/cadre.tsx'
import { formatChamp, getLibelleChamp, type Noms } from '../fiche/champs.ts'
import { type Cote, computeGardee, type Doublon, type FicheDouble, listChoix, type Paire, RAISONS } from './doublon.ts'
import { doublonOrganisme, doublonStructure, type GenreDoublon } from './genre.ts'

type Genre = Pick<GenreDoublon<FicheDouble>, 'objet' | 'adresse' | 'adresseFiche'>
const GENRES: readonly Genre[] = [doublonStructure, doublonOrganisme]

/** How each is spoken of. */
export const MOTS = {
  structure: {
    nom: 'Structures',
    liste: '/structures',
    voir: 'Voir les structures',
    intro: 'Des fiches qui décrivent peut-être le même lieu.',
    partout: 'Sans lieu, seuls les numéros SIRET sont comparés.',
    question: 'Est-ce la même structure\u202f?',
    suite: 'Services, contacts et dispositifs des deux seront réunis.',
    deux: 'Ce sont deux structures différentes',
  },
  organisme: {
    nom: 'Organismes',
    liste: '/organismes',
    voir: 'Voir les organismes',
    intro: 'Des fiches qui décrivent peut-être le même organisme.',
    partout: 'Sans lieu, seuls les numéros et les noms entiers sont comparés.',
    question: 'Est-ce le même organisme\u202f?',
    suite: 'Structures, dispositifs, contacts et organismes rattachés aux deux seront réunis.',
    deux: 'Ce sont deux organismes différents',
  },
} as const

/** Where a page about doubles stands. */
export const createFil = ({ objet }: Pick<Genre, 'objet'>, suite: Crumb[]): Crumb[] =>
  filStructures([...(objet === 'organisme' ? [{ label: 'Organismes', href: '/organismes' }] : []), ...suite])

/** Pairs, each with the way to compare its two sheets. */
export function Doublons({ doublons, genre }: { doublons: readonly Doublon[]; genre: Genre }) {
  const lien = (id: number, nom: string, commune: string | null) => (
    <div>
      <a href={genre.adresseFiche(id)}>{nom}</a>
      {commune && ` (${commune})`}
    </div>
  )
  return (
    <Table
      caption="Doublons possibles"
      columns={[
        { key: 'fiches', label: 'Les deux fiches', header: true },
        { key: 'raison', label: 'Pourquoi' },
      ]}
      rows={doublons.map((d) => [
        <>
          {lien(d.a, d.nomA, d.communeA)}
          {lien(d.b, d.nomB, d.communeB)}
        </>,
        <>
          <div>{RAISONS[d.raison]}</div>
          <a href={`${genre.adresse}/${d.a}/${d.b}`} aria-label={`Comparer ${d.nomA} et ${d.nomB}`}>
            Comparer
          </a>
        </>,
      ])}
    />
  )
}

interface PropsListe {
  genre: Genre
  ou: string
  lieu: string | null
  doublons: readonly Doublon[]
  requete: Requete
  /** The place has too many communes to be compared. */
  large: boolean
}

export function PageDoublons({ genre, ou, lieu, large, doublons, requete }: PropsListe) {
  const mots = MOTS[genre.objet]
  const admin = requete.acteur.role === 'administrateur'
  return (
    <Layout
      title="Doublons de l’annuaire"
      page={requete}
      width="list"
      crumbs={createFil(genre, [{ label: 'Doublons' }])}
      intro={<p>{`${mots.intro} Comparez-les, puis fusionnez-les ou dites qu’elles sont deux.`}</p>}
      head={feuille}
    >
      <SubNav
        label="Fiches à comparer"
        links={GENRES.map(({ objet, adresse }) => ({
          href: ou ? `${adresse}?${new URLSearchParams({ ou })}` : adresse,
          label: MOTS[objet].nom,
          current: objet === genre.objet,
        }))}
      />
      <Form action={genre.adresse} method="get">
        <Field
          name="ou"
          label="Où chercher"
          value={ou}
          size="medium"
          hint={
            admin
              ? `Commune, département, territoire. ${mots.partout}`
              : 'Commune de votre territoire. Sans lieu, tout votre territoire.'
          }
        />
        <Actions>
          <Button icon="search">Chercher</Button>
        </Actions>
      </Form>
      {lieu && <p class="hint">{`Lieu\u00a0: ${lieu}.`}</p>}
      {large ? (
        <EmptyState title="Ce lieu est trop large">
          <p>Les noms s’y compareraient trop lentement&nbsp;: choisissez un département, ou moins.</p>
        </EmptyState>
      ) : doublons.length === 0 ? (
        <EmptyState
          title={ou && !lieu ? `Aucun lieu ne s’appelle «\u00a0${ou}\u00a0»` : 'Aucun doublon trouvé ici'}
          action={<ButtonLink href={mots.liste}>{mots.voir}</ButtonLink>}
        />
      ) : (
        <Doublons doublons={doublons} genre={genre} />
      )}
    </Layout>
  )
}

const formatCote = (objet: Genre['objet'], fiche: object, champ: string, noms: Noms): string => {
  const f = fiche as Record<string, unknown>
  if (champ !== 'longitude') return formatChamp(objet, champ, f[champ], noms)
  return f.latitude === null ? '' : `${f.latitude} ${f.longitude}`
}

const getChoix = (brut: Brut): Record<string, unknown> =>
  typeof brut.choix === 'object' && brut.choix !== null ? (brut.choix as Record<string, unknown>) : {}

interface PropsCellule {
  nom: string
  cote: Cote
  coche: boolean
  texte: string
  label: string
}

/** One side of a choice. An error of the choice leads to the first. */
function Cellule({ nom, cote, coche, texte, label }: PropsCellule) {
  const id = cote === 'a' ? fieldId(nom) : `${fieldId(nom)}-b`
  return (
    <span class="choice">
      <input
        type="radio"
        id={id}
        name={nom}
        value={cote}
        checked={coche}
        aria-label={`${label}\u00a0: ${texte || 'rien'}`}
      />
      <label for={id}>{texte || <em>rien</em>}</label>
    </span>
  )
}

interface PropsPaire<F extends FicheDouble> {
  genre: GenreDoublon<F>
  paire: Paire<F>
  noms: Noms
  brut: Brut
  erreurs: ErreurChamp[]
  requete: Requete
}

export function PagePaire<F extends FicheDouble>({ genre, paire, noms, brut, erreurs, requete }: PropsPaire<F>) {
  const { objet } = genre
  const { a, b } = paire
  const mots = MOTS[objet]
  const adresse = `${genre.adresse}/${a.id}/${b.id}`
  const garde = brut.garde === 'a' || brut.garde === 'b' ? brut.garde : computeGardee(paire)
  const pris = getChoix(brut)
  const comparees = genre.computePaire(paire)
  const rendre = (nom: string, label: string, choisi: unknown, textes: Record<Cote, string>) =>
    (['a', 'b'] as const).map((cote) => (
      <Cellule {...{ nom, cote, label }} coche={choisi === cote} texte={textes[cote]} />
    ))
  return (
    <Layout
      title={mots.question}
      page={requete}
      width="full"
      errors={erreurs}
      crumbs={createFil(genre, [{ label: 'Doublons', href: genre.adresse }, { label: 'Comparer' }])}
      intro={<p>{`Choisissez ce qui est juste, ligne par ligne. ${mots.suite}`}</p>}
      head={feuille}
    >
      <Form action={`${adresse}/fusionner`}>
        <input type="hidden" name="revisionA" value={String(a.revision)} />
        <input type="hidden" name="revisionB" value={String(b.revision)} />
        <div class="comparaison">
          <Table
            caption="Ce qui diffère"
            columns={[
              { key: 'champ', label: 'Champ', header: true },
              { key: 'a', label: `Fiche n°\u00a0${a.id}` },
              { key: 'b', label: `Fiche n°\u00a0${b.id}` },
            ]}
            rows={[
              ['Fiche qui reste', ...rendre('garde', 'Fiche qui reste', garde, { a: a.nom, b: b.nom })],
              ...listChoix(genre.champs, comparees).map(({ champ, cote }) => {
                const label = champ === 'longitude' ? 'Position' : getLibelleChamp(objet, champ)
                const textes = {
                  a: formatCote(objet, comparees.a, champ, noms),
                  b: formatCote(objet, comparees.b, champ, noms),
                }
                return [label, ...rendre(`choix.${champ}`, label, pris[champ] ?? cote, textes)]
              }),
            ]}
          />
        </div>
        <p>L’adresse de la fiche qui part mènera à celle qui reste. L’historique des deux est gardé.</p>
        <Actions>
          <Button>Fusionner les deux fiches</Button>
          <Button variant="secondary" formaction={`${adresse}/ecarter`}>
            {mots.deux}
          </Button>
          <ButtonLink href={genre.adresseFiche(a.id)} variant="link">
            Annuler
          </ButtonLink>
        </Actions>
      </Form>
    </Layout>
  )
}
