import { type Ctx, type Requete, succes } from '#core/context.ts'
import type { ErreurChamp } from '#core/errors.ts'
import { defineRoute } from '#core/route.ts'
import type { Brut } from '#core/saisie.ts'
import { Alert } from '#ui/alert.tsx'
import { Actions, Button, ButtonLink, Field, Form, getError } from '#ui/form.tsx'
import { formatCount, formatDateTime } from '#ui/format.ts'
import { getNombres } from './abonnement.queries.ts'
import { ApercuTexte, createApercuHtml } from './apercu.tsx'
import { texteDe } from './cadre.tsx'
import { envoyerLettre, rappelerLettre } from './lettre.actions.ts'
import { chargerLettre, getModifiable, objetLettre, requeteLettre } from './lettre.pages.tsx'
import { lettrePolicy } from './lettre.policy.ts'
import { listChoisies } from './lettre.queries.ts'
import { createContenu, createMessageLettre, formatAdresseLettre, isVide, type Lettre } from './lettre.ts'
import { AtelierLettre } from './lettre-cadre.tsx'
import { formatHtml, type Message } from './message.formats.ts'

/** Stands for the token of each subscriber: the links at the foot of a preview open nothing. */
const JETON_APERCU = 'apercu'

async function getApercu(ctx: Ctx, lettre: Lettre, requete: Requete) {
  const contenu = lettre.contenu ?? createContenu(lettre, await listChoisies(ctx, lettre.id))
  const contexte = { adresse: requete.adresse, jeton: JETON_APERCU }
  return { vide: isVide(contenu), message: createMessageLettre(lettre.id, contenu, contexte) }
}

interface Props {
  requete: Requete
  lettre: Lettre
  message: Message
  vide: boolean
  abonnes: number
  valeurs?: Brut
  erreurs?: ErreurChamp[]
}

function PageEnvoi({ requete, lettre, message, vide, abonnes, valeurs = {}, erreurs = [] }: Props) {
  const base = formatAdresseLettre(lettre.id)
  const personnes = formatCount(abonnes, 'personne')
  return (
    <AtelierLettre
      titre="Aperçu et envoi"
      {...{ requete, lettre, erreurs }}
      intro={<p>Le courriel tel qu’il partira. Les liens du bas ne servent que dans les vrais messages.</p>}
    >
      {lettre.etat === 'programmee' && <Programmee {...{ lettre, requete, personnes }} />}
      {vide ? (
        <Alert ton="attention" title="Cette lettre est vide">
          Écrivez une note, ou choisissez un document, avant de l’envoyer.
        </Alert>
      ) : (
        <>
          <Actions>
            <ButtonLink href={`${base}/apercu.html`}>Voir le message mis en forme</ButtonLink>
          </Actions>
          <ApercuTexte message={message} />
        </>
      )}
      {lettre.etat === 'brouillon' && !vide && (
        <section aria-labelledby="envoyer">
          <h2 id="envoyer">Envoyer</h2>
          <p>
            {abonnes === 0
              ? 'Personne n’est encore inscrit\u00a0: la lettre paraîtra seulement sur le site.'
              : `${personnes} ${abonnes > 1 ? 'la recevront' : 'la recevra'}, et elle paraîtra sur le site.`}{' '}
            Une lettre envoyée ne se corrige plus.
          </p>
          <Form action={`${base}/envoi`}>
            <Field
              name="jour"
              label="Jour de l’envoi"
              hint="Pour un envoi programmé, à 7 heures ce jour-là."
              type="date"
              size="short"
              value={texteDe(valeurs, 'jour')}
              error={getError(erreurs, 'jour')}
            />
            <Actions>
              <Button variant="secondary" name="quand" value="plus-tard">
                Programmer ce jour
              </Button>
              <Button name="quand" value="maintenant">
                Envoyer maintenant
              </Button>
            </Actions>
          </Form>
        </section>
      )}
    </AtelierLettre>
  )
}

function Programmee({ lettre, requete, personnes }: { lettre: Lettre; requete: Requete; personnes: string }) {
  return (
    <Alert ton="info" title={lettre.contenu ? 'Envoi en cours' : 'Lettre programmée'}>
      <p>
        {lettre.contenu
          ? `${formatCount(lettre.nombre, 'message')} sur ${personnes}.`
          : `Elle part le ${formatDateTime(lettre.envoiLe ?? lettre.modifieeLe)}.`}
      </p>
      {lettrePolicy.peut(requete.acteur, 'rappeler', lettre) && (
        <Form action={`${formatAdresseLettre(lettre.id)}/rappel`}>
          <Button variant="secondary">Reprendre en brouillon</Button>
        </Form>
      )}
    </Alert>
  )
}

async function renderEnvoi(ctx: Ctx, requete: Requete, lettre: Lettre, suite: Pick<Props, 'valeurs' | 'erreurs'> = {}) {
  const [apercu, nombres] = await Promise.all([getApercu(ctx, lettre, requete), getNombres(ctx)])
  return <PageEnvoi {...{ requete, lettre, ...apercu, ...suite }} abonnes={nombres.lettre} />
}

const commun = {
  requete: requeteLettre,
  charger: chargerLettre,
  politique: (acteur: Ctx['acteur'], lettre: Lettre) =>
    lettrePolicy.peutParfois(acteur, 'creer') && lettrePolicy.peut(acteur, 'lire', lettre),
  objet: objetLettre,
}

export const routesEnvoi = [
  defineRoute({
    methode: 'GET',
    chemin: '/veille/lettres/:id/envoi',
    ...commun,
    trace: 'veille.lettre.envoi.page',
    lire: (ctx, { id }, requete, lettre) =>
      lettre.etat === 'envoyee' ? { vers: formatAdresseLettre(id) } : renderEnvoi(ctx, requete, lettre),
  }),
  defineRoute({
    methode: 'GET',
    chemin: '/veille/lettres/:id/apercu.html',
    ...commun,
    trace: 'veille.lettre.apercu',
    lire: async (ctx, _entree, requete, lettre) =>
      createApercuHtml(formatHtml((await getApercu(ctx, lettre, requete)).message)),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/veille/lettres/:id/envoi',
    action: envoyerLettre,
    avis: { 'lettre-programmee': succes('L’envoi est demandé.') },
    reussir: (id) => ({ vers: `${formatAdresseLettre(id)}/envoi`, avis: 'lettre-programmee' }),
    echouer: async (ctx, erreurs, brut, requete) =>
      renderEnvoi(ctx, requete, await getModifiable(ctx, brut), { erreurs, valeurs: brut }),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/veille/lettres/:id/rappel',
    action: rappelerLettre,
    avis: { 'lettre-rappelee': succes('La lettre est de nouveau un brouillon.') },
    reussir: (id) => ({ vers: `${formatAdresseLettre(id)}/composer`, avis: 'lettre-rappelee' }),
  }),
]
