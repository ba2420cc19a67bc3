import type { Ctx } from '#core/context.ts'
import { Alert } from '#ui/alert.tsx'
import { DefinitionList } from '#ui/definition-list.tsx'
import { formatDate, formatNumber } from '#ui/format.ts'
import { Tag } from '#ui/tag.tsx'
import type { Contact } from '../contact/contact.ts'
import { Contacts } from '../contact/contact.tsx'
import type { Appartenance } from '../fiche/appartenance.queries.ts'
import { Courriel, Dispositifs, formatType, Partie, Site, Source, Telephone } from '../fiche/cadre.tsx'
import { computeBadge, computeMiseAJour, computeScoreStructure } from '../fiche/score.ts'
import { formatAdresseOrganisme } from '../organisme/organisme.ts'
import type { Service } from '../service/service.ts'
import { FicheService } from '../service/service.tsx'
import { formatLangue } from '../service/valeurs.ts'
import { Horaires, OuvertMaintenant } from './horaires.tsx'
import type { Structure } from './structure.ts'

export interface PropsFiche {
  ctx: Ctx
  structure: Structure
  services: Service[]
  contacts: Contact[]
  appartenances: Appartenance[]
  /** The organisme that carries it and those above, the nearest first. */
  ancetres: { id: number; nom: string }[]
  /** Names of the codes of eligibility zones. */
  noms: ReadonlyMap<string, string>
  /** The actor may change the sheet, or propose to. */
  modifie: boolean
  propose: boolean
}

/** What one must know before reading. */
export function Alertes({ structure: s, ctx }: Pick<PropsFiche, 'structure' | 'ctx'>) {
  return (
    <>
      {s.supprimeLe && <Alert ton="attention">{`Cette fiche a été retirée le ${formatDate(s.supprimeLe)}.`}</Alert>}
      {s.publication === 'propose' && <Alert ton="info">Cette fiche n’est pas encore publiée.</Alert>}
      {s.etat === 'fermee' && <Alert ton="attention">Cette structure est fermée.</Alert>}
      {s.etat === 'ferme-a-confirmer' && (
        <Alert ton="attention">
          {`La source ${s.source === 'finess' ? 'FINESS ' : ''}ne la connaît plus\u00a0: elle est peut-être fermée. Appelez avant d’y aller.`}
        </Alert>
      )}
      {ctx.acteur.compte !== null && s.champsTenus.length > 0 && (
        <p class="hint">
          Des champs de cette fiche ont été corrigés ici&nbsp;: un nouvel import ne les remplace pas, il propose.
        </p>
      )}
    </>
  )
}

/** The sheet: how to reach it first, then what it offers, then what it is. */
export function Fiche(props: PropsFiche) {
  const { structure: s, services, appartenances } = props
  return (
    <div class="fiche">
      <div class="fiche-pratique">
        <Joindre {...props} />
        <Quand {...props} />
      </div>
      <Partie id="presentation" titre="Présentation">
        {s.description && <p class="texte">{s.description}</p>}
      </Partie>
      <Partie id="services" titre={services.length > 1 ? `${services.length} services` : 'Service'}>
        {services.length > 0 &&
          services.map((service) => (
            <FicheService {...{ service, noms: props.noms, modifie: props.modifie, propose: props.propose }} />
          ))}
      </Partie>
      <Accueil structure={s} />
      <Porteur {...props} />
      <Partie id="dispositifs" titre="Dispositifs dont elle est membre">
        {appartenances.length > 0 && <Dispositifs appartenances={appartenances} />}
      </Partie>
      <Contacts contacts={props.contacts} modifie={props.modifie} />
      <Qualite {...props} />
    </div>
  )
}

function Joindre({ structure: s }: PropsFiche) {
  const ville = [s.codePostal, s.nomCommune].filter(Boolean).join(' ')
  const osm =
    s.longitude !== null && s.latitude !== null && s.positionSource !== 'commune'
      ? `https://www.openstreetmap.org/?mlat=${s.latitude}&mlon=${s.longitude}#map=17/${s.latitude}/${s.longitude}`
      : null
  return (
    <Partie id="joindre" titre="Joindre, venir">
      <DefinitionList
        items={[
          { label: 'Téléphone', value: s.telephone && <Telephone numero={s.telephone} /> },
          { label: 'Courriel', value: s.courriel && <Courriel adresse={s.courriel} /> },
          { label: 'Site', value: s.siteWeb && <Site adresse={s.siteWeb} /> },
          {
            label: 'Adresse',
            value: (s.adresse || ville) && (
              <>
                {[s.adresse, s.complement].filter(Boolean).map((ligne) => (
                  <>
                    {ligne}
                    <br />
                  </>
                ))}
                {s.commune ? <a href={`/territoires/communes/${s.commune}`}>{ville || s.commune}</a> : ville}
                {osm && (
                  <>
                    <br />
                    <a href={osm} rel="external nofollow" class="no-print">
                      Voir sur OpenStreetMap
                    </a>
                  </>
                )}
              </>
            ),
          },
        ]}
      />
    </Partie>
  )
}

function Quand({ structure: s, ctx }: PropsFiche) {
  if (!s.horaires) return null
  const props = { valeur: s.horaires, lieu: s, maintenant: ctx.maintenant }
  return (
    <Partie id="horaires" titre="Horaires">
      {s.etat === 'ouverte' && (
        <p class="no-print">
          <OuvertMaintenant {...props} />
        </p>
      )}
      <Horaires {...props} />
    </Partie>
  )
}

function Accueil({ structure: s }: { structure: Structure }) {
  if (!s.accessibilite && !s.accessibiliteUrl && s.langues.length === 0) return null
  return (
    <Partie id="accueil" titre="Accueil">
      <DefinitionList
        items={[
          { label: 'Langues', value: s.langues.map(formatLangue).join(', ') },
          { label: 'Accès des personnes handicapées', value: s.accessibilite },
          {
            label: 'Acceslibre',
            value: s.accessibiliteUrl && <Site adresse={s.accessibiliteUrl}>Accessibilité du lieu</Site>,
          },
        ]}
      />
    </Partie>
  )
}

function Porteur({ structure: s, ancetres }: PropsFiche) {
  const items = [
    {
      label: 'Portée par',
      value:
        ancetres.length > 0 &&
        ancetres.map((o, i) => (
          <>
            {i > 0 && ', qui dépend de '}
            <a href={formatAdresseOrganisme(o.id)}>{o.nom}</a>
          </>
        )),
    },
    { label: 'Type', value: formatType(s.type) },
    { label: 'Catégorie FINESS', value: s.categorieLibelle && `${s.categorieLibelle} (${s.categorie})` },
    { label: 'Ouverte depuis', value: s.dateOuverture && formatDate(s.dateOuverture) },
    { label: 'Numéro FINESS', value: s.finess },
    { label: 'FINESS de l’entité juridique', value: s.finessEj },
    { label: 'SIRET', value: s.siret },
    { label: 'Réseaux', value: s.reseauxPorteurs.join(', ') },
  ]
  if (items.every(({ value }) => !value)) return null
  return (
    <Partie id="identite" titre="Identité">
      <DefinitionList items={items} />
    </Partie>
  )
}

function Qualite({ structure: s, services, ctx }: PropsFiche) {
  const score = computeScoreStructure(s, services, ctx.maintenant)
  const badge = computeBadge(score)
  const conseils = score.criteres.filter((c) => c.conseil !== null)
  return (
    <Partie id="qualite" titre="Qualité de la fiche">
      <p>
        <Tag ton={badge.ton}>{badge.libelle}</Tag>
        {` ${formatNumber(score.valeur * 100, { maximumFractionDigits: 0 })}\u00a0%. Informations du ${formatDate(computeMiseAJour(s))}. Source\u00a0: `}
        <Source fiche={s} />
        {'.'}
      </p>
      {conseils.length > 0 && (
        <details class="no-print">
          <summary>Ce qui l’améliorerait</summary>
          <ul>
            {conseils.map((c) => (
              <li>{`${c.nom}\u00a0: ${c.conseil}`}</li>
            ))}
          </ul>
        </details>
      )}
    </Partie>
  )
}
