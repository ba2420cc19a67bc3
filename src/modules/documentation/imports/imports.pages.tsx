import type { Child } from 'hono/jsx'
import { z } from 'zod'
import { type Ctx, type Requete, succes } from '#core/context.ts'
import { type ErreurChamp, ErreurIntrouvable } from '#core/errors.ts'
import { defineRoute } from '#core/route.ts'
import { type Brut, identifiant, numeroPage } from '#core/saisie.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { Actions, Button, Field, FileField, Form, getError, TextArea } from '#ui/form.tsx'
import { formatDateTime, formatNumber } from '#ui/format.ts'
import { createHref } from '#ui/href.ts'
import { Layout } from '#ui/layout.tsx'
import { Pagination, Table } from '#ui/table.tsx'
import { Tag } from '#ui/tag.tsx'
import { FORMATS, NOMS_FORMATS } from '../echange/echange.ts'
import { filAriane } from '../notice/fil.ts'
import { listBases } from './correspondances.queries.ts'
import { abandonnerImport, deposerImport, importDocument, reprendreImport } from './imports.actions.ts'
import { importPolicy } from './imports.policy.ts'
import { getImport, getOctets, type ImportListe, listImports } from './imports.queries.ts'
import { ETATS_IMPORT, formatAdresseImport, type Import, isEchange, PAR_PAGE } from './imports.ts'

const ACCEPTES = '.docx,.pdf,.html,.htm,.md,.txt,.json,.ris,.bib,.mrc,.iso,.uni,.xml'

const LIBELLES_FORMATS = NOMS_FORMATS.map((nom) => FORMATS[nom].libelle).join(', ')

async function PageImports({
  ctx,
  requete,
  page = 1,
  erreurs = [],
  brut = {},
}: {
  ctx: Ctx
  requete: Requete
  page?: number
  erreurs?: ErreurChamp[]
  brut?: Brut
}) {
  const [{ imports, total }, bases] = [await listImports(ctx, page), await listBases(ctx)]
  return (
    <Layout
      title="Importer des références"
      page={requete}
      width="list"
      errors={erreurs}
      crumbs={filAriane([{ label: 'Imports' }])}
      intro={
        <p>
          Déposez une bibliographie telle qu’elle a été écrite, ou l’export d’un logiciel documentaire. Vous relisez ce
          qui a été lu avant de le verser au catalogue.
        </p>
      }
    >
      <FormDepot erreurs={erreurs} brut={brut} bases={bases} />
      {imports.length === 0 ? (
        <EmptyState title="Rien n’a encore été déposé">
          <p>Le premier fichier que vous déposerez paraîtra ici, avec ce qui reste à relire.</p>
        </EmptyState>
      ) : (
        <ListeImports imports={imports} />
      )}
      <Pagination page={page} pages={Math.ceil(total / PAR_PAGE)} href={createHref('/documentation/imports')} />
    </Layout>
  )
}

function FormDepot({ erreurs, brut, bases }: { erreurs: ErreurChamp[]; brut: Brut; bases: readonly string[] }) {
  const texte = typeof brut.texte === 'string' ? brut.texte : ''
  return (
    <Form action="/documentation/imports" multipart>
      <FileField
        name="fichier"
        label="Fichier"
        accept={ACCEPTES}
        error={getError(erreurs, 'fichier')}
        hint={
          <>
            Bibliographie&nbsp;: Word (.docx), PDF contenant du texte, page HTML, Markdown ou texte.
            <br />
            Export&nbsp;: {LIBELLES_FORMATS}.
            <br />
            20&nbsp;Mo au plus&#8239;; pour une bibliographie, 1&nbsp;000 pages et 5&nbsp;000 références.
          </>
        }
      />
      <ChampBase bases={bases} value={typeof brut.base === 'string' ? brut.base : ''} erreurs={erreurs}>
        Facultatif, pour un export. Ses notices seront reconnues au prochain import de la même base.
      </ChampBase>
      <details open={texte !== '' || getError(erreurs, 'texte') !== undefined}>
        <summary>Coller un texte à la place</summary>
        <TextArea
          name="texte"
          label="Texte de la bibliographie ou de l’export"
          rows={8}
          value={texte}
          error={getError(erreurs, 'texte')}
        />
      </details>
      <Actions>
        <Button>Lire le fichier</Button>
      </Actions>
    </Form>
  )
}

/** The base that records come from: one of those known, or a new one. */
export function ChampBase(props: {
  bases: readonly string[]
  value: string
  erreurs: readonly ErreurChamp[]
  children: Child
}) {
  return (
    <>
      <Field
        name="base"
        label="Base d’origine"
        value={props.value}
        hint={props.children}
        error={getError(props.erreurs, 'base')}
        list="bases-connues"
        size="medium"
      />
      <datalist id="bases-connues">
        {props.bases.map((nom) => (
          <option value={nom} />
        ))}
      </datalist>
    </>
  )
}

function ListeImports({ imports }: { imports: readonly ImportListe[] }) {
  return (
    <Table
      caption="Fichiers déposés"
      columns={[
        { key: 'fichier', label: 'Fichier', header: true },
        { key: 'etat', label: 'État' },
        { key: 'references', label: 'Références', numeric: true },
        { key: 'aRelire', label: 'À relire', numeric: true },
        { key: 'versees', label: 'Au catalogue', numeric: true },
        { key: 'date', label: 'Déposé' },
      ]}
      rows={imports.map((i) => [
        <>
          <a href={formatAdresseImport(i.id)}>{i.titre ?? i.fichier}</a>
          {i.titre && <div class="hint">{i.fichier}</div>}
          {isEchange(i.format) && (
            <div class="hint">{[FORMATS[i.format].libelle, i.base].filter(Boolean).join(', ')}</div>
          )}
        </>,
        <Tag ton={ETATS_IMPORT[i.etat].ton}>{ETATS_IMPORT[i.etat].libelle}</Tag>,
        formatNumber(i.references),
        formatNumber(i.aRelire),
        formatNumber(i.versees),
        [`le ${formatDateTime(i.creeLe)}`, i.auteur && `par ${i.auteur}`].filter(Boolean).join(', '),
      ])}
    />
  )
}

/** The file as it was brought, always as a download: nothing of it is shown as a page of ours. */
function formatTelechargement(imp: Import, octets: Buffer): Response {
  const nom = encodeURIComponent(imp.fichier).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)
  return new Response(new Uint8Array(octets), {
    headers: {
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename*=UTF-8''${nom}`,
    },
  })
}

export const routesImports = [
  defineRoute({
    methode: 'GET',
    chemin: '/documentation/imports',
    requete: z.object({ page: numeroPage }),
    politique: (acteur) => importPolicy.peutParfois(acteur, 'lire'),
    trace: 'import.liste',
    lire: (ctx, { page }, requete) => <PageImports ctx={ctx} requete={requete} page={page} />,
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/documentation/imports',
    action: deposerImport,
    taille: 25_000_000,
    limite: { nom: 'import', max: 60, secondes: 600 },
    avis: {
      'import-lu': succes('Le document est lu. Relisez ses références, puis versez-les au catalogue.'),
      'import-notices-lues': succes('Le fichier est lu. Vérifiez ce que deviennent ses types et ses mots-clés.'),
      'import-connu': {
        ton: 'info',
        texte: 'Ce fichier a déjà été déposé\u00a0: voici son import. Rien n’a été ajouté.',
      },
    },
    // Read here, after the action: a reading may last a minute, and must not hold a transaction.
    reussir: async (depot, _requete, brut, ctx) => {
      const { id, deja, echange } = await importDocument(ctx, depot, brut.texte ? 'texte' : 'fichier')
      const vers = formatAdresseImport(id)
      if (echange && !deja) return { vers: `${vers}/correspondances`, avis: 'import-notices-lues' }
      return { vers, avis: deja ? 'import-connu' : 'import-lu' }
    },
    echouer: (ctx, erreurs, brut, requete) => <PageImports ctx={ctx} requete={requete} erreurs={erreurs} brut={brut} />,
  }),
  defineRoute({
    methode: 'GET',
    chemin: '/documentation/imports/:id/source',
    requete: z.object({ id: identifiant }),
    charger: (ctx, { id }) => getImport(ctx, id),
    politique: (acteur, imp: Import) => importPolicy.peut(acteur, 'lire', imp),
    trace: 'import.source',
    objet: ({ id }) => ({ type: 'import', id }),
    lire: async (ctx, { id }, _requete, imp) => {
      const octets = await getOctets(ctx, id)
      if (!octets) throw new ErreurIntrouvable('import')
      return formatTelechargement(imp, octets)
    },
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/documentation/imports/:id/abandonner',
    action: abandonnerImport,
    avis: { 'import-abandonne': succes('L’import est abandonné. Ce qui était au catalogue y reste.') },
    reussir: (id) => ({ vers: formatAdresseImport(id), avis: 'import-abandonne' }),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/documentation/imports/:id/reprendre',
    action: reprendreImport,
    avis: { 'import-repris': succes('L’import est repris.') },
    reussir: (id) => ({ vers: formatAdresseImport(id), avis: 'import-repris' }),
  }),
]
