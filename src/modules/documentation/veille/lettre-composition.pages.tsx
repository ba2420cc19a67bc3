import { z } from 'zod'
import { type Ctx, type Requete, succes } from '#core/context.ts'
import type { ErreurChamp } from '#core/errors.ts'
import { defineRoute } from '#core/route.ts'
import { type Brut, liste, rangs } from '#core/saisie.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { Actions, Button, ButtonLink, Checkboxes, Form, getError, TextArea } from '#ui/form.tsx'
import { formatDate } from '#ui/format.ts'
import { formatAdresseNotice, type Notice } from '../notice/notice.ts'
import { parseRecherche } from '../recherche/recherche.ts'
import { formatCriteres } from './abonnement.ts'
import { composerLettre } from './lettre.actions.ts'
import { getModifiable, redaction } from './lettre.pages.tsx'
import { listChoisies, listPropositions } from './lettre.queries.ts'
import { type Choisie, formatAdresseLettre, type Lettre } from './lettre.ts'
import { AtelierLettre } from './lettre-cadre.tsx'
import { formatReference } from './message.ts'

const PROPOSITIONS = 40

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

export const routesComposition = [
  defineRoute({
    methode: 'GET',
    chemin: '/veille/lettres/:id/composer',
    ...redaction,
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
]
