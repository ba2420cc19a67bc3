import { z } from 'zod'
import type { Ctx, Requete } from '#core/context.ts'
import type { ErreurChamp } from '#core/errors.ts'
import { defineRoute } from '#core/route.ts'
import { identifiant } from '#core/saisie.ts'
import { Actions, Button, ButtonLink, Field, Form, getError, Select } from '#ui/form.tsx'
import { formatCount, formatNumber } from '#ui/format.ts'
import { Table } from '#ui/table.tsx'
import type { ZoneParente } from '../geographie/zone.queries.ts'
import { formatAdresseZone, formatRefZone, LIBELLES_MAILLE, type Zone, type ZoneNommee } from '../geographie/zone.ts'
import { Cadre } from './cadre.tsx'
import { searchEpci } from './composer.queries.ts'
import { ADRESSE } from './composer.tsx'
import { computePartage } from './composition.ts'
import { formatHabitants, formatPart, SourcePopulation, TableCommunes } from './composition.tsx'
import { type Faits, getFaits } from './faits.queries.ts'
import { getZoneDeRef, listLues } from './selection.queries.ts'
import { chargerLecture, politiqueLecture } from './territoire.pages.tsx'
import { listTerritoires } from './territoire.queries.ts'
import { formatAdresseTerritoire, formatZoneTerritoire, type Territoire } from './territoire.ts'

const TERRITOIRES_MAX = 100

interface Comparaison {
  a: Zone
  b: Zone
  populationA: number
  populationB: number
  communs: Faits
  seulementA: Faits
  seulementB: Faits
}

async function getComparaison(ctx: Ctx, a: Zone, b: Zone): Promise<Comparaison> {
  const partage = computePartage(a.communes, b.communes)
  const [communs, seulementA, seulementB] = await Promise.all([
    getFaits(ctx, partage.communes),
    getFaits(ctx, partage.seulementA),
    getFaits(ctx, partage.seulementB),
  ])
  return {
    ...{ a, b, communs, seulementA, seulementB },
    populationA: communs.population + seulementA.population,
    populationB: communs.population + seulementB.population,
  }
}

function Resultat({ comparaison: c, territoire }: { comparaison: Comparaison; territoire: Territoire }) {
  const { a, b, communs, seulementA, seulementB } = c
  const lien = (operation: string, de = a, avec = b) =>
    `${ADRESSE}?a=${formatRefZone(de)}&b=${formatRefZone(avec)}&operation=${operation}`
  const parts = [
    { nom: 'En commun', faits: communs },
    { nom: `Seulement ${a.nom}`, faits: seulementA },
    { nom: `Seulement ${b.nom}`, faits: seulementB },
  ]
  return (
    <>
      <h2>
        {`${territoire.nom} et `}
        <a href={formatAdresseZone(b)}>{b.nom}</a>
      </h2>
      {communs.communes.length === 0 ? (
        <p>Ces deux territoires n’ont aucune commune en commun.</p>
      ) : (
        <p>
          {`Ils ont ${formatCount(communs.communes.length, 'commune')} en commun, où vivent ${formatHabitants(communs.population)}.`}
        </p>
      )}
      <Table
        caption="Ce qui est partagé"
        columns={[
          { key: 'nom', label: 'Part', header: true },
          { key: 'communes', label: 'Communes', numeric: true },
          { key: 'population', label: 'Habitants', numeric: true },
          { key: 'a', label: `Part de ${a.nom}`, numeric: true },
          { key: 'b', label: `Part de ${b.nom}`, numeric: true },
        ]}
        rows={parts.map(({ nom, faits }) => [
          nom,
          formatNumber(faits.communes.length),
          formatNumber(faits.population),
          faits === seulementB || c.populationA === 0 ? '' : formatPart(faits.population / c.populationA),
          faits === seulementA || c.populationB === 0 ? '' : formatPart(faits.population / c.populationB),
        ])}
      />
      <SourcePopulation />
      <Actions>
        <ButtonLink href={lien('union')}>Les réunir</ButtonLink>
        {communs.communes.length > 0 && <ButtonLink href={lien('intersection')}>Garder ce qui est commun</ButtonLink>}
        {seulementA.communes.length > 0 && communs.communes.length > 0 && (
          <ButtonLink href={lien('difference')}>{`Retirer ${b.nom}`}</ButtonLink>
        )}
      </Actions>
      {parts
        .filter(({ faits }) => faits.communes.length > 0)
        .map(({ nom, faits }) => (
          <details open={faits === communs}>
            <summary>{`${nom} (${formatCount(faits.communes.length, 'commune')})`}</summary>
            <TableCommunes caption={nom} {...faits} />
          </details>
        ))}
    </>
  )
}

interface PropsPage {
  requete: Requete
  territoire: Territoire
  parentes: readonly ZoneParente[]
  autres: readonly ZoneNommee[]
  comparaison: Comparaison | null
  trouvees: readonly ZoneNommee[]
  avec: string
  q: string
  erreurs: ErreurChamp[]
}

function PageComparaison({
  requete,
  territoire,
  parentes,
  autres,
  comparaison,
  trouvees,
  avec,
  q,
  erreurs,
}: PropsPage) {
  const page = `${formatAdresseTerritoire(territoire.id)}/comparer`
  const zones = [...autres, ...parentes.map((p) => p.zone)]
  return (
    <Cadre
      titre="Comparer"
      {...{ territoire, requete, page, erreurs }}
      intro={<p>Quelles communes deux territoires ont-ils en commun, et combien de personnes y vivent&#8239;?</p>}
      actions={
        comparaison && (
          <ButtonLink
            href={`/territoires/comparer?z=${formatRefZone(comparaison.a)}&z=${formatRefZone(comparaison.b)}`}
          >
            Comparer leurs indicateurs
          </ButtonLink>
        )
      }
    >
      <Form action={page} method="get">
        <Select
          name="avec"
          label="Avec quel territoire"
          value={avec}
          options={zones.map((zone) => ({
            value: formatRefZone(zone),
            label: zone.nom,
            group: `${LIBELLES_MAILLE[zone.maille]}s`,
          }))}
        />
        <Field
          name="q"
          label="Ou une autre intercommunalité"
          hint="Son nom, une partie de son nom, ou son numéro Siren."
          value={q}
          error={getError(erreurs, 'q')}
        />
        <Actions>
          <Button>Comparer</Button>
        </Actions>
      </Form>
      {trouvees.length > 0 && (
        <ul>
          {trouvees.map((zone) => (
            <li>
              <a href={`${page}?avec=${formatRefZone(zone)}`}>{zone.nom}</a>
            </li>
          ))}
        </ul>
      )}
      {comparaison && <Resultat {...{ comparaison, territoire }} />}
    </Cadre>
  )
}

const TROUVEES_MAX = 20

export const routesComparaison = [
  defineRoute({
    methode: 'GET',
    chemin: '/territoires/:id{[0-9]+}/comparer',
    requete: z.object({
      id: identifiant,
      avec: z.string().max(60).catch(''),
      q: z.string().trim().max(200).catch(''),
    }),
    charger: chargerLecture,
    politique: politiqueLecture,
    trace: 'territoire.comparaison',
    objet: ({ id }) => ({ type: 'territoire', id }),
    lire: async (ctx, { avec, q }, requete, territoire) => {
      const { communes } = await listLues(ctx, territoire.communes)
      const a = formatZoneTerritoire(territoire, communes)
      const [faits, { territoires }, trouvees] = await Promise.all([
        getFaits(ctx, communes),
        listTerritoires(ctx, { quels: 'lus', limite: TERRITOIRES_MAX }),
        q ? searchEpci(ctx, q) : [],
      ])
      const [seule] = trouvees
      const ref = seule && trouvees.length === 1 ? formatRefZone(seule) : avec
      const b = ref ? await getZoneDeRef(ctx, ref) : null
      const erreurs: ErreurChamp[] = []
      if (q && trouvees.length === 0)
        erreurs.push({ field: 'q', message: 'Aucune intercommunalité ne porte ce nom ni ce numéro.' })
      else if (ref && !b)
        erreurs.push({ field: 'avec', message: 'Ce territoire n’existe pas, ou vous ne pouvez pas le lire.' })
      return (
        <PageComparaison
          {...{ requete, territoire, avec, q, erreurs }}
          parentes={faits.parentes}
          autres={territoires
            .filter((t) => t.id !== territoire.id)
            .map((t): ZoneNommee => ({ maille: 'territoire', code: String(t.id), nom: t.nom }))}
          comparaison={b && (await getComparaison(ctx, a, b))}
          trouvees={trouvees.length > 1 ? trouvees.slice(0, TROUVEES_MAX) : []}
        />
      )
    },
  }),
]
