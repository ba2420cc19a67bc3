import { type Ctx, type Requete, succes } from '#core/context.ts'
import { type ErreurChamp, ErreurIntrouvable } from '#core/errors.ts'
import { defineRoute } from '#core/route.ts'
import { type Brut, identifiant } from '#core/saisie.ts'
import { Button, Field, Form, getError, Select } from '#ui/form.tsx'
import { Layout } from '#ui/layout.tsx'
import { ajouterLien, retirerLien } from './notice.actions.ts'
import { getNotice, type Lien } from './notice.queries.ts'
import { formatAdresseNotice, LIBELLES_LIEN, type Notice, TYPES_LIEN } from './notice.ts'

function FormLien({ id, brut = {}, erreurs = [] }: { id: number; brut?: Brut; erreurs?: ErreurChamp[] }) {
  return (
    <Form action={`${formatAdresseNotice(id)}/liens`}>
      <Select
        name="type"
        label="Cette notice…"
        value={String(brut.type ?? '')}
        options={TYPES_LIEN.map((t) => ({ value: t, label: LIBELLES_LIEN[t].direct }))}
        error={getError(erreurs, 'type')}
      />
      <Field
        name="cible"
        label="Numéro ou adresse de l’autre notice"
        value={String(brut.cible ?? '')}
        size="medium"
        error={getError(erreurs, 'cible')}
      />
      <Button variant="secondary">Lier</Button>
    </Form>
  )
}

/** On a notice's page, for who may edit it: add a link, remove those that start here. */
export function EditionLiens({ notice, liens }: { notice: Notice; liens: Lien[] }) {
  return (
    <details class="no-print">
      <summary>Lier à une autre notice</summary>
      {liens
        .filter((l) => l.sens === 'direct')
        .map((l) => (
          <Form action={`${formatAdresseNotice(notice.id)}/liens/retirer`}>
            <input type="hidden" name="type" value={l.type} />
            <input type="hidden" name="cible" value={String(l.id)} />
            <p>
              {`${LIBELLES_LIEN[l.type].direct}\u00a0: ${l.titre} `}
              <Button variant="link" label={`Retirer le lien avec ${l.titre}`}>
                Retirer
              </Button>
            </p>
          </Form>
        ))}
      <FormLien id={notice.id} />
    </details>
  )
}

async function reprendre(ctx: Ctx, erreurs: ErreurChamp[], brut: Brut, requete: Requete) {
  const notice = await getNotice(ctx, identifiant.catch(0).parse(brut.id))
  if (!notice) throw new ErreurIntrouvable('lien')
  const titre = String(notice.csl.title)
  return (
    <Layout
      title="Lier deux notices"
      page={requete}
      errors={erreurs}
      crumbs={[
        { label: 'Documentation', href: '/documentation' },
        { label: titre, href: formatAdresseNotice(notice.id) },
      ]}
    >
      <FormLien id={notice.id} brut={brut} erreurs={erreurs} />
    </Layout>
  )
}

export const routesLiens = [
  defineRoute({
    methode: 'POST',
    chemin: '/documentation/notices/:id/liens',
    action: ajouterLien,
    avis: { 'lien-ajoute': succes('Les deux notices sont liées.') },
    reussir: (id) => ({ vers: `${formatAdresseNotice(id)}#liens`, avis: 'lien-ajoute' }),
    echouer: reprendre,
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/documentation/notices/:id/liens/retirer',
    action: retirerLien,
    avis: { 'lien-retire': succes('Le lien est retiré.') },
    reussir: (id) => ({ vers: formatAdresseNotice(id), avis: 'lien-retire' }),
  }),
]
