import { z } from 'zod'
import type { Ctx, Requete } from '#core/context.ts'
import { publique } from '#core/policy.ts'
import { createPage } from '#core/response.ts'
import { defineRoute, type Route } from '#core/route.ts'
import { identifiant } from '#core/saisie.ts'
import { Alert } from '#ui/alert.tsx'
import { choixQuartiers } from '../carte/demande.ts'
import { getQuartiers } from '../contour/quartier.queries.ts'
import { getZone } from '../geographie/zone.queries.ts'
import {
  FRANCE,
  FRANCE_METROPOLITAINE,
  formatAdresseZone,
  type MailleOfficielle,
  parseRefZone,
  type Zone,
} from '../geographie/zone.ts'
import { SousMenu } from '../territoire/cadre.tsx'
import { getSelection, getZoneTerritoire } from '../territoire/selection.queries.ts'
import { schemaChangee } from '../territoire/selection.ts'
import { territoirePolicy } from '../territoire/territoire.policy.ts'
import { getTerritoire } from '../territoire/territoire.queries.ts'
import { formatAdresseTerritoire } from '../territoire/territoire.ts'
import { getCartePortrait } from './carte.queries.ts'
import { type Demande, getDemande } from './demande.queries.ts'
import { formatAdressePortrait, formatSuiteZone } from './demande.ts'
import { ouvrirPortrait } from './liste.actions.ts'
import { PageChoixListe } from './liste.tsx'
import { listNotes } from './note.queries.ts'
import { SectionNotes } from './notes.tsx'
import { getPortrait } from './portrait.queries.ts'
import { PagePortrait } from './vue.tsx'

/** The map that is asked for: by which indicator, as what. */
const demandeCarte = {
  indicateur: z.string().max(100).optional().catch(undefined),
  vue: z.enum(['contours', 'cercles']).default('contours').catch('contours'),
  quartiers: choixQuartiers,
}
type DemandePortrait = z.infer<z.ZodObject<typeof demandeCarte>>

/** What every page of a portrait shows. */
async function getContenu(ctx: Ctx, zone: Zone, { indicateur, vue, quartiers: choix }: DemandePortrait) {
  const [portrait, quartiers] = await Promise.all([
    getPortrait(ctx, zone),
    // France is known here by its code alone; the map of all its quartiers is nobody's.
    zone.maille === 'france' ? null : getQuartiers(ctx, zone.communes, false),
  ])
  const carte = indicateur ? await getCartePortrait(ctx, portrait, indicateur, choix === 'oui') : null
  return { portrait, vue, carte, quartiers }
}

/** A code of an older vintage leads to the commune of today. */
async function renderZone(ctx: Ctx, zone: Zone, demande: DemandePortrait, requete: Requete) {
  const canonique = formatAdresseZone(zone)
  if (requete.url.pathname !== canonique) return { vers: canonique }
  return (
    <PagePortrait
      {...(await getContenu(ctx, zone, demande))}
      requete={requete}
      suite={formatSuiteZone(zone, null)}
      canonique={canonique}
    />
  )
}

const definePortrait = (chemin: string, maille: MailleOfficielle) =>
  defineRoute({
    methode: 'GET',
    chemin: `/territoires/${chemin}/:code`,
    requete: z.object({
      ...demandeCarte,
      code: z
        .string()
        .max(9)
        .transform((c) => c.toUpperCase()),
    }),
    charger: (ctx, { code }) => getZone(ctx, maille, code),
    politique: publique,
    trace: `portrait.${maille}`,
    objet: ({ code }) => ({ type: maille, id: code }),
    lire: (ctx, demande, requete, zone: Zone) => renderZone(ctx, zone, demande, requete),
  })

/** France is known by its code: thirty-five thousand others are read where a map needs them. */
const createFrance = (code: string, nom: string): Zone => ({ maille: 'france', code, nom, communes: [], fictif: false })

const defineFrance = (chemin: string, zone: Zone) =>
  defineRoute({
    methode: 'GET',
    chemin: `/territoires/${chemin}`,
    requete: z.object(demandeCarte),
    politique: publique,
    trace: 'portrait.france',
    lire: (ctx, demande, requete) => renderZone(ctx, zone, demande, requete),
  })

/** What of the address was not read as it was written. */
function Lecture({ remplacees, inconnues }: Pick<Demande, 'remplacees' | 'inconnues'>) {
  return (
    <>
      {inconnues.length > 0 && (
        <Alert ton="attention" title="Non reconnu, laissé de côté">
          {`${inconnues.join(', ')}.`}
        </Alert>
      )}
      {remplacees.length > 0 && (
        <Alert ton="info">
          {`${remplacees.map((r) => `Le code ${r.code} n’est plus en vigueur\u00a0: il est lu comme ${r.commune}`).join('. ')}.`}
        </Alert>
      )}
    </>
  )
}

const listePortrait = defineRoute({
  methode: 'GET',
  chemin: '/territoires/portrait',
  requete: z.object({ ...schemaChangee, ...demandeCarte }),
  politique: publique,
  trace: 'portrait.liste',
  lire: async (ctx, { indicateur, vue, quartiers, ...selection }, requete) => {
    if (selection.communes.length + selection.zones.length === 0) return <PageChoixListe requete={requete} />
    const seule = selection.communes.length === 0 && selection.zones.length === 1
    const ref = seule ? parseRefZone(selection.zones[0] ?? '') : null
    // Without reading thirty-five thousand communes.
    if (ref?.maille === 'france') return { vers: formatAdresseZone(ref) }
    const { zone, ...lecture } = await getDemande(ctx, selection)
    if (!zone) {
      const saisie = [...selection.communes, ...selection.zones].join('\n')
      const message = `Aucun de ces codes n’est connu\u00a0: ${lecture.inconnues.slice(0, 20).join(', ')}.`
      return createPage(
        <PageChoixListe requete={requete} saisie={saisie} erreurs={[{ field: 'texte', message }]} />,
        422,
      )
    }
    const exacte = lecture.inconnues.length + lecture.remplacees.length === 0
    if (zone.maille !== 'liste' && exacte) return { vers: formatAdressePortrait(zone) ?? '/territoires' }
    const courte = zone.maille === 'liste' ? await getSelection(ctx, zone.communes) : null
    return (
      <PagePortrait
        {...(await getContenu(ctx, zone, { indicateur, vue, quartiers }))}
        requete={requete}
        suite={formatSuiteZone(zone, courte)}
        canonique={formatAdressePortrait(zone, courte) ?? requete.chemin}
        avant={<Lecture {...lecture} />}
      />
    )
  },
})

const listeEnvoyee = defineRoute({
  methode: 'POST',
  chemin: '/territoires/portrait',
  action: ouvrirPortrait,
  reussir: async ({ communes, suite }, requete, _brut, ctx) => {
    if (suite !== null) return { vers: `/territoires/portrait?${suite}` }
    const { zone } = await getDemande(ctx, { communes, zones: [] })
    if (!zone) throw new Error('a list longer than an address has communes')
    const contenu = await getContenu(ctx, zone, { vue: 'contours' })
    return <PagePortrait {...contenu} {...{ requete, suite, canonique: null }} />
  },
  echouer: (_ctx, erreurs, brut, requete) => (
    <PageChoixListe
      requete={requete}
      saisie={[brut.texte || brut.communes || ''].flat().join('\n')}
      erreurs={erreurs}
    />
  ),
})

const territoirePortrait = defineRoute({
  methode: 'GET',
  chemin: '/territoires/:id{[0-9]+}/portrait',
  requete: z.object({ ...demandeCarte, id: identifiant }),
  charger: (ctx, { id }) => getTerritoire(ctx, id),
  politique: (acteur, territoire) =>
    territoire.supprimeeLe === null && territoirePolicy.peut(acteur, 'lire', territoire),
  trace: 'portrait.territoire',
  objet: ({ id }) => ({ type: 'territoire', id }),
  lire: async (ctx, { id, ...demande }, requete, territoire) => {
    const [zone, notes] = await Promise.all([getZoneTerritoire(ctx, id), listNotes(ctx, id)])
    // None of its communes is left.
    if (!zone || zone.communes.length === 0) return { vers: formatAdresseTerritoire(id) }
    return (
      <PagePortrait
        {...(await getContenu(ctx, zone, demande))}
        avant={<SousMenu {...{ territoire, requete }} page={requete.url.pathname} />}
        apres={<SectionNotes {...{ notes, territoire, requete }} />}
        requete={requete}
        suite={formatSuiteZone(zone, null)}
        canonique={formatAdressePortrait(zone) ?? '/territoires'}
      />
    )
  },
})

export const routesPortrait: readonly Route[] = [
  definePortrait('communes', 'commune'),
  definePortrait('epci', 'epci'),
  definePortrait('departements', 'departement'),
  definePortrait('regions', 'region'),
  defineFrance('france', createFrance(FRANCE, 'France')),
  defineFrance('france-metropolitaine', createFrance(FRANCE_METROPOLITAINE, 'France métropolitaine')),
  listePortrait,
  listeEnvoyee,
  territoirePortrait,
]
