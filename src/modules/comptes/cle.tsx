import type { Requete } from '#core/context.ts'
import type { ErreurChamp } from '#core/errors.ts'
import type { Brut } from '#core/saisie.ts'
import { Alert } from '#ui/alert.tsx'
import { DefinitionList } from '#ui/definition-list.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Actions, Button, ButtonLink, Checkboxes, Field, Form, getError } from '#ui/form.tsx'
import { formatCount, formatDate, formatDateTime, formatNumber } from '#ui/format.ts'
import { Layout } from '#ui/layout.tsx'
import { Table } from '#ui/table.tsx'
import { Tag, TagList } from '#ui/tag.tsx'
import type { Cle, Usage } from './cle.queries.ts'
import { formatRepere, getEtat, isPortee, PORTEES } from './cle.ts'
import { LIBELLES_ROLE } from './compte.ts'

const ADRESSE = '/compte/cles'
const MON_COMPTE = { label: 'Mon compte', href: '/compte' }
const MES_CLES = { label: 'Clés de l’API', href: ADRESSE }

const ETATS = {
  active: { libelle: 'En service', ton: 'succes' },
  expiree: { libelle: 'Expirée', ton: undefined },
  revoquee: { libelle: 'Révoquée', ton: undefined },
} as const

const getLibellePortee = (portee: string): string => (isPortee(portee) ? PORTEES[portee].libelle : portee)

function Etat({ cle, maintenant }: { cle: Cle; maintenant: Date }) {
  const { libelle, ton } = ETATS[getEtat(cle, maintenant)]
  return <Tag ton={ton}>{libelle}</Tag>
}

const formatDroits = (cle: Cle): string =>
  cle.portees.length === 0 ? 'Lecture seule' : cle.portees.map(getLibellePortee).join(', ')

const formatFin = (cle: Cle): string => (cle.expireLe === null ? 'Sans date de fin' : formatDate(cle.expireLe))

function TableCles({ cles, maintenant, tous }: { cles: readonly Cle[]; maintenant: Date; tous: boolean }) {
  return (
    <Table
      caption={formatCount(cles.length, 'clé')}
      columns={[
        { key: 'nom', label: 'Clé', header: true },
        ...(tous ? [{ key: 'proprietaire', label: 'À qui' }] : []),
        { key: 'etat', label: 'État' },
        { key: 'droits', label: 'Droits' },
        { key: 'fin', label: 'Jusqu’au' },
        { key: 'dernier', label: 'Dernier appel' },
        { key: 'appels', label: 'Appels en 30\u00a0jours', numeric: true },
      ]}
      rows={cles.map((cle) => [
        <>
          <a href={`${ADRESSE}/${cle.id}`}>{cle.nom}</a> <span class="hint">{formatRepere(cle.fin)}</span>
        </>,
        ...(tous ? [cle.proprietaire ?? 'Sans nom'] : []),
        <Etat cle={cle} maintenant={maintenant} />,
        formatDroits(cle),
        formatFin(cle),
        cle.dernier ? formatDateTime(cle.dernier) : 'Jamais',
        formatNumber(cle.appels),
      ])}
    />
  )
}

/** One's own keys; or, for who administers, everybody's. */
export function PageCles({
  cles,
  requete,
  maintenant,
  tous,
}: {
  cles: readonly Cle[]
  requete: Requete
  maintenant: Date
  tous: boolean
}) {
  const creer = (
    <ButtonLink href={`${ADRESSE}/nouvelle`} variant="primary">
      Créer une clé
    </ButtonLink>
  )
  return (
    <Layout
      title={tous ? 'Clés de l’API, de tous les comptes' : 'Mes clés de l’API'}
      page={requete}
      width="list"
      crumbs={[MON_COMPTE, tous ? { label: 'Clés de tous les comptes' } : { label: 'Clés de l’API' }]}
      intro={
        tous ? (
          <p>Révoquez ici une clé oubliée ou perdue. Son propriétaire voit les mêmes nombres.</p>
        ) : (
          <p>
            Une clé laisse un de vos outils écrire dans Maillage à votre place. <a href="/api">À quoi sert l’API</a>
          </p>
        )
      }
      actions={!tous && cles.length > 0 && creer}
    >
      {cles.length > 0 ? (
        <TableCles {...{ cles, maintenant, tous }} />
      ) : (
        <EmptyState title={tous ? 'Personne n’a encore créé de clé' : 'Vous n’avez pas de clé'} action={!tous && creer}>
          <p>Lire ce qui est public n’en demande pas.</p>
        </EmptyState>
      )}
    </Layout>
  )
}

/** The form of a new key. */
export function PageNouvelleCle({
  requete,
  brut = {},
  erreurs = [],
}: {
  requete: Requete
  brut?: Brut
  erreurs?: ErreurChamp[]
}) {
  const texte = (nom: string): string => (typeof brut[nom] === 'string' ? brut[nom] : '')
  return (
    <Layout
      title="Créer une clé"
      page={requete}
      errors={erreurs}
      crumbs={[MON_COMPTE, MES_CLES, { label: 'Nouvelle clé' }]}
      intro={
        <p>
          {`Une clé ne fait jamais plus que vous. Votre rôle est «\u00a0${LIBELLES_ROLE[requete.acteur.role].nom}\u00a0»\u00a0: s’il change, elle suit.`}
        </p>
      }
    >
      <Form action={ADRESSE}>
        <Field
          name="nom"
          label="Nom de la clé"
          hint="L’outil ou le centre qui s’en servira. Une clé par outil&nbsp;: vous pourrez en révoquer une sans arrêter les autres."
          size="medium"
          value={texte('nom')}
          error={getError(erreurs, 'nom')}
          required
        />
        <Checkboxes
          name="portees"
          legend="Droits d’écriture"
          hint="Aucun pour seulement lire, avec une limite d’appels plus large."
          options={Object.entries(PORTEES).map(([value, { libelle, aide }]) => ({ value, label: libelle, hint: aide }))}
          values={[brut.portees ?? []].flat().map(String)}
          error={getError(erreurs, 'portees')}
        />
        <Field
          name="expireLe"
          label="Dernier jour de validité"
          hint="Laissez vide pour une clé sans date de fin."
          type="date"
          size="short"
          value={texte('expireLe')}
          error={getError(erreurs, 'expireLe')}
        />
        <Actions>
          <Button>Créer la clé</Button>
          <ButtonLink href={ADRESSE} variant="link">
            Annuler
          </ButtonLink>
        </Actions>
      </Form>
    </Layout>
  )
}

/** The one time that a key is shown. */
export function PageCleCreee({ secret, requete }: { secret: string; requete: Requete }) {
  return (
    <Layout title="Votre clé est créée" page={requete} crumbs={[MON_COMPTE, MES_CLES, { label: 'Clé créée' }]}>
      <Alert ton="attention" title="Copiez cette clé maintenant.">
        Maillage n’en garde qu’une empreinte&nbsp;: elle ne sera plus jamais affichée. Si vous la perdez, révoquez-la et
        créez-en une autre.
      </Alert>
      <p>
        <code>{secret}</code>
      </p>
      <p>
        Donnez-la à votre outil comme un mot de passe, dans l’en-tête <code>Authorization: Bearer …</code> de chaque
        appel. Ne l’écrivez ni dans une adresse, ni dans un document partagé.
      </p>
      <Actions>
        <ButtonLink href={ADRESSE} variant="primary">
          J’ai copié la clé
        </ButtonLink>
        <ButtonLink href="/api">Lire le mode d’emploi de l’API</ButtonLink>
      </Actions>
    </Layout>
  )
}

/** A key, what it may do and how it was used. */
export function PageCle({
  cle,
  usages,
  requete,
  maintenant,
}: {
  cle: Cle
  usages: readonly Usage[]
  requete: Requete
  maintenant: Date
}) {
  const sienne = cle.compte === requete.acteur.compte
  const active = getEtat(cle, maintenant) === 'active'
  return (
    <Layout
      title={`Clé «\u00a0${cle.nom}\u00a0»`}
      page={requete}
      width="list"
      crumbs={[
        MON_COMPTE,
        sienne ? MES_CLES : { label: 'Clés de tous les comptes', href: '/comptes/cles' },
        { label: cle.nom },
      ]}
    >
      <DefinitionList
        items={[
          { label: 'État', value: <Etat cle={cle} maintenant={maintenant} /> },
          { label: 'Se termine par', value: formatRepere(cle.fin) },
          { label: 'À qui', value: !sienne && (cle.proprietaire ?? 'Sans nom') },
          {
            label: 'Droits',
            value:
              cle.portees.length > 0 ? (
                <TagList label="Droits">
                  {cle.portees.map((p) => (
                    <Tag>{getLibellePortee(p)}</Tag>
                  ))}
                </TagList>
              ) : (
                'Lecture seule'
              ),
          },
          { label: 'Dans la limite du rôle', value: LIBELLES_ROLE[cle.role].nom },
          { label: 'Créée le', value: formatDate(cle.creeeLe) },
          { label: 'Dernier jour de validité', value: formatFin(cle) },
          { label: 'Révoquée le', value: cle.revoqueeLe && formatDateTime(cle.revoqueeLe) },
          { label: 'Dernier appel', value: cle.dernier ? formatDateTime(cle.dernier) : 'Jamais' },
        ]}
      />
      {active && (
        <Form action={`${ADRESSE}/${cle.id}/revocation`}>
          <p>Une fois la clé révoquée, l’outil qui s’en sert est refusé dès son prochain appel. Elle ne revient pas.</p>
          <Actions>
            <Button variant="danger">Révoquer cette clé</Button>
          </Actions>
        </Form>
      )}
      <section>
        <h2>Usage</h2>
        {usages.length > 0 ? (
          <Table
            caption="Jour par jour, sur les 90 derniers jours d’usage"
            columns={[
              { key: 'jour', label: 'Jour', header: true },
              { key: 'appels', label: 'Appels', numeric: true },
              { key: 'ecritures', label: 'dont écritures', numeric: true },
              { key: 'refus', label: 'dont refus', numeric: true },
              { key: 'dernier', label: 'Dernier appel' },
            ]}
            rows={usages.map((u) => [
              formatDate(u.jour),
              formatNumber(u.appels),
              formatNumber(u.ecritures),
              formatNumber(u.refus),
              formatDateTime(u.dernier),
            ])}
          />
        ) : (
          <p>Cette clé n’a pas encore servi.</p>
        )}
      </section>
    </Layout>
  )
}
