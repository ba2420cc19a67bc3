import { GROUPES_TYPES } from '../dispositif/type.ts'
import { getSigle } from '../dispositif/types.ts'
import { LienDispositif } from './cadre.tsx'
import { type Arete, COTE, type Noeud } from './graphe.ts'

const RAYON_NOEUD = 17
/** Where the acronym of a dispositif stands: outside the circle, farther on its sides, where words are long. */
const ECART = { haut: 29, cote: 38 } as const

function Etiquette({ noeud: { x, y, dispositif } }: { noeud: Noeud }) {
  const [dx, dy] = [x - COTE / 2, y - COTE / 2]
  const longueur = Math.hypot(dx, dy) || 1
  return (
    <text
      class="graphe-sigle"
      x={Math.round(x + (dx / longueur) * ECART.cote)}
      y={Math.round(y + (dy / longueur) * ECART.haut)}
      dy="0.35em"
    >
      {getSigle(dispositif.type)}
    </text>
  )
}

/** Dispositifs in a circle, joined by what they share: plain lines are declared links, dotted ones wait for one. */
export const Dessin = ({
  noeuds,
  aretes,
  titre,
}: {
  noeuds: readonly Noeud[]
  aretes: readonly Arete[]
  titre: string
}) => (
  <svg class="graphe" viewBox={`0 0 ${COTE} ${COTE}`} role="img" aria-labelledby="graphe-titre">
    <title id="graphe-titre">{titre}</title>
    <g>
      {aretes.map(({ de, vers, lie, epaisseur }) => (
        <line
          class={lie ? 'graphe-lien' : 'graphe-partage'}
          {...{ x1: de.x, y1: de.y, x2: vers.x, y2: vers.y, 'stroke-width': epaisseur }}
        />
      ))}
    </g>
    <g>
      {noeuds.map((noeud) => (
        <g class={`graphe-noeud graphe-${noeud.groupe ?? 'autre'}`}>
          <circle cx={noeud.x} cy={noeud.y} r={RAYON_NOEUD} />
          <text x={noeud.x} y={noeud.y} dy="0.35em">
            {String(noeud.numero)}
          </text>
          <Etiquette noeud={noeud} />
        </g>
      ))}
    </g>
  </svg>
)

/** The numbers of the drawing, by family. */
export const Legende = ({ noeuds }: { noeuds: readonly Noeud[] }) => (
  <div class="graphe-legende">
    {[...Map.groupBy(noeuds, (n) => n.groupe)].map(([groupe, siens]) => (
      <>
        <h2>
          <span class={`graphe-pastille graphe-${groupe ?? 'autre'}`} aria-hidden="true" />{' '}
          {groupe === null ? 'Autres' : GROUPES_TYPES[groupe]}
        </h2>
        <ol start={siens[0]?.numero}>
          {siens.map(({ dispositif }) => (
            <li>
              <LienDispositif dispositif={dispositif} />
            </li>
          ))}
        </ol>
      </>
    ))}
    <p class="hint">
      Trait plein&nbsp;: un lien est déclaré. Pointillé&nbsp;: ils partagent des habitants ou des membres, sans lien
      déclaré. Plus le trait est large, plus ils partagent d’habitants.
    </p>
  </div>
)
