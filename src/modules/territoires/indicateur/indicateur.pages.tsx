import { z } from 'zod'
import type { Ctx, Requete } from '#core/context.ts'
import { publique } from '#core/policy.ts'
import { defineRoute, type Route } from '#core/route.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { Actions, ButtonLink } from '#ui/form.tsx'
import { createHref, type Href } from '#ui/href.ts'
import { Layout } from '#ui/layout.tsx'
import { computeScale } from '#ui/map/classes.ts'
import { Carte, type CarteProps, type VueCarte } from '../carte/carte.tsx'
import { getFond } from '../carte/fond.queries.ts'
import { getZone } from '../geographie/zone.queries.ts'
import { formatAdresseZone, parseRefZone, type Zone } from '../geographie/zone.ts'
import { getConversion } from './conversion/conversion.queries.ts'
import { filIndicateurs, RACINE } from './fil.ts'
import { isReference } from './indicateur.actions.ts'
import { indicateurPolicy } from './indicateur.policy.ts'
import { getIndicateur, listIndicateurs, listSeries } from './indicateur.queries.ts'
import { computeValeur, FAMILLES, formatAdresseIndicateur, type Indicateur, type Serie } from './indicateur.ts'
import { schemaCode } from './saisie.ts'
import { listPublications } from './serie.queries.ts'
import {
  LienImport,
  TableCommunes,
  TableIndicateurs,
  TableSeries,
  TableZones,
  VueConversion,
  VueDefinition,
  VueSerie,
} from './series.tsx'
import { listCommunesValuees, listDerniers, listPartsFrance, listZonesValuees } from './valeur.queries.ts'

const peut = (acteur: Ctx['acteur'], geste: 'definir' | 'importer') => indicateurPolicy.peutParfois(acteur, geste)

/** Indicators of a family that are folded beyond. */
const LONGUE = 20

async function PageIndicateurs({ ctx, requete }: { ctx: Ctx; requete: Requete }) {
  const [indicateurs, derniers] = [await listIndicateurs(ctx), await listDerniers(ctx)]
  const familles = Map.groupBy(
    indicateurs.filter((i) => derniers.has(i.code)),
    (i) => i.famille,
  )
  const vides = indicateurs.filter((i) => !derniers.has(i.code))
  return (
    <Layout
      title="Indicateurs"
      page={requete}
      width="list"
      crumbs={filIndicateurs()}
      intro={
        <p>
          Ce que l’on mesure dans les communes de France, avec sa source, son unité et son année. Chaque page donne les
          valeurs par département, puis par commune.
        </p>
      }
      actions={
        <>
          <ButtonLink href="/donnees" icon="download">
            Données ouvertes
          </ButtonLink>
          {peut(ctx.acteur, 'importer') && <LienImport />}
          {peut(ctx.acteur, 'definir') && <ButtonLink href={`${RACINE}/nouveau`}>Définir un indicateur</ButtonLink>}
        </>
      }
    >
      {Object.entries(FAMILLES).map(([famille, libelle]) => {
        const membres = familles.get(famille as keyof typeof FAMILLES)
        if (!membres) return null
        const table = <TableIndicateurs indicateurs={membres} derniers={derniers} caption={libelle} />
        // Forty bands of age would push the rest out of sight.
        return membres.length <= LONGUE ? (
          table
        ) : (
          <details>
            <summary>
              {libelle}
              <span class="count">{` (${membres.length} indicateurs)`}</span>
            </summary>
            {table}
          </details>
        )
      })}
      {vides.length > 0 && (
        <details>
          <summary>{`Définis, sans valeur encore (${vides.length})`}</summary>
          <p>
            Leurs fichiers ne sont pas fournis avec Maillage. Une personne documentaliste, coordinatrice ou
            administratrice les importe depuis leur source.
          </p>
          <TableIndicateurs indicateurs={vides} derniers={derniers} caption="Indicateurs sans valeur" />
        </details>
      )}
    </Layout>
  )
}

interface PropsPage {
  ctx: Ctx
  requete: Requete
  indicateur: Indicateur
  series: readonly Serie[]
  serie: Serie | undefined
  zone: Zone | null
  vue: VueCarte | undefined
}

/** Values of the départements, or of the communes of what was chosen: on a map, and in a table. */
async function Valeurs(props: {
  ctx: Ctx
  requete: Requete
  indicateur: Indicateur
  serie: Serie
  zone: Zone | null
  vue: VueCarte | undefined
}) {
  const { ctx, requete, indicateur, serie, zone, vue } = props
  const suite = `${indicateur.libelle}, ${serie.millesime}`
  const carte = {
    ...{ ctx, indicateur, serie, ...(vue && { vue }) },
    adresse: createHref(requete.chemin),
    nonce: requete.nonce,
    titre: zone === null ? suite : `${suite}\u00a0: ${zone.nom}`,
  }
  if (zone === null || zone.maille === 'region' || zone.maille === 'france') {
    const region = zone?.maille === 'region' ? { region: zone.code } : {}
    const zones = await listZonesValuees(ctx, serie.id, 'departement', region)
    const valeurs = new Map(zones.map((z) => [z.code, computeValeur(indicateur.agregation, z).valeur]))
    const ref = `${formatAdresseIndicateur(indicateur.code)}?millesime=${serie.millesime}&zone=departement-`
    return (
      <>
        <CarteIndicateur {...carte} maille="departement" valeurs={valeurs} lien={(code) => ref + code} />
        <TableZones
          {...{ indicateur, serie, zones }}
          maille="departement"
          caption={`Départements${zone === null ? '' : ` (${zone.nom})`}\u00a0: ${suite}`}
        />
      </>
    )
  }
  const communes = await listCommunesValuees(ctx, serie.id, zone.communes)
  const valeurs = new Map(communes.map((c) => [c.code, c.motif === 'secret' ? c.motif : c.valeur]))
  const lien = (code: string) => formatAdresseZone({ maille: 'commune', code })
  return (
    <>
      <CarteIndicateur {...carte} maille="commune" valeurs={valeurs} lien={lien} />
      <TableCommunes {...{ indicateur, communes }} caption={`${zone.nom}\u00a0: ${suite}`} />
    </>
  )
}

async function CarteIndicateur(props: {
  ctx: Ctx
  indicateur: Indicateur
  serie: Serie
  maille: 'departement' | 'commune'
  valeurs: CarteProps['valeurs']
  titre: string
  lien: (code: string) => string
  vue?: VueCarte
  adresse: Href
  nonce: string
}) {
  const { ctx, indicateur, serie, maille, valeurs, ...reste } = props
  const connues = [...valeurs.values()].filter((v) => typeof v === 'number')
  if (connues.length === 0) return null
  const { decimales, unite, source, seuil } = indicateur
  return (
    <Carte
      {...{ valeurs, unite, decimales, ...reste }}
      fond={await getFond(ctx, maille, [...valeurs.keys()])}
      echelle={computeScale({ values: connues, pivot: seuil, decimals: decimales })}
      source={`${source}, ${serie.millesime}.`}
      sansTable
    />
  )
}

async function PageIndicateur({ ctx, requete, indicateur, series, serie, zone, vue }: PropsPage) {
  const adresse = formatAdresseIndicateur(indicateur.code)
  const definir = peut(ctx.acteur, 'definir')
  const conversion = serie && (await getConversion(ctx, serie.id))
  return (
    <Layout
      title={indicateur.libelle}
      page={requete}
      width="list"
      crumbs={filIndicateurs(
        zone ? [{ label: indicateur.libelle, href: adresse }, { label: zone.nom }] : [{ label: indicateur.libelle }],
      )}
      intro={<p>{`${FAMILLES[indicateur.famille]}, en ${indicateur.unite}. Source\u00a0: ${indicateur.source}.`}</p>}
      actions={
        definir && (
          <>
            <ButtonLink href={`${adresse}/modifier`}>Modifier la définition</ButtonLink>
            {serie && (
              <ButtonLink
                href={`${adresse}/series/${serie.millesime}/supprimer`}
              >{`Supprimer la série ${serie.millesime}`}</ButtonLink>
            )}
            {!serie && !isReference(indicateur.code) && (
              <ButtonLink href={`${adresse}/supprimer`}>Supprimer l’indicateur</ButtonLink>
            )}
          </>
        )
      }
    >
      <VueDefinition indicateur={indicateur} />
      {serie === undefined ? (
        <EmptyState title="Aucune valeur n’est encore importée" action={peut(ctx.acteur, 'importer') && <LienImport />}>
          <p>Maillage n’invente aucun chiffre&nbsp;: les valeurs viennent du fichier de la source.</p>
        </EmptyState>
      ) : (
        <>
          <TableSeries
            {...{ indicateur, series }}
            courante={serie}
            france={await listPartsFrance(ctx, indicateur.code)}
          />
          {conversion && <VueConversion conversion={conversion} />}
          <VueSerie serie={serie} publications={await listPublications(ctx, serie.id)} />
          {zone && (
            <Actions>
              <ButtonLink href={`${adresse}?millesime=${serie.millesime}`}>Voir tous les départements</ButtonLink>
            </Actions>
          )}
          <Valeurs {...{ ctx, requete, indicateur, serie, zone, vue }} />
        </>
      )}
    </Layout>
  )
}

const parCode = z.object({ indicateur: schemaCode })
const charger = (ctx: Ctx, { indicateur }: { indicateur: string }) => getIndicateur(ctx, indicateur)
const objet = ({ indicateur }: { indicateur: string }) => ({ type: 'indicateur', id: indicateur })

export const routesIndicateurs: readonly Route[] = [
  defineRoute({
    methode: 'GET',
    chemin: RACINE,
    politique: publique,
    trace: 'indicateur.liste',
    lire: (ctx, _entree, requete) => <PageIndicateurs {...{ ctx, requete }} />,
  }),
  defineRoute({
    methode: 'GET',
    chemin: `${RACINE}/:indicateur`,
    requete: parCode.extend({
      millesime: z.coerce.number().int().optional().catch(undefined),
      zone: z.string().optional().catch(undefined),
      vue: z.enum(['contours', 'cercles']).optional().catch(undefined),
    }),
    charger,
    politique: (acteur, cible) => indicateurPolicy.peut(acteur, 'lire', cible),
    trace: 'indicateur.page',
    objet,
    lire: async (ctx, { indicateur: code, millesime, zone: ref, vue }, requete, indicateur) => {
      const series = await listSeries(ctx, code)
      const serie = series.find((s) => s.millesime === millesime) ?? series[0]
      const lue = ref === undefined ? null : parseRefZone(ref)
      const zone = lue && lue.maille !== 'territoire' ? await getZone(ctx, lue.maille, lue.code) : null
      return <PageIndicateur {...{ ctx, requete, indicateur, series, serie, zone, vue }} />
    },
  }),
]
