import { z } from 'zod'
import { type Ctx, type Requete, succes } from '#core/context.ts'
import { type ErreurChamp, ErreurIntrouvable } from '#core/errors.ts'
import { defineRoute } from '#core/route.ts'
import { type Brut, identifiant, ligneOuNull } from '#core/saisie.ts'
import { Layout } from '#ui/layout.tsx'
import { feuille, filGlossaire } from './cadre.tsx'
import { FormTerme } from './champs.tsx'
import { creerTerme, modifierTerme, proposerModification, proposerTerme } from './glossaire.actions.ts'
import { glossairePolicy, propositionPolicy } from './glossaire.policy.ts'
import { getEntree } from './glossaire.queries.ts'
import { type Entree, formatAdresseTerme, formatNom, getContenu } from './glossaire.ts'
import { getProposition } from './proposition.queries.ts'
import { formatAdresseProposition } from './proposition.ts'
import { formatSaisie } from './saisie.ts'
import { parametreSlug } from './terme.pages.tsx'

interface Props {
  requete: Requete
  valeurs: Brut
  erreurs?: ErreurChamp[]
}

const getCaches = (valeurs: Brut, autres: Record<string, string> = {}): Record<string, string> => ({
  ...autres,
  ...(typeof valeurs.proposition === 'string' && { proposition: valeurs.proposition }),
})

function PageCreation({ requete, valeurs, erreurs = [] }: Props) {
  const propose = !glossairePolicy.peutParfois(requete.acteur, 'modifier')
  const titre = propose ? 'Proposer un terme' : 'Nouveau terme'
  return (
    <Layout title={titre} page={requete} errors={erreurs} crumbs={filGlossaire([{ label: titre }])} head={feuille}>
      {propose && <p>Une personne qui tient le glossaire relira votre proposition avant qu’elle y paraisse.</p>}
      <FormTerme
        {...{ valeurs, erreurs, propose }}
        action={propose ? '/glossaire/propositions' : '/glossaire'}
        caches={getCaches(valeurs)}
        bouton={propose ? 'Proposer' : 'Ajouter au glossaire'}
        annuler="/glossaire"
      />
    </Layout>
  )
}

function PageModification({ requete, valeurs, erreurs = [], entree }: Props & { entree: Entree }) {
  const propose = !glossairePolicy.peut(requete.acteur, 'modifier', entree)
  const titre = propose ? 'Proposer une modification' : 'Modifier le terme'
  const adresse = formatAdresseTerme(entree.slug)
  return (
    <Layout
      title={titre}
      page={requete}
      errors={erreurs}
      crumbs={filGlossaire([{ label: formatNom(entree), href: adresse }, { label: titre }])}
      head={feuille}
    >
      {propose && <p>Une personne qui tient le glossaire relira votre proposition avant qu’elle y paraisse.</p>}
      <FormTerme
        {...{ valeurs, erreurs, propose }}
        action={`${adresse}/${propose ? 'proposer' : 'modifier'}`}
        caches={getCaches(valeurs, {
          version: typeof valeurs.version === 'string' ? valeurs.version : String(entree.version),
        })}
        bouton={propose ? 'Proposer' : 'Enregistrer'}
        annuler={adresse}
      />
    </Layout>
  )
}

/** What a proposal would fill the form with, for who decides of it. */
async function getValeursProposees(ctx: Ctx, id: number | undefined): Promise<Brut | null> {
  if (id === undefined) return null
  const p = await getProposition(ctx, id)
  if (!p || !propositionPolicy.peut(ctx.acteur, 'decider', p)) throw new ErreurIntrouvable('proposition')
  return { ...formatSaisie(p.contenu), proposition: String(p.id) }
}

/** The stored term under a faulty form. @throws ErreurIntrouvable for who may not even propose */
async function getModifiable(ctx: Ctx, brut: Brut): Promise<Entree> {
  const entree = await getEntree(ctx, parametreSlug.catch({ slug: '' }).parse(brut).slug)
  if (!entree || !glossairePolicy.peut(ctx.acteur, 'proposer', entree)) throw new ErreurIntrouvable('terme')
  return entree
}

const echouerModification = async (ctx: Ctx, erreurs: ErreurChamp[], brut: Brut, requete: Requete) => (
  <PageModification {...{ requete, erreurs }} valeurs={brut} entree={await getModifiable(ctx, brut)} />
)
const echouerCreation = (_ctx: Ctx, erreurs: ErreurChamp[], brut: Brut, requete: Requete) => (
  <PageCreation {...{ requete, erreurs }} valeurs={brut} />
)

const proposition = identifiant.optional().catch(undefined)

export const routesFormulaireTerme = [
  defineRoute({
    methode: 'GET',
    chemin: '/glossaire/nouveau',
    // What a suggestion already knows.
    requete: z.object({ proposition, sigle: ligneOuNull(30).catch(null), forme: ligneOuNull(300).catch(null) }),
    politique: (acteur) => glossairePolicy.peutParfois(acteur, 'proposer'),
    trace: 'glossaire.creation.formulaire',
    lire: async (ctx, entree, requete) => {
      const { sigle, forme } = entree
      const terme = forme && forme.charAt(0).toUpperCase() + forme.slice(1)
      const valeurs = (await getValeursProposees(ctx, entree.proposition)) ?? { terme, sigle, formeLongue: forme }
      return <PageCreation requete={requete} valeurs={valeurs} />
    },
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/glossaire',
    action: creerTerme,
    avis: { 'terme-cree': succes('Le terme est au glossaire.') },
    reussir: ({ slug }) => ({ vers: formatAdresseTerme(slug), avis: 'terme-cree' }),
    echouer: echouerCreation,
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/glossaire/propositions',
    action: proposerTerme,
    avis: { 'terme-propose': succes('Votre proposition est transmise.') },
    reussir: (id) => ({ vers: formatAdresseProposition(id), avis: 'terme-propose' }),
    echouer: echouerCreation,
  }),
  defineRoute({
    methode: 'GET',
    chemin: '/glossaire/:slug/modifier',
    requete: parametreSlug.extend({ proposition }),
    charger: (ctx: Ctx, { slug }) => getEntree(ctx, slug),
    politique: (acteur, entree: Entree) => glossairePolicy.peut(acteur, 'proposer', entree),
    trace: 'glossaire.modification.formulaire',
    objet: ({ slug }) => ({ type: 'terme', id: slug }),
    lire: async (ctx, { proposition: id }, requete, entree) => {
      const valeurs = (await getValeursProposees(ctx, id)) ?? formatSaisie(getContenu(entree))
      return <PageModification {...{ requete, entree, valeurs }} />
    },
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/glossaire/:slug/modifier',
    action: modifierTerme,
    avis: { 'terme-modifie': succes('Le terme est enregistré.') },
    reussir: (slug) => ({ vers: formatAdresseTerme(slug), avis: 'terme-modifie' }),
    echouer: echouerModification,
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/glossaire/:slug/proposer',
    action: proposerModification,
    reussir: (id) => ({ vers: formatAdresseProposition(id), avis: 'terme-propose' }),
    echouer: echouerModification,
  }),
]
