import { z } from 'zod'
import { type Requete, succes } from '#core/context.ts'
import { getReglage } from '#core/reglage.ts'
import { defineRoute } from '#core/route.ts'
import { numeroPage } from '#core/saisie.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { Button, ButtonLink, Form } from '#ui/form.tsx'
import { formatCount, formatDateTime } from '#ui/format.ts'
import { createHref } from '#ui/href.ts'
import { Layout } from '#ui/layout.tsx'
import { SubNav } from '#ui/sub-nav.tsx'
import { Pagination, Table } from '#ui/table.tsx'
import { formatAdresseEtagere } from '../etagere/etagere.ts'
import { formatAdresseNotice } from '../notice/notice.ts'
import { feuille, filGlossaire } from './cadre.tsx'
import { ecarterSigle, REGLAGE_CANDIDATS, relireCatalogue, reprendreSigle } from './candidats.actions.ts'
import { listCandidats } from './candidats.queries.ts'
import type { Candidat } from './candidats.ts'
import { glossairePolicy } from './glossaire.policy.ts'

const ADRESSE = '/glossaire/suggestions'
const PAR_PAGE = 50

interface Props {
  candidats: Candidat[]
  total: number
  page: number
  ecartes: boolean
  /** ISO date of the last reading, null before the first. */
  lueLe: string | null
  requete: Requete
}

function PageSuggestions({ candidats, total, page, ecartes, lueLe, requete }: Props) {
  return (
    <Layout
      title="Sigles à définir"
      page={requete}
      width="full"
      crumbs={filGlossaire([{ label: 'Sigles à définir' }])}
      head={feuille}
      intro={
        <p>
          {
            'Les sigles que portent les titres, les résumés et les étagères publiques, et que le glossaire ne connaît pas. '
          }
          {lueLe ? `Catalogue lu le ${formatDateTime(lueLe)}.` : 'Le catalogue n’a pas encore été lu.'}
        </p>
      }
      actions={
        <Form action={`${ADRESSE}/relire`}>
          <Button variant="secondary">Relire le catalogue</Button>
        </Form>
      }
    >
      <SubNav
        label="Sigles"
        links={[
          { href: ADRESSE, label: 'À définir', current: !ecartes },
          { href: `${ADRESSE}?ecartes=oui`, label: 'Écartés', current: ecartes },
        ]}
      />
      {candidats.length === 0 ? (
        <EmptyState
          title={ecartes ? 'Aucun sigle n’est écarté' : 'Aucun sigle n’attend sa définition'}
          action={<ButtonLink href="/glossaire">Voir le glossaire</ButtonLink>}
        >
          <p>Le catalogue est relu chaque jour.</p>
        </EmptyState>
      ) : (
        <Table
          caption={ecartes ? 'Sigles écartés' : 'Sigles à définir, les plus fréquents d’abord'}
          columns={[
            { key: 'sigle', label: 'Sigle', header: true },
            { key: 'nombre', label: 'Employé dans', numeric: true },
            { key: 'forme', label: 'Forme longue lue' },
            { key: 'extrait', label: 'Extrait' },
            { key: 'gestes', label: 'Décider' },
          ]}
          rows={candidats.map((c) => [
            <a href={`/documentation?${new URLSearchParams({ q: c.sigle })}`}>{c.sigle}</a>,
            formatCount(c.nombre, 'texte'),
            c.formeLongue && `${c.formeLongue}${c.appuis > 1 ? ` (${formatCount(c.appuis, 'fois', 'fois')})` : ''}`,
            <Extrait candidat={c} />,
            <Gestes candidat={c} ecarte={ecartes} />,
          ])}
        />
      )}
      <Pagination
        page={page}
        pages={Math.ceil(total / PAR_PAGE)}
        href={createHref(ecartes ? `${ADRESSE}?ecartes=oui` : ADRESSE)}
      />
    </Layout>
  )
}

function Extrait({ candidat: c }: { candidat: Candidat }) {
  const adresse =
    c.notice !== null ? formatAdresseNotice(c.notice) : c.etagere !== null && formatAdresseEtagere(c.etagere)
  return (
    <>
      {c.extrait}
      {adresse && (
        <>
          {' '}
          <a href={adresse} aria-label={`Lire le texte où se trouve ${c.sigle}`}>
            Lire
          </a>
        </>
      )}
    </>
  )
}

function Gestes({ candidat: c, ecarte }: { candidat: Candidat; ecarte: boolean }) {
  const suite = new URLSearchParams({ sigle: c.sigle, ...(c.formeLongue && { forme: c.formeLongue }) })
  return (
    <div class="gestes-sigle">
      <ButtonLink href={`/glossaire/nouveau?${suite}`} label={`Définir ${c.sigle}`}>
        Définir
      </ButtonLink>
      <Form action={`${ADRESSE}/${ecarte ? 'reprendre' : 'ecarter'}`}>
        <input type="hidden" name="sigle" value={c.sigle} />
        <Button variant="link" label={`${ecarte ? 'Remettre' : 'Écarter'} ${c.sigle}`}>
          {ecarte ? 'Remettre' : 'Écarter'}
        </Button>
      </Form>
    </div>
  )
}

export const routesCandidats = [
  defineRoute({
    methode: 'GET',
    chemin: ADRESSE,
    requete: z.object({ page: numeroPage, ecartes: z.literal('oui').optional().catch(undefined) }),
    politique: (acteur) => glossairePolicy.peutParfois(acteur, 'suggerer'),
    trace: 'glossaire.suggestions',
    lire: async (ctx, { page, ecartes: choix }, requete) => {
      const ecartes = choix === 'oui'
      const [liste, lue] = await Promise.all([
        listCandidats(ctx, { ecartes, nombre: PAR_PAGE, debut: (page - 1) * PAR_PAGE }),
        getReglage(ctx.db, REGLAGE_CANDIDATS),
      ])
      return <PageSuggestions {...{ ...liste, page, ecartes, requete }} lueLe={typeof lue === 'string' ? lue : null} />
    },
  }),
  defineRoute({
    methode: 'POST',
    chemin: `${ADRESSE}/relire`,
    action: relireCatalogue,
    avis: { 'catalogue-relu': succes('Le catalogue va être relu\u00a0: rechargez cette page dans un instant.') },
    reussir: () => ({ vers: ADRESSE, avis: 'catalogue-relu' }),
  }),
  defineRoute({
    methode: 'POST',
    chemin: `${ADRESSE}/ecarter`,
    action: ecarterSigle,
    avis: { 'sigle-ecarte': succes('Ce sigle ne sera plus proposé.') },
    reussir: () => ({ vers: ADRESSE, avis: 'sigle-ecarte' }),
  }),
  defineRoute({
    methode: 'POST',
    chemin: `${ADRESSE}/reprendre`,
    action: reprendreSigle,
    avis: { 'sigle-repris': succes('Ce sigle est de nouveau proposé.') },
    reussir: () => ({ vers: `${ADRESSE}?ecartes=oui`, avis: 'sigle-repris' }),
  }),
]
