import type { Ctx, Requete } from '#core/context.ts'
import { ErreurIntrouvable } from '#core/errors.ts'
import { formatEntetesFichier } from '#core/file.ts'
import { publique } from '#core/policy.ts'
import { defineRoute } from '#core/route.ts'
import { type Fond, formatRefZone, getFond, type Zone } from '#modules/territoires/index.ts'
import { getVocabulaire, listGroupes, type SlugVocabulaire } from '#modules/vocabulaires/index.ts'
import { asset } from '#ui/asset.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { Actions, Button, ButtonLink, Checkboxes, Field, Form, Radios, TextArea } from '#ui/form.tsx'
import { Layout } from '#ui/layout.tsx'
import { getLieuDit, type LieuDit } from '../fiche/lieu.queries.ts'
import { formatDocxGuide } from './docx.formats.ts'
import { getGuide } from './guide.queries.ts'
import { type DemandeGuide, formatAdresseGuide, type Guide, schemaGuide } from './guide.ts'
import { formatPdfGuide } from './pdf.formats.ts'
import { DocumentGuide, renderPlanGuide } from './vue.tsx'

/** Behind the map of a larger territory, outlines would weigh more than the guide. */
const CONTOURS_MAX = 120
const limite = { nom: 'guide', max: 60, secondes: 60 }
const PDF = { extension: 'pdf', type: 'application/pdf' }
const DOCX = { extension: 'docx', type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document' }

const lireGuide = defineRoute({
  methode: 'GET',
  chemin: '/trouver/guide',
  requete: schemaGuide,
  politique: publique,
  trace: 'guide.lecture',
  limite,
  lire: async (ctx, demande, requete) => {
    const lieu = demande.zone ? await getLieuDit(ctx, demande.zone) : null
    const guide = lieu?.zone ? await getGuide(ctx, demande, lieu.zone) : null
    const fond = await getFondGuide(ctx, lieu?.zone ?? null)
    return <PageGuide {...{ demande, lieu, guide, fond, requete }} />
  },
})

const getFondGuide = async (ctx: Ctx, zone: Zone | null): Promise<Fond | null> =>
  zone && zone.communes.length <= CONTOURS_MAX ? getFond(ctx, 'commune', zone.communes) : null

/** The guide as a file of one kind. */
const defineFichier = (
  format: { extension: string; type: string },
  formatGuide: (ctx: Ctx, guide: Guide, adresse: string, zone: Zone) => Promise<Uint8Array>,
) =>
  defineRoute({
    methode: 'GET',
    chemin: `/trouver/guide.${format.extension}`,
    requete: schemaGuide,
    politique: publique,
    trace: 'guide.export',
    limite,
    lire: async (ctx: Ctx, demande, requete) => {
      const { zone } = demande.zone ? await getLieuDit(ctx, demande.zone) : { zone: null }
      if (!zone) throw new ErreurIntrouvable('territoire')
      const guide = await getGuide(ctx, demande, zone)
      const corps = await formatGuide(ctx, guide, requete.adresse + formatAdresseGuide(demande, zone), zone)
      return new Response(new Uint8Array(corps), {
        headers: formatEntetesFichier(`${guide.titre} ${guide.lieu}`, format),
      })
    },
  })

export const routesGuide = [
  lireGuide,
  defineFichier(DOCX, (_ctx, guide, adresse) => formatDocxGuide(guide, adresse)),
  defineFichier(PDF, async (ctx, guide, adresse, zone) =>
    formatPdfGuide({ guide, adresse, plan: await renderPlanGuide(guide, await getFondGuide(ctx, zone)) }),
  ),
]

interface Props {
  demande: DemandeGuide
  lieu: LieuDit | null
  guide: Guide | null
  /** Communes of the territory, where it is not too large to draw. */
  fond: Fond | null
  requete: Requete
}

function PageGuide({ demande, lieu, guide, fond, requete }: Props) {
  const rempli = guide !== null && guide.nombre > 0
  return (
    <Layout
      title={guide?.titre ?? 'Composer un guide pratique'}
      page={requete}
      width="list"
      crumbs={[{ label: 'Qui peut aider\u202f?', href: '/trouver' }, { label: 'Guide pratique' }]}
      intro={
        !guide && (
          <p>
            Choisissez un territoire et des thèmes&nbsp;: le guide rassemble qui peut aider, prêt à imprimer ou à
            reprendre dans Word.
          </p>
        )
      }
      actions={
        rempli && (
          <>
            <ButtonLink href={formatAdresseGuide(demande, lieu?.zone ?? null, '.pdf')} icon="download" download>
              PDF
            </ButtonLink>
            <ButtonLink href={formatAdresseGuide(demande, lieu?.zone ?? null, '.docx')} icon="download" download>
              Word
            </ButtonLink>
          </>
        )
      }
      head={
        <>
          <link rel="stylesheet" href={asset('/styles/trouver.css')} />
          <link rel="stylesheet" href={asset('/styles/guide.css')} />
          {requete.chemin.includes('?') && <meta name="robots" content="noindex, follow" />}
        </>
      }
    >
      <details class="choice-group no-print" open={!rempli}>
        <summary>{rempli ? 'Changer le territoire, les thèmes, le titre' : 'Composer le guide'}</summary>
        <Formulaire demande={demande} zone={lieu?.zone ?? null} />
      </details>
      {rempli && (
        <p class="hint no-print">
          L’adresse de cette page garde vos choix&nbsp;: le guide est relu dans l’annuaire à chaque ouverture. Le PDF a
          son sommaire et ses pages&nbsp;; le fichier Word se reprend.
        </p>
      )}
      {lieu && !lieu.zone && (
        <EmptyState title={`Aucun lieu ne s’appelle «\u00a0${demande.zone}\u00a0»`}>
          <p>Écrivez une commune, une intercommunalité, un département ou la référence d’un territoire enregistré.</p>
        </EmptyState>
      )}
      {guide && guide.nombre === 0 && (
        <EmptyState title={`Aucune structure à mettre dans ce guide\u00a0: ${guide.lieu}`}>
          <p>Choisissez moins de thèmes ou de publics, ou un territoire plus large.</p>
        </EmptyState>
      )}
      {guide && rempli && <DocumentGuide guide={guide} fond={fond} />}
    </Layout>
  )
}

const listChoix = (slug: SlugVocabulaire) =>
  listGroupes(getVocabulaire(slug)).flatMap(({ groupe, termes }) =>
    termes
      .filter((t) => !t.remplacePar && !t.exclusif)
      .map((t) => ({ value: t.slug, label: t.libelle, ...(groupe && { group: groupe.libelle }) })),
  )

function Formulaire({ demande: d, zone }: { demande: DemandeGuide; zone: Zone | null }) {
  return (
    <Form action="/trouver/guide" method="get">
      <Field
        name="zone"
        label="Territoire"
        value={zone?.maille === 'territoire' ? formatRefZone(zone) : (zone?.nom ?? d.zone)}
        size="medium"
        hint="Commune, intercommunalité, département, ou référence d’un territoire enregistré, comme territoire-12."
      />
      <Field name="titre" label="Titre" value={d.titre} maxlength={150} hint="Sans titre : « Guide pratique »." />
      <Field
        name="editeur"
        label="Qui le publie"
        value={d.editeur}
        maxlength={150}
        hint="Le nom du conseil local, du contrat, de la ville…"
      />
      <TextArea name="introduction" label="Introduction" value={d.introduction} rows={4} />
      <Radios
        name="par"
        legend="Ranger les fiches"
        value={d.par}
        options={[
          { value: 'theme', label: 'Par thème' },
          { value: 'public', label: 'Par public' },
        ]}
      />
      <Checkboxes
        name="theme"
        legend="Thèmes"
        values={d.theme}
        options={listChoix('theme')}
        hint="Aucun choix : tous."
      />
      <Checkboxes
        name="public"
        legend="Publics"
        values={d.public}
        options={listChoix('public')}
        hint="Aucun choix : tous."
      />
      <Actions>
        <Button>Composer le guide</Button>
      </Actions>
    </Form>
  )
}
