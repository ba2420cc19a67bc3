import { z } from 'zod'
import { type Ctx, type Requete, succes } from '#core/context.ts'
import { type ErreurChamp, ErreurIntrouvable } from '#core/errors.ts'
import { defineRoute } from '#core/route.ts'
import { type Brut, identifiant, liste, rangs } from '#core/saisie.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { Actions, Button, ButtonLink, Checkboxes, Field, Form, getError, TextArea } from '#ui/form.tsx'
import { formatDate } from '#ui/format.ts'
import { Layout } from '#ui/layout.tsx'
import { formatAdresseNotice, type Notice } from '../notice/notice.ts'
import { formatAdresseRecherche, parseRecherche } from '../recherche/recherche.ts'
import { formatCriteres } from './abonnement.ts'
import { texteDe } from './cadre.tsx'
import { composerLettre, creerLettre, modifierLettre, supprimerLettre } from './lettre.actions.ts'
import { chargerLettre, objetLettre, requeteLettre } from './lettre.pages.tsx'
import { lettrePolicy } from './lettre.policy.ts'
import { getLettre, listChoisies, listPropositions } from './lettre.queries.ts'
import { type Choisie, formatAdresseLettre, type Lettre } from './lettre.ts'
import { AtelierLettre, feuille, filLettres } from './lettre-cadre.tsx'
import { formatReference } from './message.ts'

const PROPOSITIONS = 40

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

interface PropsChoisie {
  choisie: Choisie
  rang: number
  nombre: number
  erreurs: readonly ErreurChamp[]
}

function LigneChoisie({ choisie: { notice, commentaire }, rang, nombre, erreurs }: PropsChoisie) {
  const titre = String(notice.csl.title)
  const bouton = (geste: 'monter' | 'descendre', icon: 'up' | 'down', mot: string, inutile: boolean) => (
    <Button
      id={`${geste}-${notice.id}`}
      variant="secondary"
      icon={icon}
      label={`${mot}\u00a0: ${titre}`}
      name="geste"
      value={`${geste}-${notice.id}`}
      disabled={inutile}
    >
      <span class="visually-hidden">{mot}</span>
    </Button>
  )
  return (
    <li id={`notice-${notice.id}`}>
      <input type="hidden" name={`choisies.${rang}.notice`} value={String(notice.id)} />
      <h3>
        <a href={formatAdresseNotice(notice.id)}>{titre}</a>
      </h3>
      <p class="hint">{formatReference(notice)}</p>
      <TextArea
        name={`choisies.${rang}.commentaire`}
        label="Pourquoi le lire"
        rows={2}
        value={commentaire}
        error={getError(erreurs, `choisies.${rang}.commentaire`)}
      />
      <Actions>
        {bouton('monter', 'up', 'Monter', rang === 0)}
        {bouton('descendre', 'down', 'Descendre', rang === nombre - 1)}
        <Button variant="link" name="geste" value={`retirer-${notice.id}`} label={`Retirer\u00a0: ${titre}`}>
          Retirer
        </Button>
      </Actions>
    </li>
  )
}

interface PropsComposer {
  requete: Requete
  lettre: Lettre
  choisies: readonly Choisie[]
  propositions: readonly Notice[]
  /** Proposed notices that were checked in a form that comes back. */
  cochees?: readonly string[]
  erreurs?: ErreurChamp[]
}

/** One form: whatever button is pressed, comments, order and choices are saved together. */
function PageComposer({ requete, lettre, choisies, propositions, cochees = [], erreurs = [] }: PropsComposer) {
  const base = formatAdresseLettre(lettre.id)
  return (
    <AtelierLettre titre="Choisir les documents" width="list" {...{ requete, lettre, erreurs }}>
      <Form action={`${base}/composer`}>
        <input type="hidden" name="revision" value={String(lettre.revision)} />
        <section aria-labelledby="choisis">
          <h2 id="choisis">Documents de la lettre</h2>
          {choisies.length === 0 ? (
            <p>Aucun pour l’instant. Cochez-en ci-dessous.</p>
          ) : (
            <>
              <Actions>
                <Button>Enregistrer</Button>
                <ButtonLink href={`${base}/envoi`}>Aperçu et envoi</ButtonLink>
              </Actions>
              <ol class="lettre-choix">
                {choisies.map((choisie, rang) => (
                  <LigneChoisie {...{ choisie, rang, erreurs }} nombre={choisies.length} />
                ))}
              </ol>
            </>
          )}
        </section>
        <section class="propositions" aria-labelledby="proposes">
          <h2 id="proposes">Documents proposés</h2>
          <p class="hint">
            {`${formatCriteres(parseRecherche(lettre.recherche))}${formatPeriode(lettre)}. `}
            <a href={`${base}/modifier`}>Changer la recherche ou la période</a>
          </p>
          {propositions.length === 0 ? (
            <EmptyState title="Rien à proposer" action={<ButtonLink href={`${base}/modifier`}>Élargir</ButtonLink>}>
              <p>Aucun autre document n’est entré au catalogue pour cette recherche et cette période.</p>
            </EmptyState>
          ) : (
            <>
              <Checkboxes
                name="ajouter"
                legend={
                  propositions.length === PROPOSITIONS
                    ? `Les ${PROPOSITIONS} derniers entrés au catalogue`
                    : 'Les derniers entrés au catalogue'
                }
                values={cochees}
                options={propositions.map((n) => ({
                  value: String(n.id),
                  label: String(n.csl.title),
                  hint: [formatReference(n), `entré le ${formatDate(n.creeLe)}`].filter(Boolean).join(' · '),
                }))}
                error={getError(erreurs, 'ajouter')}
              />
              <Actions>
                <Button>Ajouter à la lettre</Button>
              </Actions>
            </>
          )}
        </section>
      </Form>
    </AtelierLettre>
  )
}

const formatPeriode = ({ depuis, jusqua }: Lettre): string =>
  [depuis && ` depuis le ${formatDate(depuis)}`, jusqua && ` jusqu’au ${formatDate(jusqua)}`].filter(Boolean).join('')

/** Comments by notice, as they were tapee. */
const schemaTapee = z
  .object({
    choisies: rangs(z.object({ notice: z.coerce.number(), commentaire: z.string() })),
    ajouter: liste(z.string()),
  })
  .partial()
  .catch({})

async function renderComposer(
  ctx: Ctx,
  requete: Requete,
  lettre: Lettre,
  erreurs: ErreurChamp[] = [],
  brut: Brut = {},
) {
  const tapee = schemaTapee.parse(brut)
  const commentaires = new Map(tapee.choisies?.map((c) => [c.notice, c.commentaire]))
  const [choisies, propositions] = await Promise.all([
    listChoisies(ctx, lettre.id),
    listPropositions(ctx, lettre, PROPOSITIONS),
  ])
  const saisies = choisies.map((c) => ({ ...c, commentaire: commentaires.get(c.notice.id) ?? c.commentaire }))
  return <PageComposer {...{ requete, lettre, propositions, erreurs }} choisies={saisies} cochees={tapee.ajouter} />
}

/** The letter under a faulty form. Input is judged before the row is read. @throws ErreurIntrouvable */
export async function getModifiable(ctx: Ctx, brut: Brut): Promise<Lettre> {
  const lettre = await getLettre(ctx, identifiant.catch(0).parse(brut.id))
  if (!lettre || !lettrePolicy.peut(ctx.acteur, 'ecrire', lettre)) throw new ErreurIntrouvable('lettre')
  return lettre
}

export const politiqueEcrire = (acteur: Ctx['acteur'], lettre: Lettre) => lettrePolicy.peut(acteur, 'ecrire', lettre)
const commun = { requete: requeteLettre, charger: chargerLettre, politique: politiqueEcrire, objet: objetLettre }

export const routesComposition = [
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
    ...commun,
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
    methode: 'GET',
    chemin: '/veille/lettres/:id/composer',
    ...commun,
    trace: 'veille.lettre.composition.page',
    lire: (ctx, _entree, requete, lettre) => renderComposer(ctx, requete, lettre),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/veille/lettres/:id/composer',
    action: composerLettre,
    avis: { 'lettre-composee': succes('Les documents de la lettre sont enregistrés.') },
    reussir: ({ id, geste }) => ({
      vers: `${formatAdresseLettre(id)}/composer${geste?.sens ? `#notice-${geste.notice}` : ''}`,
      avis: 'lettre-composee',
    }),
    echouer: async (ctx, erreurs, brut, requete) => {
      const lettre = await getModifiable(ctx, brut)
      return renderComposer(ctx, requete, lettre, erreurs, brut)
    },
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/veille/lettres/:id/supprimer',
    action: supprimerLettre,
    avis: { 'lettre-supprimee': succes('Le brouillon est supprimé.') },
    reussir: () => ({ vers: '/veille/lettres', avis: 'lettre-supprimee' }),
  }),
]
