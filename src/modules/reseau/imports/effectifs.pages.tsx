import { z } from 'zod'
import { publique } from '#core/policy.ts'
import { defineRoute, type Route } from '#core/route.ts'
import { formatAdresseZone, getZoneDeRef, parseRefZone, type Zone } from '#modules/territoires/index.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { formatCount, formatDate, formatNumber } from '#ui/format.ts'
import { Layout } from '#ui/layout.tsx'
import { Table } from '#ui/table.tsx'
import { listEffectifs } from './effectifs.queries.ts'
import { computeProfessions, type ProfessionComptee, RACINE_PROFESSIONNELS } from './effectifs.ts'

/** How many professionals practise in an area, by profession. */
export const routesProfessionnels: readonly Route[] = [
  defineRoute({
    methode: 'GET',
    chemin: RACINE_PROFESSIONNELS,
    requete: z.object({ zone: z.string().max(40) }),
    charger: (ctx, { zone }): Promise<Zone | null> =>
      parseRefZone(zone) === null ? Promise.resolve(null) : getZoneDeRef(ctx, zone),
    politique: publique,
    trace: 'annuaire.professionnels',
    lire: async (ctx, _entree, requete, zone) => {
      const { millesime, effectifs } = await listEffectifs(ctx, zone.communes)
      const professions = computeProfessions(effectifs)
      return (
        <Layout
          title={`Professionnels de santé, ${zone.nom}`}
          page={requete}
          width="list"
          crumbs={[
            { label: 'Territoires', href: '/territoires' },
            { label: zone.nom, href: formatAdresseZone(zone) },
            { label: 'Professionnels' },
          ]}
          intro={
            millesime !== null && (
              <p>
                {`Extraction publique du RPPS (Agence du numérique en santé), fichier du ${formatDate(millesime)}. Une personne qui exerce dans deux communes compte dans chacune.`}
              </p>
            )
          }
        >
          {professions.length === 0 ? <Vide millesime={millesime} /> : <Tableau professions={professions} />}
        </Layout>
      )
    },
  }),
]

function Vide({ millesime }: { millesime: string | null }) {
  return millesime === null ? (
    <EmptyState title="Aucune extraction du RPPS n’a été importée ici">
      <p>Qui administre ce site peut en importer une&nbsp;; les effectifs paraîtront alors, sans aucun nom.</p>
    </EmptyState>
  ) : (
    <EmptyState title="Aucun exercice connu">
      <p>Aucun lieu d’exercice de l’extraction ne tombe dans ces communes.</p>
    </EmptyState>
  )
}

function Tableau({ professions }: { professions: readonly ProfessionComptee[] }) {
  return (
    <Table
      caption="Exercices par profession"
      columns={[
        { key: 'profession', label: 'Profession', header: true },
        { key: 'total', label: 'Ensemble', numeric: true },
        { key: 'liberaux', label: 'Libéraux', numeric: true },
        { key: 'salaries', label: 'Salariés', numeric: true },
      ]}
      rows={professions.map((p) => [
        <>
          {p.libelle}
          {p.specialites.length > 0 && (
            <details>
              <summary>{formatCount(p.specialites.length, 'spécialité')}</summary>
              <ul>
                {p.specialites.map((s) => (
                  <li>{`${s.libelle}\u00a0: ${formatNumber(s.nombre)}`}</li>
                ))}
              </ul>
            </details>
          )}
        </>,
        formatNumber(p.total),
        formatNumber(p.liberaux),
        formatNumber(p.salaries),
      ])}
    />
  )
}
