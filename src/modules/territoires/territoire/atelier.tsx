import type { Requete } from '#core/context.ts'
import type { ErreurChamp } from '#core/errors.ts'
import type { Brut } from '#core/saisie.ts'
import { asset } from '#ui/asset.ts'
import { Actions, Button, ButtonLink, Field, Form, getError } from '#ui/form.tsx'
import { createHref } from '#ui/href.ts'
import { Layout } from '#ui/layout.tsx'
import type { VueCarte } from '../carte/carte.tsx'
import type { Fond } from '../carte/fond.ts'
import type { Commune } from '../geographie/commune.ts'
import { formatRefZone, type ZoneNommee } from '../geographie/zone.ts'
import { feuille, filTerritoires } from './cadre.tsx'
import { CarteSelection } from './cartes.tsx'
import { type Essai, hasRapport } from './composer.ts'
import { ADRESSE, BilanAutour, Etat, FormAjout, FormAutour, FormRetrait } from './composer.tsx'
import { FaitsTerritoire } from './composition.tsx'
import type { Faits } from './faits.queries.ts'
import { ChampsTerritoire } from './formulaire.pages.tsx'
import { Rapport } from './rapport.tsx'
import type { Lues } from './selection.queries.ts'
import { formatSelection, type Selection } from './selection.ts'
import { Anciennes } from './territoire.pages.tsx'
import { territoirePolicy } from './territoire.policy.ts'
import { formatAdresseTerritoire, type Territoire } from './territoire.ts'

/** Communes of an area to choose from. */
export interface Voisines {
  zone: ZoneNommee
  communes: readonly Commune[]
  fond: Fond
}

export interface Contenu {
  requete: Requete
  communes: readonly string[]
  territoire: Territoire | null
  lues?: Lues
  essai?: Essai
  erreurs?: ErreurChamp[]
  brut?: Brut
  autour?: string | undefined
  vue?: VueCarte
}

interface PropsPage extends Contenu {
  faits: Faits
  selection: Selection
  blocs: readonly ZoneNommee[]
  voisines: Voisines | null
}

/** The page of the composer. */
export function PageComposer({ requete, territoire, faits, selection, blocs, voisines, ...suite }: PropsPage) {
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
          <h2 id="ajout">{vide ? 'Quelles communes\u202f?' : 'Changer la liste'}</h2>
          <FormAjout {...{ etat, vide, blocs, valeurs, erreurs }} />
        </section>
        {!vide && (
          <section id="en-cours" aria-labelledby="en-cours-titre">
            <h2 id="en-cours-titre">Territoire en cours</h2>
            <FaitsTerritoire faits={faits} />
            <Suites {...{ requete, territoire, selection, etat, brut, erreurs }} />
            <FormRetrait {...{ faits, etat }} />
            <Autour {...{ faits, selection, territoire }} />
            {voisines && <Choix {...{ voisines, faits, selection, territoire, etat, requete }} vue={suite.vue} />}
          </section>
        )}
      </div>
    </Layout>
  )
}

interface PropsChoix extends Pick<PropsPage, 'faits' | 'selection' | 'territoire' | 'requete' | 'vue'> {
  voisines: Voisines
  etat: ReturnType<typeof Etat>
}

/** Weight that the links of a map may take: each holds the whole selection. */
const LIENS_MAX = 400_000

/** The communes of one area, on a map and as boxes to check. */
function Choix({ voisines, faits, selection, territoire, etat, requete, vue = 'contours' }: PropsChoix) {
  const { zone, communes, fond } = voisines
  const prises = new Set(faits.communes.map((c) => c.code))
  const query = formatSelection(selection)
  const suite = [query, `autour=${formatRefZone(zone)}`, ...(territoire ? [`territoire=${territoire.id}`] : [])]
  const adresse = `${ADRESSE}?${[...suite, ...(vue === 'cercles' ? ['vue=cercles'] : [])].filter(Boolean).join('&')}`
  const liens = query !== null && adresse.length * communes.length < LIENS_MAX
  const visibles = new Set(communes.map((c) => c.code))
  const ailleurs = faits.communes.filter((c) => !visibles.has(c.code))
  return (
    <choix-communes id="autour">
      <CarteSelection
        {...{ fond, prises, vue }}
        nom={zone.nom}
        basculer={liens ? (code) => `${adresse}&basculer=${code}#autour` : null}
        adresse={createHref(requete.chemin)}
        nonce={requete.nonce}
      />
      <div id="selection-chiffres">
        <FormAutour {...{ zone, communes, prises, etat }} />
      </div>
      <BilanAutour {...{ communes, prises, ailleurs }} />
      <script type="module" src={asset('/ilots/composer.js')} nonce={requete.nonce} />
    </choix-communes>
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
        <Form action="/territoires/portrait">
          {etat}
          <Actions>
            <Button variant={territoire ? 'secondary' : 'primary'}>Voir le portrait</Button>
          </Actions>
        </Form>
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

/** Where one goes on with a set, at the map of the area that was open. */
export function formatSuite(
  query: string,
  { autour, vue, territoire }: Pick<Contenu, 'autour' | 'vue' | 'territoire'>,
): string {
  const suite = [
    query,
    ...(territoire ? [`territoire=${territoire.id}`] : []),
    ...(autour === undefined ? [] : [`autour=${encodeURIComponent(autour)}`]),
    ...(vue === 'cercles' ? ['vue=cercles'] : []),
  ]
  return `${ADRESSE}?${suite.filter(Boolean).join('&')}#${autour === undefined ? 'en-cours' : 'autour'}`
}
