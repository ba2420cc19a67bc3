import { z } from 'zod'
import type { Requete } from '#core/context.ts'
import { publique } from '#core/policy.ts'
import { defineRoute, type Route } from '#core/route.ts'
import { ButtonLink } from '#ui/button.tsx'
import { DefinitionList } from '#ui/definition-list.tsx'
import { formatCount } from '#ui/format.ts'
import { Layout } from '#ui/layout.tsx'
import { SubNav } from '#ui/sub-nav.tsx'
import { Table } from '#ui/table.tsx'
import type { TermeNature } from './donnees/nature.ts'
import { formatNom, formatRecherche, isFiltre, ListeLiens, Termes } from './terme.pages.tsx'
import { FORMATS, type Format } from './vocabulaire.formats.ts'
import type { Terme, Vocabulaire } from './vocabulaire.ts'
import { getVocabulaire, listGroupes, listVocabulaires } from './vocabulaires.ts'

const ADRESSE = '/vocabulaires'

const liste = defineRoute({
  methode: 'GET',
  chemin: ADRESSE,
  politique: publique,
  trace: 'vocabulaire.liste',
  lire: (_ctx, _entree, requete) => renderListe(requete),
})

const exports = Object.entries(FORMATS).map(([extension, format]) =>
  defineRoute({
    methode: 'GET',
    chemin: `${ADRESSE}.${extension}`,
    politique: publique,
    trace: 'vocabulaire.export',
    lire: (_ctx, _entree, requete) => renderFichier(format, listVocabulaires(), requete, `vocabulaires.${extension}`),
  }),
)

/** `theme` is the page, `theme.csv` the file: one pattern, so that the router keeps its fastest form. */
const un = defineRoute({
  methode: 'GET',
  chemin: `${ADRESSE}/:slug`,
  requete: z.object({ slug: z.string() }),
  charger: async (_ctx, { slug }) => {
    const [, nom = '', extension] = /^([a-z-]+)(?:\.([a-z]+))?$/.exec(slug) ?? []
    const vocabulaire = getVocabulaire(nom)
    if (!vocabulaire || (extension !== undefined && !Object.hasOwn(FORMATS, extension))) return null
    return { vocabulaire, format: extension === undefined ? null : (FORMATS[extension] ?? null) }
  },
  politique: publique,
  trace: 'vocabulaire.lecture',
  objet: (_entree, { vocabulaire }) => ({ type: 'vocabulaire', id: vocabulaire.slug }),
  lire: (_ctx, { slug }, requete, { vocabulaire, format }) =>
    format ? renderFichier(format, [vocabulaire], requete, slug) : renderVocabulaire(vocabulaire, requete),
})

export const routesVocabulaires: readonly Route[] = [liste, ...exports, un]

function renderFichier(
  { format, type }: Format,
  choix: readonly Vocabulaire[],
  requete: Requete,
  nom: string,
): Response {
  return new Response(format(choix, requete.adresse), {
    headers: {
      'content-type': type,
      'content-disposition': `attachment; filename="${nom}"`,
      'cache-control': 'public, max-age=3600',
    },
  })
}

function renderListe(requete: Requete) {
  return (
    <Layout
      title="Vocabulaires"
      page={requete}
      crumbs={[{ label: 'Vocabulaires' }]}
      intro={
        <p>
          Des listes fermées de termes, les mêmes partout dans Maillage&nbsp;: elles rangent documents, structures et
          actions, et permettent de les rapprocher. Chacun peut les reprendre (licence CC0).
        </p>
      }
      actions={<Exports base={ADRESSE} />}
    >
      <dl class="definitions">
        {listVocabulaires().map((v) => (
          <div>
            <dt>
              <strong>
                <a href={`${ADRESSE}/${v.slug}`}>{v.libelle}</a>
              </strong>
            </dt>
            <dd>
              {v.description} <small>{formatCount(v.termes.length, 'terme')}.</small>
            </dd>
          </div>
        ))}
      </dl>
    </Layout>
  )
}

function renderVocabulaire(v: Vocabulaire, requete: Requete) {
  const sections = listSections(v)
  const titres = sections.flatMap(({ ancre, titre }) => (ancre && titre ? [{ href: `#${ancre}`, label: titre }] : []))
  return (
    <Layout
      title={v.libelle}
      page={requete}
      crumbs={[{ label: 'Vocabulaires', href: ADRESSE }, { label: v.libelle }]}
      intro={
        <p>
          {v.description}
          {isFiltre(v) && ' Chaque terme mène aux documents qui le portent.'}
        </p>
      }
      actions={<Exports base={`${ADRESSE}/${v.slug}`} />}
    >
      {titres.length > 2 && <SubNav label="Dans cette page" links={titres} />}
      {sections.map(({ ancre, titre, racine, termes }) => (
        <section>
          {titre && (
            <h2 id={ancre}>{racine && isFiltre(v) ? <a href={formatRecherche(v, racine)}>{titre}</a> : titre}</h2>
          )}
          {racine && <p>{racine.definition}</p>}
          <Termes vocabulaire={v} termes={termes} />
        </section>
      ))}
      <Equivalents vocabulaire={v} />
      <section>
        <h2>Cette liste</h2>
        <DefinitionList
          items={[
            { label: 'Termes', value: formatCount(v.termes.length, 'terme') },
            { label: 'Source', value: v.source },
            { label: 'Version', value: v.version },
            {
              label: 'Licence',
              value: (
                <a href="https://creativecommons.org/publicdomain/zero/1.0/deed.fr">CC0 1.0, libre de tout usage</a>
              ),
            },
            { label: 'À vérifier', value: v.aVerifier && <AVerifier vocabulaire={v} /> },
          ]}
        />
      </section>
    </Layout>
  )
}

interface Section {
  ancre?: string
  titre?: string
  /** The broader term of all, where it heads the section. */
  racine?: Terme
  termes: readonly Terme[]
}

/** One section a heading; where there is none but a hierarchy, the broadest terms head the sections. */
function listSections(v: Vocabulaire): Section[] {
  if (v.groupes) {
    return listGroupes(v).map(({ groupe, termes }) => ({
      ...(groupe && { ancre: `groupe-${groupe.slug}`, titre: groupe.libelle }),
      termes,
    }))
  }
  const racines = v.termes.filter((t) => t.parent === undefined)
  if (racines.length === v.termes.length) return [{ termes: v.termes }]
  return racines.map((racine) => ({
    ancre: racine.slug,
    titre: formatNom(racine),
    racine,
    termes: v.termes.filter((t) => t.parent === racine.slug),
  }))
}

function AVerifier({ vocabulaire: v }: { vocabulaire: Vocabulaire }) {
  const termes = v.termes.filter((t) => t.aVerifier)
  return (
    <>
      {v.aVerifier}
      {termes.length === v.termes.length ? (
        ' Tous les termes sont concernés.'
      ) : (
        <details>
          <summary>{formatCount(termes.length, 'terme concerné', 'termes concernés')}</summary>
          <ListeLiens termes={termes} />
        </details>
      )}
    </>
  )
}

/** What the terms are called in other people's lists, for those who exchange data. */
function Equivalents({ vocabulaire: v }: { vocabulaire: Vocabulaire }) {
  const natures = v.termes.filter((t): t is TermeNature => 'csl' in t)
  const autres = v.termes.flatMap((t) => (t.correspondances ?? []).map((c) => [t.libelle, <code>{c.valeur}</code>]))
  if (natures.length + autres.length === 0) return null
  const terme = { key: 'terme', label: 'Terme', header: true }
  return (
    <section>
      <h2>Équivalents ailleurs</h2>
      {natures.length > 0 && (
        <Table
          caption="Types des formats d’échange"
          columns={[terme, ...['CSL-JSON', 'RIS', 'BibTeX'].map((label) => ({ key: label, label }))]}
          rows={natures.map((t) => [t.libelle, ...[t.csl, t.ris, t.bibtex].map((type) => <code>{type}</code>)])}
        />
      )}
      {autres.length > 0 && (
        <Table
          caption="Valeur la plus proche dans data.inclusion (schéma 1.0.8)"
          columns={[terme, { key: 'valeur', label: 'Valeur' }]}
          rows={autres}
        />
      )}
    </section>
  )
}

function Exports({ base }: { base: string }) {
  return (
    <>
      {Object.entries(FORMATS).map(([extension, { libelle }]) => (
        <ButtonLink href={`${base}.${extension}`} icon="download" download label={`${libelle} (télécharger)`}>
          {libelle}
        </ButtonLink>
      ))}
    </>
  )
}
