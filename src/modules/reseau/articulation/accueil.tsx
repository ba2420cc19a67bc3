import type { Requete } from '#core/context.ts'
import { formatRefZone, LIBELLES_MAILLE, type ZoneNommee } from '#modules/territoires/index.ts'
import { Alert } from '#ui/alert.tsx'
import { ButtonLink } from '#ui/form.tsx'
import { Layout } from '#ui/layout.tsx'
import { SearchBox } from '#ui/search-box.tsx'
import { Tag } from '#ui/tag.tsx'
import { ADRESSE } from './articulation.ts'
import { feuille, filArticulation } from './cadre.tsx'

export interface PropsAccueil {
  requete: Requete
  q: string | null
  trouvees: readonly ZoneNommee[]
  /** Public territories to begin with. */
  publics: readonly (ZoneNommee & { fictif: boolean })[]
  inconnues: readonly string[]
}

const Lien = ({ zone }: { zone: ZoneNommee }) => (
  <>
    <a href={`${ADRESSE}?zone=${formatRefZone(zone)}`}>{zone.nom}</a>{' '}
    <span class="hint">
      {LIBELLES_MAILLE[zone.maille]}
      {zone.maille !== 'territoire' && zone.code.length < 9 && ` ${zone.code}`}
    </span>
  </>
)

/** Where one says which territory one looks at. */
export const PageAccueil = ({ requete, q, trouvees, publics, inconnues }: PropsAccueil) => (
  <Layout
    title="Articulation"
    page={requete}
    width="list"
    ownSearch
    crumbs={filArticulation()}
    intro={
      <p>
        Qui agit sur un même territoire sans toujours se connaître, ce que chacun partage, où il n’y a personne, et qui
        réunir.
      </p>
    }
    actions={<ButtonLink href={`${ADRESSE}/rencontre`}>Préparer une première rencontre</ButtonLink>}
    head={feuille}
  >
    {inconnues.length > 0 && (
      <Alert ton="attention" title="Non reconnu">
        {`${inconnues.join(', ')}. Cherchez le territoire par son nom.`}
      </Alert>
    )}
    <SearchBox
      action={ADRESSE}
      label="Chercher une commune, une intercommunalité, un département ou un territoire enregistré"
      value={q ?? ''}
      placeholder="Digne-les-Bains, 04000…"
    />
    {q !== null && (
      <section aria-labelledby="trouvees">
        <h2 id="trouvees">{trouvees.length > 0 ? 'Choisir le territoire' : `Rien ne répond à «\u00a0${q}\u00a0»`}</h2>
        {trouvees.length > 0 ? (
          <ul>
            {trouvees.map((zone) => (
              <li>
                <Lien zone={zone} />
              </li>
            ))}
          </ul>
        ) : (
          <p>Essayez le début du nom, un code postal, ou le code Insee.</p>
        )}
      </section>
    )}
    {publics.length > 0 && (
      <section aria-labelledby="publics">
        <h2 id="publics">Territoires enregistrés</h2>
        <ul>
          {publics.map((zone) => (
            <li>
              <Lien zone={zone} /> {zone.fictif && <Tag ton="attention">Fictif</Tag>}
            </li>
          ))}
        </ul>
      </section>
    )}
    <p>
      Votre territoire n’a pas encore de nom&#8239;? <a href="/territoires/composer">Composez-le</a>, commune par
      commune, puis enregistrez-le.
    </p>
  </Layout>
)
