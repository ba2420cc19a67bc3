import type { Fond } from '#modules/territoires/index.ts'
import { formatCount, formatDate } from '#ui/format.ts'
import { Courriel, Site, Telephone } from '../fiche/cadre.tsx'
import { formatAdresseStructure } from '../structure/structure.ts'
import { CarteAides, renderPlanSvg } from '../trouver/carte.tsx'
import { NUMEROS } from './donnees/numeros.ts'
import { computeMilieu, type EntreeGuide, type Guide, listPoints, type ServiceGuide } from './guide.ts'
import { listIndex } from './lignes.ts'

/** The map of a guide as a file; null where no sheet has a place. */
export async function renderPlanGuide({ sections, lieu }: Guide, fond: Fond | null): Promise<string | null> {
  const points = listPoints(sections)
  const depart = computeMilieu(points)
  return depart && renderPlanSvg({ depart, nom: lieu, ancre: 'fiche', points, fond })
}

/** The guide as one reads and prints it; its title is the page’s. */
export function DocumentGuide({ guide, fond }: { guide: Guide; fond: Fond | null }) {
  const points = listPoints(guide.sections)
  const centre = computeMilieu(points)
  return (
    <div class="guide">
      <p class="guide-couverture">
        {[guide.lieu, guide.editeur, formatDate(guide.date)].filter(Boolean).join(' · ')}
        {guide.fictif && ' · contient des structures fictives, inventées pour la démonstration'}
      </p>
      {guide.introduction?.split(/\n{2,}/).map((p) => (
        <p class="texte">{p}</p>
      ))}
      <nav class="guide-sommaire" aria-labelledby="sommaire">
        <h2 id="sommaire">Sommaire</h2>
        <ul>
          <li>
            <a href="#urgences">Numéros d’urgence</a>
          </li>
          {guide.sections.map((s) => (
            <li>
              <a href={`#section-${s.slug}`}>{s.titre}</a>
              {` (${formatCount(s.entrees.length, 'structure')})`}
            </li>
          ))}
          {centre && (
            <li>
              <a href="#carte">Carte</a>
            </li>
          )}
          <li>
            <a href="#index">Index</a>
          </li>
        </ul>
      </nav>
      <Urgences />
      {guide.sections.map((s) => (
        <section aria-labelledby={`section-${s.slug}`} class="guide-section">
          <h2 id={`section-${s.slug}`}>{s.titre}</h2>
          {s.entrees.map((entree) => (
            <Entree entree={entree} />
          ))}
        </section>
      ))}
      {centre && (
        <section aria-labelledby="carte" class="guide-section">
          <h2 id="carte">Carte</h2>
          <p class="hint">Les numéros sont ceux des fiches.</p>
          <CarteAides depart={centre} nom={guide.lieu} ancre="fiche" points={points} fond={fond} />
        </section>
      )}
      <Index guide={guide} />
      <Sources guide={guide} />
    </div>
  )
}

function Urgences() {
  return (
    <section aria-labelledby="urgences" class="guide-section">
      <h2 id="urgences">Numéros d’urgence</h2>
      <dl class="guide-numeros">
        {NUMEROS.map((n) => (
          <div>
            <dt>
              <a href={`tel:${n.numero}`}>{n.numero}</a>
            </dt>
            <dd>
              <strong>{n.nom}.</strong> {n.quand}
              {n.verifie === null && <span class="hint no-print"> À vérifier avant d’imprimer&nbsp;: </span>}
              <a class="no-print" href={n.source} rel="external">
                {new URL(n.source).host.replace(/^www\./, '')}
              </a>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Entree({ entree: { numero, premiere, fiche: f, services } }: { entree: EntreeGuide }) {
  return (
    <article class="guide-fiche" id={premiere ? `fiche-${numero}` : undefined}>
      <h3>
        <span class="numero">{`${numero}.`}</span> <a href={formatAdresseStructure(f.id)}>{f.nom}</a>
        {f.fictif && <span class="hint"> (fictif)</span>}
      </h3>
      {premiere && f.nature && <p class="hint">{f.nature}</p>}
      <p class="guide-joindre">
        {[
          f.adresse,
          f.telephone && <Telephone numero={f.telephone} />,
          f.courriel && <Courriel adresse={f.courriel} />,
          f.site && <Site adresse={f.site} />,
        ]
          .filter((v) => v !== null && v !== '')
          .map((v, i) => (
            <>
              {i > 0 && ' · '}
              {v}
            </>
          ))}
      </p>
      {premiere && f.horaires && <p>{f.horaires}</p>}
      {premiere && f.acces && <p>{`Accès\u00a0: ${f.acces}`}</p>}
      {services.map((service) => (
        <ServiceDuGuide service={service} />
      ))}
    </article>
  )
}

function ServiceDuGuide({ service: x }: { service: ServiceGuide }) {
  return (
    <div class="guide-service">
      <h4>{x.nom}</h4>
      {x.description && <p>{x.description}</p>}
      <p class="hint">
        {[
          x.pourQui && `Pour qui\u00a0: ${x.pourQui}`,
          x.cout && `Coût\u00a0: ${x.cout}`,
          x.comment && `Comment\u00a0: ${x.comment}`,
        ]
          .filter(Boolean)
          .map((v) => `${v}`.replace(/\.?$/, '.'))
          .join(' ')}
        {x.telephone && (
          <>
            {' '}
            <Telephone numero={x.telephone} />
          </>
        )}
      </p>
    </div>
  )
}

function Index({ guide }: { guide: Guide }) {
  const parts = [
    { titre: 'Structures', lignes: listIndex(guide.sections, (f) => f.nom) },
    { titre: 'Communes', lignes: listIndex(guide.sections, (f) => f.commune) },
  ]
  return (
    <section aria-labelledby="index" class="guide-section">
      <h2 id="index">Index</h2>
      <p class="hint">Les numéros sont ceux des fiches.</p>
      {parts.map(({ titre, lignes }) => (
        <>
          <h3>{titre}</h3>
          <ul class="guide-index">
            {lignes.map(({ nom, numeros }) => (
              <li>
                {`${nom}, `}
                {numeros.map((n, i) => (
                  <>
                    {i > 0 && ', '}
                    <a href={`#fiche-${n}`}>{String(n)}</a>
                  </>
                ))}
              </li>
            ))}
          </ul>
        </>
      ))}
    </section>
  )
}

function Sources({ guide }: { guide: Guide }) {
  return (
    <section aria-labelledby="sources" class="guide-section">
      <h2 id="sources">Sources</h2>
      <p>
        {`${formatCount(guide.nombre, 'structure')}${guide.total > guide.nombre ? ` sur ${guide.total}\u00a0: choisissez des thèmes pour les avoir toutes` : ''}, selon l’annuaire de Maillage au ${formatDate(guide.date)}. Sources\u00a0: ${guide.sources.join('\u202f; ')}. Les horaires et les coûts changent\u00a0: appelez avant de venir.`}
      </p>
      <p class="hint">
        Le titre, l’introduction et le nom de qui publie sont ceux de la personne qui a composé cette page.
      </p>
    </section>
  )
}
