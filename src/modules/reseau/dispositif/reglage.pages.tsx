import { z } from 'zod'
import { type Ctx, type Requete, succes } from '#core/context.ts'
import { type ErreurChamp, ErreurIntrouvable } from '#core/errors.ts'
import { defineRoute, type Rendu } from '#core/route.ts'
import type { Brut } from '#core/saisie.ts'
import { Actions, Button, ButtonLink, Checkboxes, Field, Form, getError } from '#ui/form.tsx'
import { Layout } from '#ui/layout.tsx'
import { feuille, filDispositifs } from './cadre.tsx'
import { getTexte } from './champs.tsx'
import { canRegler } from './dispositif.policy.ts'
import { listReglages } from './reglage.queries.ts'
import { oublierReglage, reglerType } from './type.actions.ts'
import { formatAdresseType, formatSigle, type TypeDispositif } from './type.ts'
import { getType } from './types.ts'

interface ContenuReglage {
  requete: Requete
  type: TypeDispositif
  cle: string
  valeurs?: Brut
  erreurs?: readonly ErreurChamp[]
}

async function renderReglage(ctx: Ctx, { requete, type, cle, valeurs, erreurs = [] }: ContenuReglage): Promise<Rendu> {
  const reglage = (await listReglages(ctx, type)).find((r) => r.cle === cle)
  if (!reglage) throw new ErreurIntrouvable('réglage')
  const base = formatAdresseType(type.slug)
  const page = `${base}/reglages/${cle}`
  const lues = valeurs ?? {
    valeur: reglage.valeur === null ? '' : String(reglage.valeur).replace('.', ','),
    source: reglage.source ?? '',
    verifie: reglage.aVerifier ? '' : '1',
  }
  return (
    <Layout
      title={`${formatSigle(type)}\u00a0: ${reglage.libelle}`}
      page={requete}
      errors={erreurs}
      crumbs={filDispositifs([
        { label: 'Types', href: '/dispositifs/types' },
        { label: formatSigle(type), href: base },
        { label: 'Valeur de référence' },
      ])}
      intro={<p>Cette valeur vaut pour tous les dispositifs de ce type.</p>}
      head={feuille}
    >
      <Form action={page}>
        <Field
          name="valeur"
          label={`${reglage.libelle} (${reglage.unite})`}
          hint="Laissez vide si elle n’est pas connue."
          inputmode="decimal"
          size="short"
          value={getTexte(lues, 'valeur')}
          error={getError(erreurs, 'valeur')}
        />
        <Field name="source" label="Source" value={getTexte(lues, 'source')} error={getError(erreurs, 'source')} />
        <Checkboxes
          name="verifie"
          legend="Vérification"
          options={[{ value: '1', label: 'J’ai comparé cette valeur au texte officiel' }]}
          values={getTexte(lues, 'verifie') === '1' ? ['1'] : []}
        />
        <Actions>
          <Button>Enregistrer</Button>
          <ButtonLink href={base} variant="link">
            Annuler
          </ButtonLink>
        </Actions>
      </Form>
      {reglage.corrige && (
        <Form action={`${page}/oublier`}>
          <Button variant="link">Revenir à la valeur d’origine</Button>
        </Form>
      )}
    </Layout>
  )
}

const requeteType = z.object({ type: z.string() })
const charger = (_ctx: Ctx, { type }: { type: string }) => Promise.resolve(getType(type))
const objet = ({ type }: { type: string }) => ({ type: 'type-dispositif', id: type })
const vers = (avis: string) => (slug: string) => ({ vers: formatAdresseType(slug), avis })

export const routesReglages = [
  defineRoute({
    methode: 'GET',
    chemin: '/dispositifs/types/:type/reglages/:cle',
    requete: requeteType.extend({ cle: z.string() }),
    charger,
    politique: (acteur, _type: TypeDispositif) => canRegler(acteur),
    trace: 'dispositif.type.reglage.formulaire',
    objet,
    lire: (ctx, { cle }, requete, type) => renderReglage(ctx, { requete, type, cle }),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/dispositifs/types/:type/reglages/:cle',
    action: reglerType,
    avis: { 'type-regle': succes('La valeur est enregistrée.') },
    reussir: vers('type-regle'),
    echouer: (ctx, erreurs, brut, requete) => {
      const type = getType(getTexte(brut, 'type'))
      if (!type || !canRegler(ctx.acteur)) throw new ErreurIntrouvable('type de dispositif')
      return renderReglage(ctx, { requete, type, erreurs, cle: getTexte(brut, 'cle'), valeurs: brut })
    },
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/dispositifs/types/:type/reglages/:cle/oublier',
    action: oublierReglage,
    avis: { 'reglage-oublie': succes('La valeur d’origine est revenue.') },
    reussir: vers('reglage-oublie'),
  }),
]
