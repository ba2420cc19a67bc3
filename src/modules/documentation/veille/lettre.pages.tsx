import { z } from 'zod'
import type { Ctx, Requete } from '#core/context.ts'
import { ErreurIntrouvable } from '#core/errors.ts'
import { publique } from '#core/policy.ts'
import { defineRoute } from '#core/route.ts'
import { type Brut, identifiant } from '#core/saisie.ts'
import { Card } from '#ui/card.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { ButtonLink } from '#ui/form.tsx'
import { formatCount, formatDate, formatDateTime } from '#ui/format.ts'
import { Layout } from '#ui/layout.tsx'
import { TYPE_ATOM } from '../atom/atom.formats.ts'
import { formatAdresseNotice } from '../notice/notice.ts'
import { abonnementPolicy } from './abonnement.policy.ts'
import { getNombres } from './abonnement.queries.ts'
import { feuille } from './cadre.tsx'
import { lettrePolicy } from './lettre.policy.ts'
import { getLettre, listLettres } from './lettre.queries.ts'
import { type ContenuLettre, FLUX_LETTRES, formatAdresseLettre, type Lettre, listParagraphes } from './lettre.ts'
import { EtatDeLettre, filLettres } from './lettre-cadre.tsx'

const flux = <link rel="alternate" type={TYPE_ATOM} title="Lettres de la documentation" href={FLUX_LETTRES} />

function Etiquette({ lettre: l }: { lettre: Lettre }) {
  const base = formatAdresseLettre(l.id)
  const date =
    l.etat === 'brouillon'
      ? `modifiée le ${formatDate(l.modifieeLe)}`
      : l.envoyeeLe
        ? formatDate(l.envoyeeLe)
        : l.envoiLe && `part le ${formatDateTime(l.envoiLe)}`
  return (
    <Card
      title={l.titre}
      href={l.etat === 'brouillon' ? `${base}/composer` : l.contenu ? base : `${base}/envoi`}
      kicker={l.etat === 'envoyee' ? null : <EtatDeLettre etat={l.etat} />}
    >
      <p class="hint">
        {[date, l.contenu && formatCount(l.contenu.articles.length, 'document')].filter(Boolean).join(' · ')}
      </p>
    </Card>
  )
}

interface PropsListe {
  requete: Requete
  lettres: readonly Lettre[]
  /** How many receive the letter, for those who may know. */
  abonnes: number | null
}

function PageLettres({ requete, lettres, abonnes }: PropsListe) {
  const creer = lettrePolicy.peutParfois(requete.acteur, 'creer') && (
    <ButtonLink href="/veille/lettres/nouvelle" variant="primary">
      Nouvelle lettre
    </ButtonLink>
  )
  return (
    <Layout
      title="Lettres de la documentation"
      page={requete}
      width="list"
      crumbs={filLettres()}
      intro={
        <p>
          Quelques documents choisis, et pourquoi les lire. <a href="/veille">Recevoir la prochaine par courriel</a>
        </p>
      }
      actions={creer}
      head={flux}
    >
      {abonnes !== null && (
        <p>
          {abonnes === 0
            ? 'Personne ne la reçoit encore.'
            : `${formatCount(abonnes, 'personne la reçoit', 'personnes la reçoivent')}.`}
        </p>
      )}
      {lettres.length === 0 && (
        <EmptyState
          title="Aucune lettre n’est encore parue"
          action={<ButtonLink href="/veille">S’inscrire</ButtonLink>}
        >
          <p>La première arrivera dans les boîtes des personnes inscrites, et se lira ici.</p>
        </EmptyState>
      )}
      {lettres.map((lettre) => (
        <Etiquette lettre={lettre} />
      ))}
      {lettres.some((l) => l.contenu) && (
        <p class="no-print">
          <a href={FLUX_LETTRES}>Suivre les lettres dans un lecteur de flux (Atom)</a>
        </p>
      )}
    </Layout>
  )
}

function PageLettre({ requete, lettre, contenu }: { requete: Requete; lettre: Lettre; contenu: ContenuLettre }) {
  return (
    <Layout
      title={contenu.titre}
      page={requete}
      crumbs={filLettres([{ label: contenu.titre }])}
      intro={<p>{`Lettre de la documentation, ${formatDate(lettre.envoyeeLe ?? lettre.envoiLe ?? lettre.creeeLe)}`}</p>}
      head={
        <>
          <link rel="canonical" href={requete.adresse + formatAdresseLettre(lettre.id)} />
          {flux}
          {feuille}
        </>
      }
    >
      {listParagraphes(contenu.note).map((p) => (
        <p class="paragraphe">{p}</p>
      ))}
      <ol class="lettre">
        {contenu.articles.map((a) => (
          <li>
            <h2>
              <a href={formatAdresseNotice(a.id)}>{a.titre}</a>
            </h2>
            {a.reference && <p class="hint">{a.reference}</p>}
            {a.commentaire && <p class="paragraphe">{a.commentaire}</p>}
          </li>
        ))}
      </ol>
      <p class="no-print">
        <a href="/veille">Recevoir les prochaines lettres</a> · <a href="/veille/lettres">Toutes les lettres</a>
      </p>
    </Layout>
  )
}

export const chargerLettre = (ctx: Ctx, { id }: { id: number }) => getLettre(ctx, id)
export const requeteLettre = z.object({ id: identifiant })
export const objetLettre = ({ id }: { id: number }) => ({ type: 'lettre', id })

/** The letter under a faulty form. Input is judged before the row is read. @throws ErreurIntrouvable */
export async function getModifiable(ctx: Ctx, brut: Brut): Promise<Lettre> {
  const lettre = await getLettre(ctx, identifiant.catch(0).parse(brut.id))
  if (!lettre || !lettrePolicy.peut(ctx.acteur, 'ecrire', lettre)) throw new ErreurIntrouvable('lettre')
  return lettre
}

/** What the pages of a draft share. */
export const redaction = {
  requete: requeteLettre,
  charger: chargerLettre,
  politique: (acteur: Ctx['acteur'], lettre: Lettre) => lettrePolicy.peut(acteur, 'ecrire', lettre),
  objet: objetLettre,
}

export const routesLettres = [
  defineRoute({
    methode: 'GET',
    chemin: '/veille/lettres',
    politique: publique,
    trace: 'veille.lettres.liste',
    lire: async (ctx, _entree, requete) => {
      const compter = abonnementPolicy.peutParfois(ctx.acteur, 'compter')
      const [lettres, nombres] = await Promise.all([listLettres(ctx), compter ? getNombres(ctx) : null])
      return <PageLettres {...{ requete, lettres }} abonnes={nombres?.lettre ?? null} />
    },
  }),
  defineRoute({
    methode: 'GET',
    chemin: '/veille/lettres/:id{[0-9]+}',
    requete: requeteLettre,
    charger: chargerLettre,
    politique: (acteur, lettre: Lettre) => lettrePolicy.peut(acteur, 'lire', lettre),
    trace: 'veille.lettre.lecture',
    objet: objetLettre,
    lire: (_ctx, { id }, requete, lettre) =>
      lettre.contenu ? (
        <PageLettre {...{ requete, lettre }} contenu={lettre.contenu} />
      ) : (
        { vers: `${formatAdresseLettre(id)}/${lettre.etat === 'brouillon' ? 'composer' : 'envoi'}` }
      ),
  }),
]
