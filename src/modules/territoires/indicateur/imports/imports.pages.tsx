import { z } from 'zod'
import { type Ctx, type Requete, succes } from '#core/context.ts'
import { type ErreurChamp, ErreurIntrouvable } from '#core/errors.ts'
import { defineRoute, type Route } from '#core/route.ts'
import { type Brut, identifiant, numeroPage } from '#core/saisie.ts'
import { Alert } from '#ui/alert.tsx'
import { DefinitionList } from '#ui/definition-list.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Actions, Button, ButtonLink, Form } from '#ui/form.tsx'
import { formatDateTime } from '#ui/format.ts'
import { Layout } from '#ui/layout.tsx'
import { Tag } from '#ui/tag.tsx'
import { indicateurPolicy } from '../indicateur.policy.ts'
import { listIndicateurs } from '../indicateur.queries.ts'
import { NATURES } from '../lecture/lecture.ts'
import { FormColonnes, formatSaisieColonnes } from './colonnes.tsx'
import { EtapesImport, filImports, PageImports } from './depot.tsx'
import {
  abandonnerImportIndicateurs,
  accepterImport,
  choisirColonnes,
  deposerIndicateurs,
  importDepot,
  importSeries,
  oublierLecture,
  readImport,
} from './imports.actions.ts'
import { getDernierImport, getImportIndicateurs, listLectures } from './imports.queries.ts'
import {
  computeProposition,
  ETATS_IMPORT,
  formatAdresseImport,
  type ImportIndicateurs,
  RACINE_IMPORTS,
} from './imports.ts'
import { VueReleve } from './releve.tsx'

const politique = (acteur: Ctx['acteur']) => indicateurPolicy.peutParfois(acteur, 'importer')
interface PropsImport {
  ctx: Ctx
  requete: Requete
  imp: ImportIndicateurs
  erreurs?: ErreurChamp[]
}

/** What the columns are, to say or to change. */
async function PageColonnes({
  ctx,
  requete,
  imp,
  feuille,
  erreurs = [],
  brut,
}: PropsImport & { feuille?: number | undefined; brut?: Brut }) {
  const { tables } = imp.analyse
  const voulue = feuille ?? imp.choix?.feuille
  const table = tables.find((t) => t.feuille === voulue) ?? tables[0]
  if (!table) throw new ErreurIntrouvable('import')
  const indicateurs = await listIndicateurs(ctx)
  const garde =
    imp.choix?.feuille === table.feuille ? imp.choix : computeProposition(table, await listLectures(ctx), indicateurs)
  return (
    <Layout
      title="Dire ce que sont les colonnes"
      page={requete}
      errors={erreurs}
      crumbs={filImports([{ label: imp.fichier, href: formatAdresseImport(imp.id) }, { label: 'Colonnes' }])}
      intro={<p>{imp.fichier}</p>}
    >
      <EtapesImport courante={1} />
      {imp.choix === null && garde.nom !== null && (
        <Alert ton="info">{`Les choix gardés sous le nom «\u00a0${garde.nom}\u00a0» conviennent à ce fichier. Vérifiez-les.`}</Alert>
      )}
      <Remarques remarques={imp.analyse.remarques} />
      <FormColonnes
        {...{ imp, table, erreurs, indicateurs }}
        valeurs={brut ?? formatSaisieColonnes(table, garde.correspondance, garde.nom)}
      />
    </Layout>
  )
}

function Remarques({ remarques }: { remarques: readonly string[] }) {
  if (remarques.length === 0) return null
  return (
    <Alert ton="attention" title="Dans ce fichier">
      <ul>
        {remarques.map((texte) => (
          <li>{texte}</li>
        ))}
      </ul>
    </Alert>
  )
}

async function PageReleve({ ctx, requete, imp, erreurs = [] }: PropsImport) {
  const definitions = new Map((await listIndicateurs(ctx)).map((i) => [i.code, i]))
  const adresse = formatAdresseImport(imp.id)
  const ouvert = imp.etat === 'lu'
  const dernier = ouvert ? await getDernierImport(ctx, imp.sha256) : null
  return (
    <Layout
      title={ouvert ? 'Relire avant d’importer' : imp.fichier}
      page={requete}
      width="list"
      errors={erreurs}
      crumbs={filImports([{ label: imp.fichier }])}
      intro={ouvert && <p>{imp.fichier}</p>}
    >
      <EtapesImport courante={imp.etat === 'fait' ? 3 : 1} />
      <DefinitionList
        items={[
          { label: 'Nature', value: NATURES[imp.analyse.nature] },
          { label: 'État', value: <Tag ton={ETATS_IMPORT[imp.etat].ton}>{ETATS_IMPORT[imp.etat].libelle}</Tag> },
          { label: 'Déposé', value: `${formatDateTime(imp.creeLe)}${imp.auteur ? ` par ${imp.auteur}` : ''}` },
          { label: 'Terminé', value: imp.finiLe && formatDateTime(imp.finiLe) },
          { label: 'Empreinte SHA-256', value: <code>{imp.sha256}</code> },
        ]}
      />
      {dernier && <Alert ton="info">{`Ce même fichier a déjà été importé, le ${formatDateTime(dernier)}.`}</Alert>}
      <Remarques remarques={imp.analyse.remarques} />
      {ouvert && (
        <Form action={`${adresse}/valider`}>
          <p>
            Chaque série remplacera celle du même indicateur, de la même année et de la même sorte de territoires, s’il
            y en a une. Toutes entrent ensemble, ou aucune.
          </p>
          <Actions>
            <Button>Importer ces séries</Button>
            {imp.analyse.nature === 'tableau' && (
              <ButtonLink href={`${adresse}/colonnes`}>Changer les colonnes</ButtonLink>
            )}
            <Button variant="link" formaction={`${adresse}/abandonner`}>
              Abandonner
            </Button>
          </Actions>
        </Form>
      )}
      {imp.releve ? (
        <VueReleve releve={imp.releve} definitions={definitions} />
      ) : (
        <EmptyState title="Ce fichier n’a pas été lu" />
      )}
    </Layout>
  )
}

const renderImport = (props: PropsImport) =>
  props.imp.etat === 'a-lire' ? <PageColonnes {...props} /> : <PageReleve {...props} />

/** The page of the import again, with the faults of what was sent. */
async function showEncore(ctx: Ctx, erreurs: ErreurChamp[], brut: Brut, requete: Requete) {
  const imp = await getImportIndicateurs(ctx, Number(brut.id))
  if (!imp) throw new ErreurIntrouvable('import')
  return renderImport({ ctx, requete, imp, erreurs })
}

const parId = z.object({ id: identifiant })
const charger = (ctx: Ctx, { id }: { id: number }) => getImportIndicateurs(ctx, id)
const objet = ({ id }: { id: number }) => ({ type: 'indicateur-import', id })

export const routesImportsIndicateurs: readonly Route[] = [
  defineRoute({
    methode: 'GET',
    chemin: RACINE_IMPORTS,
    requete: z.object({ page: numeroPage }),
    politique,
    trace: 'indicateur.import.liste',
    lire: (ctx, { page }, requete) => <PageImports {...{ ctx, requete, page }} />,
  }),
  defineRoute({
    methode: 'POST',
    chemin: RACINE_IMPORTS,
    action: deposerIndicateurs,
    taille: 31_000_000,
    reussir: async (depot, _requete, _brut, ctx) => ({ vers: formatAdresseImport(await importDepot(ctx, depot)) }),
    echouer: (ctx, erreurs, _brut, requete) => <PageImports {...{ ctx, requete, erreurs }} />,
  }),
  defineRoute({
    methode: 'GET',
    chemin: `${RACINE_IMPORTS}/:id`,
    requete: parId,
    charger,
    politique,
    trace: 'indicateur.import.page',
    objet,
    lire: (ctx, _entree, requete, imp) => renderImport({ ctx, requete, imp }),
  }),
  defineRoute({
    methode: 'GET',
    chemin: `${RACINE_IMPORTS}/:id/colonnes`,
    requete: parId.extend({ feuille: z.coerce.number().int().optional().catch(undefined) }),
    charger: async (ctx, entree) => {
      const imp = await charger(ctx, entree)
      const ouvert = imp?.analyse.nature === 'tableau' && (imp.etat === 'a-lire' || imp.etat === 'lu')
      return ouvert ? imp : null
    },
    politique,
    trace: 'indicateur.import.colonnes',
    objet,
    lire: (ctx, { feuille }, requete, imp) => <PageColonnes {...{ ctx, requete, imp, feuille }} />,
  }),
  defineRoute({
    methode: 'POST',
    chemin: `${RACINE_IMPORTS}/:id/colonnes`,
    action: choisirColonnes,
    // Read after the action: a long reading must not hold its transaction.
    reussir: async (id, _requete, _brut, ctx) => {
      await readImport(ctx, id)
      return { vers: formatAdresseImport(id) }
    },
    echouer: async (ctx, erreurs, brut, requete) => {
      const imp = await getImportIndicateurs(ctx, Number(brut.id))
      if (!imp) throw new ErreurIntrouvable('import')
      const feuille = Number(brut.feuille)
      return <PageColonnes {...{ ctx, requete, imp, erreurs, brut, feuille }} />
    },
  }),
  defineRoute({
    methode: 'POST',
    chemin: `${RACINE_IMPORTS}/:id/valider`,
    action: accepterImport,
    avis: { 'indicateurs-importes': succes('Les séries sont importées, et ce qui en découle est calculé.') },
    reussir: async (id, _requete, _brut, ctx) => {
      await importSeries(ctx, id)
      return { vers: formatAdresseImport(id), avis: 'indicateurs-importes' }
    },
    echouer: showEncore,
  }),
  defineRoute({
    methode: 'POST',
    chemin: `${RACINE_IMPORTS}/:id/abandonner`,
    action: abandonnerImportIndicateurs,
    avis: { 'indicateurs-abandonnes': succes('L’import est abandonné, son fichier n’est pas gardé.') },
    reussir: () => ({ vers: RACINE_IMPORTS, avis: 'indicateurs-abandonnes' }),
    echouer: showEncore,
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/indicateurs/lectures/oublier',
    action: oublierLecture,
    avis: { 'lecture-oubliee': succes('Ces choix ne seront plus proposés.') },
    reussir: () => ({ vers: RACINE_IMPORTS, avis: 'lecture-oubliee' }),
  }),
]
