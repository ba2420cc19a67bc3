import type { Ctx, Requete } from '#core/context.ts'
import type { ErreurChamp } from '#core/errors.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { Actions, Button, FileField, Form, getError } from '#ui/form.tsx'
import { formatDateTime, formatNumber } from '#ui/format.ts'
import { createHref } from '#ui/href.ts'
import { Layout } from '#ui/layout.tsx'
import { Steps } from '#ui/steps.tsx'
import { Pagination, Table } from '#ui/table.tsx'
import { Tag } from '#ui/tag.tsx'
import { listImportsAnnuaire } from './imports.queries.ts'
import { ETATS_IMPORT, FORMATS_ANNUAIRE, formatAdresseImport, PAR_PAGE, RACINE_IMPORTS } from './imports.ts'

export const filImports = (suite: { label: string; href?: string }[] = []) => [
  { label: 'Structures', href: '/structures' },
  { label: 'Imports', ...(suite.length > 0 && { href: RACINE_IMPORTS }) },
  ...suite,
]

const ETAPES = [{ label: 'Déposer', href: RACINE_IMPORTS }, { label: 'Relire' }, { label: 'Importer' }]
/** @param courante from 0; 3 where all is done */
export const EtapesImport = ({ courante }: { courante: number }) => (
  <Steps label="Étapes de l’import" steps={ETAPES} current={courante} />
)

interface Props {
  ctx: Ctx
  requete: Requete
  page?: number
  erreurs?: ErreurChamp[]
}

/** Where files of the directory are left, and what became of them. */
export async function PageImports({ ctx, requete, page = 1, erreurs = [] }: Props) {
  const { imports, total } = await listImportsAnnuaire(ctx, page)
  return (
    <Layout
      title="Importer dans l’annuaire"
      page={requete}
      width="list"
      errors={erreurs}
      crumbs={filImports()}
      intro={
        <p>
          Déposez le fichier tel que sa source le publie. Vous verrez ce qui y a été reconnu avant d’importer. Ce que
          des personnes ont corrigé n’est jamais remplacé&nbsp;: l’import le propose, quelqu’un relit.
        </p>
      }
    >
      <EtapesImport courante={0} />
      <Form action={RACINE_IMPORTS} multipart>
        <FileField
          name="fichier"
          label="Fichier"
          accept=".csv,.txt,.json,.xlsx,.tsv"
          error={getError(erreurs, 'fichier')}
          hint={
            <>
              Établissements FINESS ou FINESS+, data·inclusion, extraction publique du RPPS, ou tout tableau de
              structures. 60&nbsp;Mo au plus.
            </>
          }
        />
        <Actions>
          <Button>Lire le fichier</Button>
        </Actions>
      </Form>
      {imports.length === 0 ? (
        <EmptyState title="Aucun fichier n’a encore été déposé">
          <p>Le premier paraîtra ici, avec ce qu’il a apporté.</p>
        </EmptyState>
      ) : (
        <Table
          caption="Fichiers déposés"
          columns={[
            { key: 'fichier', label: 'Fichier', header: true },
            { key: 'etat', label: 'État' },
            { key: 'crees', label: 'Créées', numeric: true },
            { key: 'modifies', label: 'Modifiées', numeric: true },
            { key: 'fermes', label: 'Fermées', numeric: true },
            { key: 'rejetes', label: 'Rejetées', numeric: true },
            { key: 'quand', label: 'Déposé' },
          ]}
          rows={imports.map((i) => [
            <>
              <a href={formatAdresseImport(i.id)}>{i.fichier}</a>
              <div class="hint">{FORMATS_ANNUAIRE[i.format]}</div>
            </>,
            <Tag ton={ETATS_IMPORT[i.etat].ton}>{ETATS_IMPORT[i.etat].libelle}</Tag>,
            ...[i.crees, i.modifies, i.fermes, i.rejetes].map((n) => (i.etat === 'fait' ? formatNumber(n) : '–')),
            <>
              {formatDateTime(i.quand)}
              {i.auteur && <div class="hint">{`par ${i.auteur}`}</div>}
            </>,
          ])}
        />
      )}
      <Pagination page={page} pages={Math.ceil(total / PAR_PAGE)} href={createHref(RACINE_IMPORTS)} />
    </Layout>
  )
}
