import type { Ctx, Requete } from '#core/context.ts'
import { createFlux, formatEntetesFichier } from '#core/file.ts'
import { formatJour } from '#core/jour.ts'
import { publique } from '#core/policy.ts'
import { defineRoute } from '#core/route.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { Actions, Button, Checkboxes, Form, Select } from '#ui/form.tsx'
import { formatCount, formatNumber } from '#ui/format.ts'
import { Layout } from '#ui/layout.tsx'
import { HiddenFields } from '#ui/search-box.tsx'
import { Table } from '#ui/table.tsx'
import { listStyles } from '../citation/citation.ts'
import { FORMATS, NOMS_FORMATS, type NomFormat } from '../echange/echange.ts'
import type { Composition } from '../etagere/composition.ts'
import { renderDocumentHtml } from '../etagere/document-html.tsx'
import { formatDocx } from '../etagere/docx.formats.ts'
import { FICHIERS } from '../etagere/export.ts'
import { formatItem, type Notice } from '../notice/notice.ts'
import { listFiltres } from '../recherche/groupes.ts'
import { listNoticesReleve, listReleve, type Releve } from '../recherche/recherche.queries.ts'
import {
  type Criteres,
  formatAdresseRecherche,
  formatAdresseSuite,
  formatTitreRecherche,
  listCaches,
  schemaCriteres,
} from '../recherche/recherche.ts'
import { computePertes, formatExport } from './export.formats.ts'
import { BIBLIOGRAPHIE_MAX, ECHANTILLON, schemaBibliographie, USAGES } from './export.ts'
import type { Perte } from './pertes.ts'

const LIMITE = { nom: 'documentation-export', max: 20, secondes: 60 }

const formatFiltres = (criteres: Criteres): string =>
  listFiltres(criteres)
    .map(({ group, label }) => `${group}\u00a0: ${label}`)
    .join(', ')

interface Props {
  requete: Requete
  releve: Releve
  pertes: Map<NomFormat, Perte[]>
}

function PageExport({ requete, releve, pertes }: Props) {
  const { criteres, ids } = releve
  const filtres = formatFiltres(criteres)
  return (
    <Layout
      title="Exporter"
      page={requete}
      width="list"
      crumbs={[{ label: 'Documentation', href: formatAdresseRecherche(criteres) }, { label: 'Exporter' }]}
      intro={
        <p>
          <strong>{formatCount(ids.length, 'notice')}</strong>
          {criteres.q ? ` trouvées par «\u00a0${criteres.q}\u00a0»` : filtres ? '' : ', tout le catalogue'}
          {filtres && ` (${filtres})`}
        </p>
      }
      head={<meta name="robots" content="noindex" />}
    >
      {ids.length === 0 ? (
        <EmptyState title="Rien à exporter">
          <p>
            <a href={formatAdresseRecherche(criteres)}>Revenir à la recherche</a>
          </p>
        </EmptyState>
      ) : (
        <>
          <Fichiers criteres={criteres} pertes={pertes} nombre={ids.length} />
          <Bibliographie criteres={criteres} nombre={ids.length} />
        </>
      )}
    </Layout>
  )
}

function Fichiers({ criteres, pertes, nombre }: { criteres: Criteres; pertes: Props['pertes']; nombre: number }) {
  return (
    <section aria-labelledby="fichiers">
      <h2 id="fichiers">Pour un logiciel</h2>
      <p>
        Le fichier contient les notices telles qu’elles sont au moment de la demande, dans l’ordre de la recherche. Les
        thèmes, publics, déterminants et milieux y sont écrits en mots-clés. Entre parenthèses, le nombre de notices
        {nombre > ECHANTILLON ? `, compté sur les ${formatNumber(ECHANTILLON)} premières.` : '.'}
      </p>
      <Table
        caption="Formats de fichier"
        columns={[
          { key: 'format', label: 'Format', header: true },
          { key: 'usage', label: 'Pour' },
          { key: 'pertes', label: 'Ce qui passe' },
        ]}
        rows={NOMS_FORMATS.map((nom) => [
          <a href={formatAdresseSuite(criteres, `/export.${nom}`)} download>
            {FORMATS[nom].libelle}
          </a>,
          USAGES[nom],
          <Pertes pertes={pertes.get(nom) ?? []} />,
        ])}
      />
    </section>
  )
}

/** « source du résumé (130), titre (4) » ; what is there in another form comes after. */
function Pertes({ pertes }: { pertes: readonly Perte[] }) {
  const format = (liste: readonly Perte[]) =>
    liste
      .map(({ champ, nombre }) => `${champ.charAt(0).toLowerCase()}${champ.slice(1)} (${formatNumber(nombre)})`)
      .join(', ')
  const [autrement, absentes] = [pertes.filter((p) => p.autrement), pertes.filter((p) => !p.autrement)]
  if (pertes.length === 0) return 'Tout passe.'
  return (
    <>
      {absentes.length > 0 && <div>{`Ne passe pas\u00a0: ${format(absentes)}.`}</div>}
      {autrement.length > 0 && <div>{`Écrit autrement\u00a0: ${format(autrement)}.`}</div>}
    </>
  )
}

function Bibliographie({ criteres, nombre }: { criteres: Criteres; nombre: number }) {
  return (
    <section aria-labelledby="bibliographie">
      <h2 id="bibliographie">Pour lire et imprimer</h2>
      {nombre > BIBLIOGRAPHIE_MAX && (
        <p>{`La bibliographie s’arrête aux ${BIBLIOGRAPHIE_MAX} premières notices\u00a0: affinez la recherche pour avoir les autres.`}</p>
      )}
      <Form action="/documentation/export.docx" method="get">
        <HiddenFields values={listCaches(criteres)} />
        <Select
          name="presentation"
          label="Présentation"
          empty={null}
          value="ireps-bfc"
          options={listStyles().map((s) => ({ value: s.slug, label: s.libelle }))}
        />
        <Checkboxes
          name="resumes"
          legend="Contenu"
          options={[{ value: 'oui', label: 'Avec les résumés' }]}
          values={['oui']}
        />
        <Actions>
          <Button icon="download">Word</Button>
          <Button icon="download" variant="secondary" formaction="/documentation/export.html">
            Page HTML
          </Button>
        </Actions>
      </Form>
    </section>
  )
}

async function listPremieres(ctx: Ctx, releve: Releve, nombre: number) {
  const notices: Notice[] = []
  for await (const notice of listNoticesReleve(ctx, { ...releve, ids: releve.ids.slice(0, nombre) }))
    notices.push(notice)
  return notices
}

const exportPage = defineRoute({
  methode: 'GET',
  chemin: '/documentation/export',
  requete: schemaCriteres,
  politique: publique,
  trace: 'documentation.export.formulaire',
  limite: LIMITE,
  lire: async (ctx, criteres, requete) => {
    const releve = await listReleve(ctx, criteres)
    const echantillon = await listPremieres(ctx, releve, ECHANTILLON)
    const pertes = new Map<NomFormat, Perte[]>()
    for (const nom of NOMS_FORMATS) pertes.set(nom, await computePertes(echantillon, nom))
    return <PageExport {...{ requete, releve, pertes }} />
  },
})

const exportFichiers = NOMS_FORMATS.map((nom) =>
  defineRoute({
    methode: 'GET',
    chemin: `/documentation/export.${nom}`,
    requete: schemaCriteres,
    politique: publique,
    trace: 'documentation.export',
    limite: LIMITE,
    lire: async (ctx, criteres) => {
      const releve = await listReleve(ctx, criteres)
      const { extensions, mime } = FORMATS[nom]
      const octets = formatExport(listNoticesReleve(ctx, releve), nom)
      return new Response(createFlux(octets), {
        headers: formatEntetesFichier(formatTitreRecherche(criteres), { extension: extensions[0] ?? nom, type: mime }),
      })
    },
  }),
)

const exportBibliographies = (['docx', 'html'] as const).map((format) =>
  defineRoute({
    methode: 'GET',
    chemin: `/documentation/export.${format}`,
    requete: schemaBibliographie,
    politique: publique,
    trace: 'documentation.export',
    limite: LIMITE,
    lire: async (ctx, { criteres, presentation, avecResumes }, requete) => {
      const releve = await listReleve(ctx, criteres, BIBLIOGRAPHIE_MAX)
      const notices = await listPremieres(ctx, releve, BIBLIOGRAPHIE_MAX)
      const composition: Composition = {
        ...{
          titre: formatTitreRecherche(criteres),
          sousTitre: formatFiltres(releve.criteres) || null,
          introduction: null,
        },
        ...{ auteurs: null, couverture: formatCount(notices.length, 'référence'), licence: null, presentation },
        date: formatJour(ctx.maintenant),
        ...{ avecResumes, avecLiens: true, avecNumeros: true, planNumerote: false, sections: [] },
        entrees: notices.map((notice) => ({ item: formatItem(notice), note: null })),
      }
      const corps =
        format === 'docx'
          ? new Uint8Array(
              await formatDocx(composition, {
                edition: null,
                adresse: requete.adresse + formatAdresseRecherche(releve.criteres),
                publique: false,
              }),
            )
          : String(await renderDocumentHtml(composition, { edition: null, site: requete.adresse, adresse: null }))
      const { extension = format, type = '' } = FICHIERS.get(format) ?? {}
      return new Response(corps, { headers: formatEntetesFichier(composition.titre, { extension, type }) })
    },
  }),
)

export const routesExportCatalogue = [exportPage, ...exportFichiers, ...exportBibliographies]
