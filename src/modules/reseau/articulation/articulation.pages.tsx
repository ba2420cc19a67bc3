import { z } from 'zod'
import type { Ctx, Requete } from '#core/context.ts'
import { formatJour } from '#core/jour.ts'
import { publique } from '#core/policy.ts'
import { defineRoute } from '#core/route.ts'
import { ligneOuNull } from '#core/saisie.ts'
import {
  getDemande,
  listCommunes,
  listTerritoires,
  listTerritoiresPublics,
  SOURCE_GEOGRAPHIE,
  searchLieux,
  type Zone,
  type ZoneNommee,
} from '#modules/territoires/index.ts'
import { Alert } from '#ui/alert.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { ButtonLink } from '#ui/form.tsx'
import { formatCount } from '#ui/format.ts'
import { PageAccueil } from './accueil.tsx'
import { articulationPolicy } from './articulation.policy.ts'
import { listCoordinateurs } from './articulation.queries.ts'
import { ADRESSE, type Articulation } from './articulation.ts'
import { CadreZone } from './cadre.tsx'
import { listNoticesAttendus } from './cible.queries.ts'
import { formatSuite, isVide, parseDemande, schemaDemande } from './demande.ts'
import { listPersonnes } from './personne.queries.ts'
import { getArticulationZone } from './suggestion.queries.ts'
import { type PropsSuggestions, Suggestions } from './suggestions.tsx'
import { NOMS_MAX, PAIRES_MONTREES, TableDispositifs, TableLacunes, TablePaires } from './tableaux.tsx'

interface PropsZone extends PropsSuggestions {
  requete: Requete
  zone: Zone
  articulation: Articulation
  noms: ReadonlyMap<string, string>
  inconnues: readonly string[]
  jour: string
}

function PageZone({ requete, zone, articulation, noms, inconnues, jour, ...suggestions }: PropsZone) {
  const { population, dispositifs, paires, lacunes } = articulation
  const suite = formatSuite(zone)
  return (
    <CadreZone
      {...{ zone, requete }}
      page=""
      titre="Articulation"
      intro={
        <p>
          {`${formatCount(dispositifs.length, 'dispositif')} pour ${formatCount(population, 'habitant')} (population municipale ${SOURCE_GEOGRAPHIE.population}, ${SOURCE_GEOGRAPHIE.libelle}).`}
        </p>
      }
      actions={
        suite !== null && (
          <>
            <ButtonLink href={`${ADRESSE}/paires.csv?${suite}`}>Paires (CSV)</ButtonLink>
            <ButtonLink href={`${ADRESSE}/lacunes.csv?${suite}`}>Communes sans dispositif (CSV)</ButtonLink>
          </>
        )
      }
    >
      {inconnues.length > 0 && (
        <Alert ton="attention" title="Non reconnu, laissé de côté">
          {`${inconnues.join(', ')}.`}
        </Alert>
      )}
      <section aria-labelledby="manque">
        <h2 id="manque">{`Qui réunir, où agir (${suggestions.suggestions.length})`}</h2>
        <Suggestions {...suggestions} />
      </section>
      <section aria-labelledby="la">
        <h2 id="la">Ce qu’il y a</h2>
        {dispositifs.length === 0 ? (
          <EmptyState
            title="Aucun dispositif n’est connu sur ce territoire"
            action={<ButtonLink href="/dispositifs">Voir tous les dispositifs</ButtonLink>}
          >
            <p>Cela ne dit pas qu’il n’y en a pas&nbsp;: personne n’en a encore décrit ici.</p>
          </EmptyState>
        ) : (
          <TableDispositifs dispositifs={dispositifs} />
        )}
        {paires.length > 0 && <TablePaires paires={paires} dispositifs={suggestions.dispositifs} jour={jour} />}
        {paires.length > PAIRES_MONTREES && (
          <p>{`Les ${PAIRES_MONTREES} premières sont montrées\u00a0; le fichier les donne toutes.`}</p>
        )}
      </section>
      <section aria-labelledby="lacunes">
        <h2 id="lacunes">Ce qu’il n’y a pas</h2>
        {lacunes.length === 0 ? (
          <p>Chaque commune a un dispositif de chaque type suivi.</p>
        ) : (
          <TableLacunes lacunes={lacunes} noms={noms} population={population} />
        )}
      </section>
    </CadreZone>
  )
}

const TROUVEES_MAX = 20
const PUBLICS_MAX = 6

const formatTerritoire = (t: { id: number; nom: string; fictif: boolean }) => ({
  ...{ maille: 'territoire' as const, code: String(t.id), nom: t.nom, fictif: t.fictif },
})

async function renderAccueil(ctx: Ctx, requete: Requete, q: string | null, inconnues: readonly string[]) {
  const [lieux, enregistres, publics] = await Promise.all([
    q === null ? null : searchLieux(ctx, q, { limite: TROUVEES_MAX }),
    q === null ? null : listTerritoires(ctx, { quels: 'lus', q, limite: TROUVEES_MAX }),
    listTerritoiresPublics(ctx, { limite: PUBLICS_MAX }),
  ])
  const trouvees: ZoneNommee[] = [
    ...(enregistres?.territoires ?? []).map(formatTerritoire),
    ...(lieux?.zones ?? []),
    ...(lieux?.communes ?? []).map(({ code, nom }) => ({ maille: 'commune' as const, code, nom })),
  ]
  return <PageAccueil {...{ requete, q, trouvees, inconnues }} publics={publics.map(formatTerritoire)} />
}

async function renderZone(ctx: Ctx, requete: Requete, zone: Zone, inconnues: readonly string[]) {
  const { articulation, suggestions } = await getArticulationZone(ctx, zone)
  const ids = articulation.dispositifs.map((d) => d.id)
  const codes = articulation.lacunes.flatMap((l) => (l.communes.length > NOMS_MAX ? [] : l.communes))
  const [personnes, coordinateurs, communes, notices] = await Promise.all([
    listPersonnes(ctx, ids),
    listCoordinateurs(ctx, ids),
    listCommunes(ctx, [...new Set(codes)]),
    listNoticesAttendus(ctx),
  ])
  const tous = [...new Set([...coordinateurs.values()].flat())]
  return (
    <PageZone
      {...{ requete, zone, articulation, suggestions, personnes, notices, inconnues }}
      dispositifs={new Map(articulation.dispositifs.map((d) => [d.id, d]))}
      noms={new Map(communes.map((c) => [c.code, c.nom]))}
      jour={formatJour(ctx.maintenant)}
      peutRepondre={(s) =>
        articulationPolicy.peut(ctx.acteur, 'agir', {
          coordinateurs:
            s.nature === 'paire' ? [s.paire.a, s.paire.b].flatMap((id) => coordinateurs.get(id) ?? []) : tous,
        }) &&
        (s.nature === 'paire' || zone.maille !== 'liste')
      }
    />
  )
}

export const routesArticulation = [
  defineRoute({
    methode: 'GET',
    chemin: ADRESSE,
    requete: z.object({ ...schemaDemande, q: ligneOuNull(200).catch(null) }),
    politique: publique,
    trace: 'articulation.lecture',
    lire: async (ctx, { q, ...entree }, requete) => {
      const { selection, malEcrites } = parseDemande(entree)
      if (isVide(selection)) return renderAccueil(ctx, requete, q, malEcrites)
      const { zone, inconnues } = await getDemande(ctx, selection)
      const fautes = [...malEcrites, ...inconnues]
      return zone ? renderZone(ctx, requete, zone, fautes) : renderAccueil(ctx, requete, q, fautes)
    },
  }),
]
