import { type Requete, succes } from '#core/context.ts'
import type { ErreurChamp } from '#core/errors.ts'
import { formatEntetesFichier } from '#core/file.ts'
import { publique } from '#core/policy.ts'
import { defineRoute } from '#core/route.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { Actions, Button, ButtonLink, FileField, Form, getError } from '#ui/form.tsx'
import { formatCount } from '#ui/format.ts'
import { Layout } from '#ui/layout.tsx'
import { Table } from '#ui/table.tsx'
import { Tag } from '#ui/tag.tsx'
import { filGlossaire } from './cadre.tsx'
import { glossairePolicy } from './glossaire.policy.ts'
import { listEntrees } from './glossaire.queries.ts'
import { importerTermes, lireTableTermes } from './import.actions.ts'
import { type PlanImport, STATUTS } from './import.ts'
import { formatSkos } from './skos.formats.ts'
import { COLONNES, formatTable, type LigneTable } from './table.formats.ts'

const ADRESSE = '/glossaire/import'

function PageImport({ requete, erreurs = [] }: { requete: Requete; erreurs?: ErreurChamp[] }) {
  return (
    <Layout
      title="Importer des termes"
      page={requete}
      errors={erreurs}
      crumbs={filGlossaire([{ label: 'Importer' }])}
      intro={<p>Un tableau CSV, une ligne par définition. Vous verrez ce que fait chaque ligne avant de confirmer.</p>}
    >
      <Form action={`${ADRESSE}/lire`} multipart>
        <FileField
          name="fichier"
          label="Fichier CSV"
          accept=".csv,text/csv"
          error={getError(erreurs, 'fichier')}
          hint="1&nbsp;Mo et 2&#8239;000 lignes au plus."
        />
        <Actions>
          <Button>Lire le fichier</Button>
        </Actions>
      </Form>
      <h2>Les colonnes</h2>
      <p>
        La première ligne les nomme, dans l’ordre que vous voulez&nbsp;:{' '}
        {COLONNES.map((c, i) => (
          <>
            {i > 0 && ', '}
            <code>{c}</code>
          </>
        ))}
        . Seule <code>terme</code> est obligatoire.
      </p>
      <ul>
        <li>Plusieurs définitions d’un terme&nbsp;: autant de lignes qui portent son nom.</li>
        <li>
          Plusieurs noms dans une case&nbsp;: séparez-les par <code>|</code>.
        </li>
        <li>Un terme déjà là est complété, jamais remplacé.</li>
      </ul>
      <p>
        <a href="/glossaire.csv" download>
          Télécharger le glossaire dans cette forme
        </a>
      </p>
    </Layout>
  )
}

function PageApercu({ table, plan, requete }: { table: LigneTable[]; plan: PlanImport; requete: Requete }) {
  const compte = (statut: keyof typeof STATUTS) => plan.lignes.filter((l) => l.statut === statut).length
  const refusees = compte('refusee')
  return (
    <Layout
      title="Relire avant d’importer"
      page={requete}
      width="list"
      crumbs={filGlossaire([{ label: 'Importer', href: ADRESSE }, { label: 'Relire' }])}
      intro={
        <p>
          {[
            formatCount(compte('nouveau'), 'nouveau terme', 'nouveaux termes'),
            formatCount(compte('complete'), 'ligne qui complète', 'lignes qui complètent'),
            formatCount(compte('identique'), 'ligne déjà là', 'lignes déjà là'),
            formatCount(refusees, 'ligne refusée', 'lignes refusées'),
          ].join(', ')}
          .
        </p>
      }
    >
      {plan.termes.length > 0 && (
        <Form action={ADRESSE}>
          <input type="hidden" name="table" value={JSON.stringify(table)} />
          {refusees > 0 && (
            <p>Les lignes refusées ne seront pas importées&nbsp;: corrigez-les puis redéposez le fichier.</p>
          )}
          <Actions>
            <Button>{`Importer ${formatCount(plan.termes.length, 'terme')}`}</Button>
            <ButtonLink href={ADRESSE} variant="link">
              Annuler
            </ButtonLink>
          </Actions>
        </Form>
      )}
      {plan.lignes.length === 0 ? (
        <EmptyState
          title="Ce fichier ne porte aucune ligne"
          action={<ButtonLink href={ADRESSE}>En choisir un autre</ButtonLink>}
        />
      ) : (
        <Table
          caption="Lignes du fichier"
          columns={[
            { key: 'n', label: 'Ligne', numeric: true },
            { key: 'terme', label: 'Terme', header: true },
            { key: 'statut', label: 'Ce qu’elle fait' },
            { key: 'messages', label: 'Remarque' },
          ]}
          rows={plan.lignes.map((l) => {
            const { libelle, ton } = STATUTS[l.statut]
            return [
              String(l.n),
              l.terme || 'sans nom',
              ton ? <Tag ton={ton}>{libelle}</Tag> : libelle,
              l.messages.join(' '),
            ]
          })}
        />
      )}
    </Layout>
  )
}

const politique = (acteur: Requete['acteur']) => glossairePolicy.peutParfois(acteur, 'modifier')

export const routesEchangeTermes = [
  defineRoute({
    methode: 'GET',
    chemin: '/glossaire.csv',
    politique: publique,
    trace: 'glossaire.export',
    lire: async (ctx) =>
      new Response(formatTable(await listEntrees(ctx)), {
        headers: formatEntetesFichier('glossaire', { extension: 'csv', type: 'text/csv; charset=utf-8' }),
      }),
  }),
  defineRoute({
    methode: 'GET',
    chemin: '/glossaire.ttl',
    politique: publique,
    trace: 'glossaire.export',
    lire: async (ctx, _entree, requete) =>
      new Response(formatSkos(await listEntrees(ctx), requete.adresse), {
        headers: formatEntetesFichier('glossaire', { extension: 'ttl', type: 'text/turtle; charset=utf-8' }),
      }),
  }),
  defineRoute({
    methode: 'GET',
    chemin: ADRESSE,
    politique,
    trace: 'glossaire.import.formulaire',
    lire: (_ctx, _entree, requete) => <PageImport requete={requete} />,
  }),
  defineRoute({
    methode: 'POST',
    chemin: `${ADRESSE}/lire`,
    action: lireTableTermes,
    taille: 1_200_000,
    reussir: ({ table, plan }, requete) => <PageApercu {...{ table, plan, requete }} />,
    echouer: (_ctx, erreurs, _brut, requete) => <PageImport {...{ requete, erreurs }} />,
  }),
  defineRoute({
    methode: 'POST',
    chemin: ADRESSE,
    action: importerTermes,
    taille: 8_000_000,
    avis: { 'termes-importes': succes('Les termes sont au glossaire.') },
    reussir: () => ({ vers: '/glossaire', avis: 'termes-importes' }),
    echouer: (_ctx, erreurs, _brut, requete) => <PageImport {...{ requete, erreurs }} />,
  }),
]
