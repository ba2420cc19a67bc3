import type { Child } from 'hono/jsx'
import { z } from 'zod'
import { type Ctx, type Requete, succes } from '#core/context.ts'
import { defineRoute } from '#core/route.ts'
import { identifiant, numeroPage } from '#core/saisie.ts'
import { Alert } from '#ui/alert.tsx'
import { asset } from '#ui/asset.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { Actions, Button, ButtonLink, Checkboxes, Form } from '#ui/form.tsx'
import { formatCount, formatDateTime, formatNumber } from '#ui/format.ts'
import { createHref } from '#ui/href.ts'
import { Layout } from '#ui/layout.tsx'
import { SubNav } from '#ui/sub-nav.tsx'
import { Pagination } from '#ui/table.tsx'
import { filAriane } from '../notice/fil.ts'
import { listTitres } from './doublons.queries.ts'
import { EtapesImport } from './etapes.tsx'
import { importPolicy } from './imports.policy.ts'
import { type Comptes, getComptes, getImport, listLignes, listSimples, type Simples } from './imports.queries.ts'
import {
  ETATS_IMPORT,
  formatAdresseImport,
  type Import,
  isEchange,
  isVue,
  type LigneImport,
  PAR_PAGE,
  SORTES,
  VUES,
  type Vue,
} from './imports.ts'
import { Reference } from './reference.tsx'
import { accepterTout } from './versement.actions.ts'

interface Contenu {
  lignes: LigneImport[]
  /** Titles of the notices that the lines speak of, by id. */
  titres: ReadonlyMap<number, string>
  simples: Simples[]
  comptes: Comptes
  page: number
}

async function getContenu(ctx: Ctx, imp: Import, vue: Vue, demandee: number): Promise<Contenu> {
  const comptes = await getComptes(ctx, imp.id)
  // The last reference of the last page may just have been accepted.
  const page = vue === 'passages' ? 1 : Math.min(demandee, Math.max(1, Math.ceil(comptes[vue] / PAR_PAGE)))
  const lignes = vue === 'passages' ? [] : await listLignes(ctx, imp.id, vue, page)
  const cites = lignes
    .flatMap((l) => [l.notice, ...l.doublons.map((d) => d.notice)])
    .filter((id) => typeof id === 'number')
  return { lignes, page, comptes, titres: await listTitres(ctx, cites), simples: await listSimples(ctx, imp.id) }
}

interface PropsPage extends Contenu {
  imp: Import
  vue: Vue
  requete: Requete
}

function PageRelecture({ imp, comptes, vue, page, lignes, titres, simples, requete }: PropsPage) {
  const base = formatAdresseImport(imp.id)
  const compter = (v: Vue): number => (v === 'passages' ? Math.max(imp.ecartes.length, imp.refusees) : comptes[v])
  const vues = (Object.keys(VUES) as Vue[]).filter((v) => v === vue || v === 'a-relire' || compter(v) > 0)
  return (
    <Layout
      title={`Import\u00a0: ${imp.titre ?? imp.fichier}`}
      page={requete}
      width="list"
      crumbs={filAriane([{ label: 'Imports', href: '/documentation/imports' }, { label: imp.titre ?? imp.fichier }])}
      head={<link rel="stylesheet" href={asset('/styles/imports.css')} />}
      intro={
        <p>
          {`${formatCount(comptes.references, 'référence')} de «\u00a0${imp.fichier}\u00a0», déposé le ${formatDateTime(imp.creeLe)}${imp.auteur ? ` par ${imp.auteur}` : ''}. `}
          {imp.etat === 'abandonne' ? `${ETATS_IMPORT.abandonne.libelle}.` : ''}
        </p>
      }
      actions={<GestesImport imp={imp} />}
    >
      <EtapesImport imp={imp} current={imp.etat === 'termine' ? 3 : 2} />
      <EnCours imp={imp} comptes={comptes} />
      <SubNav
        label="Références de cet import"
        links={vues.map((v) => ({
          href: `${base}?vue=${v}`,
          label: v === 'passages' && isEchange(imp.format) ? 'Refusées' : VUES[v],
          count: compter(v),
          current: v === vue,
        }))}
      />
      {vue === 'a-relire' && imp.etat !== 'abandonne' && <AccepterTout imp={imp} simples={simples} comptes={comptes} />}
      {vue === 'passages' && <Passages imp={imp} />}
      {lignes.map((ligne) => (
        <Reference imp={imp} ligne={ligne} titres={titres} retour={{ vue, page: String(page) }} />
      ))}
      {lignes.length === 0 && vue !== 'passages' && <Vide vue={vue} base={base} comptes={comptes} />}
      {vue !== 'passages' && (
        <Pagination page={page} pages={Math.ceil(compter(vue) / PAR_PAGE)} href={createHref(`${base}?vue=${vue}`)} />
      )}
    </Layout>
  )
}

function GestesImport({ imp }: { imp: Import }): Child {
  const base = formatAdresseImport(imp.id)
  return (
    <>
      {isEchange(imp.format) && <ButtonLink href={`${base}/correspondances`}>Correspondances</ButtonLink>}
      {imp.taille !== null && (
        <ButtonLink href={`${base}/source`} icon="download" download>
          Fichier d’origine
        </ButtonLink>
      )}
      {imp.etat === 'a-relire' && (
        <Form action={`${base}/abandonner`}>
          <Button variant="link">Abandonner le reste</Button>
        </Form>
      )}
      {imp.etat === 'abandonne' && (
        <Form action={`${base}/reprendre`}>
          <Button variant="secondary">Reprendre l’import</Button>
        </Form>
      )}
    </>
  )
}

/** What goes on without anyone waiting for it. */
function EnCours({ imp, comptes }: { imp: Import; comptes: Comptes }): Child {
  if (imp.etat === 'abandonne') return null
  if (imp.versement)
    return (
      <Alert ton="info" title="Versement en cours">
        {`${formatCount(comptes.acceptees, 'référence est', 'références sont')} au catalogue. La suite se fait sans vous\u00a0: rechargez la page pour voir où elle en est.`}
      </Alert>
    )
  if (imp.aComparer === null) return null
  return (
    <Alert ton="info" title="Comparaison avec le catalogue en cours">
      {`Elle en est à la notice ${formatNumber(imp.aComparer)} du fichier. Rechargez la page pour voir où elle en est.`}
    </Alert>
  )
}

/** All that needs no look, in one gesture; what is uncertain in it is said before, not after. */
function AccepterTout({ imp, simples, comptes }: { imp: Import; simples: Simples[]; comptes: Comptes }) {
  const total = simples.reduce((n, s) => n + s.nombre, 0)
  if (total === 0 || imp.versement) return null
  return (
    <details class="versement" open={simples.some((s) => s.sorte === 'notice')}>
      <summary>{`Tout accepter\u00a0: ${formatCount(total, 'référence')} sans doublon`}</summary>
      <Form action={`${formatAdresseImport(imp.id)}/accepter`}>
        <Checkboxes
          name="sortes"
          legend="Verser au catalogue"
          values={['notice', 'site']}
          options={simples.map((s) => ({
            value: s.sorte,
            label: `${SORTES[s.sorte]} (${s.nombre})`,
            hint:
              s.incertaines > 0
                ? `dont ${formatCount(s.incertaines, 'référence', 'références')} avec un champ incertain`
                : undefined,
          }))}
        />
        <Checkboxes
          name="themes"
          legend="Indexation"
          values={[]}
          options={[
            {
              value: '1',
              label: isEchange(imp.format)
                ? 'Ajouter aussi les thèmes nommés dans les titres'
                : 'Ajouter les thèmes proposés d’après les titres des parties',
            },
          ]}
        />
        {comptes.doublons > 0 && (
          <p class="hint">{`${formatCount(comptes.doublons, 'doublon probable', 'doublons probables')} à part`}</p>
        )}
        <Button>Tout accepter</Button>
      </Form>
    </details>
  )
}

function Passages({ imp }: { imp: Import }) {
  if (imp.ecartes.length === 0)
    return (
      <EmptyState title="Tout a été lu">
        <p>Aucun passage de ce document n’a été mis de côté.</p>
      </EmptyState>
    )
  return (
    <>
      {isEchange(imp.format) ? (
        <Alert ton="attention" title={formatCount(imp.refusees, 'notice refusée', 'notices refusées')}>
          {'Elles n’ont pas pu être lues. Le reste du fichier n’en est pas touché.'}
          {imp.refusees > imp.ecartes.length && ` Voici les ${formatNumber(imp.ecartes.length)} premières.`}
        </Alert>
      ) : (
        <Alert ton="attention" title="Passages à reprendre à la main">
          Ils ressemblent à des références, mais n’ont pas pu être lus. Le reste du document n’en est pas touché.
        </Alert>
      )}
      <ul class="passages">
        {imp.ecartes.map((p) => (
          <li>
            {isEchange(imp.format) ? (
              <p>{`Notice ${p.n} (${p.texte})\u00a0: ${p.raison}`}</p>
            ) : (
              <>
                <p class="kicker">{`Ligne ${p.n}\u00a0: ${p.raison}`}</p>
                <blockquote class="source">{p.texte}</blockquote>
              </>
            )}
          </li>
        ))}
      </ul>
      <Actions>
        <ButtonLink href="/documentation/nouvelle-notice">Saisir une notice</ButtonLink>
      </Actions>
    </>
  )
}

function Vide({ vue, base, comptes }: { vue: Vue; base: string; comptes: Comptes }) {
  if (vue === 'a-relire' || comptes['a-relire'] === 0) {
    return (
      <EmptyState
        title="Il ne reste rien à relire"
        action={<ButtonLink href={`${base}?vue=acceptees`}>Voir ce qui est au catalogue</ButtonLink>}
      >
        <p>{`${formatCount(comptes.acceptees, 'référence')} de ce document ${comptes.acceptees >= 2 ? 'sont' : 'est'} au catalogue.`}</p>
      </EmptyState>
    )
  }
  return (
    <EmptyState
      title="Aucune référence ici"
      action={<ButtonLink href={base}>Voir les références à relire</ButtonLink>}
    />
  )
}

export const routesRelecture = [
  defineRoute({
    methode: 'GET',
    chemin: '/documentation/imports/:id',
    requete: z.object({
      id: identifiant,
      vue: z.custom<Vue>(isVue).catch('a-relire'),
      page: numeroPage,
    }),
    charger: (ctx, { id }) => getImport(ctx, id),
    politique: (acteur, imp: Import) => importPolicy.peut(acteur, 'lire', imp),
    trace: 'import.lecture',
    objet: ({ id }) => ({ type: 'import', id }),
    lire: async (ctx, { vue, page }, requete, imp) => (
      <PageRelecture {...(await getContenu(ctx, imp, vue, page))} {...{ imp, vue, requete }} />
    ),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/documentation/imports/:id/accepter',
    action: accepterTout,
    avis: {
      'import-accepte': succes('Les références sans doublon sont au catalogue.'),
      'import-accepte-lot': succes('Un premier lot est au catalogue. La suite y entre sans vous.'),
      'import-rien': { ton: 'info', texte: 'Il n’y avait rien à accepter sans y regarder.' },
    },
    reussir: ({ id, acceptees, suite }) => ({
      vers: formatAdresseImport(id),
      avis: suite !== null ? 'import-accepte-lot' : acceptees === 0 ? 'import-rien' : 'import-accepte',
    }),
  }),
]
