import { type Ctx, type Requete, succes } from '#core/context.ts'
import { type ErreurChamp, ErreurIntrouvable } from '#core/errors.ts'
import { defineRoute, type Rendu } from '#core/route.ts'
import { identifiant } from '#core/saisie.ts'
import { Actions, Button, Form, getError, Select } from '#ui/form.tsx'
import { formatDate } from '#ui/format.ts'
import { Table } from '#ui/table.tsx'
import { GESTES } from '../fiche/fiche.ts'
import { listModifications, type Modification } from '../fiche/modification.queries.ts'
import { Cadre } from './cadre.tsx'
import { type Exception, listExceptions } from './conflit.queries.ts'
import { confierDispositif, leverException, politiqueAdministrer, retirerCoordination } from './coordination.actions.ts'
import { listCandidats, listCoordinateurs } from './coordination.queries.ts'
import { dispositifPolicy } from './dispositif.policy.ts'
import { type DispositifLu, getDispositif } from './dispositif.queries.ts'
import { formatAdresseDispositif } from './dispositif.ts'
import { formatChangement } from './historique.ts'
import { chargerLecture, getTypeDe, objet, requeteId } from './page.queries.ts'

interface Contenu {
  requete: Requete
  dispositif: DispositifLu
  erreurs?: readonly ErreurChamp[]
}

async function renderCoordination(ctx: Ctx, { requete, dispositif: d, erreurs = [] }: Contenu): Promise<Rendu> {
  const page = `${formatAdresseDispositif(d.id)}/coordination`
  const [coordinateurs, candidats, exceptions] = await Promise.all([
    listCoordinateurs(ctx, d.id),
    listCandidats(ctx, d.id),
    listExceptions(ctx, d.id),
  ])
  return (
    <Cadre titre="Coordination" dispositif={d} {...{ requete, page, erreurs }}>
      <p>Ces personnes modifient la fiche de ce dispositif et celles des structures de son territoire.</p>
      {coordinateurs.length > 0 && (
        <Table
          caption="Personnes qui le coordonnent"
          columns={[
            { key: 'nom', label: 'Nom', header: true },
            { key: 'depuis', label: 'Depuis' },
            { key: 'retirer', label: 'Droits' },
          ]}
          rows={coordinateurs.map((c) => [
            c.nom,
            formatDate(c.depuis),
            <Form action={`${page}/retirer`}>
              <input type="hidden" name="compte" value={c.compte} />
              <Button variant="link">Retirer</Button>
            </Form>,
          ])}
        />
      )}
      {candidats.length === 0 ? (
        <p>Personne d’autre n’a le rôle de coordination. Donnez-le depuis la page des comptes.</p>
      ) : (
        <Form action={page}>
          <Select
            name="compte"
            label="Confier ce dispositif à"
            options={candidats.map((c) => ({ value: c.compte, label: c.nom }))}
            error={getError(erreurs, 'compte')}
          />
          <Actions>
            <Button>Confier</Button>
          </Actions>
        </Form>
      )}
      {getTypeDe(d).exclusif && <Exceptions {...{ exceptions, page }} />}
    </Cadre>
  )
}

const Exceptions = ({ exceptions, page }: { exceptions: readonly Exception[]; page: string }) => (
  <section aria-labelledby="exceptions">
    <h2 id="exceptions">Recouvrements acceptés</h2>
    {exceptions.length === 0 ? (
      <p>
        Aucun. Un recouvrement s’accepte au moment où il est refusé&nbsp;: en changeant le territoire, écrivez le motif.
      </p>
    ) : (
      <Table
        caption="Exceptions"
        columns={[
          { key: 'autre', label: 'Avec', header: true },
          { key: 'communes', label: 'Communes' },
          { key: 'motif', label: 'Motif' },
          { key: 'depuis', label: 'Depuis' },
          { key: 'lever', label: 'État' },
        ]}
        rows={exceptions.map((e) => [
          <a href={formatAdresseDispositif(e.autre.id)}>{e.autre.nom}</a>,
          e.communes.map((c) => c.nom).join(', '),
          e.motif,
          formatDate(e.quand),
          e.leveeLe ? (
            `Levée le ${formatDate(e.leveeLe)}`
          ) : (
            <Form action={`${page}/exceptions/${e.id}/lever`}>
              <Button variant="link">Lever</Button>
            </Form>
          ),
        ])}
      />
    )}
  </section>
)

const PageHistorique = ({
  requete,
  dispositif: d,
  modifications,
}: Contenu & { modifications: readonly Modification[] }) => (
  <Cadre titre="Historique" dispositif={d} requete={requete} page={`${formatAdresseDispositif(d.id)}/historique`}>
    {modifications.length === 0 ? (
      <p>Rien n’a été changé depuis son arrivée dans Maillage.</p>
    ) : (
      <Table
        caption="Ce qui a changé"
        columns={[
          { key: 'quand', label: 'Quand', header: true },
          { key: 'qui', label: 'Qui' },
          { key: 'quoi', label: 'Quoi' },
        ]}
        rows={modifications.map((m) => [
          formatDate(m.quand),
          m.auteur ?? '',
          <>
            {GESTES[m.geste]}
            {m.note && `. ${m.note}`}
            <ul class="changements">
              {formatChangement(m).map((ligne) => (
                <li>{ligne}</li>
              ))}
            </ul>
          </>,
        ])}
      />
    )}
  </Cadre>
)

const vers = (avis: string) => (id: number) => ({ vers: `${formatAdresseDispositif(id)}/coordination`, avis })

export const routesCoordination = [
  defineRoute({
    methode: 'GET',
    chemin: '/dispositifs/:id{[0-9]+}/historique',
    requete: requeteId,
    charger: chargerLecture,
    politique: (acteur, d: DispositifLu) => dispositifPolicy.peut(acteur, 'historique', d),
    objet,
    trace: 'dispositif.historique',
    lire: async (ctx, { id }, requete, dispositif) => (
      <PageHistorique {...{ requete, dispositif }} modifications={await listModifications(ctx, 'dispositif', id)} />
    ),
  }),
  defineRoute({
    methode: 'GET',
    chemin: '/dispositifs/:id{[0-9]+}/coordination',
    requete: requeteId,
    charger: chargerLecture,
    politique: politiqueAdministrer,
    objet,
    trace: 'dispositif.coordination.formulaire',
    lire: (ctx, _entree, requete, dispositif) => renderCoordination(ctx, { requete, dispositif }),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/dispositifs/:id{[0-9]+}/coordination',
    action: confierDispositif,
    avis: { 'dispositif-confie': succes('Le dispositif lui est confié.') },
    reussir: vers('dispositif-confie'),
    echouer: async (ctx, erreurs, brut, requete) => {
      const dispositif = await getDispositif(ctx, identifiant.catch(0).parse(brut.id))
      if (!dispositif || !politiqueAdministrer(ctx.acteur, dispositif)) throw new ErreurIntrouvable('dispositif')
      return renderCoordination(ctx, { requete, dispositif, erreurs })
    },
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/dispositifs/:id{[0-9]+}/coordination/retirer',
    action: retirerCoordination,
    avis: { 'coordination-retiree': succes('Cette personne ne coordonne plus ce dispositif.') },
    reussir: vers('coordination-retiree'),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/dispositifs/:id{[0-9]+}/coordination/exceptions/:exception{[0-9]+}/lever',
    action: leverException,
    avis: { 'exception-levee': succes('L’exception est levée.') },
    reussir: vers('exception-levee'),
  }),
]
