import { getLibelle } from '#modules/vocabulaires/index.ts'
import { DefinitionList } from '#ui/definition-list.tsx'
import { Tag, TagList } from '#ui/tag.tsx'
import { Courriel, Site, Telephone } from '../fiche/cadre.tsx'
import type { Service } from './service.ts'
import {
  FRAIS,
  formatLangue,
  formatValeur,
  MOBILISABLE_PAR,
  MODES_ACCUEIL,
  MODES_MOBILISATION,
  TYPES_SERVICE,
} from './valeurs.ts'

const formatAges = ({ ageMin, ageMax }: Service): string | null => {
  if (ageMin !== null && ageMax !== null) return `De ${ageMin} à ${ageMax}\u00a0ans`
  if (ageMin !== null) return `À partir de ${ageMin}\u00a0ans`
  return ageMax === null ? null : `Jusqu’à ${ageMax}\u00a0ans`
}

const join = (liste: Record<string, string>, valeurs: readonly string[]): string =>
  valeurs.map((v) => formatValeur(liste, v)).join(', ')

interface Props {
  service: Service
  /** Names of the eligibility zone’s codes. */
  noms: ReadonlyMap<string, string>
  /** The actor may change it, or propose to. */
  modifie: boolean
  propose: boolean
}

/** A service, on the sheet of its structure: `#service-12`. */
export function FicheService({ service: s, noms, modifie, propose }: Props) {
  return (
    <article class="service" id={`service-${s.id}`}>
      <h3>{s.nom}</h3>
      {s.themes.length > 0 && (
        <TagList label="Thèmes">
          {s.themes.map((t) => (
            <Tag href={`/structures?theme=${t}`}>{getLibelle('theme', t)}</Tag>
          ))}
        </TagList>
      )}
      {s.description && <p class="texte">{s.description}</p>}
      <DefinitionList
        items={[
          { label: 'Type', value: s.type && formatValeur(TYPES_SERVICE, s.type) },
          {
            label: 'Pour qui',
            value: [s.publics.map((p) => getLibelle('public', p)).join(', '), formatAges(s), s.publicsPrecisions]
              .filter(Boolean)
              .join('. '),
          },
          {
            label: 'Coût',
            value: [s.frais && formatValeur(FRAIS, s.frais), s.fraisPrecisions].filter(Boolean).join('. '),
          },
          { label: 'Conditions', value: s.conditionsAcces },
          { label: 'Accueil', value: join(MODES_ACCUEIL, s.modesAccueil) },
          {
            label: 'Comment y accéder',
            value: [join(MODES_MOBILISATION, s.modesMobilisation), s.mobilisationPrecisions].filter(Boolean).join('. '),
          },
          { label: 'Qui peut demander', value: join(MOBILISABLE_PAR, s.mobilisablePar) },
          { label: 'En ligne', value: s.lienMobilisation && <Site adresse={s.lienMobilisation} /> },
          { label: 'Téléphone', value: s.telephone && <Telephone numero={s.telephone} /> },
          { label: 'Courriel', value: s.courriel && <Courriel adresse={s.courriel} /> },
          { label: 'Demander', value: s.contact },
          { label: 'Il faut habiter', value: s.zoneEligibilite.map((code) => noms.get(code) ?? code).join(', ') },
          { label: 'Langues', value: s.langues.map(formatLangue).join(', ') },
        ]}
      />
      {(modifie || propose) && (
        <p class="no-print">
          <a
            href={`/services/${s.id}/modifier`}
            aria-label={`${modifie ? 'Modifier' : 'Proposer une correction'}\u00a0: ${s.nom}`}
          >
            {modifie ? 'Modifier' : 'Proposer une correction'}
          </a>
          {' · '}
          <a href={`/services/${s.id}/historique`} aria-label={`Historique\u00a0: ${s.nom}`}>
            Historique
          </a>
          {modifie && (
            <>
              {' · '}
              <a href={`/services/${s.id}/retirer`} aria-label={`Retirer\u00a0: ${s.nom}`}>
                Retirer
              </a>
            </>
          )}
        </p>
      )}
    </article>
  )
}
