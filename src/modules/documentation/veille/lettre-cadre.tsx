import type { Child } from 'hono/jsx'
import type { Requete } from '#core/context.ts'
import type { ErreurChamp } from '#core/errors.ts'
import { type Crumb, Layout } from '#ui/layout.tsx'
import { SubNav } from '#ui/sub-nav.tsx'
import { Tag } from '#ui/tag.tsx'
import { feuille, filVeille } from './cadre.tsx'
import { ETATS, type EtatLettre, formatAdresseLettre, type Lettre } from './lettre.ts'

export const filLettres = (suite: Crumb[] = []): Crumb[] =>
  filVeille([{ label: 'Lettres', ...(suite.length > 0 && { href: '/veille/lettres' }) }, ...suite])

export const EtatDeLettre = ({ etat }: { etat: EtatLettre }) => <Tag ton={ETATS[etat].ton}>{ETATS[etat].libelle}</Tag>

interface PropsAtelier {
  lettre: Lettre
  requete: Requete
  titre: string
  erreurs?: readonly ErreurChamp[]
  width?: 'reading' | 'list'
  intro?: Child
  children: Child
}

/** A page where a letter is written. */
export function AtelierLettre({ lettre, requete, titre, erreurs = [], width, intro, children }: PropsAtelier) {
  const base = formatAdresseLettre(lettre.id)
  const liens = [
    { href: `${base}/composer`, label: 'Documents' },
    { href: `${base}/modifier`, label: 'Titre et note' },
    { href: `${base}/envoi`, label: 'Aperçu et envoi' },
  ]
  return (
    <Layout
      title={titre}
      page={requete}
      errors={erreurs}
      width={width}
      intro={intro}
      head={feuille}
      crumbs={filLettres([{ label: lettre.titre, href: base }, { label: titre }])}
    >
      <SubNav
        label="Pages de la lettre"
        links={liens.map((l) => ({ ...l, current: l.href === requete.url.pathname }))}
      />
      {children}
    </Layout>
  )
}
