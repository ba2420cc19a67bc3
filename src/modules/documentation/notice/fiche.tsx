import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'
import { getLibelle } from '#modules/vocabulaires/index.ts'
import { DefinitionList } from '#ui/definition-list.tsx'
import { Button, ButtonLink, Form, Select } from '#ui/form.tsx'
import { formatDate } from '#ui/format.ts'
import { Tag, TagList } from '#ui/tag.tsx'
import { formatCitation, listStyles, type SlugStyle } from '../citation/citation.ts'
import { formatDateIso } from '../dates.ts'
import type { LecteurSigles } from '../glossaire/sigles.ts'
import { Sigles } from '../glossaire/sigles.tsx'
import { formatAdresseFormat, NOMS_REPRESENTATIONS, REPRESENTATIONS } from './notice.formats.ts'
import type { Lien } from './notice.queries.ts'
import { FACETTES, formatAdresseNotice, type formatItem, LIBELLES_LIEN, type Notice } from './notice.ts'

export function Resume({ notice, lecteur }: { notice: Notice; lecteur: LecteurSigles }) {
  if (!notice.resume) return null
  return (
    <section aria-labelledby="resume">
      <h2 id="resume">Résumé</h2>
      <p>
        <Sigles texte={notice.resume} lecteur={lecteur} />
      </p>
      {notice.resumeSource && <p class="hint">{`Résumé\u00a0: ${notice.resumeSource}`}</p>}
    </section>
  )
}

/** Authors as a reader says them: « Ana Dupont, Agence fictive, et al. » */
export function Auteurs({ notice }: { notice: Notice }) {
  const noms = (notice.csl.author ?? []).map(
    (n) => n.literal ?? [n.given, n['non-dropping-particle'], n.family].filter(Boolean).join(' '),
  )
  if (notice.csl.custom?.etAl) noms.push('et al.')
  return noms.length > 0 ? <p>{noms.join(', ')}</p> : null
}

/** @param etat whether the link answers */
export function Acces({ notice, etat }: { notice: Notice; etat: Child }) {
  const { URL: url, DOI: doi } = notice.csl
  const adresse = url ?? (doi && `https://doi.org/${doi}`)
  if (!adresse || !/^https?:\/\//.test(adresse) || !URL.canParse(adresse)) return null
  return (
    <section aria-labelledby="acces">
      <h2 id="acces">Où le trouver</h2>
      <p>
        <ButtonLink href={adresse} variant="primary">
          Consulter en ligne
        </ButtonLink>{' '}
        <span class="hint">{new URL(adresse).host}</span>
      </p>
      {etat}
    </section>
  )
}

export function Description({ notice }: { notice: Notice }) {
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
  return [p.document ?? p.fichier ?? p.base, p.ligne && `ligne ${p.ligne}`, p.id && `n° ${p.id}`, p.oai, p.licence]
    .filter(Boolean)
    .join(', ')
}

export function Citation({
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
      <details class="no-print">
        <summary>Télécharger la notice</summary>
        <ul>
          {NOMS_REPRESENTATIONS.map((nom) => (
            <li>
              <a href={formatAdresseFormat(notice.id, nom)} download>
                {REPRESENTATIONS.get(nom)?.libelle}
              </a>
            </li>
          ))}
        </ul>
      </details>
    </section>
  )
}

export function Liens({ liens }: { liens: Lien[] }) {
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

export function Voisines({ voisines }: { voisines: Notice[] }) {
  if (voisines.length === 0) return null
  return (
    <section aria-labelledby="voisines" class="no-print">
      <h2 id="voisines">Sur les mêmes thèmes</h2>
      <ul class="plain">
        {voisines.map((v) => (
          <li>
            <a href={formatAdresseNotice(v.id)}>{String(v.csl.title)}</a>
            <span class="hint">
              {[getLibelle('nature', v.nature), formatDateIso(v.csl.issued)?.slice(0, 4)].filter(Boolean).join(' · ')}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
