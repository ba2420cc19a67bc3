import { z } from 'zod'
import { type Acteur, ROLES } from '#core/acteur.ts'
import type { Ctx, Requete } from '#core/context.ts'
import { type ErreurChamp, ErreurIntrouvable } from '#core/errors.ts'
import { defineRoute, type Route } from '#core/route.ts'
import { type Brut, numeroPage } from '#core/saisie.ts'
import { DefinitionList } from '#ui/definition-list.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Actions, Button, ButtonLink, Form, getError, Radios } from '#ui/form.tsx'
import { formatCount, formatDate, formatDateTime } from '#ui/format.ts'
import { createHref } from '#ui/href.ts'
import { Layout } from '#ui/layout.tsx'
import { HiddenFields, SearchBox } from '#ui/search-box.tsx'
import { Pagination, Table } from '#ui/table.tsx'
import { Tag } from '#ui/tag.tsx'
import { addAcces, removeAcces, updateRoleCompte } from './compte.actions.ts'
import { politiqueCompte } from './compte.policy.ts'
import {
  COMPTES_PAR_PAGE,
  type Compte,
  getCompte,
  type RechercheComptes,
  searchComptes,
  TRIS_COMPTE,
} from './compte.queries.ts'
import { formatNomComplet, LIBELLES_NIVEAU, LIBELLES_ROLE } from './compte.ts'

const administrer = (acteur: Acteur): boolean => politiqueCompte.peutParfois(acteur, 'administrer')

const liste = defineRoute({
  methode: 'GET',
  chemin: '/comptes',
  requete: z.object({
    q: z.string().trim().max(200).catch(''),
    tri: z.enum(TRIS_COMPTE).catch('nom'),
    sens: z.enum(['asc', 'desc']).catch('asc'),
    page: numeroPage,
  }),
  politique: administrer,
  trace: 'comptes.liste',
  async lire(ctx, recherche, requete) {
    const { comptes, total } = await searchComptes(ctx, recherche)
    return renderListe(requete, recherche, comptes, total)
  },
})

const fiche = defineRoute({
  methode: 'GET',
  chemin: '/comptes/:id',
  requete: z.object({ id: z.uuid() }),
  charger: async (ctx, { id }) => (await getCompte(ctx, id)) ?? null,
  politique: administrer,
  trace: 'comptes.lecture',
  objet: ({ id }) => ({ type: 'compte', id }),
  lire: (_ctx, _entree, requete, compte) => renderFiche(requete, compte),
})

const vers = (brut: Brut): string => `/comptes/${String(brut.id)}`
const echouer = async (ctx: Ctx, erreurs: ErreurChamp[], brut: Brut, requete: Requete) => {
  const id = z.uuid().safeParse(brut.id)
  const compte = id.success ? await getCompte(ctx, id.data) : undefined
  if (!compte) throw new ErreurIntrouvable('compte')
  return renderFiche(requete, compte, erreurs)
}

const role = defineRoute({
  methode: 'POST',
  chemin: '/comptes/:id/role',
  action: updateRoleCompte,
  avis: {
    'role-modifie': { ton: 'succes', texte: 'Le rôle est changé. Il vaut dès la prochaine page de cette personne.' },
  },
  reussir: (_resultat, _requete, brut) => ({ vers: vers(brut), avis: 'role-modifie' }),
  echouer,
})

const fermeture = defineRoute({
  methode: 'POST',
  chemin: '/comptes/:id/fermeture',
  action: removeAcces,
  avis: { 'compte-ferme': { ton: 'succes', texte: 'Le compte est fermé et ses sessions sont closes.' } },
  reussir: (_resultat, _requete, brut) => ({ vers: vers(brut), avis: 'compte-ferme' }),
  echouer,
})

const ouverture = defineRoute({
  methode: 'POST',
  chemin: '/comptes/:id/ouverture',
  action: addAcces,
  avis: { 'compte-rouvert': { ton: 'succes', texte: 'Le compte est rouvert.' } },
  reussir: (_resultat, _requete, brut) => ({ vers: vers(brut), avis: 'compte-rouvert' }),
  echouer,
})

/** Administration of accounts. */
export const routesCompte: readonly Route[] = [liste, fiche, role, fermeture, ouverture]

const SANS_NOM = 'Sans nom'
const formatEtiquette = (compte: Compte): string => formatNomComplet(compte) ?? compte.courriel ?? SANS_NOM

function renderListe(
  requete: Requete,
  { q, tri, sens, page }: RechercheComptes,
  comptes: readonly Compte[],
  total: number,
) {
  const href = createHref(requete.chemin)
  return (
    <Layout
      title="Comptes"
      page={requete}
      width="list"
      ownSearch
      crumbs={[{ label: 'Mon compte', href: '/compte' }, { label: 'Comptes' }]}
      actions={<ButtonLink href="/comptes/cles">Clés de l’API</ButtonLink>}
      intro={
        <>
          <p>Les personnes qui se connectent, leur rôle et leur dernier passage.</p>
          <SearchBox action="/comptes" label="Nom ou courriel" value={q} hidden={{ tri, sens }} />
        </>
      }
    >
      {total === 0 ? (
        <EmptyState
          title="Aucun compte ne répond à cette recherche"
          action={<ButtonLink href="/comptes">Voir tous les comptes</ButtonLink>}
        >
          <p>Essayez une partie du nom ou de l’adresse.</p>
        </EmptyState>
      ) : (
        <>
          <Table
            caption={formatCount(total, 'compte')}
            sort={{ key: tri, dir: sens }}
            href={href}
            columns={[
              { key: 'nom', label: 'Nom', sort: true, header: true },
              { key: 'role', label: 'Rôle', sort: true },
              { key: 'etat', label: 'État' },
              { key: 'acces', label: 'Dernière connexion', sort: true },
              { key: 'creation', label: 'Création', sort: true },
              { key: 'courriel', label: 'Courriel' },
            ]}
            rows={comptes.map((compte) => [
              <a href={`/comptes/${compte.id}`}>{formatEtiquette(compte)}</a>,
              LIBELLES_ROLE[compte.role].nom,
              <Etat compte={compte} />,
              compte.dernier_acces ? formatDateTime(compte.dernier_acces) : 'Jamais',
              formatDate(compte.cree_le),
              compte.courriel ?? '',
            ])}
          />
          <Pagination page={page} pages={Math.ceil(total / COMPTES_PAR_PAGE)} href={href} />
        </>
      )}
    </Layout>
  )
}

function Etat({ compte }: { compte: Compte }) {
  if (!compte.actif) return <Tag ton="attention">Fermé</Tag>
  return <>{compte.demo ? 'Démonstration' : 'Ouvert'}</>
}

function renderFiche(requete: Requete, compte: Compte, erreurs: readonly ErreurChamp[] = []) {
  const soi = compte.id === requete.acteur.compte
  return (
    <Layout
      title={formatEtiquette(compte)}
      page={requete}
      crumbs={[
        { label: 'Mon compte', href: '/compte' },
        { label: 'Comptes', href: '/comptes' },
        { label: formatEtiquette(compte) },
      ]}
      errors={erreurs}
      intro={soi && <p>C’est votre propre compte.</p>}
    >
      <DefinitionList
        items={[
          { label: 'État', value: <Etat compte={compte} /> },
          { label: 'Courriel', value: compte.courriel ?? 'Aucune adresse vérifiée' },
          { label: 'Identité', value: LIBELLES_NIVEAU[compte.preuve] },
          { label: 'Création', value: formatDate(compte.cree_le) },
          {
            label: 'Dernière connexion',
            value: compte.dernier_acces ? formatDateTime(compte.dernier_acces) : 'Jamais',
          },
        ]}
      />
      <section>
        <h2>Rôle</h2>
        <Form action={`/comptes/${compte.id}/role`}>
          <HiddenFields values={{ avant: compte.role }} />
          <Radios
            name="role"
            legend="Rôle de ce compte"
            value={compte.role}
            options={ROLES.map((r) => ({ value: r, label: LIBELLES_ROLE[r].nom, hint: LIBELLES_ROLE[r].droits }))}
            error={getError(erreurs, 'role')}
          />
          <Actions>
            <Button>Enregistrer le rôle</Button>
          </Actions>
        </Form>
      </section>
      <section>
        <h2>Accès</h2>
        {compte.actif ? (
          <Form action={`/comptes/${compte.id}/fermeture`}>
            <p>Fermer le compte met fin à ses sessions. Ce qu’il a fait reste, et il peut être rouvert.</p>
            <Actions>
              <Button variant="danger">Fermer le compte</Button>
            </Actions>
          </Form>
        ) : (
          <Form action={`/comptes/${compte.id}/ouverture`}>
            <p>Ce compte est fermé&nbsp;: personne ne peut s’y connecter.</p>
            <Actions>
              <Button>Rouvrir le compte</Button>
            </Actions>
          </Form>
        )}
      </section>
    </Layout>
  )
}
