import type { Child } from 'hono/jsx'
import { z } from 'zod'
import { LIMITE_ANONYME, LIMITE_CLE, TITRES } from '#core/api.ts'
import type { Requete } from '#core/context.ts'
import { formatChemin, listRefus, REFUS } from '#core/openapi.ts'
import type { Operation } from '#core/operation.ts'
import type { Route } from '#core/route.ts'
import { ButtonLink } from '#ui/form.tsx'
import { Layout } from '#ui/layout.tsx'
import { SubNav } from '#ui/sub-nav.tsx'
import { Table } from '#ui/table.tsx'

interface Decrite {
  route: Route
  operation: Operation
}

/** What people read of the API. Each call shown is run by a test. */
export function PageApi({ operations, requete }: { operations: readonly Decrite[]; requete: Requete }) {
  const rubriques = [...Map.groupBy(operations, ({ operation }) => operation.rubrique)]
  return (
    <Layout
      title="Relier ses outils à Maillage"
      page={requete}
      crumbs={[{ label: 'API' }]}
      intro={
        <p>
          Par son API, un logiciel lit le catalogue, les étagères, le glossaire et les vocabulaires, et y écrit avec une
          clé.
        </p>
      }
      actions={
        <>
          <ButtonLink href="/compte/cles">Mes clés</ButtonLink>
          <ButtonLink href="/api/v1/openapi.json" variant="link">
            Description OpenAPI
          </ButtonLink>
        </>
      }
    >
      <SubNav
        label="Dans cette page"
        links={[
          { href: '#lire', label: 'Commencer' },
          { href: '#cles', label: 'Clés' },
          ...rubriques.map(([{ nom }]) => ({ href: `#${formatAncre(nom)}`, label: nom })),
          { href: '#limites', label: 'Limites' },
          { href: '#erreurs', label: 'Erreurs' },
        ]}
      />
      <Debut adresse={requete.adresse} />
      {rubriques.map(([rubrique, siennes]) => (
        <section>
          <h2 id={formatAncre(rubrique.nom)}>{rubrique.nom}</h2>
          <p>{rubrique.description}</p>
          {siennes.map((decrite) => (
            <UneOperation {...decrite} adresse={requete.adresse} />
          ))}
        </section>
      ))}
      <Fin />
    </Layout>
  )
}

const formatAncre = (rubrique: string): string =>
  rubrique
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z]+/g, '-')

function Debut({ adresse }: { adresse: string }) {
  return (
    <>
      <section>
        <h2 id="lire">Commencer</h2>
        <p>Lire ce qui est public ne demande ni compte ni clé.</p>
        <Commande texte={`curl "${adresse}/api/v1/notices?q=marche&taille=5"`} />
        <p>
          Les réponses sont en JSON, les textes en UTF-8, les dates en ISO 8601. Chaque notice et chaque étagère garde
          son numéro&nbsp;: fusionnée, elle mène à celle qui reste&#8239;; retirée, son numéro ne sert plus.
        </p>
        <p>
          Chaque réponse porte un <code>ETag</code>. Rendez-le dans <code>If-None-Match</code>&nbsp;: si rien n’a
          changé, la réponse est <code>304</code>, sans corps. Les lectures sont ouvertes aux pages d’autres sites
          (CORS).
        </p>
      </section>
      <section>
        <h2 id="cles">Clés</h2>
        <p>
          Pour écrire, créez une clé dans <a href="/compte/cles">votre compte</a>, avec les seuls droits utiles, et
          envoyez-la dans l’en-tête <code>Authorization</code>. Elle agit en votre nom, jamais au-delà de votre rôle, et
          se révoque à tout moment. Votre compte montre son usage, jour par jour.
        </p>
        <Commande texte={`CLE=mlg_…\ncurl -H "Authorization: Bearer $CLE" "${adresse}/api/v1/notices/1"`} />
        <p>
          Qui modifie rend dans <code>If-Match</code> l’<code>ETag</code> de l’état lu&nbsp;: si quelqu’un a écrit
          entre-temps, rien n’est perdu et la réponse est <code>412</code>.
        </p>
      </section>
    </>
  )
}

/** A title inside a sentence; each table has a name of its own for those who go from table to table. */
const formatSuite = (titre: string): string => titre.charAt(0).toLowerCase() + titre.slice(1)

function UneOperation({ route, operation, adresse }: Decrite & { adresse: string }) {
  const parametres = listChamps(operation.parametres)
  const corps = operation.corps?.['application/json']
  return (
    <section class="operation">
      <h3 id={operation.id}>{operation.resume}</h3>
      <p>
        <code>{`${route.methode} ${formatChemin(route.chemin)}`}</code>
        {route.api?.portee && (
          <>
            {' '}
            avec une clé qui a le droit <code>{route.api.portee}</code>
          </>
        )}
      </p>
      {operation.detail && <p>{renderTexte(operation.detail)}</p>}
      {parametres.length > 0 && (
        <Champs titre={`Paramètres pour ${formatSuite(operation.resume)}`} champs={parametres} />
      )}
      {corps && <Champs titre={`Corps, en JSON, pour ${formatSuite(operation.resume)}`} champs={listChamps(corps)} />}
      {operation.corps && <Types types={Object.keys(operation.corps)} />}
      {operation.exemples.map(({ titre, curl, statut }) => (
        <>
          <p>
            {titre}
            {'\u00a0: '}
            <code>{String(statut)}</code>
          </p>
          <Commande texte={curl.replaceAll('$SITE', adresse)} />
        </>
      ))}
      {Object.entries(operation.reponses).map(([statut, { description, types, exemple }]) => (
        <details>
          <summary>
            {`Réponse ${statut}`}
            {exemple === undefined && `\u00a0: ${description}`}
          </summary>
          {exemple !== undefined && <Commande texte={JSON.stringify(exemple, null, 2)} />}
          {types && <Types types={Object.keys(types)} />}
        </details>
      ))}
      <p class="hint">
        {'Refus possibles\u00a0: '}
        {listRefus(route, operation).map((refus, i) => (
          <>
            {i > 0 && ', '}
            <a href={`#erreur-${refus}`}>{String(refus)}</a>
          </>
        ))}
        .
      </p>
    </section>
  )
}

/** Where there are several types, which ones. */
function Types({ types }: { types: readonly string[] }) {
  if (types.length < 2) return null
  return (
    <p class="hint">
      {'Types\u00a0: '}
      {types.map((type, i) => (
        <>
          {i > 0 && ', '}
          <code>{type}</code>
        </>
      ))}
      .
    </p>
  )
}

interface Champ {
  nom: string
  type: string
  requis: boolean
  description: string
}

function Champs({ titre, champs }: { titre: string; champs: readonly Champ[] }) {
  return (
    <Table
      caption={titre}
      columns={[
        { key: 'nom', label: 'Nom', header: true },
        { key: 'type', label: 'Type' },
        { key: 'sens', label: 'Sens' },
      ]}
      rows={champs.map(({ nom, type, requis, description }) => [
        <code>{nom}</code>,
        type,
        <>
          {requis && <strong>Obligatoire. </strong>}
          {renderTexte(description)}
        </>,
      ])}
    />
  )
}

interface Forme {
  type?: string | string[]
  enum?: string[]
  const?: string
  anyOf?: Forme[]
  items?: Forme
  default?: unknown
  description?: string
  readOnly?: boolean
  properties?: Record<string, Forme>
  required?: string[]
}

/** The fields of an object, as its schema says them; those that are only read left out. */
function listChamps(schema: z.ZodType): Champ[] {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Forme
  return Object.entries(properties)
    .filter(([, forme]) => !forme.readOnly)
    .map(([nom, forme]) => ({
      nom,
      type: formatType(forme),
      requis: required.includes(nom) && forme.default === undefined,
      description: [forme.description, typeof forme.default === 'number' && `Sans lui\u00a0: ${forme.default}.`]
        .filter(Boolean)
        .join(' '),
    }))
}

const TYPES: Record<string, string> = {
  string: 'texte',
  integer: 'entier',
  number: 'nombre',
  boolean: 'vrai ou faux',
  array: 'liste',
  object: 'objet',
}

function formatType({ type, enum: valeurs, const: seule, anyOf, items }: Forme): string {
  if (valeurs) return valeurs.join(', ')
  if (seule !== undefined) return seule
  const types = [...(anyOf ?? []).map(formatType), ...[type ?? []].flat().map((t) => TYPES[t] ?? '')]
  const connus = [...new Set(types)].filter(Boolean).join(' ou ')
  return items && connus === 'liste' ? `liste (${formatType(items)})` : connus
}

const Commande = ({ texte }: { texte: string }) => (
  <pre tabindex={0}>
    <code>{texte}</code>
  </pre>
)

/** Text where `code` stands between backquotes. */
const renderTexte = (texte: string): Child =>
  texte.split('`').map((morceau, i) => (i % 2 === 1 ? <code>{morceau}</code> : morceau))

function Fin() {
  return (
    <>
      <section>
        <h2 id="limites">Limites</h2>
        <p>
          {`Sans clé\u00a0: ${LIMITE_ANONYME.max} appels par minute et par adresse. Avec une clé\u00a0: ${LIMITE_CLE.max} par minute. `}
          L’en-tête <code>RateLimit</code> dit ce qui reste (<code>r</code>) et quand tout est rendu (<code>t</code>, en
          secondes). Au-delà, la réponse est <code>429</code>&nbsp;; attendez ce que dit <code>Retry-After</code>.
        </p>
      </section>
      <section>
        <h2 id="erreurs">Erreurs</h2>
        <p>
          Toute erreur est un <code>application/problem+json</code> (RFC 9457). <code>detail</code> l’explique&#8239;;
          s’il y a lieu, <code>erreurs</code> donne chaque faute&nbsp;: <code>pointeur</code> (un pointeur JSON dans le
          corps, ou <code>?nom</code> pour un paramètre) et <code>message</code>. Un paramètre inconnu est une
          erreur&nbsp;: un filtre mal écrit laisserait tout passer.
        </p>
        <dl class="definitions">
          {Object.entries(REFUS).map(([statut, description]) => (
            <div>
              <dt id={`erreur-${statut}`}>
                {statut} {TITRES[Number(statut)]}
              </dt>
              <dd>{renderTexte(description)}</dd>
            </div>
          ))}
        </dl>
      </section>
    </>
  )
}
