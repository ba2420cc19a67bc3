import { z } from 'zod'
import { type Ctx, type Requete, succes } from '#core/context.ts'
import { type ErreurChamp, ErreurIntrouvable } from '#core/errors.ts'
import { formatJour } from '#core/jour.ts'
import { defineRoute } from '#core/route.ts'
import type { Brut } from '#core/saisie.ts'
import { Actions, Button, ButtonLink, Field, Form, getError } from '#ui/form.tsx'
import { formatDate } from '#ui/format.ts'
import { Layout } from '#ui/layout.tsx'
import { getSigle } from '../dispositif/types.ts'
import { ADRESSE, formatAdressePaire } from './articulation.ts'
import { feuille, filArticulation } from './cadre.tsx'
import { type CibleSuggestion, getCible, listNomsComptes, listNoticesAttendus } from './cible.queries.ts'
import { formatSuite } from './demande.ts'
import { formatAdresseDemarche } from './demarche.ts'
import { ChampsDemarche, type Responsable } from './demarche.tsx'
import {
  ecarterSuggestion,
  listResponsables,
  peutAgir,
  prevoirDemarche,
  reporterSuggestion,
} from './suggestion.actions.ts'
import { formatAdresseSuggestion, isTenue, REPONSES } from './suggestion.ts'
import { Fondement, type NoticesAttendus } from './suggestions.tsx'

interface Props {
  requete: Requete
  cible: CibleSuggestion
  responsables: readonly Responsable[]
  notices: NoticesAttendus
  valeurs: Brut
  erreurs?: ErreurChamp[]
  jour: string
}

const formatSujet = (cible: CibleSuggestion): string =>
  cible.nature === 'paire'
    ? `${cible.deux.a.nom} et ${cible.deux.b.nom}`
    : `Communes sans ${getSigle(cible.lacune.type)}\u00a0: ${cible.zone.nom}`

/** Where what is suggested is shown: the pair, or the area. */
const formatAdresseSujet = (cible: CibleSuggestion): string =>
  cible.nature === 'paire'
    ? formatAdressePaire({ a: cible.deux.a.id, b: cible.deux.b.id })
    : `${ADRESSE}?${formatSuite(cible.zone) ?? ''}`

function PageSuggestion({ requete, cible, responsables, notices, valeurs, erreurs = [], jour }: Props) {
  const base = formatAdresseSuggestion(cible.cle)
  const { suggestion } = cible
  return (
    <Layout
      title={suggestion ? 'Répondre à une suggestion' : 'Prévoir une démarche'}
      page={requete}
      errors={erreurs}
      crumbs={filArticulation([
        { label: formatSujet(cible), href: formatAdresseSujet(cible) },
        { label: suggestion ? 'Répondre' : 'Prévoir une démarche' },
      ])}
      intro={<p>{formatSujet(cible)}</p>}
      head={feuille}
    >
      {suggestion && <Rappel {...{ cible, suggestion, notices, jour }} />}
      {cible.nature === 'paire' && (
        <section aria-labelledby="lien">
          <h2 id="lien">Le lien existe déjà</h2>
          <p>Dites lequel, depuis quand, et ce qui le prouve.</p>
          <p class="actions">
            <ButtonLink href={`${formatAdresseSujet(cible)}/liens/nouveau`}>Déclarer un lien</ButtonLink>
            <ButtonLink href={`${formatAdresseSujet(cible)}/rencontre`}>Préparer une première rencontre</ButtonLink>
          </p>
        </section>
      )}
      <section aria-labelledby="demarche">
        <h2 id="demarche">Quelque chose est à faire</h2>
        <Form action={`${base}/demarche`}>
          <ChampsDemarche {...{ valeurs, erreurs, responsables }} />
          <Actions>
            <Button>Prévoir cette démarche</Button>
          </Actions>
        </Form>
      </section>
      {suggestion && <Autres {...{ base, valeurs, erreurs }} />}
    </Layout>
  )
}

function Rappel({
  cible,
  suggestion,
  notices,
  jour,
}: Pick<Props, 'cible' | 'notices' | 'jour'> & { suggestion: NonNullable<CibleSuggestion['suggestion']> }) {
  const { reponse } = cible
  return (
    <section class="suggestion">
      <p>{cible.raison}</p>
      {suggestion.nature === 'paire' && suggestion.attendu && (
        <Fondement attendu={suggestion.attendu} notices={notices} />
      )}
      {suggestion.nature === 'lacune' && suggestion.partout && (
        <Fondement attendu={suggestion.partout} notices={notices} />
      )}
      {reponse && (
        <p class="hint">
          {`${isTenue(suggestion, reponse, jour) ? 'Dernière réponse' : 'Réponse d’avant, les faits ont changé depuis ou sa date est passée'}\u00a0: ${REPONSES[reponse.reponse].toLocaleLowerCase('fr')} le ${formatDate(reponse.quand)}`}
          {reponse.jusqu && `, jusqu’au ${formatDate(reponse.jusqu)}`}
          {reponse.motif && `. Motif\u00a0: ${reponse.motif}`}
          {reponse.demarche !== null && (
            <>
              {' ('}
              <a href={formatAdresseDemarche(reponse.demarche)}>voir la démarche</a>)
            </>
          )}
          {'.'}
        </p>
      )}
    </section>
  )
}

function Autres({ base, valeurs, erreurs = [] }: Pick<Props, 'valeurs' | 'erreurs'> & { base: string }) {
  const texte = (nom: string) => (typeof valeurs[nom] === 'string' ? valeurs[nom] : '')
  return (
    <>
      <section aria-labelledby="plus-tard">
        <h2 id="plus-tard">Ce n’est pas le moment</h2>
        <Form action={`${base}/reporter`}>
          <Field
            name="jusqu"
            label="En reparler le"
            type="date"
            size="short"
            required
            value={texte('jusqu')}
            error={getError(erreurs, 'jusqu')}
          />
          <Actions>
            <Button variant="secondary">Reporter</Button>
          </Actions>
        </Form>
      </section>
      <section aria-labelledby="ecarter">
        <h2 id="ecarter">Cela n’a pas lieu d’être</h2>
        <Form action={`${base}/ecarter`}>
          <Field
            name="motif"
            label="Pourquoi"
            hint="Elle ne reviendra que si les faits changent&nbsp;: population commune doublée ou divisée par deux, thème ou membre commun de plus ou de moins, fin d’un lien, autres communes."
            required
            value={texte('motif')}
            error={getError(erreurs, 'motif')}
          />
          <Actions>
            <Button variant="secondary">Écarter</Button>
          </Actions>
        </Form>
      </section>
    </>
  )
}

async function renderPage(
  ctx: Ctx,
  requete: Requete,
  cible: CibleSuggestion,
  saisie: { valeurs: Brut; erreurs?: ErreurChamp[] },
) {
  const [responsables, notices] = await Promise.all([
    listNomsComptes(ctx, listResponsables(ctx, cible)),
    listNoticesAttendus(ctx),
  ])
  return <PageSuggestion {...{ requete, cible, responsables, notices, ...saisie }} jour={formatJour(ctx.maintenant)} />
}

const schemaCle = z.object({ cle: z.string().max(200) })

async function echouer(ctx: Ctx, erreurs: ErreurChamp[], brut: Brut, requete: Requete) {
  const cible = await getCible(ctx, schemaCle.catch({ cle: '' }).parse(brut))
  if (!cible || !peutAgir(ctx.acteur, cible)) throw new ErreurIntrouvable('suggestion')
  return renderPage(ctx, requete, cible, { valeurs: brut, erreurs })
}

export const routesSuggestion = [
  defineRoute({
    methode: 'GET',
    chemin: `${ADRESSE}/suggestions/:cle`,
    requete: schemaCle,
    charger: getCible,
    politique: peutAgir,
    trace: 'articulation.suggestion.lecture',
    objet: ({ cle }) => ({ type: 'suggestion', id: cle }),
    lire: (ctx, _entree, requete, cible) =>
      renderPage(ctx, requete, cible, { valeurs: { responsable: ctx.acteur.compte ?? '' } }),
  }),
  defineRoute({
    methode: 'POST',
    chemin: `${ADRESSE}/suggestions/:cle/demarche`,
    action: prevoirDemarche,
    avis: {
      'demarche-prevue': succes('La démarche est prévue. La suggestion ne reviendra que si les faits changent.'),
    },
    reussir: (id) => ({ vers: formatAdresseDemarche(id), avis: 'demarche-prevue' }),
    echouer,
  }),
  defineRoute({
    methode: 'POST',
    chemin: `${ADRESSE}/suggestions/:cle/reporter`,
    action: reporterSuggestion,
    avis: { 'suggestion-reportee': succes('La suggestion reviendra à cette date.') },
    reussir: (cible) => ({ vers: formatAdresseSujet(cible), avis: 'suggestion-reportee' }),
    echouer,
  }),
  defineRoute({
    methode: 'POST',
    chemin: `${ADRESSE}/suggestions/:cle/ecarter`,
    action: ecarterSuggestion,
    avis: { 'suggestion-ecartee': succes('La suggestion est écartée. Elle ne reviendra que si les faits changent.') },
    reussir: (cible) => ({ vers: formatAdresseSujet(cible), avis: 'suggestion-ecartee' }),
    echouer,
  }),
]
