import type { Requete } from '#core/context.ts'
import { defineRoute } from '#core/route.ts'
import { formatDateTime, formatNumber } from '#ui/format.ts'
import { type Bilan, getBilan } from './adresse.queries.ts'
import { formatAdresseLiens, VUES_ADRESSE, type VueAdresse } from './adresse.ts'
import { Atelier } from './cadre.tsx'
import { entretienPolicy } from './entretien.policy.ts'
import { type Comptes, getComptesEntretien } from './entretien.queries.ts'
import { BASE, formatAdresseListe, isVerification, LISTES, type Liste } from './entretien.ts'
import { formatAdressePaires, VUES_PAIRE, type VuePaire } from './paire.ts'

interface Chantier {
  titre: string
  aide: string
  href: string
  nombre: number
}

function Chantiers({ titre, id, chantiers }: { titre: string; id: string; chantiers: Chantier[] }) {
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{titre}</h2>
      <ul class="chantiers">
        {chantiers.map(({ titre: nom, aide, href, nombre }) => (
          <li>
            <a href={href}>{nom}</a>
            <span class="nombre">{formatNumber(nombre)}</span>
            <span class="hint">{aide}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function formatBilan({ quand, verifiees }: Bilan, demo: boolean): string {
  if (quand === null)
    return demo
      ? 'En démonstration, les liens ne sont vérifiés que par la commande «\u00a0maillage verifier-liens\u00a0».'
      : 'Les liens n’ont encore jamais été vérifiés.'
  return `Dernier passage le ${formatDateTime(quand)}\u00a0: ${formatNumber(verifiees)} ${verifiees >= 2 ? 'adresses ouvertes' : 'adresse ouverte'}.`
}

function PageEntretien({
  comptes,
  bilan,
  requete,
  le,
}: {
  comptes: Comptes
  bilan: Bilan
  requete: Requete
  le: Date
}) {
  const listChantiers = (listes: Liste[]): Chantier[] =>
    listes.map((liste) => ({
      ...LISTES[liste],
      href: formatAdresseListe(liste, { q: '' }),
      nombre: comptes.listes[liste],
    }))
  const listes = Object.keys(LISTES) as Liste[]
  return (
    <Atelier
      titre="Entretien du catalogue"
      requete={requete}
      fil={null}
      intro={<p>{`Ce qui demande un regard, liste par liste. Nombres du ${formatDateTime(le)}.`}</p>}
    >
      <Chantiers
        titre="Doublons"
        id="doublons"
        chantiers={(Object.keys(VUES_PAIRE) as VuePaire[]).map((vue) => ({
          ...VUES_PAIRE[vue],
          href: formatAdressePaires(vue),
          nombre: comptes.paires[vue],
        }))}
      />
      <Chantiers
        titre="Liens"
        id="liens"
        chantiers={(Object.keys(VUES_ADRESSE) as VueAdresse[]).map((vue) => ({
          ...VUES_ADRESSE[vue],
          href: formatAdresseLiens(vue),
          nombre: comptes.adresses[vue],
        }))}
      />
      <p class="hint">{formatBilan(bilan, requete.demo)}</p>
      <Chantiers
        titre="Notices à compléter"
        id="completer"
        chantiers={listChantiers(listes.filter((l) => !isVerification(l)))}
      />
      <Chantiers titre="Vérification" id="verification" chantiers={listChantiers(listes.filter(isVerification))} />
    </Atelier>
  )
}

export const routesEntretien = [
  defineRoute({
    methode: 'GET',
    chemin: BASE,
    politique: (acteur) => entretienPolicy.peutParfois(acteur, 'lire'),
    trace: 'entretien.lecture',
    lire: async (ctx, _entree, requete) => {
      const [comptes, bilan] = await Promise.all([getComptesEntretien(ctx), getBilan(ctx)])
      return <PageEntretien {...{ comptes, bilan, requete }} le={ctx.maintenant} />
    },
  }),
]
