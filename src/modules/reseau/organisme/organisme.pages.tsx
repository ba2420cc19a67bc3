import { z } from 'zod'
import type { Ctx, Requete } from '#core/context.ts'
import { publique } from '#core/policy.ts'
import { defineRoute, type Redirection } from '#core/route.ts'
import { identifiant, numeroPage } from '#core/saisie.ts'
import { Alert } from '#ui/alert.tsx'
import { DefinitionList } from '#ui/definition-list.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Button, ButtonLink, Form } from '#ui/form.tsx'
import { formatCount, formatDate } from '#ui/format.ts'
import { createHref } from '#ui/href.ts'
import { Layout } from '#ui/layout.tsx'
import { SearchBox } from '#ui/search-box.tsx'
import { Pagination, Table } from '#ui/table.tsx'
import { Tag, TagList } from '#ui/tag.tsx'
import { listContacts } from '../contact/contact.queries.ts'
import type { Contact } from '../contact/contact.ts'
import { Contacts } from '../contact/contact.tsx'
import { type Appartenance, listAppartenances } from '../fiche/appartenance.queries.ts'
import {
  Courriel,
  Dispositifs,
  feuille,
  filStructures,
  formatType,
  Partie,
  Site,
  Source,
  Telephone,
  Verification,
} from '../fiche/cadre.tsx'
import { fichePolicy } from '../fiche/fiche.policy.ts'
import { searchStructures } from '../structure/structure.queries.ts'
import { formatAdresseStructure, formatNomStructure, type StructureListe } from '../structure/structure.ts'
import {
  getOrganisme,
  getOrganismeRemplacant,
  listAncetres,
  listEnfants,
  searchOrganismes,
} from './organisme.queries.ts'
import { formatAdresseOrganisme, type Organisme } from './organisme.ts'

const PAR_PAGE = 50
const STRUCTURES_MAX = 20

async function chargerOuSuivre(ctx: Ctx, { id }: { id: number }): Promise<Organisme | Redirection | null> {
  const organisme = await getOrganisme(ctx, id)
  if (!organisme || organisme.remplacePar === null) return organisme
  const suivant = await getOrganismeRemplacant(ctx, id)
  return suivant === null ? organisme : { vers: formatAdresseOrganisme(suivant) }
}

const lireOrganisme = defineRoute({
  methode: 'GET',
  chemin: '/organismes/:id',
  requete: z.object({ id: identifiant }),
  charger: chargerOuSuivre,
  politique: (acteur, cible) => 'vers' in cible || fichePolicy.peut(acteur, 'lire', cible),
  trace: 'organisme.lecture',
  objet: ({ id }) => ({ type: 'organisme', id }),
  limite: { nom: 'fiches', max: 240, secondes: 60 },
  lire: async (ctx, { id }, requete, cible) => {
    if ('vers' in cible) return cible
    const [ancetres, enfants, appartenances, contacts, { structures, total }] = await Promise.all([
      cible.parent === null ? [] : listAncetres(ctx, cible.parent),
      listEnfants(ctx, id),
      listAppartenances(ctx, { organisme: id }),
      listContacts(ctx, { organisme: id }),
      searchStructures(ctx, { organisme: id, limite: STRUCTURES_MAX }),
    ])
    return (
      <PageOrganisme {...{ ctx, o: cible, ancetres, enfants, appartenances, contacts, structures, total, requete }} />
    )
  },
})

interface Props {
  ctx: Ctx
  o: Organisme
  ancetres: { id: number; nom: string }[]
  enfants: { id: number; nom: string }[]
  appartenances: Appartenance[]
  contacts: Contact[]
  structures: StructureListe[]
  total: number
  requete: Requete
}

const Lien = ({ id, nom }: { id: number; nom: string }) => <a href={formatAdresseOrganisme(id)}>{nom}</a>

function PageOrganisme({ ctx, o, ancetres, enfants, appartenances, contacts, structures, total, requete }: Props) {
  const nom = o.sigle && o.sigle !== o.nom ? `${o.nom} (${o.sigle})` : o.nom
  return (
    <Layout
      title={nom}
      page={requete}
      width="list"
      crumbs={filStructures([{ label: 'Organismes', href: '/organismes' }, { label: nom }])}
      intro={
        <TagList label="État de la fiche">
          {[
            <Tag>{formatType(o.type) ?? 'Organisme'}</Tag>,
            o.fictif && <Tag>Fictif</Tag>,
            <Verification fiche={o} ctx={ctx} />,
          ].filter((tag) => tag !== false)}
        </TagList>
      }
      actions={<Gestes o={o} requete={requete} />}
      head={
        <>
          <link rel="canonical" href={requete.adresse + formatAdresseOrganisme(o.id)} />
          {feuille}
        </>
      }
    >
      {o.supprimeLe && fichePolicy.peut(requete.acteur, 'supprimer', o) && (
        <Form action={`${formatAdresseOrganisme(o.id)}/retablir`}>
          <Button variant="secondary">Rétablir la fiche</Button>
        </Form>
      )}
      {o.supprimeLe && <Alert ton="attention">{`Cette fiche a été retirée le ${formatDate(o.supprimeLe)}.`}</Alert>}
      {o.description && <p class="texte">{o.description}</p>}
      <DefinitionList
        items={[
          {
            label: 'Dépend de',
            value:
              ancetres.length > 0 &&
              ancetres.map((a, i) => (
                <>
                  {i > 0 && ', qui dépend de '}
                  <Lien {...a} />
                </>
              )),
          },
          {
            label: 'Siège',
            value: o.commune && <a href={`/territoires/communes/${o.commune}`}>{o.nomCommune ?? o.commune}</a>,
          },
          { label: 'Téléphone', value: o.telephone && <Telephone numero={o.telephone} /> },
          { label: 'Courriel', value: o.courriel && <Courriel adresse={o.courriel} /> },
          { label: 'Site', value: o.siteWeb && <Site adresse={o.siteWeb} /> },
          { label: 'Numéro FINESS', value: o.finess },
          { label: 'SIREN', value: o.siren },
          { label: 'Source', value: <Source fiche={o} /> },
        ]}
      />
      <Contacts contacts={contacts} modifie={fichePolicy.peut(requete.acteur, 'modifier', o)} />
      <Partie id="enfants" titre="Organismes qui en dépendent">
        {enfants.length > 0 && (
          <ul>
            {enfants.map((e) => (
              <li>
                <Lien {...e} />
              </li>
            ))}
          </ul>
        )}
      </Partie>
      <Partie id="structures" titre={formatCount(total, 'structure')}>
        {total > 0 && <Structures {...{ structures, total, id: o.id }} />}
      </Partie>
      <Partie id="dispositifs" titre="Dispositifs dont il est membre">
        {appartenances.length > 0 && <Dispositifs appartenances={appartenances} />}
      </Partie>
    </Layout>
  )
}

function Structures({ structures, total, id }: Pick<Props, 'structures' | 'total'> & { id: number }) {
  return (
    <>
      <ul>
        {structures.map((s) => (
          <li>
            <a href={formatAdresseStructure(s.id)}>{formatNomStructure(s)}</a>
            {s.nomCommune && `, ${s.nomCommune}`}
          </li>
        ))}
      </ul>
      {total > structures.length && (
        <p>
          <a href={`/structures?organisme=${id}`}>{`Voir les ${formatCount(total, 'structure')}`}</a>
        </p>
      )}
    </>
  )
}

function Gestes({ o, requete: { acteur } }: { o: Organisme; requete: Requete }) {
  const base = formatAdresseOrganisme(o.id)
  const modifie = fichePolicy.peut(acteur, 'modifier', o)
  return (
    <>
      {(modifie || fichePolicy.peut(acteur, 'proposer', o)) && (
        <ButtonLink href={`${base}/modifier`}>{modifie ? 'Modifier' : 'Proposer une correction'}</ButtonLink>
      )}
      {modifie && (
        <>
          <Form action={`${base}/verifier`}>
            <Button variant="secondary">J’ai vérifié</Button>
          </Form>
          <ButtonLink href={`${base}/contacts/nouveau`}>Ajouter un contact</ButtonLink>
          <ButtonLink href={`${base}/doublons`} variant="link">
            Chercher des doublons
          </ButtonLink>
          <ButtonLink href={`${base}/retirer`} variant="link">
            Retirer
          </ButtonLink>
        </>
      )}
      {fichePolicy.peut(acteur, 'historique', o) && (
        <ButtonLink href={`${base}/historique`} variant="link">
          Historique
        </ButtonLink>
      )}
    </>
  )
}

const lireOrganismes = defineRoute({
  methode: 'GET',
  chemin: '/organismes',
  requete: z.object({ q: z.string().max(200).catch(''), page: numeroPage.default(1) }),
  politique: publique,
  trace: 'organismes.recherche',
  limite: { nom: 'structures', max: 120, secondes: 60 },
  lire: async (ctx, { q, page }, requete) => {
    const lus = await searchOrganismes(ctx, { q, limite: PAR_PAGE, debut: (page - 1) * PAR_PAGE })
    return <PageOrganismes {...{ q, page, requete, ...lus }} />
  },
})

interface PropsListe {
  q: string
  page: number
  organismes: Organisme[]
  total: number
  requete: Requete
}

function PageOrganismes({ q, page, organismes, total, requete }: PropsListe) {
  return (
    <Layout
      title="Organismes"
      page={requete}
      width="list"
      crumbs={filStructures([{ label: 'Organismes' }])}
      intro={<p>Associations, établissements, collectivités, fédérations&nbsp;: qui porte les structures.</p>}
      actions={
        fichePolicy.peutParfois(requete.acteur, 'proposer') && (
          <>
            <ButtonLink href="/organismes/nouveau">Ajouter un organisme</ButtonLink>
            {fichePolicy.peutParfois(requete.acteur, 'modifier') && (
              <ButtonLink href="/annuaire/doublons/organismes" variant="link">
                Doublons
              </ButtonLink>
            )}
          </>
        )
      }
      head={q !== '' && <meta name="robots" content="noindex, follow" />}
    >
      <SearchBox action="/organismes" label="Chercher un organisme" id="organisme" value={q} />
      {total === 0 ? (
        <EmptyState
          title={q ? 'Aucun organisme ne répond à cette demande' : 'L’annuaire n’a pas encore d’organisme'}
          action={<ButtonLink href="/structures">Voir les structures</ButtonLink>}
        />
      ) : (
        <>
          <p role="status">
            <strong>{formatCount(total, 'organisme')}</strong>
          </p>
          <Table
            caption="Organismes"
            columns={[
              { key: 'nom', label: 'Nom', header: true },
              { key: 'type', label: 'Type' },
              { key: 'commune', label: 'Siège' },
            ]}
            rows={organismes.map((o) => [<Lien {...o} />, formatType(o.type), o.nomCommune])}
          />
          <Pagination page={page} pages={Math.ceil(total / PAR_PAGE)} href={createHref(requete.chemin)} />
        </>
      )}
    </Layout>
  )
}

export const routesOrganisme = [lireOrganismes, lireOrganisme]
