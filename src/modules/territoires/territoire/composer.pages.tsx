import { z } from 'zod'
import { type Ctx, type Requete, succes } from '#core/context.ts'
import type { ErreurChamp } from '#core/errors.ts'
import { publique } from '#core/policy.ts'
import { defineRoute, type Rendu } from '#core/route.ts'
import { type Brut, identifiant } from '#core/saisie.ts'
import { Actions, Button, ButtonLink, Field, Form, getError } from '#ui/form.tsx'
import { Layout } from '#ui/layout.tsx'
import { listCommunesDe } from '../geographie/commune.queries.ts'
import { parseRefZone, type ZoneNommee } from '../geographie/zone.ts'
import { feuille, filTerritoires } from './cadre.tsx'
import { composerTerritoire } from './composer.actions.ts'
import { listBlocs } from './composer.queries.ts'
import { type Essai, hasRapport } from './composer.ts'
import { ADRESSE, Etat, FormAjout, FormAutour, FormRetrait, Rapport } from './composer.tsx'
import { computeOperation, OPERATIONS, type Operation } from './composition.ts'
import { FaitsTerritoire } from './composition.tsx'
import { getFaits } from './faits.queries.ts'
import { ChampsTerritoire, getModifiable } from './formulaire.pages.tsx'
import { getLues, getSelection, getZoneDeRef, type Lues } from './selection.queries.ts'
import { formatSelection, type Selection, schemaSelection } from './selection.ts'
import { creerTerritoire, recomposerTerritoire } from './territoire.actions.ts'
import { Anciennes } from './territoire.pages.tsx'
import { territoirePolicy } from './territoire.policy.ts'
import { getTerritoire, listTerritoires } from './territoire.queries.ts'
import { formatAdresseTerritoire, type Territoire } from './territoire.ts'

const TERRITOIRES_MAX = 100

const schemaAdresse = z.object({
  ...schemaSelection,
  territoire: identifiant.optional().catch(undefined),
  a: z.string().optional().catch(undefined),
  b: z.string().optional().catch(undefined),
  operation: z
    .enum(Object.keys(OPERATIONS) as [Operation, ...Operation[]])
    .optional()
    .catch(undefined),
  autour: z.string().optional().catch(undefined),
})

/** The stored territory whose composition is being changed; null where there is none that the actor may change. */
async function getModifie(ctx: Ctx, id: number | undefined): Promise<Territoire | null> {
  const territoire = id === undefined ? null : await getTerritoire(ctx, id)
  return territoire && territoirePolicy.peut(ctx.acteur, 'modifier', territoire) ? territoire : null
}

/** What the address says: a selection, the composition of a territory, or what two areas make together. */
async function getDepart(
  ctx: Ctx,
  adresse: z.infer<typeof schemaAdresse>,
  territoire: Territoire | null,
): Promise<Lues> {
  const { communes, zones, a, b, operation } = adresse
  if (a !== undefined && b !== undefined && operation) {
    const [premiere, seconde] = await Promise.all([
      getLues(ctx, { communes: [], zones: [a] }),
      getLues(ctx, { communes: [], zones: [b] }),
    ])
    return {
      communes: computeOperation(operation, premiere.communes, seconde.communes),
      remplacees: [],
      inconnues: [...premiere.inconnues, ...seconde.inconnues],
    }
  }
  if (territoire && communes.length + zones.length === 0) return getLues(ctx, { communes: territoire.communes, zones })
  return getLues(ctx, { communes, zones })
}

interface Contenu {
  requete: Requete
  communes: readonly string[]
  territoire: Territoire | null
  lues?: Lues
  essai?: Essai
  erreurs?: ErreurChamp[]
  brut?: Brut
  autour?: string | undefined
}

async function renderComposer(ctx: Ctx, contenu: Contenu): Promise<Rendu> {
  const { communes, autour } = contenu
  const [faits, selection, blocs, territoires, zone] = await Promise.all([
    getFaits(ctx, communes),
    getSelection(ctx, communes),
    listBlocs(ctx),
    listTerritoires(ctx, { quels: 'lus', limite: TERRITOIRES_MAX }),
    autour ? getZoneDeRef(ctx, autour) : null,
  ])
  const enregistres = territoires.territoires.map(
    (t): ZoneNommee => ({ maille: 'territoire', code: String(t.id), nom: t.nom }),
  )
  const ref = autour ? parseRefZone(autour) : null
  const voisines =
    zone && ref && ref.maille !== 'territoire'
      ? { zone, communes: await listCommunesDe(ctx, ref.maille, ref.code) }
      : null
  return <PageComposer {...contenu} {...{ faits, selection, voisines }} blocs={[...blocs, ...enregistres]} />
}

interface PropsPage extends Contenu {
  faits: Awaited<ReturnType<typeof getFaits>>
  selection: Selection
  blocs: readonly ZoneNommee[]
  voisines: { zone: ZoneNommee; communes: Awaited<ReturnType<typeof listCommunesDe>> } | null
}

function PageComposer({ requete, territoire, faits, selection, blocs, voisines, ...suite }: PropsPage) {
  const { lues, essai, erreurs = [], brut = {} } = suite
  const vide = faits.communes.length === 0
  const etat = <Etat selection={selection} territoire={territoire} />
  const titre = territoire ? 'Changer les communes' : 'Composer un territoire'
  const valeurs = essai ? { texte: essai.nonLu } : brut
  return (
    <Layout
      title={territoire ? `${titre}\u00a0: ${territoire.nom}` : titre}
      page={requete}
      width="full"
      errors={erreurs}
      crumbs={filTerritoires([
        ...(territoire ? [{ label: territoire.nom, href: formatAdresseTerritoire(territoire.id) }] : []),
        { label: titre },
      ])}
      intro={
        <p>
          Un territoire est l’ensemble de communes que vous voulez&nbsp;: celles d’une CPTS, d’un contrat local de
          santé, d’un bassin de vie. Rien n’est enregistré tant que vous ne le demandez pas.
        </p>
      }
      head={feuille}
    >
      {lues && <Anciennes lues={lues} />}
      {essai && hasRapport(essai) && <Rapport essai={essai} etat={etat} />}
      <div class={vide ? 'composer composer-vide' : 'composer'}>
        <section aria-labelledby="ajout">
          <h2 id="ajout">{vide ? 'Quelles communes ?'.replace(' ?', '\u202f?') : 'Changer la liste'}</h2>
          <FormAjout {...{ etat, vide, blocs, valeurs, erreurs }} />
        </section>
        {!vide && (
          <section id="en-cours" aria-labelledby="en-cours-titre">
            <h2 id="en-cours-titre">Territoire en cours</h2>
            <FaitsTerritoire faits={faits} />
            <Suites {...{ requete, territoire, selection, etat, brut, erreurs }} />
            <FormRetrait {...{ faits, etat }} />
            <Autour {...{ faits, selection, territoire }} />
            {voisines && <FormAutour {...voisines} {...{ etat }} prises={new Set(faits.communes.map((c) => c.code))} />}
          </section>
        )}
      </div>
    </Layout>
  )
}

/** Links to choose among the communes of an area that the set touches already. */
function Autour({ faits, selection, territoire }: Pick<PropsPage, 'faits' | 'selection' | 'territoire'>) {
  const query = formatSelection(selection)
  const zones = faits.parentes.filter(({ zone }) => zone.maille !== 'region').slice(0, 8)
  if (query === null || zones.length === 0) return null
  const suite = territoire ? `&territoire=${territoire.id}` : ''
  return (
    <>
      <h3>Choisir dans une liste</h3>
      <ul class="parentes">
        {zones.map(({ zone }) => (
          <li>
            <a href={`${ADRESSE}?${query}${suite}&autour=${zone.maille}-${zone.code}#autour`}>
              {`Cocher des communes\u00a0: ${zone.nom}`}
            </a>
          </li>
        ))}
      </ul>
    </>
  )
}

interface PropsSuites extends Pick<PropsPage, 'requete' | 'territoire' | 'selection'> {
  etat: ReturnType<typeof Etat>
  brut: Brut
  erreurs: readonly ErreurChamp[]
}

/** See its portrait; keep it. */
function Suites({ requete, territoire, selection, etat, brut, erreurs }: PropsSuites) {
  const query = formatSelection(selection)
  const { acteur } = requete
  return (
    <>
      <Actions>
        {query !== null && (
          <ButtonLink href={`/territoires/portrait?${query}`} variant={territoire ? 'secondary' : 'primary'}>
            Voir le portrait
          </ButtonLink>
        )}
        {acteur.compte === null && query !== null && (
          <ButtonLink href={`/connexion?retour=${encodeURIComponent(`${ADRESSE}?${query}`)}`}>
            Se connecter pour l’enregistrer
          </ButtonLink>
        )}
      </Actions>
      {query === null && (
        <p>Cette liste est trop longue pour une adresse&nbsp;: enregistrez-la pour voir son portrait.</p>
      )}
      {territoire ? (
        <Form action={`${formatAdresseTerritoire(territoire.id)}/composition`} id="enregistrer">
          {etat}
          <input type="hidden" name="revision" value={territoire.revision} />
          <Field
            name="note"
            label="Ce qui change, et pourquoi"
            hint="Par exemple&nbsp;: «&nbsp;Deux communes rejoignent la CPTS au 1ᵉʳ janvier.&nbsp;»"
            value={typeof brut.note === 'string' ? brut.note : ''}
            error={getError(erreurs, 'note')}
          />
          <Actions>
            <Button>Enregistrer cette version</Button>
          </Actions>
        </Form>
      ) : (
        territoirePolicy.peutParfois(acteur, 'creer') && (
          <details class="enregistrer" open={erreurs.some((e) => ['nom', 'description', 'etat'].includes(e.field))}>
            <summary>Enregistrer ce territoire</summary>
            <Form action="/territoires" id="enregistrer">
              {etat}
              <ChampsTerritoire valeurs={brut} erreurs={erreurs} />
              <Actions>
                <Button>Enregistrer</Button>
              </Actions>
            </Form>
          </details>
        )
      )}
    </>
  )
}

/** The page again with what was typed, and the faults. */
async function reprendre(ctx: Ctx, fautes: ErreurChamp[], brut: Brut, requete: Requete): Promise<Rendu> {
  // The set has no field of its own: communes are named in the text.
  const erreurs = fautes.map((e) => (e.field === 'communes' ? { ...e, field: 'texte' } : e))
  const { communes, zones } = z.object(schemaSelection).parse(brut)
  const territoire = await getModifie(ctx, identifiant.catch(0).parse(brut.territoire ?? brut.id))
  const lues = await getLues(ctx, { communes, zones })
  return renderComposer(ctx, { requete, territoire, erreurs, brut, lues, communes: lues.communes })
}

export const routesComposer = [
  defineRoute({
    methode: 'GET',
    chemin: ADRESSE,
    requete: schemaAdresse,
    politique: publique,
    trace: 'territoire.composer',
    lire: async (ctx, adresse, requete) => {
      const territoire = await getModifie(ctx, adresse.territoire)
      const lues = await getDepart(ctx, adresse, territoire)
      return renderComposer(ctx, { requete, territoire, lues, communes: lues.communes, autour: adresse.autour })
    },
  }),
  defineRoute({
    methode: 'POST',
    chemin: ADRESSE,
    action: composerTerritoire,
    taille: 21_000_000,
    limite: { nom: 'composer', max: 120, secondes: 60 },
    reussir: async (essai, requete, brut, ctx) => {
      const territoire = await getModifie(ctx, identifiant.catch(0).parse(brut.territoire))
      const query = formatSelection(await getSelection(ctx, essai.communes))
      if (!hasRapport(essai) && query !== null) {
        const suite = [query, ...(territoire ? [`territoire=${territoire.id}`] : [])].filter(Boolean).join('&')
        return { vers: `${ADRESSE}?${suite}#en-cours` }
      }
      return renderComposer(ctx, { requete, territoire, essai, communes: essai.communes, brut })
    },
    echouer: reprendre,
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/territoires',
    action: creerTerritoire,
    avis: { 'territoire-cree': succes('Le territoire est enregistré.') },
    reussir: (id) => ({ vers: formatAdresseTerritoire(id), avis: 'territoire-cree' }),
    echouer: reprendre,
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/territoires/:id{[0-9]+}/composition',
    action: recomposerTerritoire,
    avis: { 'territoire-recompose': succes('La nouvelle composition est enregistrée.') },
    reussir: (id) => ({ vers: formatAdresseTerritoire(id), avis: 'territoire-recompose' }),
    echouer: async (ctx, erreurs, brut, requete) => {
      // Who may not change it learns nothing.
      await getModifiable(ctx, brut)
      return reprendre(ctx, erreurs, brut, requete)
    },
  }),
]
