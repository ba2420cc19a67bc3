import { z } from 'zod'
import type { Config } from '#config'
import { type Ctx, type Requete, succes } from '#core/context.ts'
import { type ErreurChamp, ErreurIntrouvable } from '#core/errors.ts'
import { defineRoute, type Route } from '#core/route.ts'
import { type Brut, identifiant, numeroPage } from '#core/saisie.ts'
import { Alert } from '#ui/alert.tsx'
import { Actions, ButtonLink } from '#ui/form.tsx'
import { Layout } from '#ui/layout.tsx'
import { VueApercu } from './apercu.tsx'
import { choisirColonnesAnnuaire, readTableau } from './colonnes.actions.ts'
import { listCorrespondances } from './colonnes.queries.ts'
import { FormColonnes } from './colonnes.tsx'
import { abandonnerImportAnnuaire, deposerAnnuaire, importDepot, TAILLE_MAX } from './depot.actions.ts'
import { EtapesImport, filImports, PageImports } from './depot.tsx'
import { importAnnuairePolicy } from './imports.policy.ts'
import { getImportAnnuaire, listLignes, listPreselections } from './imports.queries.ts'
import {
  type ContenuImport,
  formatAdresseImport,
  type ImportAnnuaire,
  ISSUES,
  type Issue,
  LIGNES_PAR_PAGE,
  RACINE_IMPORTS,
} from './imports.ts'
import { listIssues, VueReleve } from './releve.tsx'
import { importValide, validerImportAnnuaire } from './versement.actions.ts'

const politique = (acteur: Ctx['acteur']) => importAnnuairePolicy.peutParfois(acteur, 'importer')

interface PropsImport {
  ctx: Ctx
  requete: Requete
  imp: ImportAnnuaire
  issue?: Issue | undefined
  page?: number
  erreurs?: ErreurChamp[]
  brut?: Brut | undefined
}

const TITRES = {
  depose: 'Relire avant d’importer',
  'en-cours': 'Import en cours',
  fait: 'Compte rendu d’import',
  echoue: 'Import échoué',
  abandonne: 'Import abandonné',
} as const

async function PageImport({ ctx, requete, imp, issue, page = 1, erreurs = [], brut }: PropsImport) {
  return (
    <Layout
      title={TITRES[imp.etat]}
      page={requete}
      width="list"
      errors={erreurs}
      crumbs={filImports([{ label: imp.fichier }])}
      intro={<p>{imp.fichier}</p>}
    >
      <EtapesImport courante={imp.etat === 'depose' ? 1 : imp.etat === 'fait' ? 3 : 2} />
      {imp.etat === 'depose' && imp.contenu && (await renderDepot({ ctx, imp, contenu: imp.contenu, erreurs, brut }))}
      {imp.etat === 'en-cours' && (
        <Alert ton="info">
          <p>
            Le fichier est lu et comparé à l’annuaire. Un fichier national demande quelques minutes&nbsp;; vous pouvez
            quitter cette page.
          </p>
        </Alert>
      )}
      {imp.etat === 'en-cours' && (
        <Actions>
          <ButtonLink href={formatAdresseImport(imp.id)}>Voir où il en est</ButtonLink>
        </Actions>
      )}
      {imp.etat === 'echoue' && (
        <Alert ton="erreur" title="Rien n’a été importé">
          <p>{imp.message}</p>
        </Alert>
      )}
      {imp.etat === 'abandonne' && <p>Rien n’a été importé, le fichier n’est pas gardé.</p>}
      {imp.etat === 'fait' && (await renderReleve({ ctx, imp, issue, page }))}
      {(imp.etat === 'echoue' || imp.etat === 'abandonne' || imp.etat === 'fait') && (
        <Actions>
          <ButtonLink href={RACINE_IMPORTS}>Importer un autre fichier</ButtonLink>
        </Actions>
      )}
    </Layout>
  )
}

interface PropsDepot {
  ctx: Ctx
  imp: ImportAnnuaire
  contenu: ContenuImport
  erreurs: ErreurChamp[]
  brut: Brut | undefined
}

/** What was recognised; of a table, first what its columns are. */
async function renderDepot({ ctx, imp, contenu, erreurs, brut }: PropsDepot) {
  const { nature } = contenu
  if (nature.format !== 'tableau') return <VueApercu imp={imp} contenu={contenu} />
  const dites = nature.plan.base !== '' && brut === undefined
  const formulaire = (
    <FormColonnes id={imp.id} plan={nature.plan} gardees={await listCorrespondances(ctx)} {...{ brut, erreurs }} />
  )
  if (!dites) return formulaire
  return (
    <>
      <VueApercu imp={imp} contenu={contenu} />
      <details>
        <summary>Changer les colonnes</summary>
        {formulaire}
      </details>
    </>
  )
}

async function renderReleve({
  ctx,
  imp,
  issue,
  page,
}: {
  ctx: Ctx
  imp: ImportAnnuaire
  issue: Issue | undefined
  page: number
}) {
  const visibles = listIssues(imp)
  const montree = visibles.find((i) => i === issue) ?? visibles[0] ?? null
  const debut = (page - 1) * LIGNES_PAR_PAGE
  const lignes = montree === null ? [] : await listLignes(ctx, imp.id, montree, { limite: LIGNES_PAR_PAGE, debut })
  return <VueReleve {...{ imp, page, lignes }} issue={montree} preselections={await listPreselections(ctx, imp.id)} />
}

const charger = (ctx: Ctx, { id }: { id: number }) => getImportAnnuaire(ctx, id)
const objet = ({ id }: { id: number }) => ({ type: 'annuaire-import', id })
const issues = Object.keys(ISSUES) as [Issue, ...Issue[]]

async function showEncore(ctx: Ctx, erreurs: ErreurChamp[], brut: Brut, requete: Requete) {
  const imp = await getImportAnnuaire(ctx, Number(brut.id))
  if (!imp) throw new ErreurIntrouvable('import')
  return <PageImport {...{ ctx, requete, imp, erreurs, brut }} />
}

export const createRoutesImportsAnnuaire = ({ rppsNoms }: Pick<Config, 'rppsNoms'>): readonly Route[] => [
  defineRoute({
    methode: 'GET',
    chemin: RACINE_IMPORTS,
    requete: z.object({ page: numeroPage }),
    politique,
    trace: 'annuaire.import.liste',
    lire: (ctx, { page }, requete) => <PageImports {...{ ctx, requete, page }} />,
  }),
  defineRoute({
    methode: 'POST',
    chemin: RACINE_IMPORTS,
    action: deposerAnnuaire,
    taille: TAILLE_MAX + 1_000_000,
    reussir: async (fichier, _requete, _brut, ctx) => ({
      vers: formatAdresseImport(await importDepot(ctx, fichier, rppsNoms)),
    }),
    echouer: (ctx, erreurs, _brut, requete) => <PageImports {...{ ctx, requete, erreurs }} />,
  }),
  defineRoute({
    methode: 'GET',
    chemin: `${RACINE_IMPORTS}/:id`,
    requete: z.object({ id: identifiant, issue: z.enum(issues).optional().catch(undefined), page: numeroPage }),
    charger,
    politique,
    trace: 'annuaire.import.page',
    objet,
    lire: (ctx, { issue, page }, requete, imp) => <PageImport {...{ ctx, requete, imp, issue, page }} />,
  }),
  defineRoute({
    methode: 'POST',
    chemin: `${RACINE_IMPORTS}/:id/colonnes`,
    action: choisirColonnesAnnuaire,
    // Read after the action: a long reading must not hold its transaction.
    reussir: async (id, _requete, _brut, ctx) => {
      await readTableau(ctx, id)
      return { vers: formatAdresseImport(id) }
    },
    echouer: showEncore,
  }),
  defineRoute({
    methode: 'POST',
    chemin: `${RACINE_IMPORTS}/:id/valider`,
    action: validerImportAnnuaire,
    avis: { 'annuaire-valide': succes('Le fichier est validé.') },
    reussir: async (valide, _requete, _brut, ctx) => {
      await importValide(ctx, valide, rppsNoms)
      return { vers: formatAdresseImport(valide.id), avis: 'annuaire-valide' }
    },
    echouer: showEncore,
  }),
  defineRoute({
    methode: 'POST',
    chemin: `${RACINE_IMPORTS}/:id/abandonner`,
    action: abandonnerImportAnnuaire,
    avis: { 'annuaire-abandonne': succes('L’import est abandonné, son fichier n’est pas gardé.') },
    reussir: () => ({ vers: RACINE_IMPORTS, avis: 'annuaire-abandonne' }),
    echouer: showEncore,
  }),
]
