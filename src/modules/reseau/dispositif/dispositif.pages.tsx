import type { Child } from 'hono/jsx'
import { z } from 'zod'
import { type Ctx, type Requete, succes } from '#core/context.ts'
import { ErreurIntrouvable } from '#core/errors.ts'
import { defineRoute } from '#core/route.ts'
import { formatAdresseNotice } from '#modules/documentation/index.ts'
import {
  CarteComposition,
  FaitsTerritoire,
  formatNombreCommunes,
  formatSelection,
  TableCommunes,
  type VueCarte,
} from '#modules/territoires/index.ts'
import { getLibelle } from '#modules/vocabulaires/index.ts'
import { Alert } from '#ui/alert.tsx'
import { DefinitionList } from '#ui/definition-list.tsx'
import { Actions, Button, ButtonLink, Form } from '#ui/form.tsx'
import { formatDate, formatNumber } from '#ui/format.ts'
import { createHref } from '#ui/href.ts'
import { Tag, TagList } from '#ui/tag.tsx'
import { formatAdresseOrganisme } from '../organisme/organisme.ts'
import { AVerifier, Cadre, Etiquettes } from './cadre.tsx'
import { formatConflit } from './conflit.ts'
import { publierDispositif, retablirDispositif, supprimerDispositif, verifierDispositif } from './dispositif.actions.ts'
import { dispositifPolicy } from './dispositif.policy.ts'
import type { DispositifLu } from './dispositif.queries.ts'
import { formatAdresseDispositif } from './dispositif.ts'
import { NATURES_DOCUMENT } from './document.ts'
import { type Fiche, getFiche } from './fiche.queries.ts'
import { chargerLecture, objet, politiqueLecture, requeteId } from './page.queries.ts'
import { Instances, Membres } from './personnes.tsx'
import { formatTaille } from './taille.ts'
import { formatAdresseType, type TypeDispositif } from './type.ts'
import { getType } from './types.ts'
import { Echeances, Etapes, Missions } from './vie.tsx'

interface Props {
  requete: Requete
  dispositif: DispositifLu
  type: TypeDispositif
  fiche: Fiche
  vue: VueCarte
}

function Partie({ id, titre, children }: { id: string; titre: string; children: Child }) {
  return (
    <section aria-labelledby={id} class="partie">
      <h2 id={id}>{titre}</h2>
      {children}
    </section>
  )
}

function PageDispositif(props: Props) {
  const { requete, dispositif: d, type, fiche } = props
  const base = formatAdresseDispositif(d.id)
  const suit = dispositifPolicy.peut(requete.acteur, 'modifier', d)
  const { echeances, jour, membres } = fiche
  return (
    <Cadre
      dispositif={d}
      requete={requete}
      page={base}
      width="full"
      intro={
        <>
          <Etiquettes dispositif={d} jour={jour} />
          {d.description && <div class="texte">{d.description}</div>}
        </>
      }
      actions={<Gestes {...{ requete, dispositif: d, suit }} />}
      head={<link rel="canonical" href={requete.adresse + base} />}
    >
      <Recouvrements fiche={fiche} />
      <Partie id="presentation" titre="Présentation">
        <Presentation {...props} />
      </Partie>
      {suit && echeances.length > 0 && (
        <Partie id="echeances" titre="Ce qui est attendu">
          <Echeances echeances={echeances} jour={jour} />
        </Partie>
      )}
      <Partie id="vie" titre="Étapes de vie">
        <Etapes type={type} etapes={fiche.etapes} />
      </Partie>
      {type.missions.length > 0 && (
        <Partie id="missions" titre="Missions">
          <Missions type={type} missions={fiche.missions} echeances={suit ? echeances : []} jour={jour} />
        </Partie>
      )}
      {fiche.controles.length > 0 && (
        <Partie id="conditions" titre="Ce qui est vérifié">
          <Controles fiche={fiche} />
        </Partie>
      )}
      <Partie id="membres" titre="Membres et partenaires">
        <Membres type={type} membres={membres} jour={jour} />
      </Partie>
      {fiche.instances.length > 0 && (
        <Partie id="instances" titre="Instances">
          <Instances type={type} instances={fiche.instances} membres={membres} />
        </Partie>
      )}
      {fiche.documents.length > 0 && (
        <Partie id="documents" titre="Documents">
          <Documents fiche={fiche} />
        </Partie>
      )}
      <Partie id="territoire" titre="Territoire">
        <Territoire {...props} />
      </Partie>
    </Cadre>
  )
}

function Gestes({ requete, dispositif: d, suit }: Pick<Props, 'requete' | 'dispositif'> & { suit: boolean }) {
  const suite = d.communes.length > 0 ? formatSelection({ communes: d.communes, zones: [] }) : null
  return (
    <>
      {suite !== null && (
        <ButtonLink href={`/articulation?${suite}`} variant="primary">
          Voir qui agit sur ce territoire
        </ButtonLink>
      )}
      {suite !== null && <ButtonLink href={`/territoires/portrait?${suite}`}>Portrait du territoire</ButtonLink>}
      {suit && requete.acteur.compte !== null && (
        <Form action={`${formatAdresseDispositif(d.id)}/verifier`}>
          <Button variant="secondary">Cette fiche est juste</Button>
        </Form>
      )}
    </>
  )
}

/** Overlaps that nobody agreed to are told, those that were agreed too. */
function Recouvrements({ fiche: { conflits, exceptions } }: { fiche: Fiche }) {
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

function Presentation({ dispositif: d, type, fiche }: Props) {
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
              {d.source ?? d.sourceUrl}
            </a>
          ) : (
            d.source
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

const Controles = ({ fiche: { controles } }: { fiche: Fiche }) => (
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

const Documents = ({ fiche: { documents } }: { fiche: Fiche }) => (
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

function Territoire({ requete, dispositif: d, fiche, vue }: Props) {
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

const PageSuppression = ({ requete, dispositif: d }: Pick<Props, 'requete' | 'dispositif'>) => {
  const base = formatAdresseDispositif(d.id)
  return (
    <Cadre titre="Supprimer" page={`${base}/supprimer`} width="reading" dispositif={d} requete={requete}>
      <p>
        Sa fiche ne sera plus visible, et ses communes seront libres. Rien n’est effacé&nbsp;: vous pourrez le rétablir
        à cette adresse. S’il s’est arrêté, écrivez plutôt sa date de fin.
      </p>
      <Form action={`${base}/supprimer`}>
        <Actions>
          <Button variant="danger">Supprimer ce dispositif</Button>
          <ButtonLink href={base} variant="link">
            Annuler
          </ButtonLink>
        </Actions>
      </Form>
    </Cadre>
  )
}

const vers = (avis: string) => (id: number) => ({ vers: formatAdresseDispositif(id), avis })

export const routesDispositif = [
  defineRoute({
    methode: 'GET',
    chemin: '/dispositifs/:id{[0-9]+}',
    requete: requeteId.extend({ vue: z.enum(['contours', 'cercles']).catch('contours') }),
    charger: chargerLecture,
    politique: politiqueLecture,
    trace: 'dispositif.lecture',
    objet,
    lire: async (ctx: Ctx, { vue }, requete, dispositif) => {
      const type = getType(dispositif.type)
      if (!type) throw new ErreurIntrouvable('type de dispositif')
      return <PageDispositif {...{ requete, dispositif, type, vue }} fiche={await getFiche(ctx, type, dispositif)} />
    },
  }),
  defineRoute({
    methode: 'GET',
    chemin: '/dispositifs/:id{[0-9]+}/supprimer',
    requete: requeteId,
    charger: chargerLecture,
    politique: (acteur, d: DispositifLu) => dispositifPolicy.peut(acteur, 'supprimer', d),
    trace: 'dispositif.suppression.formulaire',
    objet,
    lire: (_ctx, _entree, requete, dispositif) => <PageSuppression {...{ requete, dispositif }} />,
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/dispositifs/:id{[0-9]+}/supprimer',
    action: supprimerDispositif,
    avis: { 'dispositif-supprime': succes('Le dispositif est supprimé.') },
    reussir: vers('dispositif-supprime'),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/dispositifs/:id{[0-9]+}/retablir',
    action: retablirDispositif,
    avis: { 'dispositif-retabli': succes('Le dispositif est rétabli.') },
    reussir: vers('dispositif-retabli'),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/dispositifs/:id{[0-9]+}/publier',
    action: publierDispositif,
    avis: { 'dispositif-publie': succes('Le dispositif est publié.') },
    reussir: vers('dispositif-publie'),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/dispositifs/:id{[0-9]+}/verifier',
    action: verifierDispositif,
    avis: { 'dispositif-verifie': succes('C’est noté\u00a0: la fiche est vérifiée aujourd’hui.') },
    reussir: vers('dispositif-verifie'),
  }),
]
