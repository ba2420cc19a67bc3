import { z } from 'zod'
import { type Ctx, type Requete, succes } from '#core/context.ts'
import { type ErreurChamp, ErreurIntrouvable } from '#core/errors.ts'
import { defineRoute } from '#core/route.ts'
import { type Brut, identifiant } from '#core/saisie.ts'
import { Layout } from '#ui/layout.tsx'
import { FormNotice, type Valeurs } from './champs.tsx'
import { filAriane } from './fil.ts'
import { creerNotice, modifierNotice } from './notice.actions.ts'
import { noticePolicy } from './notice.policy.ts'
import { getNotice } from './notice.queries.ts'
import { formatAdresseNotice, type Notice } from './notice.ts'
import { formatSaisie } from './saisie.ts'

const PageCreation = ({
  requete,
  valeurs = {},
  erreurs = [],
}: {
  requete: Requete
  valeurs?: Valeurs
  erreurs?: ErreurChamp[]
}) => (
  <Layout title="Nouvelle notice" page={requete} errors={erreurs} crumbs={filAriane([{ label: 'Nouvelle notice' }])}>
    <FormNotice action="/documentation/notices" valeurs={valeurs} erreurs={erreurs} notice={null} />
  </Layout>
)

const PageModification = ({
  requete,
  notice,
  valeurs,
  erreurs = [],
}: {
  requete: Requete
  notice: Notice
  valeurs: Valeurs
  erreurs?: ErreurChamp[]
}) => (
  <Layout
    title="Modifier la notice"
    page={requete}
    errors={erreurs}
    crumbs={filAriane([
      { label: String(notice.csl.title), href: formatAdresseNotice(notice.id) },
      { label: 'Modifier' },
    ])}
  >
    <FormNotice
      action={`${formatAdresseNotice(notice.id)}/modifier`}
      valeurs={valeurs}
      erreurs={erreurs}
      notice={notice}
    />
  </Layout>
)

const charger = (ctx: Ctx, { id }: { id: number }) => getNotice(ctx, id)

export const routesSaisie = [
  defineRoute({
    methode: 'GET',
    chemin: '/documentation/nouvelle-notice',
    politique: (acteur) => noticePolicy.peutParfois(acteur, 'creer'),
    trace: 'notice.creation.formulaire',
    lire: (_ctx, _entree, requete) => <PageCreation requete={requete} />,
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/documentation/notices',
    action: creerNotice,
    avis: { 'notice-creee': succes('La notice est au catalogue.') },
    reussir: (id) => ({ vers: formatAdresseNotice(id), avis: 'notice-creee' }),
    echouer: (_ctx, erreurs, brut, requete) => <PageCreation requete={requete} valeurs={brut} erreurs={erreurs} />,
  }),
  defineRoute({
    methode: 'GET',
    chemin: '/documentation/notices/:id/modifier',
    requete: z.object({ id: identifiant }),
    charger,
    politique: (acteur, notice: Notice) => noticePolicy.peut(acteur, 'modifier', notice),
    trace: 'notice.modification.formulaire',
    objet: (entree) => ({ type: 'notice', id: entree.id }),
    lire: (_ctx, _entree, requete, notice) => (
      <PageModification requete={requete} notice={notice} valeurs={formatSaisie(notice)} />
    ),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/documentation/notices/:id/modifier',
    action: modifierNotice,
    avis: { 'notice-modifiee': succes('La notice est enregistrée.') },
    reussir: (id) => ({ vers: formatAdresseNotice(id), avis: 'notice-modifiee' }),
    echouer: async (ctx, erreurs, brut: Brut, requete) => {
      // Input is judged before the row is read: who may not edit learns nothing from a faulty form.
      const notice = await getNotice(ctx, identifiant.catch(0).parse(brut.id))
      if (!notice || !noticePolicy.peut(ctx.acteur, 'modifier', notice)) throw new ErreurIntrouvable('notice')
      return <PageModification requete={requete} notice={notice} valeurs={brut} erreurs={erreurs} />
    },
  }),
]
