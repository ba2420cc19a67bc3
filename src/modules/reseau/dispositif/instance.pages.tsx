import { type Ctx, type Requete, succes } from '#core/context.ts'
import { type ErreurChamp, ErreurIntrouvable } from '#core/errors.ts'
import { formatJour } from '#core/jour.ts'
import { defineRoute, type Rendu } from '#core/route.ts'
import { type Brut, identifiant } from '#core/saisie.ts'
import { Actions, Button, ButtonLink, Checkboxes, Field, Form, getError, Select, TextArea } from '#ui/form.tsx'
import { Cadre } from './cadre.tsx'
import { getTexte } from './champs.tsx'
import type { DispositifLu } from './dispositif.queries.ts'
import { formatAdresseDispositif } from './dispositif.ts'
import { type Instance, listInstances } from './instance.queries.ts'
import { enregistrerInstance, retirerInstance } from './membre.actions.ts'
import { listMembres } from './membre.queries.ts'
import { formatNomMembre, isPresent, type Membre } from './membre.ts'
import { chargerLecture, getModifiable, getTypeDe, objet, politiqueModifier, requeteId } from './page.queries.ts'
import { Instances } from './personnes.tsx'
import type { TypeDispositif } from './type.ts'

interface Contenu {
  requete: Requete
  dispositif: DispositifLu
  /** The body that is changed; null for the list and a new one. */
  instance: number | null
  valeurs?: Brut
  erreurs?: readonly ErreurChamp[]
}

const formatValeurs = (i: Instance): Brut => ({
  type: i.type,
  nom: i.nom,
  description: i.description ?? '',
  frequence: i.frequence ?? '',
  sieges: i.sieges.map(String),
})

async function renderInstances(ctx: Ctx, contenu: Contenu): Promise<Rendu> {
  const { requete, dispositif: d, instance: id, erreurs = [] } = contenu
  const type = getTypeDe(d)
  const page = `${formatAdresseDispositif(d.id)}/instances`
  const [instances, membres] = await Promise.all([listInstances(ctx, d.id), listMembres(ctx, d.id)])
  const instance = id === null ? null : (instances.find((i) => i.id === id) ?? null)
  if (id !== null && instance === null) throw new ErreurIntrouvable('instance')
  const valeurs = contenu.valeurs ?? (instance ? formatValeurs(instance) : {})
  const jour = formatJour(ctx.maintenant)
  return (
    <Cadre titre={instance?.nom ?? 'Instances'} dispositif={d} {...{ requete, page, erreurs }}>
      {!instance && instances.length > 0 && (
        <>
          <Instances {...{ type, instances, membres }} />
          <ul class="parentes">
            {instances.map((i) => (
              <li>
                <a href={`${page}/${i.id}`}>{`Modifier\u00a0: ${i.nom}`}</a>
              </li>
            ))}
          </ul>
        </>
      )}
      {!instance && <h2>Ajouter une instance</h2>}
      <Form action={instance ? `${page}/${instance.id}` : page}>
        <ChampsInstance {...{ type, valeurs, erreurs }} membres={membres.filter((m) => isPresent(m, jour))} />
        <Actions>
          <Button>{instance ? 'Enregistrer' : 'Ajouter'}</Button>
          {instance && (
            <ButtonLink href={page} variant="link">
              Annuler
            </ButtonLink>
          )}
        </Actions>
      </Form>
      {instance && (
        <Form action={`${page}/${instance.id}/retirer`}>
          <Button variant="danger">Retirer cette instance</Button>
        </Form>
      )}
    </Cadre>
  )
}

interface PropsChamps {
  type: TypeDispositif
  membres: readonly Membre[]
  valeurs: Brut
  erreurs: readonly ErreurChamp[]
}

function ChampsInstance({ type, membres, valeurs, erreurs }: PropsChamps) {
  const champ = (name: string) => ({ name, value: getTexte(valeurs, name), error: getError(erreurs, name) })
  return (
    <>
      <Select
        {...champ('type')}
        label="De quelle instance s’agit-il&#8239;?"
        options={[
          ...type.instances.map((i) => ({ value: i.slug, label: i.libelle })),
          { value: 'autre', label: 'Autre instance' },
        ]}
        required
      />
      <Field {...champ('nom')} label="Nom" required />
      <TextArea {...champ('description')} label="Ce qu’elle fait" rows={3} />
      <Field {...champ('frequence')} label="Fréquence" hint="Par exemple&nbsp;: deux fois par an." size="medium" />
      {membres.length > 0 && (
        <Checkboxes
          name="sieges"
          legend="Qui y siège"
          options={membres.map((m) => ({ value: String(m.id), label: formatNomMembre(m) }))}
          values={[valeurs.sieges ?? []].flat().map(String)}
        />
      )}
    </>
  )
}

const lecture = { charger: chargerLecture, politique: politiqueModifier, objet }
const vers = (avis: string) => (id: number) => ({ vers: `${formatAdresseDispositif(id)}/instances`, avis })
const echouer = async (ctx: Ctx, erreurs: ErreurChamp[], brut: Brut, requete: Requete) =>
  renderInstances(ctx, {
    ...{ requete, erreurs, valeurs: brut },
    instance: brut.instance === undefined ? null : identifiant.catch(0).parse(brut.instance),
    dispositif: await getModifiable(ctx, brut),
  })

export const routesInstances = [
  defineRoute({
    methode: 'GET',
    chemin: '/dispositifs/:id{[0-9]+}/instances',
    requete: requeteId,
    ...lecture,
    trace: 'dispositif.instances',
    lire: (ctx, _entree, requete, dispositif) => renderInstances(ctx, { requete, dispositif, instance: null }),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/dispositifs/:id{[0-9]+}/instances',
    action: enregistrerInstance,
    avis: { 'instance-ajoutee': succes('L’instance est ajoutée.') },
    reussir: vers('instance-ajoutee'),
    echouer,
  }),
  defineRoute({
    methode: 'GET',
    chemin: '/dispositifs/:id{[0-9]+}/instances/:instance{[0-9]+}',
    requete: requeteId.extend({ instance: identifiant }),
    ...lecture,
    trace: 'dispositif.instance.formulaire',
    lire: (ctx, { instance }, requete, dispositif) => renderInstances(ctx, { requete, dispositif, instance }),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/dispositifs/:id{[0-9]+}/instances/:instance{[0-9]+}',
    action: enregistrerInstance,
    avis: { 'instance-modifiee': succes('L’instance est enregistrée.') },
    reussir: vers('instance-modifiee'),
    echouer,
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/dispositifs/:id{[0-9]+}/instances/:instance{[0-9]+}/retirer',
    action: retirerInstance,
    avis: { 'instance-retiree': succes('L’instance est retirée.') },
    reussir: vers('instance-retiree'),
  }),
]
