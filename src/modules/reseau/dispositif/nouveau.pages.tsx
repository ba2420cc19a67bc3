import { z } from 'zod'
import { type Ctx, type Requete, succes } from '#core/context.ts'
import type { ErreurChamp } from '#core/errors.ts'
import { defineRoute, type Rendu } from '#core/route.ts'
import type { Brut } from '#core/saisie.ts'
import { getLues, listBlocsEtTerritoires, schemaSelection } from '#modules/territoires/index.ts'
import { Alert } from '#ui/alert.tsx'
import { Card } from '#ui/card.tsx'
import { Actions, Button, ButtonLink, Field, Form, getError } from '#ui/form.tsx'
import { Layout } from '#ui/layout.tsx'
import { feuille, filDispositifs } from './cadre.tsx'
import { ChampsDescription, getTexte } from './champs.tsx'
import { creerDispositif } from './dispositif.actions.ts'
import { canCreer, dispositifPolicy } from './dispositif.policy.ts'
import { formatAdresseDispositif } from './dispositif.ts'
import { getReprise } from './reprise.queries.ts'
import { ChampsTerritoire } from './territoire.tsx'
import { formatSigle, GROUPES_TYPES, NATURES_TERRITOIRE, type TypeDispositif } from './type.ts'
import { getType, listTypes } from './types.ts'

const ADRESSE = '/dispositifs/nouveau'

const schemaAdresse = z.object({ type: z.string().optional().catch(undefined), ...schemaSelection })

/** First which type it is: the form follows from it. */
function PageTypes({ requete }: { requete: Requete }) {
  const suite = new URL(requete.url).searchParams
  const adresse = (slug: string) => {
    const parametres = new URLSearchParams(suite)
    parametres.set('type', slug)
    return `${ADRESSE}?${parametres}`
  }
  return (
    <Layout
      title="Ajouter un dispositif"
      page={requete}
      width="list"
      crumbs={filDispositifs([{ label: 'Ajouter un dispositif' }])}
      intro={<p>Choisissez d’abord son type&nbsp;: ce que l’on vous demande ensuite en dépend.</p>}
      head={feuille}
    >
      {[...Map.groupBy(listTypes(), (t) => t.groupe)].map(([groupe, types]) => (
        <section aria-labelledby={`groupe-${groupe}`}>
          <h2 id={`groupe-${groupe}`}>{GROUPES_TYPES[groupe]}</h2>
          <div class="types">
            {types.map((t) => (
              <Card title={t.sigle ? `${t.sigle}, ${t.nom}` : t.nom} href={adresse(t.slug)} level={3}>
                <p>{t.definition}</p>
              </Card>
            ))}
          </div>
        </section>
      ))}
    </Layout>
  )
}

interface Contenu {
  requete: Requete
  type: TypeDispositif
  valeurs: Brut
  erreurs?: readonly ErreurChamp[]
}

async function renderNouveau(ctx: Ctx, { requete, type, valeurs, erreurs = [] }: Contenu): Promise<Rendu> {
  const [reprise, blocs] = await Promise.all([
    getReprise(ctx, { type, brut: valeurs, sauf: null, demandePorteurs: erreurs.some((e) => e.field === 'organisme') }),
    listBlocsEtTerritoires(ctx),
  ])
  const titre = `Ajouter un dispositif\u00a0: ${formatSigle(type)}`
  const propose = !dispositifPolicy.peutParfois(ctx.acteur, 'creer')
  return (
    <Layout
      title={titre}
      page={requete}
      width="list"
      errors={erreurs}
      crumbs={filDispositifs([{ label: 'Ajouter un dispositif', href: ADRESSE }, { label: formatSigle(type) }])}
      intro={<p>{`${type.nom}. ${type.definition}`}</p>}
      head={feuille}
    >
      {propose && (
        <Alert ton="info" title="Une proposition">
          Une personne qui administre Maillage la relira avant que tout le monde la voie.
        </Alert>
      )}
      <Form action={ADRESSE}>
        <input type="hidden" name="type" value={type.slug} />
        <fieldset>
          <legend>
            <h2>Territoire</h2>
          </legend>
          <p class="hint">{`${NATURES_TERRITOIRE[type.territoire]}.`}</p>
          <ChampsTerritoire
            {...{ valeurs, erreurs, blocs }}
            {...reprise}
            arbitre={dispositifPolicy.peutParfois(ctx.acteur, 'administrer')}
          />
          <Field
            name="depuis"
            label="Depuis quand"
            hint="Date à laquelle ce territoire vaut, si vous la connaissez."
            type="date"
            size="short"
            value={getTexte(valeurs, 'depuis')}
            error={getError(erreurs, 'depuis')}
          />
        </fieldset>
        <ChampsDescription {...{ type, valeurs, erreurs }} {...reprise} />
        <Actions>
          <Button>{propose ? 'Proposer ce dispositif' : 'Ajouter ce dispositif'}</Button>
          <ButtonLink href={ADRESSE} variant="link">
            Changer de type
          </ButtonLink>
        </Actions>
      </Form>
    </Layout>
  )
}

export const routesNouveau = [
  defineRoute({
    methode: 'GET',
    chemin: ADRESSE,
    requete: schemaAdresse,
    politique: canCreer,
    trace: 'dispositif.creation.formulaire',
    lire: async (ctx, { type: slug, ...selection }, requete) => {
      const type = slug === undefined ? null : getType(slug)
      if (!type) return <PageTypes requete={requete} />
      const { communes } = await getLues(ctx, selection)
      return renderNouveau(ctx, { requete, type, valeurs: { communes: communes.join(',') } })
    },
  }),
  defineRoute({
    methode: 'POST',
    chemin: ADRESSE,
    action: creerDispositif,
    avis: { 'dispositif-cree': succes('Le dispositif est enregistré.') },
    reussir: (id) => ({ vers: formatAdresseDispositif(id), avis: 'dispositif-cree' }),
    echouer: (ctx, erreurs, brut, requete) => {
      const type = getType(getTexte(brut, 'type'))
      return type ? renderNouveau(ctx, { requete, type, valeurs: brut, erreurs }) : <PageTypes requete={requete} />
    },
  }),
]
