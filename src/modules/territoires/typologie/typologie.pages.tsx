import { z } from 'zod'
import type { Ctx, Requete } from '#core/context.ts'
import { ErreurIntrouvable } from '#core/errors.ts'
import { defineRoute } from '#core/route.ts'
import { identifiant, numeroPage } from '#core/saisie.ts'
import { ButtonLink } from '#ui/form.tsx'
import { formatCount, formatDateTime } from '#ui/format.ts'
import { createHref } from '#ui/href.ts'
import { Layout } from '#ui/layout.tsx'
import { Pagination, Table } from '#ui/table.tsx'
import type { VueCarte } from '../carte/carte.tsx'
import { choixDetail } from '../carte/demande.ts'
import { getFond } from '../carte/fond.queries.ts'
import type { Fond } from '../carte/fond.ts'
import { DonneesChangees, Ecartes, Reserves } from './avertissements.tsx'
import { Bandeau, EtatTypologie, feuille, filTypologies, SousMenu } from './cadre.tsx'
import { CarteGroupes } from './carte.tsx'
import { listNoms, listNomsZones } from './etendue.queries.ts'
import { Explication, formatAdresseGroupe, Groupes, Profils } from './groupes.tsx'
import {
  countMembres,
  formatAdresseMembre,
  formatMesure,
  formatNombre,
  formatNomMembre,
  formatUnite,
  listCodes,
  type Noms,
} from './presentation.ts'
import { QualiteGroupes } from './qualite.tsx'
import { listChangements } from './resultat.actions.ts'
import { typologiePolicy } from './typologie.policy.ts'
import { getTypologie } from './typologie.queries.ts'
import { formatAdresseTypologie, formatNomGroupe, MESURES, METHODES, type Membre, type Typologie } from './typologie.ts'

/** How the groups were made, for who checks. */
function Regle({ typologie }: { typologie: Typologie }) {
  const { reglages, resultat } = typologie
  const sources = [...new Set(resultat.variables.map((v) => v.source))]
  return (
    <details class="regle">
      <summary>Calcul Maillage&nbsp;: comment ces groupes sont faits</summary>
      <ul>
        {resultat.variables.map((v) => (
          <li>
            {`${v.libelle}, ${v.millesime}`}
            {MESURES[v.mesure].court !== null && `, ${MESURES[v.mesure].court}`}
          </li>
        ))}
      </ul>
      <p>
        {`Chaque indicateur est ramené à une moyenne de 0 et un écart-type de 1, puis les territoires sont réunis par la méthode «\u00a0${METHODES[reglages.methode].libelle}\u00a0»`}
        {reglages.methode === 'kmeans' && ` (point de départ ${reglages.graine}, plusieurs essais, le meilleur gardé)`}
        {'. Les mêmes réglages et les mêmes valeurs redonnent toujours les mêmes groupes.'}
      </p>
      <p>
        Les valeurs sont celles que publie la source, ou notre calcul à partir des communes quand au moins neuf
        habitants sur dix ont une valeur. Un logarithme est celui de la valeur augmentée de 1&#8239;; sa moyenne est
        géométrique.
      </p>
      <p>{`Sources\u00a0: ${sources.join('\u202f; ')}.`}</p>
    </details>
  )
}

interface PropsLecture {
  typologie: Typologie
  requete: Requete
  noms: Noms
  zone: string | undefined
  fond: Fond | null
  vue: VueCarte | undefined
  detail: string | undefined
  changements: string[]
}

const formatTitre = ({ nom, fictif }: Typologie): string => (fictif ? `${nom} (fictif)` : nom)

function PageLecture({ typologie, requete, noms, zone, fond, vue, detail, changements }: PropsLecture) {
  const { reglages, resultat } = typologie
  const base = formatAdresseTypologie(typologie.id)
  const modifiable = typologiePolicy.peut(requete.acteur, 'modifier', typologie)
  return (
    <Layout
      title={formatTitre(typologie)}
      page={requete}
      width="full"
      head={
        <>
          <link rel="canonical" href={requete.adresse + base} />
          {feuille}
        </>
      }
      crumbs={filTypologies([{ label: typologie.nom }])}
      intro={
        <>
          <p>
            {`${formatNombre(countMembres(resultat.groupes), reglages.maille)}${zone ? ` (${zone})` : ''} en ${formatCount(resultat.k, 'groupe')}, d’après ${formatCount(reglages.indicateurs.length, 'indicateur')}. Calcul du ${formatDateTime(resultat.calculeLe)}.`}
          </p>
          {typologie.description && <p class="texte">{typologie.description}</p>}
        </>
      }
      actions={<Gestes {...{ typologie, requete }} />}
    >
      <Bandeau {...{ typologie, requete }} />
      <SousMenu {...{ typologie, requete }} page={base} />
      {modifiable && (
        <p class="no-print">
          <EtatTypologie etat={typologie.etat} />
        </p>
      )}
      <DonneesChangees {...{ typologie, modifiable }} raisons={changements} />
      <Reserves typologie={typologie} />
      <CarteGroupes {...{ typologie, fond, vue, detail, requete }} />
      <Groupes {...{ typologie, noms }} />
      <Profils typologie={typologie} />
      <QualiteGroupes {...{ typologie, modifiable }} />
      <Ecartes {...{ typologie, noms }} />
      <Regle typologie={typologie} />
    </Layout>
  )
}

function Gestes({ typologie, requete }: { typologie: Typologie; requete: Requete }) {
  const base = formatAdresseTypologie(typologie.id)
  return (
    <>
      <ButtonLink href={`${base}/export.csv`} icon="download" download label="CSV (télécharger)">
        CSV
      </ButtonLink>
      <ButtonLink href={`${base}/export.json`} icon="download" download label="JSON (télécharger)">
        JSON
      </ButtonLink>
      {typologiePolicy.peutParfois(requete.acteur, 'creer') && (
        <ButtonLink href={`/typologies/nouvelle?depuis=${typologie.id}`} variant="link">
          Refaire avec d’autres réglages
        </ButtonLink>
      )}
    </>
  )
}

const PAR_PAGE = 100

interface PropsGroupe {
  typologie: Typologie
  requete: Requete
  noms: Noms
  rang: number
  page: number
  tri: { key: string; dir: 'asc' | 'desc' }
}

/** What a column sorts members by: names and numbers each in their own order, missing ones last. */
function compareMembres(a: Membre, b: Membre, cle: string, noms: Noms): number {
  if (cle === 'nom') return (noms.get(a.code) ?? a.code).localeCompare(noms.get(b.code) ?? b.code, 'fr')
  const lire = (m: Membre) => (cle === 'distance' ? m.distance : (m.valeurs[Number(cle.slice(1))] ?? null))
  const [va, vb] = [lire(a), lire(b)]
  return va === null || vb === null ? Number(va === null) - Number(vb === null) : va - vb
}

function PageGroupe({ typologie, requete, noms, rang, page, tri }: PropsGroupe) {
  const { reglages, resultat } = typologie
  const { maille } = reglages
  const groupe = resultat.groupes[rang]
  if (!groupe) throw new ErreurIntrouvable('groupe')
  const membres = groupe.membres
    .filter((m) => formatNomMembre(noms, maille, m.code) !== null)
    .sort((a, b) => compareMembres(a, b, tri.key, noms) * (tri.dir === 'asc' ? 1 : -1))
  const nom = formatNomGroupe(groupe, rang)
  return (
    <Layout
      title={nom}
      page={requete}
      width="full"
      head={feuille}
      crumbs={filTypologies([{ label: typologie.nom, href: formatAdresseTypologie(typologie.id) }, { label: nom }])}
      intro={
        <p>
          {`${formatNombre(membres.length, maille)} de la typologie «\u00a0`}
          <a href={formatAdresseTypologie(typologie.id)}>{formatTitre(typologie)}</a>
          {'\u00a0».'}
        </p>
      }
    >
      <Explication {...{ typologie, rang, noms }} />
      <div class="valeurs">
        <Table
          caption={`${nom}\u00a0: valeurs`}
          columns={[
            { key: 'nom', label: 'Nom', header: true, sort: true },
            { key: 'distance', label: 'Distance au centre', numeric: true, sort: true },
            ...resultat.variables.map((v, i) => ({
              key: `v${i}`,
              label: `${v.libelle}, ${v.millesime} (${formatUnite(v)})`,
              numeric: true,
              sort: true,
            })),
          ]}
          sort={tri}
          href={createHref(requete.chemin)}
          rows={membres.slice((page - 1) * PAR_PAGE, page * PAR_PAGE).map((m) => [
            <a href={formatAdresseMembre(maille, m.code)}>{formatNomMembre(noms, maille, m.code)}</a>,
            formatMesure(m.distance, { mesure: 'brute', decimales: 2 }),
            ...resultat.variables.map((v, i) => {
              const valeur = m.valeurs[i] ?? null
              return valeur === null ? <span class="absente">manque</span> : formatMesure(valeur, v)
            }),
          ])}
        />
      </div>
      <p class="hint">
        La distance au centre se compte en écarts-types&nbsp;: plus elle est petite, plus le territoire est typique.
      </p>
      <Pagination page={page} pages={Math.ceil(membres.length / PAR_PAGE)} href={createHref(requete.chemin)} />
      <p class="no-print">
        {resultat.groupes.map((autre, r) =>
          r === rang ? null : (
            <>
              <a href={formatAdresseGroupe(typologie.id, r)}>{formatNomGroupe(autre, r)}</a>{' '}
            </>
          ),
        )}
      </p>
    </Layout>
  )
}

export const choixVue = z.enum(['contours', 'cercles']).optional().catch(undefined)

/** Null where the areas have no shape of their own: saved territories, which may overlap. */
export const getFondTypologie = async (ctx: Ctx, typologie: Typologie): Promise<Fond | null> =>
  typologie.reglages.maille === 'territoire' ? null : getFond(ctx, typologie.reglages.maille, listCodes(typologie))

export const chargerLecture = (ctx: Ctx, { id }: { id: number }) => getTypologie(ctx, id)
export const politiqueLecture = (acteur: Ctx['acteur'], typologie: Typologie) =>
  typologiePolicy.peut(acteur, 'lire', typologie)
export const objetTypologie = ({ id }: { id: number }) => ({ type: 'typologie', id })

export const routesTypologie = [
  defineRoute({
    methode: 'GET',
    chemin: '/typologies/:id{[0-9]+}',
    requete: z.object({ id: identifiant, vue: choixVue, detail: choixDetail }),
    charger: chargerLecture,
    politique: politiqueLecture,
    trace: 'typologie.lecture',
    objet: objetTypologie,
    lire: async (ctx, { vue, detail }, requete, typologie) => {
      const { reglages, resultat } = typologie
      const codes = listCodes(typologie)
      const [noms, fond, zones, changements] = await Promise.all([
        listNoms(ctx, reglages.maille, codes),
        getFondTypologie(ctx, typologie),
        listNomsZones(ctx, reglages.zone === null ? [] : [reglages.zone]),
        listChangements(ctx, reglages, resultat),
      ])
      const zone = zones.get(reglages.zone ?? '')
      return <PageLecture {...{ typologie, requete, noms, fond, vue, detail, zone, changements }} />
    },
  }),
  defineRoute({
    methode: 'GET',
    chemin: '/typologies/:id/groupes/:rang',
    requete: z.object({
      id: identifiant,
      rang: identifiant,
      page: numeroPage,
      tri: z
        .string()
        .regex(/^(nom|distance|v\d{1,2})$/)
        .catch('distance'),
      sens: z.enum(['asc', 'desc']).catch('asc'),
    }),
    charger: chargerLecture,
    politique: politiqueLecture,
    trace: 'typologie.groupe',
    objet: objetTypologie,
    lire: async (ctx, { rang, page, tri, sens }, requete, typologie) => {
      const noms = await listNoms(ctx, typologie.reglages.maille, listCodes(typologie))
      return <PageGroupe {...{ typologie, requete, noms, page }} rang={rang - 1} tri={{ key: tri, dir: sens }} />
    },
  }),
]
