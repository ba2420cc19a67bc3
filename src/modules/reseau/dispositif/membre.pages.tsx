import { z } from 'zod'
import { type Ctx, type Requete, succes } from '#core/context.ts'
import { type ErreurChamp, ErreurIntrouvable } from '#core/errors.ts'
import { defineRoute, type Rendu } from '#core/route.ts'
import { type Brut, identifiant } from '#core/saisie.ts'
import { getLibelle, listTermes } from '#modules/vocabulaires/index.ts'
import { Actions, Button, ButtonLink, Field, Form, getError, Radios, Select } from '#ui/form.tsx'
import { fichePolicy } from '../fiche/fiche.policy.ts'
import { getOrganisme } from '../organisme/organisme.queries.ts'
import { formatAdresseOrganisme, type Organisme } from '../organisme/organisme.ts'
import { Cadre } from './cadre.tsx'
import { type Candidat, searchCandidats } from './candidat.queries.ts'
import { getTexte } from './champs.tsx'
import type { DispositifLu } from './dispositif.queries.ts'
import { formatAdresseDispositif } from './dispositif.ts'
import { ajouterMembre, modifierMembre, retirerMembre } from './membre.actions.ts'
import { getMembre, listMembres } from './membre.queries.ts'
import { formatNomMembre, GENRES_MEMBRE, type GenreMembre, type Membre } from './membre.ts'
import { chargerLecture, getModifiable, getTypeDe, objet, politiqueModifier, requeteId } from './page.queries.ts'
import { TableMembres } from './personnes.tsx'
import type { TypeDispositif } from './type.ts'

const GENRES = Object.keys(GENRES_MEMBRE) as [GenreMembre, ...GenreMembre[]]

interface Contenu {
  requete: Requete
  dispositif: DispositifLu
  genre: GenreMembre
  q: string
  valeurs?: Brut
  erreurs?: readonly ErreurChamp[]
}

async function renderMembres(ctx: Ctx, contenu: Contenu): Promise<Rendu> {
  const { requete, dispositif: d, genre, q, valeurs = {}, erreurs = [] } = contenu
  const type = getTypeDe(d)
  const page = `${formatAdresseDispositif(d.id)}/membres`
  const [membres, candidats] = await Promise.all([listMembres(ctx, d.id), searchCandidats(ctx, genre, q)])
  const introuvable = genre === 'contact' && q !== '' && candidats.length === 0
  const porteur = introuvable && d.organisme !== null ? await getOrganisme(ctx, d.organisme) : null
  return (
    <Cadre titre="Membres et partenaires" dispositif={d} {...{ requete, page, erreurs }}>
      {membres.length > 0 && (
        <TableMembres
          type={type}
          membres={membres}
          caption="Membres et partenaires"
          gestes={(m) => (
            <a href={`${page}/${m.id}`} aria-label={`Modifier ${formatNomMembre(m)}`}>
              Modifier
            </a>
          )}
        />
      )}
      <section aria-labelledby="ajouter">
        <h2 id="ajouter">Ajouter un membre ou un partenaire</h2>
        <form class="form" action={page} method="get">
          <Radios
            name="genre"
            legend="Qui cherchez-vous&#8239;?"
            value={genre}
            options={GENRES.map((value) => ({ value, label: GENRES_MEMBRE[value] }))}
          />
          <Field name="q" label="Nom" hint="Tel qu’il est dans l’annuaire." value={q} type="search" />
          <Actions>
            <Button variant="secondary">Chercher</Button>
          </Actions>
        </form>
        {introuvable ? (
          <Inconnue q={q} porteur={porteur && fichePolicy.peut(ctx.acteur, 'modifier', porteur) ? porteur : null} />
        ) : (
          q !== '' && <Ajout {...{ type, page, genre, q, candidats, valeurs, erreurs }} />
        )}
      </section>
    </Cadre>
  )
}

/** Somebody whom no sheet has as a contact. @param porteur the carrier, where the reader may add people to it */
const Inconnue = ({ q, porteur }: { q: string; porteur: Organisme | null }) => (
  <>
    <p>{`L’annuaire ne connaît pas cette personne\u00a0: «\u00a0${q}\u00a0». Ajoutez-la d’abord comme contact, sur la fiche de la structure ou de l’organisme où cette personne travaille.`}</p>
    {porteur && (
      <Actions>
        <ButtonLink href={`${formatAdresseOrganisme(porteur.id)}/contacts/nouveau`}>
          {`Ajouter un contact à l’organisme porteur\u00a0: ${porteur.nom}`}
        </ButtonLink>
      </Actions>
    )}
  </>
)

interface PropsAjout {
  type: TypeDispositif
  page: string
  genre: GenreMembre
  q: string
  candidats: readonly Candidat[]
  valeurs: Brut
  erreurs: readonly ErreurChamp[]
}

function Ajout({ type, page, genre, q, candidats, valeurs, erreurs }: PropsAjout) {
  if (candidats.length === 0)
    return <p>{`L’annuaire n’a rien de ce nom\u00a0: «\u00a0${q}\u00a0». Ajoutez d’abord sa fiche.`}</p>
  return (
    <Form action={page}>
      <input type="hidden" name="genre" value={genre} />
      <input type="hidden" name="q" value={q} />
      <Radios
        name="cible"
        legend="Lequel&#8239;?"
        value={getTexte(valeurs, 'cible') || (candidats.length === 1 ? String(candidats[0]?.id) : '')}
        options={candidats.map((c) => ({
          value: String(c.id),
          label: c.nom,
          ...(c.precision && { hint: c.precision }),
        }))}
        error={getError(erreurs, 'cible')}
      />
      <ChampsMembre {...{ type, valeurs, erreurs }} />
      <Actions>
        <Button>Ajouter</Button>
      </Actions>
    </Form>
  )
}

/** Role, college, dates. */
function ChampsMembre({ type, valeurs, erreurs }: Pick<PropsAjout, 'type' | 'valeurs' | 'erreurs'>) {
  const champ = (name: string) => ({ name, value: getTexte(valeurs, name), error: getError(erreurs, name) })
  const usuels = type.roles as readonly string[]
  return (
    <>
      <Select
        {...champ('role')}
        label="Rôle"
        options={[
          ...usuels.map((value) => ({
            value,
            label: getLibelle('role-dispositif', value),
            group: 'Les plus courants',
          })),
          ...listTermes('role-dispositif')
            .filter((t) => !usuels.includes(t.slug))
            .map((t) => ({ value: t.slug, label: t.libelle, group: 'Autres rôles' })),
        ]}
        required
      />
      {type.colleges.length > 0 && (
        <Select
          {...champ('college')}
          label="Collège"
          hint="La partie pour laquelle ce membre siège."
          empty="Aucun"
          options={type.colleges.map((c) => ({ value: c.slug, label: c.libelle }))}
        />
      )}
      <div class="field-row">
        <Field {...champ('debut')} label="Arrivée" type="date" size="short" />
        <Field {...champ('fin')} label="Départ" type="date" size="short" />
      </div>
      <Field {...champ('note')} label="Note" />
    </>
  )
}

const formatValeurs = (m: Membre): Brut => ({
  role: m.role,
  college: m.college ?? '',
  debut: m.debut ?? '',
  fin: m.fin ?? '',
  note: m.note ?? '',
})

interface ContenuMembre {
  requete: Requete
  dispositif: DispositifLu
  id: number
  valeurs?: Brut
  erreurs?: readonly ErreurChamp[]
}

async function renderMembre(
  ctx: Ctx,
  { requete, dispositif: d, id, valeurs, erreurs = [] }: ContenuMembre,
): Promise<Rendu> {
  const membre = await getMembre(ctx, d.id, id)
  if (!membre) throw new ErreurIntrouvable('membre')
  const liste = `${formatAdresseDispositif(d.id)}/membres`
  const page = `${liste}/${id}`
  return (
    <Cadre titre={formatNomMembre(membre)} dispositif={d} {...{ requete, erreurs }} page={liste} width="reading">
      <Form action={page}>
        <ChampsMembre type={getTypeDe(d)} valeurs={valeurs ?? formatValeurs(membre)} erreurs={erreurs} />
        <Actions>
          <Button>Enregistrer</Button>
          <ButtonLink href={liste} variant="link">
            Annuler
          </ButtonLink>
        </Actions>
      </Form>
      <h2>Retirer</h2>
      <p>Si ce membre est parti, écrivez plutôt sa date de départ&nbsp;: on garde la mémoire de qui a participé.</p>
      <Form action={`${page}/retirer`}>
        <Button variant="danger">Retirer ce membre, ajouté par erreur</Button>
      </Form>
    </Cadre>
  )
}

const lecture = { charger: chargerLecture, politique: politiqueModifier, objet }
const genre = z.enum(GENRES).catch('structure')
const q = z.string().max(200).catch('').default('')
const vers = (avis: string) => (id: number) => ({ vers: `${formatAdresseDispositif(id)}/membres`, avis })

export const routesMembres = [
  defineRoute({
    methode: 'GET',
    chemin: '/dispositifs/:id{[0-9]+}/membres',
    requete: requeteId.extend({ genre, q }),
    ...lecture,
    trace: 'dispositif.membres',
    lire: (ctx, { genre, q }, requete, dispositif) => renderMembres(ctx, { requete, dispositif, genre, q }),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/dispositifs/:id{[0-9]+}/membres',
    action: ajouterMembre,
    avis: { 'membre-ajoute': succes('Le membre est ajouté.') },
    reussir: vers('membre-ajoute'),
    echouer: async (ctx, erreurs, brut, requete) =>
      renderMembres(ctx, {
        ...{ requete, erreurs, valeurs: brut },
        genre: genre.parse(brut.genre),
        q: q.parse(brut.q),
        dispositif: await getModifiable(ctx, brut),
      }),
  }),
  defineRoute({
    methode: 'GET',
    chemin: '/dispositifs/:id{[0-9]+}/membres/:membre{[0-9]+}',
    requete: requeteId.extend({ membre: identifiant }),
    ...lecture,
    trace: 'dispositif.membre.formulaire',
    lire: (ctx, { membre }, requete, dispositif) => renderMembre(ctx, { requete, dispositif, id: membre }),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/dispositifs/:id{[0-9]+}/membres/:membre{[0-9]+}',
    action: modifierMembre,
    avis: { 'membre-modifie': succes('Le membre est enregistré.') },
    reussir: vers('membre-modifie'),
    echouer: async (ctx, erreurs, brut, requete) =>
      renderMembre(ctx, {
        ...{ requete, erreurs, valeurs: brut },
        id: identifiant.catch(0).parse(brut.membre),
        dispositif: await getModifiable(ctx, brut),
      }),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/dispositifs/:id{[0-9]+}/membres/:membre{[0-9]+}/retirer',
    action: retirerMembre,
    avis: { 'membre-retire': succes('Le membre est retiré.') },
    reussir: vers('membre-retire'),
  }),
]
