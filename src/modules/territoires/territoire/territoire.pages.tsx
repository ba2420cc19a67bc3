import { z } from 'zod'
import type { Ctx, Requete } from '#core/context.ts'
import { defineRoute } from '#core/route.ts'
import { identifiant, numeroPage } from '#core/saisie.ts'
import { Card } from '#ui/card.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Button, ButtonLink, Form } from '#ui/form.tsx'
import { formatCount, formatDate } from '#ui/format.ts'
import { createHref } from '#ui/href.ts'
import { Layout } from '#ui/layout.tsx'
import { Pagination } from '#ui/table.tsx'
import type { VueCarte } from '../carte/carte.tsx'
import { choixQuartiers } from '../carte/demande.ts'
import { getFond } from '../carte/fond.queries.ts'
import type { Fond } from '../carte/fond.ts'
import { PhraseQuartiers } from '../carte/quartiers.tsx'
import { getQuartiers, type Quartiers } from '../contour/quartier.queries.ts'
import { Cadre, Etiquettes, feuille, filTerritoires } from './cadre.tsx'
import { CARTE_MAX, CarteComposition } from './cartes.tsx'
import { FaitsTerritoire, formatHabitants, formatNombreCommunes, TableCommunes } from './composition.tsx'
import { type Faits, getFaits } from './faits.queries.ts'
import { type Lues, listLues } from './selection.queries.ts'
import { territoirePolicy } from './territoire.policy.ts'
import { getTerritoire, listTerritoires, PAR_PAGE, type TerritoireListe } from './territoire.queries.ts'
import { formatAdresseTerritoire, type Territoire } from './territoire.ts'

/** A territory in a list. */
export function CarteTerritoire({ territoire: t, level }: { territoire: TerritoireListe; level?: 2 | 3 }) {
  const details = [
    formatCount(t.communes.length, 'commune'),
    t.population !== null && formatHabitants(t.population),
    t.auteur,
    `modifié le ${formatDate(t.modifieeLe)}`,
  ]
  return (
    <Card
      title={t.nom}
      href={formatAdresseTerritoire(t.id)}
      kicker={<Etiquettes territoire={t} />}
      {...(level && { level })}
    >
      {t.description && <p>{t.description}</p>}
      <p class="hint">{details.filter(Boolean).join(' · ')}</p>
    </Card>
  )
}

const composer = (
  <ButtonLink href="/territoires/composer" variant="primary">
    Composer un territoire
  </ButtonLink>
)

interface PropsMiens {
  requete: Requete
  territoires: TerritoireListe[]
  total: number
  page: number
}

function PageMiens({ requete, territoires, total, page }: PropsMiens) {
  return (
    <Layout
      title="Mes territoires"
      page={requete}
      width="list"
      crumbs={filTerritoires([{ label: 'Mes territoires' }])}
      intro={<p>Les ensembles de communes que vous avez enregistrés.</p>}
      actions={territoires.length > 0 && composer}
      head={feuille}
    >
      {territoires.length === 0 && (
        <EmptyState title="Vous n’avez pas encore de territoire" action={composer}>
          <p>Un territoire est une liste de communes que vous gardez sous un nom, pour la retrouver et la partager.</p>
        </EmptyState>
      )}
      {territoires.map((territoire) => (
        <CarteTerritoire territoire={territoire} />
      ))}
      <Pagination page={page} pages={Math.ceil(total / PAR_PAGE)} href={createHref(requete.chemin)} />
    </Layout>
  )
}

function Gestes({ territoire, requete }: { territoire: Territoire; requete: Requete }) {
  const base = formatAdresseTerritoire(territoire.id)
  return (
    <>
      {!territoire.supprimeeLe && (
        <ButtonLink href={`${base}/portrait`} variant="primary">
          Voir le portrait
        </ButtonLink>
      )}
      {territoirePolicy.peut(requete.acteur, 'modifier', territoire) && (
        <ButtonLink href={`/territoires/composer?territoire=${territoire.id}`}>Changer ses communes</ButtonLink>
      )}
      <ButtonLink href={`${base}.csv`} icon="download" download label="CSV (télécharger la composition)">
        CSV
      </ButtonLink>
      <ButtonLink href={`${base}.geojson`} icon="download" download label="GeoJSON (télécharger la composition)">
        GeoJSON
      </ButtonLink>
      {territoirePolicy.peutParfois(requete.acteur, 'creer') && (
        <Form action={`${base}/copie`}>
          <Button variant="link">Copier dans mes territoires</Button>
        </Form>
      )}
    </>
  )
}

interface PropsLecture {
  territoire: Territoire
  requete: Requete
  lues: Lues
  faits: Faits
  /** Null where the territory is too large for a map of communes. */
  fond: Fond | null
  vue: VueCarte
  /** Null where none were imported. */
  quartiers: Quartiers | null
}

function PageTerritoire({ territoire, requete, lues, faits, fond, vue, quartiers }: PropsLecture) {
  const base = formatAdresseTerritoire(territoire.id)
  return (
    <Cadre
      {...{ territoire, requete }}
      page={base}
      intro={
        <>
          <Etiquettes territoire={territoire} />
          {territoire.description && <div class="texte">{territoire.description}</div>}
        </>
      }
      actions={<Gestes territoire={territoire} requete={requete} />}
      head={<link rel="canonical" href={requete.adresse + base} />}
    >
      <Anciennes lues={lues} />
      <FaitsTerritoire
        faits={faits}
        suite={[{ label: 'Dernière modification', value: formatDate(territoire.modifieeLe) }]}
      />
      <PhraseQuartiers
        quartiers={quartiers}
        carte={(ancre) => `${createHref(requete.chemin)({ quartiers: 'oui' })}#${ancre}`}
      />
      {fond && (
        <CarteComposition
          {...{ fond, faits, vue, quartiers }}
          nom={territoire.nom}
          adresse={createHref(requete.chemin)}
          nonce={requete.nonce}
        />
      )}
      <div id="carte-chiffres">
        <TableCommunes caption={formatNombreCommunes(faits.communes)} {...faits} />
      </div>
    </Cadre>
  )
}

/** Codes that were written under another vintage. */
export function Anciennes({ lues: { remplacees, inconnues } }: { lues: Lues }) {
  return (
    <>
      {remplacees.length > 0 && (
        <p>{`Codes qui ne sont plus en vigueur, lus comme la commune d’aujourd’hui\u00a0: ${remplacees.map((r) => `${r.code} (${r.commune})`).join(', ')}.`}</p>
      )}
      {inconnues.length > 0 && (
        <p>{`Codes inconnus, laissés de côté\u00a0: ${inconnues.slice(0, 20).join(', ')}${inconnues.length > 20 ? '…' : ''}.`}</p>
      )}
    </>
  )
}

export const chargerLecture = (ctx: Ctx, { id }: { id: number }) => getTerritoire(ctx, id)
export const politiqueLecture = (acteur: Ctx['acteur'], territoire: Territoire) =>
  territoirePolicy.peut(acteur, 'lire', territoire)

export const routesTerritoire = [
  defineRoute({
    methode: 'GET',
    chemin: '/territoires/miens',
    requete: z.object({ page: numeroPage }),
    politique: (acteur) => acteur.compte !== null && territoirePolicy.peutParfois(acteur, 'creer'),
    trace: 'territoire.miens',
    lire: async (ctx, { page }, requete) => (
      <PageMiens {...{ requete, page }} {...(await listTerritoires(ctx, { quels: 'siens', page }))} />
    ),
  }),
  defineRoute({
    methode: 'GET',
    chemin: '/territoires/:id{[0-9]+}',
    requete: z.object({
      id: identifiant,
      vue: z.enum(['contours', 'cercles']).catch('contours'),
      quartiers: choixQuartiers,
    }),
    charger: chargerLecture,
    politique: politiqueLecture,
    trace: 'territoire.lecture',
    objet: ({ id }) => ({ type: 'territoire', id }),
    lire: async (ctx, { vue, quartiers: choix }, requete, territoire) => {
      const lues = await listLues(ctx, territoire.communes)
      const [faits, fond, quartiers] = await Promise.all([
        getFaits(ctx, lues.communes),
        lues.communes.length <= CARTE_MAX ? getFond(ctx, 'commune', lues.communes) : null,
        getQuartiers(ctx, lues.communes, choix === 'oui'),
      ])
      return <PageTerritoire {...{ territoire, requete, lues, faits, fond, vue, quartiers }} />
    },
  }),
]
