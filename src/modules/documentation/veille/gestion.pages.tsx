import type { Ctx, Requete } from '#core/context.ts'
import { succes } from '#core/context.ts'
import { type ErreurChamp, ErreurIntrouvable } from '#core/errors.ts'
import { defineRoute, type Route } from '#core/route.ts'
import type { Brut } from '#core/saisie.ts'
import { DefinitionList } from '#ui/definition-list.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Actions, Button, ButtonLink, Form } from '#ui/form.tsx'
import { formatCount, formatDateTime } from '#ui/format.ts'
import { Layout } from '#ui/layout.tsx'
import { HiddenFields } from '#ui/search-box.tsx'
import { SubNav } from '#ui/sub-nav.tsx'
import { formatAdresseRecherche, parseRecherche } from '../recherche/recherche.ts'
import {
  type Atteint,
  changerPause,
  getAtteint,
  getCible,
  modifierAlerte,
  politiqueCible,
  politiqueTenir,
} from './abonnement.actions.ts'
import { type Alerte, formatAdresseAbonnement, formatAdresseJeton, formatCriteres } from './abonnement.ts'
import { ApercuTexte, createApercuHtml } from './apercu.tsx'
import { ChampsAlerte, createLienMort, EtatAbonnement, feuille, filVeille, sansIndex } from './cadre.tsx'
import { formatRythme } from './echeance.ts'
import { getNouveautes } from './envoi.actions.ts'
import { formatHtml, type Message } from './message.formats.ts'
import { createMessageNouveautes } from './message.ts'
import { type Acces, schemaAcces } from './saisie.ts'

const getBase = (acces: Acces): string =>
  'jeton' in acces ? formatAdresseJeton(acces.jeton) : formatAdresseAbonnement(acces.id)

/** Stands for the token of the message to come: the links at the foot of a preview open nothing. */
const JETON_APERCU = 'apercu'

interface Props {
  requete: Requete
  base: string
  atteint: Atteint
}

const SousMenu = ({ base, requete }: { base: string; requete: Requete }) => (
  <SubNav
    label="Pages de l’alerte"
    links={[
      { href: base, label: 'Réglages', current: requete.url.pathname === base },
      { href: `${base}/apercu`, label: 'Ce qui serait envoyé', current: requete.url.pathname === `${base}/apercu` },
    ]}
  />
)

const listReglages = ({ nom, rythme, jour }: Alerte): Brut => ({ nom, rythme, jour: String(jour ?? 1) })

function PageReglages({
  requete,
  base,
  atteint: { abonnement: a },
  valeurs,
  erreurs = [],
}: Props & { valeurs?: Brut; erreurs?: ErreurChamp[] }) {
  const alerte = a.genre === 'recherche' ? a : null
  const criteres = alerte && parseRecherche(alerte.recherche)
  return (
    <Layout
      title={a.nom}
      page={requete}
      errors={erreurs}
      crumbs={filVeille([{ label: a.nom }])}
      head={sansIndex}
      actions={
        <>
          <Form action={`${base}/pause`}>
            <HiddenFields values={{ etat: a.etat === 'pause' ? 'actif' : 'pause' }} />
            <Button variant="secondary">{a.etat === 'pause' ? 'Reprendre les envois' : 'Mettre en pause'}</Button>
          </Form>
          <ButtonLink href={`${base}/retrait`}>Ne plus recevoir</ButtonLink>
        </>
      }
    >
      {alerte && <SousMenu base={base} requete={requete} />}
      <DefinitionList
        items={[
          {
            label: 'Recherche',
            value: criteres && <a href={formatAdresseRecherche(criteres)}>{formatCriteres(criteres)}</a>,
          },
          { label: 'État', value: <EtatAbonnement etat={a.etat} /> },
          { label: 'Envoi', value: alerte && formatRythme(alerte) },
          { label: 'Prochain envoi', value: alerte?.prochaineLe && formatDateTime(alerte.prochaineLe) },
          { label: 'Dernier message', value: a.envoyeLe && formatDateTime(a.envoyeLe) },
        ]}
      />
      {a.etat === 'pause' && <p class="hint">Ce qui entre au catalogue pendant la pause ne sera pas envoyé.</p>}
      {alerte && (
        <Form action={base}>
          <ChampsAlerte valeurs={valeurs ?? listReglages(alerte)} erreurs={erreurs} />
          <Actions>
            <Button>Enregistrer</Button>
          </Actions>
        </Form>
      )}
    </Layout>
  )
}

function PageApercu({
  requete,
  base,
  alerte,
  total,
  message,
}: Omit<Props, 'atteint'> & { alerte: Alerte; total: number; message: Message }) {
  return (
    <Layout
      title="Ce qui serait envoyé"
      page={requete}
      crumbs={filVeille([{ label: alerte.nom, href: base }, { label: 'Ce qui serait envoyé' }])}
      head={
        <>
          {sansIndex}
          {feuille}
        </>
      }
      intro={<p>{`Si le message de l’alerte «\u00a0${alerte.nom}\u00a0» partait maintenant.`}</p>}
      actions={total > 0 && <ButtonLink href={`${base}/apercu.html`}>Voir le message mis en forme</ButtonLink>}
    >
      <SousMenu base={base} requete={requete} />
      {total > 0 ? (
        <>
          <p role="status">{`${formatCount(total, 'document')} depuis le dernier envoi.`}</p>
          <ApercuTexte message={message} />
        </>
      ) : (
        <EmptyState
          title="Rien de nouveau"
          action={
            <ButtonLink href={formatAdresseRecherche(parseRecherche(alerte.recherche))}>Voir la recherche</ButtonLink>
          }
        >
          <p>
            Aucun document de cette recherche n’est entré au catalogue depuis le dernier envoi&nbsp;: pas de message.
          </p>
        </EmptyState>
      )}
    </Layout>
  )
}

/** What the pages of a subscription share: a dead token is told so, a number that is another's does not exist. */
const commun = {
  requete: schemaAcces,
  charger: (ctx: Ctx, acces: Acces) => getCible(ctx, acces),
  politique: politiqueCible,
}

async function getMessage(ctx: Ctx, alerte: Alerte, requete: Requete) {
  const nouveautes = await getNouveautes(ctx, alerte, null)
  const contexte = { adresse: requete.adresse, jeton: JETON_APERCU }
  return { total: nouveautes.total, message: createMessageNouveautes(alerte, nouveautes, contexte) }
}

/** The pages of one subscription, at the address of its owner or of a message's token. */
const createRoutesGestion = (chemin: string): Route[] => [
  defineRoute({
    methode: 'GET',
    chemin,
    ...commun,
    trace: 'veille.reglages.page',
    lire: (_ctx, acces, requete, cible) => {
      const { atteint } = cible
      return atteint ? <PageReglages {...{ requete, atteint }} base={getBase(acces)} /> : createLienMort(requete)
    },
  }),
  defineRoute({
    methode: 'POST',
    chemin,
    action: modifierAlerte,
    avis: { 'alerte-modifiee': succes('L’alerte est enregistrée.') },
    reussir: (_resultat, _requete, brut) => ({ vers: getBase(schemaAcces.parse(brut)), avis: 'alerte-modifiee' }),
    echouer: async (ctx, erreurs, brut, requete) => {
      const acces = schemaAcces.safeParse(brut)
      const atteint = acces.success ? await getAtteint(ctx, acces.data) : null
      if (!acces.success || !atteint || !politiqueTenir(ctx.acteur, atteint)) throw new ErreurIntrouvable('abonnement')
      return <PageReglages {...{ requete, atteint, erreurs }} base={getBase(acces.data)} valeurs={brut} />
    },
  }),
  defineRoute({
    methode: 'POST',
    chemin: `${chemin}/pause`,
    action: changerPause,
    avis: { 'abonnement-pause': succes('C’est noté.') },
    reussir: (_resultat, _requete, brut) => ({ vers: getBase(schemaAcces.parse(brut)), avis: 'abonnement-pause' }),
  }),
  ...(['apercu', 'apercu.html'] as const).map((page) =>
    defineRoute({
      methode: 'GET',
      chemin: `${chemin}/${page}`,
      ...commun,
      trace: 'veille.apercu.page',
      lire: async (ctx, acces, requete, cible) => {
        const { atteint } = cible
        if (!atteint) return createLienMort(requete)
        const { abonnement: alerte } = atteint
        if (alerte.genre !== 'recherche') return { vers: getBase(acces) }
        const { total, message } = await getMessage(ctx, alerte, requete)
        return page === 'apercu' ? (
          <PageApercu {...{ requete, alerte, total, message }} base={getBase(acces)} />
        ) : (
          createApercuHtml(formatHtml(message))
        )
      },
    }),
  ),
]

export const routesGestion = [
  ...createRoutesGestion('/veille/abonnements/:id'),
  ...createRoutesGestion('/veille/gerer/:jeton'),
]
