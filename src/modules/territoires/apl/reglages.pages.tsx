import { type Ctx, type Requete, succes } from '#core/context.ts'
import type { ErreurChamp } from '#core/errors.ts'
import { publique } from '#core/policy.ts'
import { defineRoute } from '#core/route.ts'
import type { Brut } from '#core/saisie.ts'
import { Alert } from '#ui/alert.tsx'
import { DefinitionList } from '#ui/definition-list.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Actions, Button, Field, FileField, Form, getError, TextArea } from '#ui/form.tsx'
import { formatCount, formatDate } from '#ui/format.ts'
import { Layout } from '#ui/layout.tsx'
import { Tag } from '#ui/tag.tsx'
import { filSimulations } from './essai.pages.tsx'
import { ajouterParametres } from './parametres.actions.ts'
import { listJeux } from './parametres.queries.ts'
import type { JeuParametres } from './parametres.ts'
import { formatMethode, formatReglesTemps } from './resultat.tsx'
import { reglagesPolicy } from './simulation.policy.ts'
import { importerTemps, supprimerTemps, TAILLE_TEMPS } from './temps.actions.ts'
import { listSourcesTemps, type SourceTemps } from './temps.queries.ts'

const texteDe = (valeur: unknown): string => (typeof valeur === 'string' ? valeur : '')
const peutImporter = ({ acteur }: Requete) => reglagesPolicy.peutParfois(acteur, 'importer')

interface Props {
  requete: Requete
  valeurs?: Brut
  erreurs?: ErreurChamp[]
}

const EXEMPLE = '{ "limite": 20, "decroissance": { "classes": [[10, 1], [15, 0.667], [20, 0.333]] } }'

function PageParametres({ requete, jeux, valeurs = {}, erreurs = [] }: Props & { jeux: JeuParametres[] }) {
  const champ = (name: string) => ({ name, value: texteDe(valeurs[name]), error: getError(erreurs, name) })
  return (
    <Layout
      title="Paramètres des simulations"
      page={requete}
      errors={erreurs}
      crumbs={filSimulations({ label: 'Paramètres' })}
      intro={
        <p>
          Comment un professionnel compte selon le temps de trajet. Un jeu ne change jamais&nbsp;: chaque simulation dit
          le sien.
        </p>
      }
    >
      {jeux.map((jeu) => (
        <section>
          <h2>{jeu.libelle}</h2>
          <DefinitionList
            items={[
              { label: 'Code', value: <code>{jeu.code}</code> },
              { label: 'Règle', value: formatMethode(jeu.parametres) },
              { label: 'À vérifier', value: jeu.aVerifier.length > 0 && `${jeu.aVerifier.join('\u202f; ')}.` },
            ]}
          />
        </section>
      ))}
      {peutImporter(requete) && (
        <section aria-labelledby="ajouter">
          <h2 id="ajouter">Ajouter un jeu</h2>
          <Form action="/simulations/parametres">
            <Field {...champ('code')} label="Code" size="medium" hint="Par exemple «&nbsp;proche-2026&nbsp;»." />
            <Field {...champ('libelle')} label="Nom" />
            <TextArea
              {...champ('parametres')}
              value={texteDe(valeurs.parametres) || EXEMPLE}
              label="Paramètres, en JSON"
              hint={`Comme pour la commande apl\u00a0: «\u00a0classes\u00a0», «\u00a0exponentielle\u00a0» ou «\u00a0gaussienne\u00a0».`}
              rows={4}
            />
            <Actions>
              <Button>Ajouter</Button>
            </Actions>
          </Form>
        </section>
      )}
    </Layout>
  )
}

function PageTemps({ requete, sources, valeurs = {}, erreurs = [] }: Props & { sources: SourceTemps[] }) {
  const champ = (name: string) => ({ name, value: texteDe(valeurs[name]), error: getError(erreurs, name) })
  return (
    <Layout
      title="Temps de trajet"
      page={requete}
      errors={erreurs}
      crumbs={filSimulations({ label: 'Temps de trajet' })}
      intro={<p>Les temps importés valent mieux que des estimations. Chaque simulation dit les siens.</p>}
    >
      <h2>Estimés</h2>
      <p>{formatReglesTemps()}</p>
      <h2>Importés</h2>
      {sources.length === 0 && (
        <EmptyState title="Aucun temps importé">
          <p>Une matrice a une ligne par paire de communes&nbsp;: origine, destination, minutes.</p>
        </EmptyState>
      )}
      {sources.map((source) => (
        <Matrice source={source} requete={requete} />
      ))}
      {peutImporter(requete) && (
        <section aria-labelledby="importer">
          <h2 id="importer">Importer une matrice</h2>
          <Form action="/simulations/temps" multipart>
            <Field {...champ('nom')} label="Nom" hint="Une matrice du même nom est remplacée." />
            <Field
              {...champ('source')}
              label="Source"
              hint="Qui les a calculés, par quel moyen de transport, de quelle date."
            />
            <FileField
              name="fichier"
              label="Fichier CSV"
              hint="Colonnes origine, destination, minutes. L’origine est la commune où l’on habite. Donnez aussi le temps dans la commune même."
              accept=".csv,.txt"
              error={getError(erreurs, 'fichier')}
            />
            <Actions>
              <Button>Importer</Button>
            </Actions>
          </Form>
        </section>
      )}
    </Layout>
  )
}

function Matrice({ source: s, requete }: { source: SourceTemps; requete: Requete }) {
  return (
    <section>
      <h3>
        {s.nom} {s.fictif && <Tag ton="attention">Fictif</Tag>}
      </h3>
      <p>
        {`${formatCount(s.nombre, 'paire')}, fichier ${s.fichier}, importé le ${formatDate(s.importeeLe)}.`}
        {s.source && ` ${s.source}`}
      </p>
      {s.ecartees > 0 && (
        <Alert ton="attention" title={`${formatCount(s.ecartees, 'ligne écartée', 'lignes écartées')}`}>
          <ul>
            {s.exemples.map(({ ligne, raison }) => (
              <li>{`Ligne ${ligne}\u00a0: ${raison}`}</li>
            ))}
          </ul>
        </Alert>
      )}
      {peutImporter(requete) && (
        <Form action="/simulations/temps/supprimer">
          <input type="hidden" name="nom" value={s.nom} />
          <Button variant="link" label={`Supprimer ${s.nom}`}>
            Supprimer
          </Button>
        </Form>
      )}
    </section>
  )
}

const renderTemps = async (ctx: Ctx, props: Props) => <PageTemps {...props} sources={await listSourcesTemps(ctx)} />
const renderParametres = async (ctx: Ctx, props: Props) => <PageParametres {...props} jeux={await listJeux(ctx)} />

export const routesReglages = [
  defineRoute({
    methode: 'GET',
    chemin: '/simulations/parametres',
    politique: publique,
    trace: 'simulation.parametres.liste',
    lire: (ctx, _entree, requete) => renderParametres(ctx, { requete }),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/simulations/parametres',
    action: ajouterParametres,
    avis: { 'parametres-ajoutes': succes('Le jeu est ajouté.') },
    reussir: () => ({ vers: '/simulations/parametres', avis: 'parametres-ajoutes' }),
    echouer: (ctx, erreurs, valeurs, requete) => renderParametres(ctx, { requete, valeurs, erreurs }),
  }),
  defineRoute({
    methode: 'GET',
    chemin: '/simulations/temps',
    politique: publique,
    trace: 'simulation.temps.liste',
    lire: (ctx, _entree, requete) => renderTemps(ctx, { requete }),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/simulations/temps',
    action: importerTemps,
    taille: TAILLE_TEMPS + 10_000,
    avis: {
      'temps-importes': succes('Les temps de trajet sont importés.'),
      'temps-deja-la': { ton: 'info', texte: 'Ce fichier est déjà là sous ce nom\u00a0: rien n’a changé.' },
    },
    reussir: (bilan) => ({ vers: '/simulations/temps', avis: bilan ? 'temps-importes' : 'temps-deja-la' }),
    echouer: (ctx, erreurs, valeurs, requete) => renderTemps(ctx, { requete, valeurs, erreurs }),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/simulations/temps/supprimer',
    action: supprimerTemps,
    avis: { 'temps-supprimes': succes('Ces temps de trajet sont supprimés.') },
    reussir: () => ({ vers: '/simulations/temps', avis: 'temps-supprimes' }),
  }),
]
