import { z } from 'zod'
import type { Requete } from '#core/context.ts'
import { defineRoute } from '#core/route.ts'
import { numeroPage } from '#core/saisie.ts'
import { Card } from '#ui/card.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { ButtonLink } from '#ui/form.tsx'
import { formatCount, formatDate } from '#ui/format.ts'
import { createHref } from '#ui/href.ts'
import { Layout } from '#ui/layout.tsx'
import { SubNav } from '#ui/sub-nav.tsx'
import { Pagination } from '#ui/table.tsx'
import { TagList } from '#ui/tag.tsx'
import { EtatTypologie, feuille } from './cadre.tsx'
import { listNomsZones } from './etendue.queries.ts'
import { formatNombre } from './presentation.ts'
import { typologiePolicy } from './typologie.policy.ts'
import { listTypologies, PAR_PAGE, type TypologieListee } from './typologie.queries.ts'
import { formatAdresseTypologie, formatNomGroupe } from './typologie.ts'

function Etiquette({ typologie: t, zone }: { typologie: TypologieListee; zone: string | undefined }) {
  const membres = t.groupes.reduce((somme, g) => somme + g.membres, 0)
  const details = [
    formatNombre(membres, t.reglages.maille),
    zone,
    formatCount(t.groupes.length, 'groupe'),
    formatCount(t.reglages.indicateurs.length, 'indicateur'),
    `calculée le ${formatDate(t.calculeLe)}`,
    t.auteur,
  ]
  return (
    <Card
      title={t.fictif ? `${t.nom} (fictif)` : t.nom}
      href={formatAdresseTypologie(t.id)}
      kicker={
        t.etat === 'public' && !t.supprimeeLe ? null : (
          <EtatTypologie etat={t.etat} supprimee={t.supprimeeLe !== null} />
        )
      }
      foot={
        t.groupes.some((g) => g.nom !== null) && (
          <TagList label="Groupes">
            {t.groupes.map((g, rang) => (
              <span class="tag">{formatNomGroupe(g, rang)}</span>
            ))}
          </TagList>
        )
      }
    >
      <p class="hint">{details.filter(Boolean).join(' · ')}</p>
    </Card>
  )
}

interface PropsListe {
  requete: Requete
  typologies: TypologieListee[]
  zones: Map<string, string>
  total: number
  page: number
  miennes: boolean
}

function PageListe({ requete, typologies, zones, total, page, miennes }: PropsListe) {
  const peutCreer = typologiePolicy.peutParfois(requete.acteur, 'creer')
  const creer = peutCreer && (
    <ButtonLink href="/typologies/nouvelle" variant="primary">
      Nouvelle typologie
    </ButtonLink>
  )
  return (
    <Layout
      title="Typologies de territoires"
      page={requete}
      width="list"
      crumbs={[{ label: 'Typologies' }]}
      intro={<p>Des territoires groupés selon ce qu’ils ont de semblable, sur des indicateurs choisis.</p>}
      actions={typologies.length > 0 && creer}
      head={feuille}
    >
      {peutCreer && (
        <SubNav
          label="Typologies"
          links={[
            { href: '/typologies', label: 'Toutes', current: !miennes },
            { href: '/typologies?qui=moi', label: 'Les miennes', current: miennes },
          ]}
        />
      )}
      {typologies.length === 0 && (
        <EmptyState title={miennes ? 'Vous n’avez pas encore de typologie' : 'Aucune typologie à lire'} action={creer}>
          <p>
            Une typologie prend des intercommunalités, des départements ou des communes, compare leurs indicateurs et
            réunit ceux qui se ressemblent.
          </p>
          {!peutCreer && (
            <p>
              Pour en faire une, <a href="/connexion?retour=/typologies">connectez-vous</a>.
            </p>
          )}
        </EmptyState>
      )}
      {typologies.map((typologie) => (
        <Etiquette typologie={typologie} zone={zones.get(typologie.reglages.zone ?? '')} />
      ))}
      <Pagination page={page} pages={Math.ceil(total / PAR_PAGE)} href={createHref(requete.chemin)} />
    </Layout>
  )
}

export const routesListe = [
  defineRoute({
    methode: 'GET',
    chemin: '/typologies',
    requete: z.object({ page: numeroPage, qui: z.literal('moi').optional().catch(undefined) }),
    // The query keeps to what the actor may read.
    politique: () => true,
    trace: 'typologie.liste',
    lire: async (ctx, { page, qui }, requete) => {
      const miennes = qui === 'moi' && ctx.acteur.compte !== null
      const { typologies, total } = await listTypologies(ctx, { miennes, page })
      const zones = await listNomsZones(
        ctx,
        typologies.flatMap((t) => t.reglages.zone ?? []),
      )
      return <PageListe {...{ requete, page, miennes, typologies, total, zones }} />
    },
  }),
]
