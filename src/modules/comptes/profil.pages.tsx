import type { FournisseurOidc } from '#config'
import type { Ctx, Requete } from '#core/context.ts'
import { type ErreurChamp, ErreurIntrouvable } from '#core/errors.ts'
import { defineRoute, type Route } from '#core/route.ts'
import { DefinitionList } from '#ui/definition-list.tsx'
import { Actions, Button, ButtonLink, Field, Form, getError } from '#ui/form.tsx'
import { formatCount, formatDate, formatDateTime } from '#ui/format.ts'
import { Layout } from '#ui/layout.tsx'
import { Table } from '#ui/table.tsx'
import { Tag } from '#ui/tag.tsx'
import { updateProfil } from './compte.actions.ts'
import { politiqueCompte } from './compte.policy.ts'
import { getCompte } from './compte.queries.ts'
import { formatNomComplet, LIBELLES_NIVEAU, LIBELLES_ROLE } from './compte.ts'
import { formatDepart } from './connexion.pages.tsx'
import type { ProfilFournisseur } from './identite.formats.ts'
import { listIdentites } from './identite.queries.ts'
import { listSessions } from './session.queries.ts'

/** « Mon compte »: profile, means of login, sessions. */
export function routesProfil(fournisseurs: readonly FournisseurOidc[]): Route[] {
  const lecture = defineRoute({
    methode: 'GET',
    chemin: '/compte',
    politique: (acteur) => politiqueCompte.peut(acteur, 'tenir', { compte: acteur.compte }),
    trace: 'comptes.profil.lecture',
    objet: () => null,
    lire: (ctx, _entree, requete) => renderProfil(ctx, requete, fournisseurs),
  })
  const envoi = defineRoute({
    methode: 'POST',
    chemin: '/compte',
    action: updateProfil,
    avis: { 'profil-modifie': { ton: 'succes', texte: 'Votre nom est enregistré.' } },
    reussir: () => ({ vers: '/compte', avis: 'profil-modifie' }),
    echouer: (ctx, erreurs, brut, requete) => renderProfil(ctx, requete, fournisseurs, { erreurs, brut }),
  })
  return [lecture, envoi]
}

async function renderProfil(
  ctx: Ctx,
  requete: Requete,
  fournisseurs: readonly FournisseurOidc[],
  { erreurs = [], brut }: { erreurs?: readonly ErreurChamp[]; brut?: Record<string, unknown> } = {},
) {
  const id = ctx.acteur.compte ?? ''
  const compte = await getCompte(ctx, id)
  if (!compte) throw new ErreurIntrouvable('compte')
  const [sessions, identites] = await Promise.all([listSessions(ctx, id), listIdentites(ctx, id)])
  const libelle = (slug: string | null) => fournisseurs.find((f) => f.slug === slug)?.libelle ?? slug ?? ''
  const rattachables = fournisseurs.filter(({ slug }) => !identites.some((i) => i.fournisseur === slug))
  const saisi = (nom: 'prenom' | 'nom') => String(brut?.[nom] ?? compte[nom] ?? '')
  const role = LIBELLES_ROLE[compte.role]
  return (
    <Layout
      title="Mon compte"
      page={requete}
      width="list"
      crumbs={[{ label: 'Mon compte' }]}
      errors={erreurs}
      actions={
        <>
          <ButtonLink href="/compte/cles">Clés de l’API</ButtonLink>
          {politiqueCompte.peutParfois(ctx.acteur, 'administrer') && (
            <ButtonLink href="/comptes">Gérer les comptes</ButtonLink>
          )}
          <Form action="/deconnexion">
            <Button variant="secondary">Se déconnecter</Button>
          </Form>
        </>
      }
    >
      <DefinitionList
        items={[
          { label: 'Rôle', value: `${role.nom}. ${role.droits}` },
          { label: 'Courriel', value: compte.courriel ?? 'Aucune adresse vérifiée' },
          { label: 'Identité', value: LIBELLES_NIVEAU[compte.preuve] },
          { label: 'Compte ouvert le', value: formatDate(compte.cree_le) },
        ]}
      />
      <section>
        <h2>Nom</h2>
        <Form action="/compte">
          <Field
            name="prenom"
            label="Prénom"
            size="medium"
            autocomplete="given-name"
            value={saisi('prenom')}
            error={getError(erreurs, 'prenom')}
          />
          <Field
            name="nom"
            label="Nom"
            size="medium"
            autocomplete="family-name"
            value={saisi('nom')}
            error={getError(erreurs, 'nom')}
          />
          <Actions>
            <Button>Enregistrer</Button>
          </Actions>
        </Form>
      </section>
      {(identites.length > 0 || rattachables.length > 0) && (
        <section>
          <h2>Services d’identité</h2>
          {identites.map((identite) => (
            <>
              <h3>{libelle(identite.fournisseur)}</h3>
              <DefinitionList
                items={[
                  { label: 'Nom transmis', value: formatNomComplet(identite) },
                  { label: 'Courriel transmis', value: identite.courriel },
                  ...describeProfil(identite.profil),
                  { label: 'Dernière connexion', value: formatDateTime(identite.vue_le) },
                ]}
              />
            </>
          ))}
          {rattachables.length > 0 && ctx.acteur.session !== null && (
            <>
              <p>Un service rattaché ouvre ce même compte.</p>
              <Actions>
                {rattachables.map((f) => (
                  <ButtonLink href={formatDepart(f.slug, { session: ctx.acteur.session ?? '' })}>
                    {`Rattacher ${f.libelle}`}
                  </ButtonLink>
                ))}
              </Actions>
            </>
          )}
        </section>
      )}
      <section>
        <h2>Sessions ouvertes</h2>
        <p>Une session se ferme d’elle-même après trente minutes sans activité, et douze heures en tout cas.</p>
        <Table
          caption={formatCount(sessions.length, 'session ouverte', 'sessions ouvertes')}
          columns={[
            { key: 'appareil', label: 'Appareil', header: true },
            { key: 'geste', label: 'Geste' },
            { key: 'moyen', label: 'Connexion' },
            { key: 'vue', label: 'Dernière activité' },
          ]}
          rows={sessions.map((s) => {
            const courante = s.id === ctx.acteur.session
            return [
              <>
                {s.agent} {courante && <Tag ton="info">Cette session</Tag>}
              </>,
              <Form action={`/compte/sessions/${s.id}/fermeture`}>
                <Button variant="link" label={`Fermer la session ${s.agent}, ouverte le ${formatDateTime(s.creee_le)}`}>
                  Fermer
                </Button>
              </Form>,
              `${s.moyen === 'oidc' ? libelle(s.fournisseur) : MOYENS[s.moyen ?? 'courriel']}, le ${formatDateTime(s.creee_le)}`,
              formatDateTime(courante ? ctx.maintenant : s.vue_le),
            ]
          })}
        />
        <Form action="/compte/deconnexion-partout">
          <Button variant="danger">Se déconnecter partout</Button>
        </Form>
      </section>
    </Layout>
  )
}

const MOYENS = { courriel: 'Code par courriel', demonstration: 'Démonstration' } as const

/** What the provider transmitted, in words; codes stay codes, since their lists belong to the ANS. */
function describeProfil({ rpps, exercices = [], roles = [], organisation, siret, service }: ProfilFournisseur) {
  return [
    { label: 'Numéro RPPS', value: rpps },
    {
      label: 'Professions déclarées',
      value: exercices.map((e) => [e.profession, e.savoirFaire].filter(Boolean).join(' ')).join(', '),
    },
    { label: 'Fonctions transmises', value: roles.join(', ') },
    { label: 'Organisation', value: organisation },
    { label: 'Service', value: service },
    { label: 'SIRET', value: siret },
  ]
}
