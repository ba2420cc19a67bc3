import type { Requete } from '#core/context.ts'
import { formatAdresseNotice } from '#modules/documentation/index.ts'
import {
  CarteComposition,
  FaitsTerritoire,
  formatNombreCommunes,
  TableCommunes,
  type VueCarte,
} from '#modules/territoires/index.ts'
import { getLibelle } from '#modules/vocabulaires/index.ts'
import { Alert } from '#ui/alert.tsx'
import { DefinitionList } from '#ui/definition-list.tsx'
import { formatDate, formatNumber } from '#ui/format.ts'
import { createHref } from '#ui/href.ts'
import { Tag, TagList } from '#ui/tag.tsx'
import { formatAdresseOrganisme } from '../organisme/organisme.ts'
import { AVerifier } from './cadre.tsx'
import { formatConflit } from './conflit.ts'
import type { DispositifLu } from './dispositif.queries.ts'
import { formatAdresseDispositif } from './dispositif.ts'
import { NATURES_DOCUMENT } from './document.ts'
import type { Fiche } from './fiche.queries.ts'
import { formatTaille } from './taille.ts'
import { formatAdresseType, type TypeDispositif } from './type.ts'

export interface PropsFiche {
  requete: Requete
  dispositif: DispositifLu
  type: TypeDispositif
  fiche: Fiche
  vue: VueCarte
}

/** Overlaps that nobody agreed to are told, those that were agreed too. */
export function Recouvrements({ fiche: { conflits, exceptions } }: { fiche: Fiche }) {
  return (
    <>
      {conflits.length > 0 && (
        <Alert ton="attention" title="Son territoire en recouvre un autre">
          {conflits.map((c) => (
            <p>
              {formatConflit(c)} <a href={formatAdresseDispositif(c.id)}>Voir l’autre dispositif</a>
            </p>
          ))}
        </Alert>
      )}
      {exceptions.map((e) => (
        <Alert ton="info" title="Recouvrement accepté">
          <p>
            {`${e.communes.map((c) => c.nom).join(', ')}\u00a0: aussi dans `}
            <a href={formatAdresseDispositif(e.autre.id)}>{e.autre.nom}</a>
            {`, depuis le ${formatDate(e.quand)}. Motif\u00a0: ${e.motif}`}
          </p>
        </Alert>
      ))}
    </>
  )
}

const SOURCES: Record<string, string> = {
  demonstration: 'Données de démonstration',
  'page-publique': 'Page publique',
}
const formatSource = (source: string | null): string | null => (source === null ? null : (SOURCES[source] ?? source))

export function Presentation({ dispositif: d, type, fiche }: PropsFiche) {
  const quartiers = new Map(fiche.quartiers?.quartiers.map((q) => [q.code, q.nom]))
  const reponses = [...type.champs, ...type.indicateurs].flatMap((c) => {
    const valeur = d.valeurs[c.slug]
    if (valeur === undefined) return []
    const texte = typeof valeur === 'number' ? formatNumber(valeur) : c.nature === 'date' ? formatDate(valeur) : valeur
    return [{ label: c.libelle, value: c.unite ? `${texte}\u00a0${c.unite}` : texte }]
  })
  return (
    <DefinitionList
      items={[
        { label: 'Type', value: <TypeEtSources type={type} /> },
        {
          label: 'Porteur',
          value: fiche.porteur && <a href={formatAdresseOrganisme(fiche.porteur.id)}>{fiche.porteur.nom}</a>,
        },
        { label: 'Équipe', value: [d.adresse, fiche.siege].filter(Boolean).join(', ') },
        {
          label: 'Téléphone',
          value: d.telephone && <a href={`tel:${d.telephone.replace(/[^+\d]/g, '')}`}>{d.telephone}</a>,
        },
        { label: 'Courriel', value: d.courriel && <a href={`mailto:${d.courriel}`}>{d.courriel}</a> },
        {
          label: 'Site internet',
          value: d.siteWeb && (
            <a href={d.siteWeb} rel="external">
              {d.siteWeb.replace(/^https?:\/\/(www\.)?/, '').replace(/\/$/, '')}
            </a>
          ),
        },
        {
          label: 'Thèmes',
          value: d.themes.length > 0 && <Termes vocabulaire="theme" termes={d.themes} nom="Thèmes" />,
        },
        {
          label: 'Publics',
          value: d.publics.length > 0 && <Termes vocabulaire="public" termes={d.publics} nom="Publics" />,
        },
        { label: 'Quartiers prioritaires', value: d.qpv.map((code) => quartiers.get(code) ?? code).join(', ') },
        ...reponses,
        { label: 'Vérifiée', value: d.verifieLe ? `le ${formatDate(d.verifieLe)}` : 'jamais' },
        {
          label: 'Source',
          value: d.sourceUrl ? (
            <a href={d.sourceUrl} rel="external">
              {formatSource(d.source) ?? d.sourceUrl}
            </a>
          ) : (
            formatSource(d.source)
          ),
        },
        { label: 'Dernière modification', value: formatDate(d.modifieLe) },
      ]}
    />
  )
}

const Termes = ({
  vocabulaire,
  termes,
  nom,
}: {
  vocabulaire: 'theme' | 'public'
  termes: readonly string[]
  nom: string
}) => (
  <TagList label={nom}>
    {termes.map((t) => (
      <Tag>{getLibelle(vocabulaire, t)}</Tag>
    ))}
  </TagList>
)

function TypeEtSources({ type }: { type: TypeDispositif }) {
  return (
    <>
      <a href={formatAdresseType(type.slug)}>{type.nom}</a>
      <span class="sous">{type.definition}</span>
      {type.sources.slice(0, 1).map((s) => (
        <span class="sous">
          {s.texte} <AVerifier si={s.aVerifier} />
        </span>
      ))}
    </>
  )
}

export const Controles = ({ fiche: { controles } }: { fiche: Fiche }) => (
  <ul class="contenus">
    {controles.map(({ controle: c, tenu }) => (
      <li>
        {tenu ? <Tag ton="succes">Oui</Tag> : <Tag ton="attention">Non</Tag>} <strong>{c.libelle}</strong>{' '}
        <AVerifier si={c.aVerifier} />
        <span class="sous">{tenu ? c.source : `${c.manque} Source\u00a0: ${c.source}.`}</span>
      </li>
    ))}
  </ul>
)

export const Documents = ({ fiche: { documents } }: { fiche: Fiche }) => (
  <ul class="documents">
    {documents.map((doc) => (
      <li>
        <a href={doc.notice === null ? (doc.url ?? '') : formatAdresseNotice(doc.notice)}>{doc.titre}</a>
        <span class="sous">
          {[NATURES_DOCUMENT[doc.nature], doc.date && formatDate(doc.date)].filter(Boolean).join(', ')}
        </span>
      </li>
    ))}
  </ul>
)

export function Territoire({ requete, dispositif: d, fiche, vue }: PropsFiche) {
  const { faits, fond, lues, taille } = fiche
  if (faits.communes.length === 0) return <p>Son territoire n’est pas encore composé.</p>
  return (
    <>
      {lues.remplacees.length > 0 && (
        <p>{`Communes qui ont changé de code, lues comme celles d’aujourd’hui\u00a0: ${lues.remplacees.map((r) => `${r.code} (${r.commune})`).join(', ')}.`}</p>
      )}
      <FaitsTerritoire
        faits={faits}
        suite={
          taille
            ? [
                {
                  label: 'Taille',
                  value: (
                    <>
                      {formatTaille(taille)} <AVerifier si={taille.aVerifier} />
                    </>
                  ),
                },
              ]
            : []
        }
      />
      {fond && (
        <CarteComposition
          {...{ fond, faits, vue }}
          nom={d.nom}
          adresse={createHref(requete.chemin)}
          nonce={requete.nonce}
        />
      )}
      <div id="carte-chiffres">
        <TableCommunes caption={formatNombreCommunes(faits.communes)} {...faits} />
      </div>
    </>
  )
}
