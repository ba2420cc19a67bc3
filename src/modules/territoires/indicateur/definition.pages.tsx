import { z } from 'zod'
import { type Ctx, type Requete, succes } from '#core/context.ts'
import { type ErreurChamp, ErreurIntrouvable } from '#core/errors.ts'
import { defineRoute, type Route } from '#core/route.ts'
import type { Brut } from '#core/saisie.ts'
import { Actions, Button, ButtonLink, Form } from '#ui/form.tsx'
import { Layout } from '#ui/layout.tsx'
import { filIndicateurs, RACINE } from './fil.ts'
import { FormIndicateur, formatSaisieIndicateur } from './formulaire.tsx'
import { creerIndicateur, modifierIndicateur, supprimerIndicateur } from './indicateur.actions.ts'
import { indicateurPolicy } from './indicateur.policy.ts'
import { getIndicateur, listSeries } from './indicateur.queries.ts'
import { formatAdresseIndicateur, type Indicateur } from './indicateur.ts'
import { schemaCode } from './saisie.ts'
import { schemaSerieDesignee, supprimerSerie } from './serie.actions.ts'

const peut = (acteur: Ctx['acteur'], geste: 'definir' | 'importer') => indicateurPolicy.peutParfois(acteur, geste)

interface PropsSaisie {
  requete: Requete
  valeurs: Brut
  erreurs?: ErreurChamp[]
  indicateur?: Indicateur
}

function PageSaisie({ requete, valeurs, erreurs = [], indicateur }: PropsSaisie) {
  return (
    <Layout
      title={indicateur ? 'Modifier la définition' : 'Définir un indicateur'}
      page={requete}
      errors={erreurs}
      crumbs={
        indicateur
          ? filIndicateurs([
              { label: indicateur.libelle, href: formatAdresseIndicateur(indicateur.code) },
              { label: 'Modifier' },
            ])
          : filIndicateurs([{ label: 'Nouvel indicateur' }])
      }
    >
      <FormIndicateur {...{ valeurs, erreurs }} code={indicateur?.code ?? null} />
    </Layout>
  )
}

interface PropsSuppression {
  requete: Requete
  indicateur: Indicateur
  /** The series to take away; without, the definition itself. */
  millesime?: number
  erreurs?: ErreurChamp[]
}

function PageSuppression({ requete, indicateur, millesime, erreurs = [] }: PropsSuppression) {
  const adresse = formatAdresseIndicateur(indicateur.code)
  const quoi = millesime === undefined ? 'cet indicateur' : `la série ${millesime}`
  return (
    <Layout
      title={`Supprimer ${quoi}\u202f?`}
      page={requete}
      errors={erreurs}
      crumbs={filIndicateurs([{ label: indicateur.libelle, href: adresse }, { label: 'Supprimer' }])}
    >
      <p>
        <strong>{indicateur.libelle}</strong>
      </p>
      <p>
        {millesime === undefined
          ? 'Sa définition disparaîtra.'
          : 'Ses valeurs, et ce qui en est calculé, disparaîtront des portraits. Le fichier de la source permet de les réimporter.'}
      </p>
      <Form action={millesime === undefined ? `${adresse}/supprimer` : `${adresse}/series/${millesime}/supprimer`}>
        <Actions>
          <Button variant="danger">Supprimer</Button>
          <ButtonLink href={adresse} variant="link">
            Annuler
          </ButtonLink>
        </Actions>
      </Form>
    </Layout>
  )
}

const parCode = z.object({ indicateur: schemaCode })
const charger = (ctx: Ctx, { indicateur }: { indicateur: string }) => getIndicateur(ctx, indicateur)
const objet = ({ indicateur }: { indicateur: string }) => ({ type: 'indicateur', id: indicateur })
const peutDefinir = (acteur: Ctx['acteur'], cible: Indicateur) => indicateurPolicy.peut(acteur, 'definir', cible)

async function readIndicateur(ctx: Ctx, brut: Brut): Promise<Indicateur> {
  const indicateur = await getIndicateur(ctx, String(brut.indicateur))
  if (!indicateur) throw new ErreurIntrouvable('indicateur')
  return indicateur
}

export const routesDefinition: readonly Route[] = [
  defineRoute({
    methode: 'GET',
    chemin: `${RACINE}/nouveau`,
    politique: (acteur) => peut(acteur, 'definir'),
    trace: 'indicateur.formulaire',
    lire: (_ctx, _entree, requete) => (
      <PageSaisie requete={requete} valeurs={{ decimales: '0', sens: '0', agregation: 'somme', rang: '100' }} />
    ),
  }),
  defineRoute({
    methode: 'POST',
    chemin: RACINE,
    action: creerIndicateur,
    avis: { 'indicateur-cree': succes('L’indicateur est défini. Il attend ses valeurs.') },
    reussir: (code) => ({ vers: formatAdresseIndicateur(code), avis: 'indicateur-cree' }),
    echouer: (_ctx, erreurs, valeurs, requete) => <PageSaisie {...{ requete, valeurs, erreurs }} />,
  }),
  defineRoute({
    methode: 'GET',
    chemin: `${RACINE}/:indicateur/modifier`,
    requete: parCode,
    charger,
    politique: peutDefinir,
    trace: 'indicateur.formulaire',
    objet,
    lire: (_ctx, _entree, requete, indicateur) => (
      <PageSaisie {...{ requete, indicateur }} valeurs={formatSaisieIndicateur(indicateur)} />
    ),
  }),
  defineRoute({
    methode: 'POST',
    chemin: `${RACINE}/:indicateur/modifier`,
    action: modifierIndicateur,
    avis: { 'indicateur-modifie': succes('La définition est enregistrée.') },
    reussir: (code) => ({ vers: formatAdresseIndicateur(code), avis: 'indicateur-modifie' }),
    echouer: async (ctx, erreurs, valeurs, requete) => (
      <PageSaisie {...{ requete, valeurs, erreurs }} indicateur={await readIndicateur(ctx, valeurs)} />
    ),
  }),
  defineRoute({
    methode: 'GET',
    chemin: `${RACINE}/:indicateur/supprimer`,
    requete: parCode,
    charger,
    politique: peutDefinir,
    trace: 'indicateur.suppression.formulaire',
    objet,
    lire: (_ctx, _entree, requete, indicateur) => <PageSuppression {...{ requete, indicateur }} />,
  }),
  defineRoute({
    methode: 'POST',
    chemin: `${RACINE}/:indicateur/supprimer`,
    action: supprimerIndicateur,
    avis: { 'indicateur-supprime': succes('L’indicateur est supprimé.') },
    reussir: () => ({ vers: RACINE, avis: 'indicateur-supprime' }),
    echouer: async (ctx, erreurs, brut, requete) => (
      <PageSuppression {...{ requete, erreurs }} indicateur={await readIndicateur(ctx, brut)} />
    ),
  }),
  defineRoute({
    methode: 'GET',
    chemin: `${RACINE}/:indicateur/series/:millesime/supprimer`,
    requete: schemaSerieDesignee,
    charger,
    politique: peutDefinir,
    trace: 'indicateur.serie.suppression.formulaire',
    objet,
    lire: async (ctx, { indicateur: code, millesime }, requete, indicateur) => {
      const series = await listSeries(ctx, code)
      if (!series.some((s) => s.millesime === millesime)) throw new ErreurIntrouvable('serie')
      return <PageSuppression {...{ requete, indicateur, millesime }} />
    },
  }),
  defineRoute({
    methode: 'POST',
    chemin: `${RACINE}/:indicateur/series/:millesime/supprimer`,
    action: supprimerSerie,
    avis: { 'serie-supprimee': succes('La série est supprimée.') },
    reussir: (code) => ({ vers: formatAdresseIndicateur(code), avis: 'serie-supprimee' }),
  }),
]
