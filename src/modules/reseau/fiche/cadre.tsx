import type { Child } from 'hono/jsx'
import type { Ctx } from '#core/context.ts'
import { getLibelle, getTerme } from '#modules/vocabulaires/index.ts'
import { asset } from '#ui/asset.ts'
import { formatDate } from '#ui/format.ts'
import type { Crumb } from '#ui/layout.tsx'
import { Tag } from '#ui/tag.tsx'
import type { Appartenance } from './appartenance.queries.ts'
import type { Suivi } from './fiche.ts'
import { isAVerifier } from './score.ts'

export const feuille = <link rel="stylesheet" href={asset('/styles/structures.css')} />

export const filStructures = (suite: Crumb[] = []): Crumb[] => [{ label: 'Structures', href: '/structures' }, ...suite]

/** A part of a sheet; nothing where it has nothing to say. */
export function Partie({ id, titre, children }: { id: string; titre: string; children?: Child }) {
  const vide = [children].flat().every((c) => c === null || c === undefined || c === false)
  if (vide) return null
  return (
    <section aria-labelledby={id} class="partie">
      <h2 id={id}>{titre}</h2>
      {children}
    </section>
  )
}

/** « Centre médico-psychologique (CMP) » */
export function formatType(slug: string | null): string | null {
  if (slug === null) return null
  const sigle = getTerme('type-structure', slug)?.sigle
  return sigle ? `${getLibelle('type-structure', slug)} (${sigle})` : getLibelle('type-structure', slug)
}

/** When it was verified; who did is for people with an account. */
export function Verification({ fiche, ctx }: { fiche: Pick<Suivi, 'verifieLe' | 'verifiePar'>; ctx: Ctx }) {
  const { verifieLe, verifiePar } = fiche
  if (verifieLe === null) return <Tag ton="attention">Jamais vérifiée</Tag>
  const par = ctx.acteur.compte !== null && verifiePar ? ` par ${verifiePar}` : ''
  const texte = `Vérifiée le ${formatDate(verifieLe)}${par}`
  return isAVerifier(verifieLe, ctx.maintenant) ? (
    <Tag ton="attention">{`${texte}, il y a plus d’un an`}</Tag>
  ) : (
    <Tag ton="succes">{texte}</Tag>
  )
}

/** Sources by their slug, as people know them. */
export const LIBELLES_SOURCES: Record<string, string> = {
  saisie: 'Saisie dans Maillage',
  finess: 'FINESS',
  'finess-plus': 'FINESS+',
  demonstration: 'Données de démonstration',
}

/** Where the facts of a sheet come from, under which licence. */
export function Source({ fiche: { source, sourceUrl, licence, fictif } }: { fiche: Suivi }) {
  return (
    <>
      {sourceUrl ? (
        <a href={sourceUrl} rel="external">
          {LIBELLES_SOURCES[source] ?? source}
        </a>
      ) : (
        (LIBELLES_SOURCES[source] ?? source)
      )}
      {licence && `, ${licence}`}
      {fictif && ' (fictif)'}
    </>
  )
}

/** Dispositifs that it takes part in. */
export function Dispositifs({ appartenances }: { appartenances: readonly Appartenance[] }) {
  return (
    <ul>
      {appartenances.map((a) => (
        <li>
          <a href={`/dispositifs/${a.id}`}>{a.nom}</a>
          {` (${getTerme('dispositif', a.type)?.sigle ?? getLibelle('dispositif', a.type)}), ${getLibelle('role-dispositif', a.role).toLowerCase()}`}
          {a.debut && ` depuis le ${formatDate(a.debut)}`}
        </li>
      ))}
    </ul>
  )
}

/** A telephone that one may call, shown as it is written. */
export const Telephone = ({ numero }: { numero: string }) => (
  <a href={`tel:${numero.replace(/[^\d+]/g, '')}`}>{formatTelephone(numero)}</a>
)

export const Courriel = ({ adresse }: { adresse: string }) => <a href={`mailto:${adresse}`}>{adresse}</a>

/** « 04 92 00 00 00 », of a French number; any other as it is. */
function formatTelephone(numero: string): string {
  const chiffres = numero.replace(/[\s.-]/g, '').replace(/^(\+33|0033)\(?0?\)?/, '0')
  return /^0\d{9}$/.test(chiffres) ? chiffres.replace(/(\d{2})(?=\d)/g, '$1\u00a0') : numero
}

/** A page outside: its host, or a word where it is no address. */
export function Site({ adresse, children }: { adresse: string; children?: Child }) {
  const url = URL.parse(adresse)
  if (!url || !/^https?:$/.test(url.protocol)) return adresse
  return (
    <a href={adresse} rel="external nofollow">
      {children ?? url.host.replace(/^www\./, '')}
    </a>
  )
}
