import type { Child } from 'hono/jsx'
import type { Requete } from '#core/context.ts'
import { defineRoute, type Rendu } from '#core/route.ts'
import { formatHabitants } from '#modules/territoires/index.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { ButtonLink } from '#ui/form.tsx'
import { formatCount, formatDate, formatDateTime } from '#ui/format.ts'
import { Layout } from '#ui/layout.tsx'
import { Table } from '#ui/table.tsx'
import { ListeDemarches } from '../articulation/demarche.tsx'
import { formatAdresseSuggestion } from '../articulation/suggestion.ts'
import { AVerifier, feuille } from '../dispositif/cadre.tsx'
import { formatAdresseDispositif } from '../dispositif/dispositif.ts'
import { getEtape } from '../dispositif/type.ts'
import { getSigle, getType } from '../dispositif/types.ts'
import { Delai } from '../dispositif/vie.tsx'
import { GESTES } from '../fiche/fiche.ts'
import { formatAdresseStructure } from '../structure/structure.ts'
import { type Changement, EVENEMENT, getJournee, type Journee } from './aujourdhui.queries.ts'

function Partie({ id, titre, children }: { id: string; titre: string; children: Child }) {
  return (
    <section aria-labelledby={id} class="partie">
      <h2 id={id}>{titre}</h2>
      {children}
    </section>
  )
}

const ajouter = (
  <ButtonLink href="/dispositifs/nouveau" variant="secondary">
    Ajouter un dispositif
  </ButtonLink>
)

function PageAujourdhui({ requete, journee: j }: { requete: Requete; journee: Journee }) {
  const retards = j.echeances.filter((e) => e.date < j.jour).length
  return (
    <Layout
      title="Aujourd’hui"
      page={requete}
      width="list"
      crumbs={[{ label: 'Aujourd’hui' }]}
      intro={<p>{`${formatDate(j.jour)}. Ce qui attend, sur les dispositifs que vous coordonnez.`}</p>}
      actions={j.dispositifs.length > 0 && ajouter}
      head={feuille}
    >
      {j.dispositifs.length === 0 ? (
        <EmptyState title="Aucun dispositif ne vous est confié" action={ajouter}>
          <p>Demandez à une personne qui administre Maillage de vous confier les vôtres, ou ajoutez-en un.</p>
        </EmptyState>
      ) : (
        <>
          <Partie id="dispositifs" titre="Vos dispositifs">
            <Dispositifs {...j} />
          </Partie>
          <Partie
            id="echeances"
            titre={retards > 0 ? `Échéances\u00a0: ${formatCount(retards, 'en retard', 'en retard')}` : 'Échéances'}
          >
            <Echeances {...j} />
          </Partie>
        </>
      )}
      {j.demarches.length > 0 && (
        <Partie id="demarches" titre="Démarches à faire">
          <ListeDemarches demarches={j.demarches} jour={j.jour} />
        </Partie>
      )}
      {j.dispositifs.length > 0 && <Suite {...j} />}
    </Layout>
  )
}

const Dispositifs = ({ dispositifs }: Journee) => (
  <Table
    caption="Les dispositifs que vous coordonnez"
    columns={[
      { key: 'nom', label: 'Nom', header: true },
      { key: 'type', label: 'Type' },
      { key: 'etape', label: 'Étape' },
      { key: 'population', label: 'Population', numeric: true },
      { key: 'verifie', label: 'Vérifié' },
    ]}
    rows={dispositifs.map((d) => {
      const type = getType(d.type)
      return [
        <a href={formatAdresseDispositif(d.id)}>{d.nom}</a>,
        getSigle(d.type),
        d.etape === null ? 'non précisée' : ((type && getEtape(type, d.etape)?.libelle) ?? d.etape),
        d.population === null ? 'non composé' : formatHabitants(d.population),
        d.verifieLe ? formatDate(d.verifieLe) : 'jamais',
      ]
    })}
  />
)

const Echeances = ({ echeances, jour }: Journee) =>
  echeances.length === 0 ? (
    <p>Rien n’est en retard, et rien n’est attendu dans les trois mois.</p>
  ) : (
    <Table
      caption="Échéances en retard ou proches"
      columns={[
        { key: 'quoi', label: 'Ce qui est attendu', header: true },
        { key: 'dispositif', label: 'Dispositif' },
        { key: 'date', label: 'Pour le' },
      ]}
      rows={echeances.map((e) => [
        <>
          <a href={`${formatAdresseDispositif(e.dispositif.id)}/${e.objet === 'mission' ? 'missions' : 'etapes'}`}>
            {e.libelle}
          </a>{' '}
          <AVerifier si={e.aVerifier} />
        </>,
        e.dispositif.nom,
        <Delai echeance={e} jour={jour} />,
      ])}
    />
  )

function Suite({ propositions, suggestions, anciennes, changements, importees, derniereVisite }: Journee) {
  return (
    <>
      <Partie id="propositions" titre="Propositions à relire">
        {propositions === 0 ? (
          <p>Aucune.</p>
        ) : (
          <p>
            <a href="/annuaire/propositions">{`${formatCount(propositions, 'proposition')} à relire`}</a>
          </p>
        )}
      </Partie>
      <Partie id="suggestions" titre="Qui rencontrer">
        {suggestions.total === 0 ? (
          <p>Aucune suggestion n’attend.</p>
        ) : (
          <ul class="contenus">
            {suggestions.premieres.map((s) => (
              <li>
                <a href={formatAdresseSuggestion(s.cle)}>{s.raison}</a>
              </li>
            ))}
            {suggestions.total > suggestions.premieres.length && (
              <li class="hint">{`${formatCount(suggestions.total, 'suggestion')} en tout. Les autres viennent quand celles-ci ont leur réponse, ou se lisent sur la page «\u00a0Voir qui agit sur ce territoire\u00a0» de chaque dispositif.`}</li>
            )}
          </ul>
        )}
      </Partie>
      <Partie id="fiches" titre="Fiches à vérifier">
        {anciennes.total === 0 ? (
          <p>Toutes les structures de votre territoire ont été vérifiées depuis moins d’un an.</p>
        ) : (
          <>
            <p>{`${formatCount(anciennes.total, 'structure')} de votre territoire, sans vérification depuis un an.`}</p>
            <ul class="contenus">
              {anciennes.fiches.map((f) => (
                <li>
                  <a href={formatAdresseStructure(f.id)}>{f.nom}</a>
                  <span class="sous">
                    {[f.nomCommune, f.verifieLe ? `vérifiée le ${formatDate(f.verifieLe)}` : 'jamais vérifiée']
                      .filter(Boolean)
                      .join(', ')}
                  </span>
                </li>
              ))}
            </ul>
          </>
        )}
      </Partie>
      <Partie
        id="changements"
        titre={derniereVisite ? `Depuis votre visite du ${formatDateTime(derniereVisite)}` : 'Depuis trente jours'}
      >
        {importees > 0 && <p>{`${formatCount(importees, 'fiche')} de votre territoire par un import.`}</p>}
        {changements.length === 0 ? (
          <p>Personne d’autre n’a rien changé à la main.</p>
        ) : (
          <ul class="contenus">
            {changements.map((c) => (
              <li>
                <LienChangement changement={c} />
                <span class="sous">{`${GESTES[c.geste]}, ${formatDate(c.quand)}`}</span>
              </li>
            ))}
          </ul>
        )}
      </Partie>
    </>
  )
}

const LienChangement = ({ changement: { objet, id, nom } }: { changement: Changement }) => (
  <a href={objet === 'dispositif' ? formatAdresseDispositif(id) : formatAdresseStructure(id)}>{nom}</a>
)

export const routesAujourdhui = [
  defineRoute({
    methode: 'GET',
    chemin: '/aujourdhui',
    politique: (acteur) => acteur.role === 'coordinateur',
    trace: EVENEMENT,
    lire: async (ctx, _entree, requete): Promise<Rendu> => (
      <PageAujourdhui requete={requete} journee={await getJournee(ctx)} />
    ),
  }),
]
