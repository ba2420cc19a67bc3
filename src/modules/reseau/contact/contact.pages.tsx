import { z } from 'zod'
import { type Ctx, type Requete, succes } from '#core/context.ts'
import { type ErreurChamp, ErreurIntrouvable } from '#core/errors.ts'
import { defineRoute } from '#core/route.ts'
import { type Brut, identifiant } from '#core/saisie.ts'
import { listTermes } from '#modules/vocabulaires/index.ts'
import { Actions, Button, ButtonLink, Field, Form, getError, Radios, Select } from '#ui/form.tsx'
import { Layout } from '#ui/layout.tsx'
import { filStructures } from '../fiche/cadre.tsx'
import { fichePolicy } from '../fiche/fiche.policy.ts'
import type { CibleFiche } from '../fiche/fiche.ts'
import { createChamp } from '../structure/champs.tsx'
import {
  CADRES,
  creerContactOrganisme,
  creerContactStructure,
  getContactEdite,
  type IssueContact,
  modifierContact,
  retirerContact,
} from './contact.actions.ts'
import { type Contact, formatNomContact } from './contact.ts'

interface Props {
  titre: string
  /** Sheet that the person belongs to. */
  fiche: { nom: string }
  retour: string
  action: string
  valeurs: Brut
  erreurs: ErreurChamp[]
  revision?: number
  requete: Requete
}

function PageContact({ titre, fiche, retour, action, valeurs, erreurs, revision, requete }: Props) {
  const champ = createChamp({ valeurs, erreurs })
  return (
    <Layout
      title={titre}
      page={requete}
      errors={erreurs}
      crumbs={filStructures([
        ...(retour.startsWith('/organismes/') ? [{ label: 'Organismes', href: '/organismes' }] : []),
        { label: fiche.nom, href: retour },
        { label: titre },
      ])}
      intro={<p>{fiche.nom}</p>}
    >
      <Form action={action}>
        <div class="field-row">
          <Field {...champ('prenom')} label="Prénom" size="medium" autocomplete="off" />
          <Field {...champ('nom')} label="Nom" size="medium" required autocomplete="off" />
        </div>
        <Field {...champ('fonction')} label="Fonction" />
        <Select
          {...champ('profession')}
          label="Profession"
          options={listTermes('profession').map((t) => ({ value: t.slug, label: t.libelle }))}
          empty="Non précisée"
        />
        <div class="field-row">
          <Field {...champ('telephone')} label="Téléphone" type="tel" size="medium" autocomplete="off" />
          <Field {...champ('courriel')} label="Courriel" type="email" size="medium" autocomplete="off" />
        </div>
        <Field {...champ('rpps')} label="Numéro RPPS" size="medium" inputmode="numeric" hint="Onze chiffres." />
        <Radios
          name="visible"
          legend="Qui le voit"
          value={valeurs.visible === 'public' ? 'public' : 'coordination'}
          error={getError(erreurs, 'visible')}
          options={[
            { value: 'coordination', label: 'Les personnes qui coordonnent seulement' },
            { value: 'public', label: 'Tout le monde', hint: 'Seulement si la personne est d’accord.' },
          ]}
        />
        {revision !== undefined && <input type="hidden" name="revision" value={String(revision)} />}
        <Actions>
          <Button>Enregistrer</Button>
          <ButtonLink href={retour} variant="link">
            Annuler
          </ButtonLink>
        </Actions>
      </Form>
      {revision !== undefined && (
        <Form action={action.replace('modifier', 'retirer')}>
          <Actions>
            <Button variant="danger">Retirer ce contact</Button>
          </Actions>
        </Form>
      )}
    </Layout>
  )
}

const reussir = ({ adresse, rppsDouteux }: IssueContact) => ({
  vers: `${adresse}#contacts`,
  avis: rppsDouteux ? 'contact-rpps' : 'contact-enregistre',
})

const formatSaisie = (c: Contact): Brut =>
  Object.fromEntries(Object.entries(c).filter(([, v]) => typeof v === 'string')) as Brut

const renderModification = (
  lu: NonNullable<Awaited<ReturnType<typeof getContactEdite>>>,
  p: { valeurs: Brut; erreurs: ErreurChamp[]; requete: Requete },
) => (
  <PageContact
    {...p}
    titre={`Modifier le contact\u00a0: ${formatNomContact(lu.contact)}`}
    fiche={lu.fiche}
    retour={lu.adresse}
    action={`/contacts/${lu.contact.id}/modifier`}
    revision={lu.contact.revision}
  />
)

const parametreId = z.object({ id: identifiant })

/** The form and its answer, under the sheet that the person belongs to. */
function defineAjout(cadre: keyof typeof CADRES, action: typeof creerContactStructure) {
  const { base, charger } = CADRES[cadre]
  const nouveau = (id: number) => ({
    titre: 'Ajouter un contact',
    retour: `${base}/${id}`,
    action: `${base}/${id}/contacts`,
  })
  const formulaire = defineRoute({
    methode: 'GET',
    chemin: `${base}/:id/contacts/nouveau`,
    requete: parametreId,
    charger: (ctx: Ctx, { id }): Promise<(CibleFiche & { nom: string }) | null> => charger(ctx, id),
    politique: (acteur, fiche) => fichePolicy.peut(acteur, 'modifier', fiche),
    trace: 'contact.creation.formulaire',
    objet: ({ id }) => ({ type: cadre, id }),
    lire: (_ctx, { id }, requete, fiche) => (
      <PageContact {...nouveau(id)} {...{ fiche, requete }} valeurs={{}} erreurs={[]} />
    ),
  })
  const ajout = defineRoute({
    methode: 'POST',
    chemin: `${base}/:id/contacts`,
    action,
    avis: {
      'contact-enregistre': succes('Le contact est enregistré.'),
      'contact-rpps': {
        ton: 'attention',
        texte: 'Le contact est enregistré. La clé de son numéro RPPS est inhabituelle\u00a0: vérifiez-le.',
      },
      'contact-retire': succes('Le contact est retiré.'),
    },
    reussir,
    echouer: async (ctx, erreurs, brut, requete) => {
      const id = identifiant.catch(0).parse(brut.id)
      const fiche = await charger(ctx, id)
      if (!fiche || !fichePolicy.peut(ctx.acteur, 'modifier', fiche)) throw new ErreurIntrouvable(cadre)
      return <PageContact {...nouveau(id)} {...{ fiche, requete, erreurs }} valeurs={brut} />
    },
  })
  return [formulaire, ajout]
}

export const routesContact = [
  ...defineAjout('structure', creerContactStructure),
  ...defineAjout('organisme', creerContactOrganisme),
  defineRoute({
    methode: 'GET',
    chemin: '/contacts/:id/modifier',
    requete: parametreId,
    charger: (ctx: Ctx, { id }) => getContactEdite(ctx, id),
    politique: (acteur, { fiche }) => fichePolicy.peut(acteur, 'modifier', fiche),
    trace: 'contact.modification.formulaire',
    objet: ({ id }) => ({ type: 'contact', id }),
    lire: (_ctx, _entree, requete, lu) =>
      renderModification(lu, { valeurs: formatSaisie(lu.contact), erreurs: [], requete }),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/contacts/:id/modifier',
    action: modifierContact,
    reussir,
    echouer: async (ctx, erreurs, brut, requete) => {
      const lu = await getContactEdite(ctx, identifiant.catch(0).parse(brut.id))
      if (!lu || !fichePolicy.peut(ctx.acteur, 'modifier', lu.fiche)) throw new ErreurIntrouvable('contact')
      return renderModification(lu, { valeurs: brut, erreurs, requete })
    },
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/contacts/:id/retirer',
    action: retirerContact,
    reussir: (adresse) => ({ vers: adresse, avis: 'contact-retire' }),
  }),
]
