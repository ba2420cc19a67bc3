import type { Requete } from '#core/context.ts'
import type { ErreurChamp } from '#core/errors.ts'
import type { Brut } from '#core/saisie.ts'
import { asset } from '#ui/asset.ts'
import { Field, getError, Radios, Select } from '#ui/form.tsx'
import { type Crumb, Layout } from '#ui/layout.tsx'
import { Tag } from '#ui/tag.tsx'
import type { Etat } from './abonnement.ts'
import { JOURS } from './echeance.ts'

/** Breadcrumb of the pages of the watch. */
export const filVeille = (suite: Crumb[] = []): Crumb[] => [{ label: 'Veille', href: '/veille' }, ...suite]

export const feuille = <link rel="stylesheet" href={asset('/styles/veille.css')} />

/** Pages opened by the link of a message are nobody else's business. */
export const sansIndex = <meta name="robots" content="noindex, nofollow" />

const ETATS = {
  demande: { ton: 'attention', libelle: 'À confirmer' },
  actif: { ton: 'succes', libelle: 'Active' },
  pause: { ton: 'info', libelle: 'En pause' },
} as const

export const EtatAbonnement = ({ etat }: { etat: Etat }) => <Tag ton={ETATS[etat].ton}>{ETATS[etat].libelle}</Tag>

export const texteDe = (valeurs: Brut, nom: string): string =>
  typeof valeurs[nom] === 'string' ? valeurs[nom] : typeof valeurs[nom] === 'number' ? String(valeurs[nom]) : ''

interface PropsChamps {
  valeurs: Brut
  erreurs: readonly ErreurChamp[]
}

/** Name and rhythm of an alert. */
export function ChampsAlerte({ valeurs, erreurs }: PropsChamps) {
  return (
    <>
      <Field
        name="nom"
        label="Nom de l’alerte"
        hint="Il sera dans l’objet des messages."
        value={texteDe(valeurs, 'nom')}
        error={getError(erreurs, 'nom')}
        required
      />
      <Radios
        name="rythme"
        legend="Quand l’envoyer"
        hint="À 7 heures, seulement s’il y a du nouveau."
        options={[
          { value: 'jour', label: 'Chaque jour' },
          { value: 'semaine', label: 'Chaque semaine' },
        ]}
        value={texteDe(valeurs, 'rythme')}
        error={getError(erreurs, 'rythme')}
        required
      />
      <Select
        name="jour"
        label="Jour de l’envoi, si c’est chaque semaine"
        empty={null}
        options={JOURS.map((label, i) => ({ value: String(i + 1), label }))}
        value={texteDe(valeurs, 'jour') || '1'}
        error={getError(erreurs, 'jour')}
      />
    </>
  )
}

export const ChampAdresse = ({ valeurs, erreurs }: PropsChamps) => (
  <Field
    name="adresse"
    label="Adresse de courriel"
    type="email"
    inputmode="email"
    autocomplete="email"
    size="medium"
    hint="Nous y envoyons un seul message, pour vérifier qu’elle est à vous. Elle ne sert qu’à cet envoi, et s’efface quand vous vous retirez."
    value={texteDe(valeurs, 'adresse')}
    error={getError(erreurs, 'adresse')}
    required
  />
)

/** The link of a message that opens nothing any more: what was asked is gone, or the link is cut. */
export async function createLienMort(requete: Requete): Promise<Response> {
  const page = (
    <Layout title="Ce lien ne sert plus" page={requete} crumbs={filVeille([{ label: 'Lien périmé' }])} head={sansIndex}>
      <p>
        L’inscription a déjà été retirée, ou n’a pas été confirmée dans les 48 heures. Plus rien ne vous est envoyé par
        ce lien, et l’adresse qui allait avec est effacée.
      </p>
      <p>
        <a href="/veille">Voir ce que l’on peut recevoir</a>
      </p>
    </Layout>
  )
  return new Response(String(await page), { status: 404, headers: { 'content-type': 'text/html; charset=utf-8' } })
}
