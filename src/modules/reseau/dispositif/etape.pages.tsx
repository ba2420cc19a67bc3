import { type Ctx, type Requete, succes } from '#core/context.ts'
import type { ErreurChamp } from '#core/errors.ts'
import { defineRoute, type Rendu } from '#core/route.ts'
import type { Brut } from '#core/saisie.ts'
import { Actions, Button, Checkboxes, Field, Form, getError, Radios, Select } from '#ui/form.tsx'
import { formatDate } from '#ui/format.ts'
import { Table } from '#ui/table.tsx'
import { AVerifier, Cadre } from './cadre.tsx'
import { getTexte } from './champs.tsx'
import type { DispositifLu } from './dispositif.queries.ts'
import { formatAdresseDispositif } from './dispositif.ts'
import { ETATS_MISSION } from './echeance.ts'
import { type Etape, listEtapes } from './etape.queries.ts'
import { listMissions } from './mission.queries.ts'
import { chargerLecture, getModifiable, getTypeDe, objet, politiqueModifier, requeteId } from './page.queries.ts'
import { getEtape, type TypeDispositif } from './type.ts'
import { ajouterEtape, retirerEtape, suivreMissions } from './vie.actions.ts'
import { getSuivante } from './vie.tsx'

interface Contenu {
  requete: Requete
  dispositif: DispositifLu
  valeurs?: Brut
  erreurs?: readonly ErreurChamp[]
}

async function renderEtapes(ctx: Ctx, { requete, dispositif: d, valeurs = {}, erreurs = [] }: Contenu): Promise<Rendu> {
  const type = getTypeDe(d)
  const etapes = await listEtapes(ctx, d.id)
  const page = `${formatAdresseDispositif(d.id)}/etapes`
  const demandee = new URL(requete.url).searchParams.get('etape') ?? ''
  const choisie = getTexte(valeurs, 'etape') || demandee || (getSuivante(type, etapes)?.slug ?? '')
  return (
    <Cadre titre="Étapes de vie" dispositif={d} {...{ requete, page, erreurs }}>
      {etapes.length > 0 && <Atteintes {...{ type, etapes, page }} />}
      <section aria-labelledby="ajouter">
        <h2 id="ajouter">Noter une étape atteinte</h2>
        <form class="form" action={page} method="get">
          <Select
            name="etape"
            label="Étape"
            empty={null}
            value={choisie}
            options={type.etapes.map((e) => ({ value: e.slug, label: e.libelle }))}
            error={getError(erreurs, 'etape')}
          />
          <Actions>
            <Button variant="secondary">Voir ce qu’elle demande</Button>
          </Actions>
        </form>
        <FormEtape {...{ type, page, valeurs, erreurs }} etape={choisie} />
      </section>
    </Cadre>
  )
}

/** What the chosen stage asks for. */
function FormEtape({
  type,
  etape: slug,
  page,
  valeurs,
  erreurs,
}: {
  type: TypeDispositif
  etape: string
  page: string
  valeurs: Brut
  erreurs: readonly ErreurChamp[]
}) {
  const etape = getEtape(type, slug) ?? type.etapes[0]
  if (!etape) return <p>Ce type n’a pas d’étape.</p>
  const coches = [valeurs.contenus ?? []].flat().map(String)
  return (
    <Form action={page}>
      <h3>{etape.libelle}</h3>
      {etape.description && <p>{etape.description}</p>}
      {etape.decision && <p>{`Décision\u00a0: ${etape.decision}.`}</p>}
      <input type="hidden" name="etape" value={etape.slug} />
      <Field
        name="date"
        label="Atteinte le"
        type="date"
        size="short"
        value={getTexte(valeurs, 'date')}
        error={getError(erreurs, 'date')}
        required
      />
      {etape.contenus.length > 0 && (
        <Checkboxes
          name="contenus"
          legend="Ce qui est là"
          options={etape.contenus.map((c) => ({
            value: c.slug,
            label: c.libelle,
            ...(c.aVerifier && { hint: 'À vérifier.' }),
          }))}
          values={coches}
        />
      )}
      <Field name="note" label="Note" value={getTexte(valeurs, 'note')} error={getError(erreurs, 'note')} />
      <Field
        name="sourceUrl"
        label="Ce qui le prouve"
        hint="L’adresse d’un texte, d’un arrêté, d’un compte rendu."
        type="url"
        value={getTexte(valeurs, 'sourceUrl')}
        error={getError(erreurs, 'sourceUrl')}
      />
      <Actions>
        <Button>Noter cette étape</Button>
      </Actions>
    </Form>
  )
}

const Atteintes = ({ type, etapes, page }: { type: TypeDispositif; etapes: readonly Etape[]; page: string }) => (
  <Table
    caption="Étapes atteintes"
    columns={[
      { key: 'etape', label: 'Étape', header: true },
      { key: 'date', label: 'Date' },
      { key: 'contenus', label: 'Ce qui est là' },
      { key: 'retirer', label: 'Corriger' },
    ]}
    rows={etapes.map((e) => {
      const definie = getEtape(type, e.etape)
      const noms = definie?.contenus.filter((c) => e.contenus.includes(c.slug)).map((c) => c.libelle) ?? []
      return [
        <>
          {definie?.libelle ?? e.etape} <AVerifier si={definie?.aVerifier} />
        </>,
        formatDate(e.date),
        noms.join(', '),
        <Form action={`${page}/${e.id}/retirer`}>
          <Button variant="link">Retirer</Button>
        </Form>,
      ]
    })}
  />
)

async function renderMissions(ctx: Ctx, { requete, dispositif: d, valeurs, erreurs = [] }: Contenu): Promise<Rendu> {
  const type = getTypeDe(d)
  const page = `${formatAdresseDispositif(d.id)}/missions`
  const stockees = Object.fromEntries((await listMissions(ctx, d.id)).map((m) => [m.mission, m]))
  const lignes = (valeurs?.missions ?? stockees) as Record<string, unknown>
  return (
    <Cadre titre="Missions" dispositif={d} {...{ requete, page, erreurs }}>
      {type.missions.length === 0 ? (
        <p>Ce type n’a pas de mission listée.</p>
      ) : (
        <Form action={page}>
          {type.missions.map(({ slug, libelle, description, aVerifier, nature }) => {
            const champ = (nom: string) => ({
              name: `missions.${slug}.${nom}`,
              value: getTexte(lignes[slug], nom),
              error: getError(erreurs, `missions.${slug}.${nom}`),
            })
            return (
              <fieldset>
                <legend>
                  <h2>{nature === 'optionnelle' ? `${libelle} (facultative)` : libelle}</h2>
                </legend>
                {description && <p class="hint">{description}</p>}
                <AVerifier si={aVerifier} />
                <Radios
                  {...champ('etat')}
                  legend="Où en est-elle&#8239;?"
                  options={Object.entries(ETATS_MISSION).map(([value, label]) => ({ value, label }))}
                />
                <div class="field-row">
                  <Field {...champ('debut')} label="Démarrée le" type="date" size="short" />
                  <Field {...champ('deploiement')} label="Déployée le" type="date" size="short" />
                </div>
                <Field {...champ('note')} label="Note" />
              </fieldset>
            )
          })}
          <Actions>
            <Button>Enregistrer</Button>
          </Actions>
        </Form>
      )}
    </Cadre>
  )
}

const lecture = { requete: requeteId, charger: chargerLecture, politique: politiqueModifier, objet }
const adresse = (id: number, suite: string) => `${formatAdresseDispositif(id)}/${suite}`

export const routesVie = [
  defineRoute({
    methode: 'GET',
    chemin: '/dispositifs/:id{[0-9]+}/etapes',
    ...lecture,
    trace: 'dispositif.etapes',
    lire: (ctx, _entree, requete, dispositif) => renderEtapes(ctx, { requete, dispositif }),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/dispositifs/:id{[0-9]+}/etapes',
    action: ajouterEtape,
    avis: { 'etape-notee': succes('L’étape est notée.') },
    reussir: (id) => ({ vers: adresse(id, 'etapes'), avis: 'etape-notee' }),
    echouer: async (ctx, erreurs, brut, requete) =>
      renderEtapes(ctx, { requete, erreurs, valeurs: brut, dispositif: await getModifiable(ctx, brut) }),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/dispositifs/:id{[0-9]+}/etapes/:etape{[0-9]+}/retirer',
    action: retirerEtape,
    avis: { 'etape-retiree': succes('L’étape est retirée.') },
    reussir: (id) => ({ vers: adresse(id, 'etapes'), avis: 'etape-retiree' }),
  }),
  defineRoute({
    methode: 'GET',
    chemin: '/dispositifs/:id{[0-9]+}/missions',
    ...lecture,
    trace: 'dispositif.missions.formulaire',
    lire: (ctx, _entree, requete, dispositif) => renderMissions(ctx, { requete, dispositif }),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/dispositifs/:id{[0-9]+}/missions',
    action: suivreMissions,
    avis: { 'missions-suivies': succes('Les missions sont enregistrées.') },
    reussir: (id) => ({ vers: formatAdresseDispositif(id), avis: 'missions-suivies' }),
    echouer: async (ctx, erreurs, brut, requete) =>
      renderMissions(ctx, { requete, erreurs, valeurs: brut, dispositif: await getModifiable(ctx, brut) }),
  }),
]
