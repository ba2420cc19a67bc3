import type { Ctx } from '#core/context.ts'
import { getLibelle } from '#modules/vocabulaires/index.ts'
import { Tag, TagList } from '#ui/tag.tsx'
import { Courriel, formatType, Site, Telephone, Verification } from '../fiche/cadre.tsx'
import { formatAdresseService, type Service } from '../service/service.ts'
import { FRAIS, formatLangue, formatValeur } from '../service/valeurs.ts'
import { OuvertMaintenant } from '../structure/horaires.tsx'
import { ETATS_STRUCTURE, formatAdresseStructure, formatNomStructure } from '../structure/structure.ts'
import type { AideLue } from './aide.queries.ts'
import { formatDistance } from './trouver.ts'

const RANGS = ['Dans la commune', 'Dans la même intercommunalité', 'Dans le même département', 'À distance']

/** « À 3,4 km », or how near its area is. */
function formatOu({ rang, metres, structure: s }: AideLue, depart: boolean): string | null {
  if (rang > 0) return RANGS[rang] ?? null
  if (metres === null) return depart ? (RANGS[0] ?? null) : null
  return `À ${s.longitude === null || s.positionSource === 'commune' ? 'environ ' : ''}${formatDistance(metres)}`
}

interface Props {
  ctx: Ctx
  aide: AideLue
  /** As on the map. */
  numero: number
  /** One starts from a commune: its answers say how far they are. */
  depart: boolean
}

/** One structure that can help: how far, is it open, how to reach it, which of its services answer. */
export function Reponse({ ctx, aide, numero, depart }: Props) {
  const { structure: s, services } = aide
  const ou = formatOu(aide, depart)
  const adresse = [s.adresse, [s.codePostal, s.nomCommune].filter(Boolean).join(' ')].filter(Boolean).join(', ')
  const propres = services.some((x) => x.horaires !== null && x.horaires !== s.horaires)
  return (
    <article class="card reponse" id={`reponse-${numero}`}>
      <div class="kicker">{[formatType(s.type) ?? s.categorieLibelle, ou].filter(Boolean).join(' · ')}</div>
      <h2 class="card-title">
        <span class="numero">{`${numero}.`}</span> <a href={formatAdresseStructure(s.id)}>{formatNomStructure(s)}</a>
      </h2>
      {adresse && <p>{adresse}</p>}
      <Joindre telephone={s.telephone} courriel={s.courriel} site={s.siteWeb} />
      {s.horaires && s.etat === 'ouverte' && !propres && (
        <p>
          <OuvertMaintenant valeur={s.horaires} lieu={s} maintenant={ctx.maintenant} />
        </p>
      )}
      {services.length > 0 && (
        <ul class="services-reponse" aria-label="Services qui répondent">
          {services.map((service) => (
            <ServiceReponse {...{ service, aide, ctx }} seul={propres} />
          ))}
        </ul>
      )}
      <div class="card-foot">
        <TagList label="État de la fiche">
          {[
            s.fictif && <Tag>Fictif</Tag>,
            s.etat !== 'ouverte' && <Tag ton="attention">{ETATS_STRUCTURE[s.etat]}</Tag>,
            (s.accessibilite !== null || s.accessibiliteUrl !== null) && <Tag>Accès décrit</Tag>,
            <Verification fiche={s} ctx={ctx} />,
          ].filter((tag) => tag !== false)}
        </TagList>
        <p class="hint no-print">
          <a href={`${formatAdresseStructure(s.id)}/modifier`} rel="nofollow">
            Signaler une erreur<span class="visually-hidden">{` sur ${s.nom}`}</span>
          </a>
        </p>
      </div>
    </article>
  )
}

interface PropsJoindre {
  telephone: string | null
  courriel: string | null
  site: string | null
}

export function Joindre({ telephone, courriel, site }: PropsJoindre) {
  const liens = [
    telephone && <Telephone numero={telephone} />,
    courriel && <Courriel adresse={courriel} />,
    site && <Site adresse={site} />,
  ].filter((lien) => lien !== null && lien !== '')
  if (liens.length === 0) return null
  return (
    <p class="joindre">
      {liens.map((lien, i) => (
        <>
          {i > 0 && ' · '}
          {lien}
        </>
      ))}
    </p>
  )
}

/** Who it is for and what it costs, in one line. */
export function formatPourQui({ publics, frais, fraisPrecisions, modesAccueil, langues }: Service): string {
  const autres = langues.filter((l) => l !== 'fr')
  return [
    publics.map((p) => getLibelle('public', p)).join(', '),
    frais && formatValeur(FRAIS, frais),
    frais !== 'gratuit' && fraisPrecisions?.replace(/\.$/, ''),
    modesAccueil.includes('a-distance') && (modesAccueil.length > 1 ? 'sur place ou à distance' : 'à distance'),
    autres.length > 0 && `aussi en ${autres.map(formatLangue).join(', ')}`,
  ]
    .filter(Boolean)
    .join(' · ')
}

interface PropsService {
  service: Service
  aide: AideLue
  ctx: Ctx
  /** Services of this structure keep hours of their own. */
  seul: boolean
}

function ServiceReponse({ service: x, aide: { structure: s }, ctx, seul }: PropsService) {
  const horaires = seul ? (x.horaires ?? s.horaires) : null
  return (
    <li>
      <a href={formatAdresseService(x)}>{x.nom}</a>
      <div class="hint">{formatPourQui(x)}</div>
      <Joindre
        telephone={x.telephone === s.telephone ? null : x.telephone}
        courriel={x.courriel === s.courriel ? null : x.courriel}
        site={x.lienMobilisation}
      />
      {horaires && s.etat === 'ouverte' && <OuvertMaintenant valeur={horaires} lieu={s} maintenant={ctx.maintenant} />}
    </li>
  )
}
