import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'
import { z } from 'zod'
import type { Ctx, Requete } from '#core/context.ts'
import { defineRoute, type Redirection } from '#core/route.ts'
import { identifiant } from '#core/saisie.ts'
import { getLibelle } from '#modules/vocabulaires/index.ts'
import { Alert } from '#ui/alert.tsx'
import { asset } from '#ui/asset.ts'
import { Card } from '#ui/card.tsx'
import { DefinitionList } from '#ui/definition-list.tsx'
import { Actions, Button, ButtonLink, Form, Select } from '#ui/form.tsx'
import { formatDate } from '#ui/format.ts'
import { Layout } from '#ui/layout.tsx'
import { Tag, TagList } from '#ui/tag.tsx'
import { listMetaCitation, renderCoins, renderJsonLd } from '../citation/citation.formats.ts'
import { formatCitation, isStyle, listStyles, type SlugStyle } from '../citation/citation.ts'
import { formatDateIso } from '../dates.ts'
import { listSigles } from '../glossaire/glossaire.queries.ts'
import type { Sigle } from '../glossaire/glossaire.ts'
import { Sigles } from '../glossaire/sigles.tsx'
import { filAriane } from './fil.ts'
import { EditionLiens } from './lien.pages.tsx'
import { noticePolicy } from './notice.policy.ts'
import { getNotice, getRemplacante, type Lien, listLiens, listVoisines } from './notice.queries.ts'
import { formatAdresseNotice, formatItem, LIBELLES_LIEN, type Notice } from './notice.ts'
import { formatPret } from './saisie.ts'

const FACETTES = [
  { cle: 'themes', vocabulaire: 'theme', libelle: 'Thèmes' },
  { cle: 'publics', vocabulaire: 'public', libelle: 'Publics' },
  { cle: 'determinants', vocabulaire: 'determinant', libelle: 'Déterminants' },
  { cle: 'milieux', vocabulaire: 'milieu', libelle: 'Milieux de vie' },
] as const

/** A notice, or where the one it was merged into stands: both addresses keep working. */
async function chargerOuSuivre(ctx: Ctx, { id }: { id: number }): Promise<Notice | Redirection | null> {
  const notice = await getNotice(ctx, id)
  if (notice && !notice.remplaceePar) return notice
  const suivante = await getRemplacante(ctx, id)
  return suivante === null ? notice : { vers: formatAdresseNotice(suivante) }
}

export const lireNotice = defineRoute({
  methode: 'GET',
  chemin: '/documentation/notices/:id',
  requete: z.object({
    id: identifiant,
    style: z.custom<SlugStyle>((v) => typeof v === 'string' && isStyle(v)).catch('ireps-bfc'),
  }),
  charger: chargerOuSuivre,
  politique: (acteur, cible) => 'vers' in cible || noticePolicy.peut(acteur, 'lire', cible),
  trace: 'notice.lecture',
  objet: (entree) => ({ type: 'notice', id: entree.id }),
  lire: async (ctx, { style }, requete, cible) => {
    if ('vers' in cible) return cible
    const [liens, voisines, sigles] = await Promise.all([
      listLiens(ctx, cible.id),
      listVoisines(ctx, cible),
      listSigles(ctx),
    ])
    return <PageNotice {...{ notice: cible, liens, voisines, sigles, requete }} presentation={style} />
  },
})

interface PropsPage {
  notice: Notice
  liens: Lien[]
  voisines: Notice[]
  sigles: Sigle[]
  presentation: SlugStyle
  requete: Requete
}

function PageNotice({ notice, liens, voisines, sigles, presentation, requete }: PropsPage) {
  const item = formatItem(notice)
  const adresse = requete.adresse + formatAdresseNotice(notice.id)
  const motsCles = FACETTES.flatMap((f) => notice[f.cle].map((slug) => getLibelle(f.vocabulaire, slug)))
  const jsonLd = renderJsonLd(item, { adresse, titreSite: 'Maillage', motsCles })
  return (
    <Layout
      title={String(notice.csl.title)}
      page={requete}
      crumbs={filAriane([{ label: getLibelle('nature', notice.nature) }])}
      intro={<Auteurs notice={notice} />}
      actions={<Gestes notice={notice} requete={requete} />}
      head={
        <>
          <link rel="canonical" href={adresse} />
          {listMetaCitation(item).map((m) => (
            <meta name={m.name} content={m.content} />
          ))}
          <script type="application/ld+json">{raw(jsonLd)}</script>
          <script type="module" src={asset('/ilots/copier.js')} nonce={requete.nonce} />
        </>
      }
    >
      <span class="Z3988" title={renderCoins(item)} />
      {notice.supprimeeLe && (
        <Alert ton="attention" title="Cette notice n’est plus au catalogue.">
          {`Elle a été retirée le ${formatDate(notice.supprimeeLe)}.`}
        </Alert>
      )}
      {notice.resume && (
        <section aria-labelledby="resume">
          <h2 id="resume">Résumé</h2>
          <p>
            <Sigles texte={notice.resume} sigles={sigles} />
          </p>
          {notice.resumeSource && <p class="hint">{`Résumé\u00a0: ${notice.resumeSource}`}</p>}
        </section>
      )}
      <Acces notice={notice} />
      <Description notice={notice} />
      <Citation notice={notice} presentation={presentation} item={item} />
      <Liens liens={liens} />
      {noticePolicy.peut(requete.acteur, 'modifier', notice) && <EditionLiens notice={notice} liens={liens} />}
      <Voisines voisines={voisines} />
    </Layout>
  )
}

function Auteurs({ notice }: { notice: Notice }) {
  const noms = (notice.csl.author ?? []).map(
    (n) => n.literal ?? [n.given, n['non-dropping-particle'], n.family].filter(Boolean).join(' '),
  )
  if (notice.csl.custom?.etAl) noms.push('et al.')
  return noms.length > 0 ? <p>{noms.join(', ')}</p> : null
}

function Gestes({ notice, requete }: { notice: Notice; requete: Requete }): Child {
  const base = formatAdresseNotice(notice.id)
  const { acteur } = requete
  return (
    <Actions>
      {noticePolicy.peut(acteur, 'modifier', notice) && <ButtonLink href={`${base}/modifier`}>Modifier</ButtonLink>}
      {noticePolicy.peutParfois(acteur, 'historique') && (
        <ButtonLink href={`${base}/historique`} variant="link">
          Historique
        </ButtonLink>
      )}
      {noticePolicy.peut(acteur, 'supprimer', notice) && !notice.supprimeeLe && (
        <ButtonLink href={`${base}/supprimer`} variant="link">
          Retirer du catalogue
        </ButtonLink>
      )}
    </Actions>
  )
}

function Acces({ notice }: { notice: Notice }) {
  const adresse = notice.csl.URL
  if (!adresse && notice.prets.length === 0) return null
  return (
    <section aria-labelledby="acces">
      <h2 id="acces">Où le trouver</h2>
      {adresse && /^https?:\/\//.test(adresse) && (
        <p>
          <ButtonLink href={adresse} variant="primary">
            Consulter en ligne
          </ButtonLink>{' '}
          <span class="hint">{new URL(adresse).host}</span>
        </p>
      )}
      {notice.prets.length > 0 && (
        <>
          <h3>À emprunter</h3>
          <ul>
            {notice.prets.map((p) => (
              <li>{formatPret(p)}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

function Description({ notice }: { notice: Notice }) {
  const { csl } = notice
  const date = formatDateIso(csl.issued)
  const numero = [csl.volume && `vol. ${csl.volume}`, csl.issue && `n° ${csl.issue}`].filter(Boolean).join(', ')
  const termes = FACETTES.map((f) => ({
    label: f.libelle,
    value: notice[f.cle].length > 0 && (
      <TagList label={f.libelle}>
        {notice[f.cle].map((slug) => (
          <Tag href={`/documentation?${f.vocabulaire}=${slug}`}>{getLibelle(f.vocabulaire, slug)}</Tag>
        ))}
      </TagList>
    ),
  }))
  return (
    <section aria-labelledby="description">
      <h2 id="description">Description</h2>
      <DefinitionList
        items={[
          { label: 'Type', value: getLibelle('nature', notice.nature) },
          { label: 'Dans', value: csl['container-title'] },
          { label: 'Volume, numéro', value: numero },
          { label: 'Collection', value: csl['collection-title'] },
          { label: 'Éditeur', value: [csl['publisher-place'], csl.publisher].filter(Boolean).join('\u00a0: ') },
          { label: 'Date', value: date ? formatDate(date) : 'sans date' },
          { label: 'Pages', value: csl.page ?? (csl['number-of-pages'] && `${csl['number-of-pages']} p.`) },
          { label: 'DOI', value: csl.DOI && <a href={`https://doi.org/${csl.DOI}`}>{csl.DOI}</a> },
          { label: 'ISBN', value: csl.ISBN },
          { label: 'ISSN', value: csl.ISSN },
          ...termes,
          { label: 'Provenance', value: formatProvenance(notice) },
          {
            label: 'Vérification',
            value: notice.verifieeLe ? `Vérifiée le ${formatDate(notice.verifieeLe)}` : 'Pas encore vérifiée',
          },
          { label: 'Numéro', value: `n°\u00a0${notice.id}, modifiée le ${formatDate(notice.modifieeLe)}` },
        ]}
      />
    </section>
  )
}

function formatProvenance({ provenance: p }: Notice): string | null {
  if (!p) return null
  return [p.document ?? p.fichier ?? p.base, p.ligne && `ligne ${p.ligne}`, p.id && `n° ${p.id}`]
    .filter(Boolean)
    .join(', ')
}

function Citation({
  notice,
  presentation,
  item,
}: {
  notice: Notice
  presentation: SlugStyle
  item: ReturnType<typeof formatItem>
}) {
  return (
    <section aria-labelledby="citer" class="citation">
      <h2 id="citer">Citer</h2>
      <blockquote id="citation">{raw(formatCitation(item, presentation).html)}</blockquote>
      <copier-texte cible="citation" />
      <Form action={`${formatAdresseNotice(notice.id)}#citer`} method="get">
        <Select
          name="style"
          label="Présentation"
          value={presentation}
          empty={null}
          options={listStyles().map((s) => ({ value: s.slug, label: s.libelle }))}
        />
        <Button variant="secondary">Changer</Button>
      </Form>
    </section>
  )
}

function Liens({ liens }: { liens: Lien[] }) {
  if (liens.length === 0) return null
  return (
    <section aria-labelledby="liens">
      <h2 id="liens">Documents liés</h2>
      <ul>
        {liens.map((l) => (
          <li>
            {`${LIBELLES_LIEN[l.type][l.sens]}\u00a0: `}
            <a href={formatAdresseNotice(l.id)}>{l.titre}</a>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Voisines({ voisines }: { voisines: Notice[] }) {
  if (voisines.length === 0) return null
  return (
    <section aria-labelledby="voisines">
      <h2 id="voisines">Sur les mêmes thèmes</h2>
      {voisines.map((v) => (
        <Card
          title={String(v.csl.title)}
          href={formatAdresseNotice(v.id)}
          level={3}
          kicker={[getLibelle('nature', v.nature), formatDateIso(v.csl.issued)?.slice(0, 4)]
            .filter(Boolean)
            .join(' · ')}
        />
      ))}
    </section>
  )
}
