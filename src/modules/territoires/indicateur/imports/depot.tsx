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
import { filIndicateurs } from '../fil.ts'
import { listImportsIndicateurs, listLectures } from './imports.queries.ts'
import { ETATS_IMPORT, formatAdresseImport, PAR_PAGE, RACINE_IMPORTS } from './imports.ts'

export const filImports = (suite: { label: string; href?: string }[] = []) =>
  filIndicateurs([{ label: 'Imports', ...(suite.length > 0 && { href: RACINE_IMPORTS }) }, ...suite])

const ETAPES = [{ label: 'Déposer', href: RACINE_IMPORTS }, { label: 'Relire' }, { label: 'Importer' }]
/** @param courante from 0; 3 where all is done */
export const EtapesImport = ({ courante }: { courante: number }) => (
  <Steps label="Étapes de l’import" steps={ETAPES} current={courante} />
)

/** Where files are left, and what became of them. */
export async function PageImports({
  ctx,
  requete,
  page = 1,
  erreurs = [],
}: {
  ctx: Ctx
  requete: Requete
  page?: number
  erreurs?: ErreurChamp[]
}) {
  const [{ imports, total }, lectures] = [await listImportsIndicateurs(ctx, page), await listLectures(ctx)]
  return (
    <Layout
      title="Importer des indicateurs"
      page={requete}
      width="list"
      errors={erreurs}
      crumbs={filImports()}
      intro={
        <p>
          Déposez le fichier tel que sa source le publie. Vous verrez ce qui a été lu, ligne par ligne, avant
          d’importer.
        </p>
      }
    >
      <EtapesImport courante={0} />
      <Form action={RACINE_IMPORTS} multipart>
        <FileField
          name="fichier"
          label="Fichier"
          accept=".xlsx,.csv,.txt,.tsv,.json"
          error={getError(erreurs, 'fichier')}
          hint={
            <>
              Classeur de l’APL de la DREES, tableau de l’Insee ou tout autre tableau qui porte des codes de communes,
              d’intercommunalités, de départements ou de régions&nbsp;: .xlsx, .csv. 30&nbsp;Mo au plus.
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
            { key: 'series', label: 'Séries', numeric: true },
            { key: 'quand', label: 'Déposé' },
          ]}
          rows={imports.map((i) => [
            <a href={formatAdresseImport(i.id)}>{i.fichier}</a>,
            <Tag ton={ETATS_IMPORT[i.etat].ton}>{ETATS_IMPORT[i.etat].libelle}</Tag>,
            formatNumber(i.series),
            <>
              {formatDateTime(i.creeLe)}
              {i.auteur && <div class="hint">{`par ${i.auteur}`}</div>}
            </>,
          ])}
        />
      )}
      <Pagination page={page} pages={Math.ceil(total / PAR_PAGE)} href={createHref(RACINE_IMPORTS)} />
      {lectures.length > 0 && (
        <>
          <h2>Choix gardés pour les prochains fichiers</h2>
          <ul>
            {lectures.map(({ nom, correspondance }) => (
              <li>
                {`${nom} (${formatNumber(correspondance.colonnes.length)} colonnes)`}
                <Form action="/indicateurs/lectures/oublier">
                  <input type="hidden" name="nom" value={nom} />
                  <Button variant="link" label={`Oublier les choix ${nom}`}>
                    Oublier
                  </Button>
                </Form>
              </li>
            ))}
          </ul>
        </>
      )}
    </Layout>
  )
}
