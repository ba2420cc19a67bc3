import { z } from 'zod'
import { type Ctx, type Requete, succes } from '#core/context.ts'
import { type ErreurChamp, ErreurIntrouvable } from '#core/errors.ts'
import { defineRoute } from '#core/route.ts'
import { type Brut, identifiant } from '#core/saisie.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { fieldId } from '#ui/error-summary.tsx'
import { Actions, Button, ButtonLink, Field, Form } from '#ui/form.tsx'
import { Layout } from '#ui/layout.tsx'
import { Table } from '#ui/table.tsx'
import { getStructure } from '../structure/structure.queries.ts'
import { formatAdresseStructure, type Structure } from '../structure/structure.ts'
import { feuille, filStructures } from './cadre.tsx'
import { formatChamp, getLibelleChamp, type Noms } from './champs.ts'
import {
  ecarterDoublon,
  fusionnerStructures,
  getPaire,
  type Paire,
  parametresPaire,
  peutFusionner,
} from './doublon.actions.ts'
import { type Doublon, listCommunesCoordonnees, listDoublons, listDoublonsDe } from './doublon.queries.ts'
import { type Cote, computeGardee, listChoix, RAISONS } from './doublon.ts'
import { fichePolicy } from './fiche.policy.ts'
import { getLieuDit } from './lieu.queries.ts'
import { getNoms } from './noms.queries.ts'

const ADRESSE = '/annuaire/doublons'
const peutChercher = (acteur: Ctx['acteur']) => fichePolicy.peutParfois(acteur, 'modifier')

function Doublons({ doublons }: { doublons: readonly Doublon[] }) {
  return (
    <Table
      caption="Doublons possibles"
      columns={[
        { key: 'a', label: 'Une fiche', header: true },
        { key: 'b', label: 'Une autre' },
        { key: 'raison', label: 'Pourquoi' },
        { key: 'geste', label: 'Geste' },
      ]}
      rows={doublons.map((d) => [
        <Lien id={d.a} nom={d.nomA} commune={d.communeA} />,
        <Lien id={d.b} nom={d.nomB} commune={d.communeB} />,
        RAISONS[d.raison],
        <a href={`${ADRESSE}/${d.a}/${d.b}`} aria-label={`Comparer ${d.nomA} et ${d.nomB}`}>
          Comparer
        </a>,
      ])}
    />
  )
}

const Lien = ({ id, nom, commune }: { id: number; nom: string; commune: string | null }) => (
  <>
    <a href={formatAdresseStructure(id)}>{nom}</a>
    {commune && `, ${commune}`}
  </>
)

interface PropsListe {
  ou: string
  lieu: string | null
  doublons: Doublon[]
  requete: Requete
}

function PageDoublons({ ou, lieu, doublons, requete }: PropsListe) {
  const admin = requete.acteur.role === 'administrateur'
  return (
    <Layout
      title="Doublons de l’annuaire"
      page={requete}
      width="list"
      crumbs={filStructures([{ label: 'Doublons' }])}
      intro={
        <p>
          Des fiches qui décrivent peut-être le même lieu. Comparez-les, puis fusionnez-les ou dites qu’elles sont deux.
        </p>
      }
      head={feuille}
    >
      <Form action={ADRESSE} method="get">
        <Field
          name="ou"
          label="Où chercher"
          value={ou}
          size="medium"
          hint={
            admin
              ? 'Commune, département, territoire. Sans lieu, seuls les numéros SIRET sont comparés.'
              : 'Commune de votre territoire. Sans lieu, tout votre territoire.'
          }
        />
        <Actions>
          <Button icon="search">Chercher</Button>
        </Actions>
      </Form>
      {lieu && <p class="hint">{`Lieu\u00a0: ${lieu}.`}</p>}
      {doublons.length === 0 ? (
        <EmptyState
          title={ou && !lieu ? `Aucun lieu ne s’appelle «\u00a0${ou}\u00a0»` : 'Aucun doublon trouvé ici'}
          action={<ButtonLink href="/structures">Voir les structures</ButtonLink>}
        />
      ) : (
        <Doublons doublons={doublons} />
      )}
    </Layout>
  )
}

interface PropsPaire {
  paire: Paire
  noms: Noms
  brut: Brut
  erreurs: ErreurChamp[]
  requete: Requete
}

const formatCote = (s: Structure, champ: string, noms: Noms): string =>
  champ === 'longitude'
    ? s.latitude === null
      ? ''
      : `${s.latitude} ${s.longitude}`
    : formatChamp('structure', champ, s[champ as keyof Structure], noms)

const getChoix = (brut: Brut): Record<string, unknown> =>
  typeof brut.choix === 'object' && brut.choix !== null ? (brut.choix as Record<string, unknown>) : {}

function Cellule({
  nom,
  cote,
  coche,
  texte,
  label,
}: {
  nom: string
  cote: Cote
  coche: boolean
  texte: string
  label: string
}) {
  const id = `${fieldId(nom)}-${cote}`
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

function PagePaire({ paire: { a, b }, noms, brut, erreurs, requete }: PropsPaire) {
  const adresse = `${ADRESSE}/${a.id}/${b.id}`
  const garde = brut.garde === 'a' || brut.garde === 'b' ? brut.garde : computeGardee(a, b)
  const pris = getChoix(brut)
  const rendre = (nom: string, label: string, choisi: unknown, textes: Record<Cote, string>) =>
    (['a', 'b'] as const).map((cote) => (
      <Cellule {...{ nom, cote, label }} coche={choisi === cote} texte={textes[cote]} />
    ))
  return (
    <Layout
      title="Est-ce la même structure&#8239;?"
      page={requete}
      width="full"
      errors={erreurs}
      crumbs={filStructures([{ label: 'Doublons', href: ADRESSE }, { label: 'Comparer' }])}
      intro={
        <p>Choisissez ce qui est juste, ligne par ligne. Services, contacts et dispositifs des deux seront réunis.</p>
      }
      head={feuille}
    >
      <Form action={`${adresse}/fusionner`}>
        <input type="hidden" name="revisionA" value={String(a.revision)} />
        <input type="hidden" name="revisionB" value={String(b.revision)} />
        <Table
          caption="Ce qui diffère"
          columns={[
            { key: 'champ', label: 'Champ', header: true },
            { key: 'a', label: `Fiche n°\u00a0${a.id}` },
            { key: 'b', label: `Fiche n°\u00a0${b.id}` },
          ]}
          rows={[
            ['Fiche qui reste', ...rendre('garde', 'Fiche qui reste', garde, { a: a.nom, b: b.nom })],
            ...listChoix(a, b).map(({ champ, cote }) => {
              const label = champ === 'longitude' ? 'Position' : getLibelleChamp('structure', champ)
              const textes = { a: formatCote(a, champ, noms), b: formatCote(b, champ, noms) }
              return [label, ...rendre(`choix.${champ}`, label, pris[champ] ?? cote, textes)]
            }),
          ]}
        />
        <p>L’adresse de la fiche qui part mènera à celle qui reste. L’historique des deux est gardé.</p>
        <Actions>
          <Button>Fusionner les deux fiches</Button>
          <Button variant="secondary" formaction={`${adresse}/ecarter`}>
            Ce sont deux structures différentes
          </Button>
          <ButtonLink href={formatAdresseStructure(a.id)} variant="link">
            Annuler
          </ButtonLink>
        </Actions>
      </Form>
    </Layout>
  )
}

const renderPaire = async (ctx: Ctx, paire: Paire, requete: Requete, brut: Brut = {}, erreurs: ErreurChamp[] = []) => (
  <PagePaire {...{ paire, requete, brut, erreurs }} noms={await getNoms(ctx, { ...paire.a }, { ...paire.b })} />
)

export const routesDoublon = [
  defineRoute({
    methode: 'GET',
    chemin: ADRESSE,
    requete: z.object({ ou: z.string().max(200).catch('') }),
    politique: peutChercher,
    trace: 'annuaire.doublons',
    lire: async (ctx, { ou }, requete) => {
      const lieu = ou.trim() ? (await getLieuDit(ctx, ou)).zone : null
      const miennes = ctx.acteur.role === 'administrateur' ? null : await listCommunesCoordonnees(ctx)
      const perdu = ou.trim() !== '' && lieu === null
      const doublons = perdu ? [] : await listDoublons(ctx, lieu?.communes ?? miennes)
      return <PageDoublons {...{ ou, doublons, requete }} lieu={lieu?.nom ?? null} />
    },
  }),
  defineRoute({
    methode: 'GET',
    chemin: '/structures/:id/doublons',
    requete: z.object({ id: identifiant }),
    charger: (ctx: Ctx, { id }) => getStructure(ctx, id),
    politique: (acteur, s: Structure) => fichePolicy.peut(acteur, 'modifier', s),
    trace: 'structure.doublons',
    objet: ({ id }) => ({ type: 'structure', id }),
    lire: async (ctx, { id }, requete, s) => {
      const doublons = await listDoublonsDe(ctx, id)
      return (
        <Layout
          title="Doublons possibles"
          page={requete}
          width="list"
          crumbs={filStructures([{ label: s.nom, href: formatAdresseStructure(id) }, { label: 'Doublons' }])}
          intro={<p>{s.nom}</p>}
        >
          {doublons.length > 0 ? (
            <Doublons doublons={doublons} />
          ) : (
            <EmptyState
              title="Aucune fiche ne lui ressemble"
              action={<ButtonLink href={formatAdresseStructure(id)}>Revenir à la fiche</ButtonLink>}
            />
          )}
        </Layout>
      )
    },
  }),
  defineRoute({
    methode: 'GET',
    chemin: `${ADRESSE}/:a/:b`,
    requete: parametresPaire,
    charger: getPaire,
    politique: peutFusionner,
    trace: 'structure.fusion.formulaire',
    objet: ({ a }) => ({ type: 'structure', id: a }),
    lire: (ctx, _entree, requete, paire) => renderPaire(ctx, paire, requete),
  }),
  defineRoute({
    methode: 'POST',
    chemin: `${ADRESSE}/:a/:b/fusionner`,
    action: fusionnerStructures,
    avis: {
      'structures-fusionnees': succes('Les deux fiches n’en font plus qu’une.'),
      'doublon-ecarte': succes('C’est noté\u00a0: ce sont deux structures différentes.'),
    },
    reussir: (id) => ({ vers: formatAdresseStructure(id), avis: 'structures-fusionnees' }),
    echouer: async (ctx, erreurs, brut, requete) => {
      const lus = parametresPaire.safeParse(brut)
      const paire = lus.success ? await getPaire(ctx, lus.data) : null
      if (!paire || !peutFusionner(ctx.acteur, paire)) throw new ErreurIntrouvable('paire')
      return renderPaire(ctx, paire, requete, brut, erreurs)
    },
  }),
  defineRoute({
    methode: 'POST',
    chemin: `${ADRESSE}/:a/:b/ecarter`,
    action: ecarterDoublon,
    reussir: () => ({ vers: ADRESSE, avis: 'doublon-ecarte' }),
  }),
]
