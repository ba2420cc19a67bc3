import type { Ctx, Requete } from '#core/context.ts'
import { publique } from '#core/policy.ts'
import { defineRoute } from '#core/route.ts'
import { formatAdresseZone, type Zone } from '#modules/territoires/index.ts'
import { listTermes, type SlugVocabulaire } from '#modules/vocabulaires/index.ts'
import { Card } from '#ui/card.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Actions, Button, ButtonLink, Field, Form, Select } from '#ui/form.tsx'
import { formatCount, formatDate } from '#ui/format.ts'
import { createHref } from '#ui/href.ts'
import { Layout } from '#ui/layout.tsx'
import { Pagination } from '#ui/table.tsx'
import { Tag, TagList } from '#ui/tag.tsx'
import { feuille, formatType, Telephone } from '../fiche/cadre.tsx'
import { fichePolicy } from '../fiche/fiche.policy.ts'
import { getLieuDit, type LieuDit } from '../fiche/lieu.queries.ts'
import { isAVerifier } from '../fiche/score.ts'
import { importAnnuairePolicy } from '../imports/imports.policy.ts'
import { RACINE_IMPORTS } from '../imports/imports.ts'
import { getOrganisme } from '../organisme/organisme.queries.ts'
import { type Demande, getCriteres, schemaDemande } from './demande.ts'
import { searchStructures } from './structure.queries.ts'
import { ETATS_STRUCTURE, formatAdresseStructure, formatNomStructure, type StructureListe } from './structure.ts'

const PAR_PAGE = 25

export const lireStructures = defineRoute({
  methode: 'GET',
  chemin: '/structures',
  requete: schemaDemande,
  politique: publique,
  trace: 'structures.recherche',
  limite: { nom: 'structures', max: 120, secondes: 60 },
  lire: async (ctx, demande, requete) => {
    const lieu = demande.ou ? await getLieuDit(ctx, demande.ou) : null
    const perdu = lieu !== null && lieu.zone === null
    const [trouvees, organisme] = await Promise.all([
      perdu
        ? { structures: [], total: 0 }
        : searchStructures(ctx, {
            ...getCriteres(demande, lieu, ctx.maintenant),
            limite: PAR_PAGE,
            debut: (demande.page - 1) * PAR_PAGE,
          }),
      demande.organisme ? getOrganisme(ctx, demande.organisme) : null,
    ])
    const porteur = organisme && fichePolicy.peut(ctx.acteur, 'lire', organisme) ? organisme.nom : null
    return <PageStructures {...{ ctx, demande, lieu, porteur, requete, ...trouvees }} />
  },
})

interface Props {
  ctx: Ctx
  demande: Demande
  lieu: LieuDit | null
  /** Name of the organisme asked for. */
  porteur: string | null
  structures: StructureListe[]
  total: number
  requete: Requete
}

function PageStructures({ ctx, demande, lieu, porteur, structures, total, requete }: Props) {
  const href = createHref(requete.chemin)
  const { page: _, ...filtres } = demande
  const libre = Object.values(filtres).some(Boolean)
  const propose = fichePolicy.peutParfois(requete.acteur, 'proposer')
  return (
    <Layout
      title={porteur ? `Structures de ${porteur}` : 'Structures'}
      page={requete}
      width="list"
      crumbs={[{ label: 'Structures' }]}
      intro={!libre && <p>Les lieux où l’on est reçu et les équipes qui y travaillent, avec ce qu’ils proposent.</p>}
      actions={
        propose && (
          <>
            <ButtonLink href="/structures/nouvelle">Ajouter une structure</ButtonLink>
            <ButtonLink href="/organismes" variant="link">
              Organismes
            </ButtonLink>
            <ButtonLink href="/annuaire/propositions" variant="link">
              Propositions
            </ButtonLink>
            {fichePolicy.peutParfois(requete.acteur, 'modifier') && (
              <ButtonLink href="/annuaire/doublons" variant="link">
                Doublons
              </ButtonLink>
            )}
          </>
        )
      }
      head={
        <>
          {feuille}
          {libre && <meta name="robots" content="noindex, follow" />}
        </>
      }
    >
      <Recherche demande={demande} />
      {lieu?.zone && <Ou lieu={{ ...lieu, zone: lieu.zone }} href={href} />}
      {total === 0 ? (
        libre ? (
          <Rien demande={demande} lieu={lieu} />
        ) : (
          <AnnuaireVide requete={requete} />
        )
      ) : (
        <>
          <p role="status" class="result-head">
            <strong>{formatCount(total, 'structure')}</strong>
          </p>
          {structures.map((s) => (
            <Trouvee s={s} ctx={ctx} />
          ))}
          <Pagination page={demande.page} pages={Math.ceil(total / PAR_PAGE)} href={href} />
          <Fichiers demande={demande} />
        </>
      )}
    </Layout>
  )
}

/** The same search, to take away. */
function Fichiers({ demande: { page: _, ...filtres } }: { demande: Demande }) {
  const suite = new URLSearchParams(Object.entries(filtres).flatMap(([nom, v]) => (v ? [[nom, String(v)]] : [])))
  const adresse = (chemin: string) => (suite.size > 0 ? `${chemin}?${suite}` : chemin)
  return (
    <p class="hint">
      {'Emporter ces structures\u00a0: '}
      <a href={adresse('/structures.csv')} download>
        tableau
      </a>
      {', '}
      <a href={adresse('/services.csv')} download>
        tableau de leurs services
      </a>
      {', '}
      <a href={adresse('/structures.geojson')} download>
        carte (GeoJSON)
      </a>
      {'. '}
      <a href="/annuaire/echanges">Tout l’annuaire, pour un autre logiciel</a>.
    </p>
  )
}

const listOptions = (vocabulaire: SlugVocabulaire) =>
  listTermes(vocabulaire)
    .filter((t) => !t.remplacePar)
    .map((t) => ({ value: t.slug, label: t.sigle ? `${t.libelle} (${t.sigle})` : t.libelle }))

function Recherche({ demande: d }: { demande: Demande }) {
  const choisis = [d.type, d.theme, d.public, d.etat].filter(Boolean).length
  return (
    <search>
      <Form action="/structures" method="get">
        <div class="field-row">
          <Field name="q" label="Quoi" value={d.q} size="medium" hint="Un mot, un nom, un numéro FINESS ou SIRET." />
          <Field name="ou" label="Où" value={d.ou} size="medium" hint="Commune, code postal, département." />
        </div>
        <details class="choice-group" open={choisis > 0}>
          <summary>
            Type, thème, public
            {choisis > 0 && <span class="count">{` (${choisis} choix)`}</span>}
          </summary>
          <div class="field-row">
            <Select name="type" label="Type" value={d.type} options={listOptions('type-structure')} empty="Tous" />
            <Select name="theme" label="Thème" value={d.theme} options={listOptions('theme')} empty="Tous" />
            <Select name="public" label="Public" value={d.public} options={listOptions('public')} empty="Tous" />
            <Select
              name="etat"
              label="État"
              value={d.etat}
              options={[
                { value: 'a-verifier', label: 'À vérifier' },
                { value: 'fermees', label: 'Fermées' },
              ]}
              empty="Ouvertes"
            />
          </div>
        </details>
        {d.organisme && <input type="hidden" name="organisme" value={String(d.organisme)} />}
        <Actions>
          <Button icon="search">Rechercher</Button>
        </Actions>
      </Form>
    </search>
  )
}

function Ou({ lieu: { zone, autres }, href }: { lieu: LieuDit & { zone: Zone }; href: ReturnType<typeof createHref> }) {
  return (
    <p class="hint">
      {'Lieu\u00a0: '}
      <a href={formatAdresseZone(zone)}>{zone.nom}</a>
      {autres.length > 0 && (
        <>
          {'. Ou bien\u00a0: '}
          {autres.map((a, i) => (
            <>
              {i > 0 && ', '}
              <a href={href({ ou: a.ref })}>{a.nom}</a>
            </>
          ))}
        </>
      )}
      {'.'}
    </p>
  )
}

function AnnuaireVide({ requete }: { requete: Requete }) {
  const importe = importAnnuairePolicy.peutParfois(requete.acteur, 'importer')
  return (
    <EmptyState
      title="L’annuaire est encore vide"
      action={importe && <ButtonLink href={RACINE_IMPORTS}>Importer un fichier</ButtonLink>}
    >
      <p>
        Les structures viennent de fichiers publics (FINESS, data.inclusion), de tableurs, ou s’inscrivent une à une.
      </p>
    </EmptyState>
  )
}

function Rien({ demande: d, lieu }: { demande: Demande; lieu: LieuDit | null }) {
  const perdu = lieu !== null && lieu.zone === null
  const large = { q: d.q, ...(d.type && { type: d.type }), ...(d.theme && { theme: d.theme }) }
  return (
    <EmptyState
      title={perdu ? `Aucun lieu ne s’appelle «\u00a0${d.ou}\u00a0»` : 'Aucune structure ne répond à cette demande'}
      action={
        <>
          {d.ou && <ButtonLink href={`/structures?${new URLSearchParams(large)}`}>Chercher partout</ButtonLink>}
          <ButtonLink href="/structures" variant="link">
            Voir toutes les structures
          </ButtonLink>
        </>
      }
    >
      <p>
        {perdu
          ? 'Écrivez le nom d’une commune, un code postal ou un département.'
          : 'Essayez un autre mot, un thème plus large ou un lieu voisin.'}
      </p>
    </EmptyState>
  )
}

function Trouvee({ s, ctx }: { s: StructureListe; ctx: Ctx }) {
  const lieu = [s.adresse, [s.codePostal, s.nomCommune].filter(Boolean).join(' ')].filter(Boolean).join(', ')
  return (
    <Card
      title={formatNomStructure(s)}
      href={formatAdresseStructure(s.id)}
      kicker={formatType(s.type) ?? s.categorieLibelle}
      foot={
        <TagList label="État de la fiche">
          {[
            s.fictif && <Tag>Fictif</Tag>,
            s.etat !== 'ouverte' && <Tag ton="attention">{ETATS_STRUCTURE[s.etat]}</Tag>,
            s.publication === 'propose' && <Tag ton="attention">Pas encore publiée</Tag>,
            s.services > 0 && <Tag>{formatCount(s.services, 'service')}</Tag>,
            s.verifieLe !== null && !isAVerifier(s.verifieLe, ctx.maintenant) && (
              <Tag ton="succes">{`Vérifiée le ${formatDate(s.verifieLe)}`}</Tag>
            ),
          ].filter((tag) => tag !== false)}
        </TagList>
      }
    >
      {lieu && <p>{lieu}</p>}
      {s.telephone && (
        <p>
          <Telephone numero={s.telephone} />
        </p>
      )}
    </Card>
  )
}
