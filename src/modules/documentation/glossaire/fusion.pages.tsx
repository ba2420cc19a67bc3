import { type Ctx, type Requete, succes } from '#core/context.ts'
import { type ErreurChamp, ErreurIntrouvable } from '#core/errors.ts'
import { defineRoute } from '#core/route.ts'
import { type Brut, ligneOuNull } from '#core/saisie.ts'
import { Actions, Button, ButtonLink, Field, Form, getError } from '#ui/form.tsx'
import { Layout } from '#ui/layout.tsx'
import { filGlossaire } from './cadre.tsx'
import { getTermesNommes } from './ecriture.queries.ts'
import { fusionnerTermes } from './glossaire.actions.ts'
import { glossairePolicy } from './glossaire.policy.ts'
import { getEntree, listEntrees } from './glossaire.queries.ts'
import { type Entree, formatAdresseTerme, formatNom, getContenu, mergeContenus } from './glossaire.ts'
import { Differences } from './historique.pages.tsx'
import { parametreSlug } from './terme.pages.tsx'

interface Props {
  entree: Entree
  requete: Requete
  garde: string
  erreurs?: ErreurChamp[]
}

/** First the name of the term to keep, then what it would become, then the gesture. */
async function renderFusion(ctx: Ctx, { entree, requete, garde, erreurs = [] }: Props) {
  const adresse = formatAdresseTerme(entree.slug)
  const [id] = garde ? (await getTermesNommes(ctx, [garde])).ids : []
  const cible = id === undefined || id === entree.id ? null : await getEntree(ctx, id)
  const fautes =
    garde && !cible && erreurs.length === 0
      ? [{ field: 'garde', message: `Le glossaire n’a pas d’autre terme de ce nom\u00a0: ${garde}.` }]
      : erreurs
  return (
    <Layout
      title="Fusionner ce terme avec un autre"
      page={requete}
      errors={fautes}
      crumbs={filGlossaire([{ label: formatNom(entree), href: adresse }, { label: 'Fusionner' }])}
      intro={
        <p>
          {`Les définitions et les noms de «\u00a0${entree.terme}\u00a0» rejoindront le terme gardé. Son adresse y mènera.`}
        </p>
      }
    >
      <Form action={`${adresse}/fusionner`} method="get">
        <Field
          name="garde"
          label="Terme à garder"
          value={garde}
          list="termes"
          error={getError(fautes, 'garde')}
          required
        />
        <datalist id="termes">
          {(await listEntrees(ctx))
            .filter((e) => e.id !== entree.id)
            .map((e) => (
              <option value={e.terme} />
            ))}
        </datalist>
        <Actions>
          <Button variant={cible ? 'secondary' : 'primary'}>Comparer</Button>
        </Actions>
      </Form>
      {cible && (
        <>
          <h2>{`Ce que deviendra «\u00a0${cible.terme}\u00a0»`}</h2>
          <Differences avant={getContenu(cible)} apres={mergeContenus(getContenu(cible), getContenu(entree))} />
          <Form action={`${adresse}/fusionner`}>
            <input type="hidden" name="garde" value={cible.terme} />
            <Actions>
              <Button>Fusionner les deux termes</Button>
              <ButtonLink href={adresse} variant="link">
                Annuler
              </ButtonLink>
            </Actions>
          </Form>
        </>
      )}
    </Layout>
  )
}

export const routesFusionTerme = [
  defineRoute({
    methode: 'GET',
    chemin: '/glossaire/:slug/fusionner',
    requete: parametreSlug.extend({ garde: ligneOuNull(200).catch(null) }),
    charger: (ctx: Ctx, { slug }) => getEntree(ctx, slug),
    politique: (acteur, entree: Entree) => glossairePolicy.peut(acteur, 'modifier', entree),
    trace: 'glossaire.fusion.formulaire',
    objet: ({ slug }) => ({ type: 'terme', id: slug }),
    lire: (ctx, { garde }, requete, entree) => renderFusion(ctx, { entree, requete, garde: garde ?? '' }),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/glossaire/:slug/fusionner',
    action: fusionnerTermes,
    avis: { 'termes-fusionnes': succes('Les deux termes n’en font plus qu’un.') },
    reussir: (slug) => ({ vers: formatAdresseTerme(slug), avis: 'termes-fusionnes' }),
    echouer: async (ctx, erreurs, brut: Brut, requete) => {
      const entree = await getEntree(ctx, parametreSlug.catch({ slug: '' }).parse(brut).slug)
      if (!entree || !glossairePolicy.peut(ctx.acteur, 'modifier', entree)) throw new ErreurIntrouvable('terme')
      return renderFusion(ctx, { entree, requete, garde: String(brut.garde ?? ''), erreurs })
    },
  }),
]
