import type { Child } from 'hono/jsx'
import { formatNumber } from '#ui/format.ts'
import { computeCircles } from '#ui/map/circles.ts'
import { computeLayout } from '#ui/map/layout.ts'
import { STEPS } from '#ui/map/path.ts'
import { Circles, EMPTY, type Empty, formatFill, type OutlineShape, Outlines, type Shape } from '#ui/map/picture.tsx'
import type { Fit } from '#ui/map/projection.ts'
import type { CarteProps, VueCarte } from './carte.tsx'
import { type Fond, type FormeFond, HAUTEUR_MAX, LARGEUR } from './fond.ts'
import { CoucheQuartiers } from './quartiers.tsx'

/** The view that will be shown: circles where there is no outline. */
export const computeVue = (fond: Fond, vue: VueCarte = 'contours'): VueCarte =>
  vue === 'contours' && fond.formes.some((f) => f.contour) ? 'contours' : 'cercles'

/** Where outlines come from, in one sentence. */
export function formatSource({ source }: Fond): string {
  if (!source) return ''
  const dits = [source.source, source.millesime, source.licence].filter((dit) => dit !== null)
  return `${dits.join(', ')}, simplifiés.`
}

/** A picture: its size, what stands in its `<svg>`, and how its main part is projected. */
export interface Dessin {
  width: number
  height: number
  contenu: Child
  fit: Fit | null
  /** Of the patterns that fill its shapes. */
  scale: number
}

/** The picture by outlines: its size, and what stands in its `<svg>`. */
export function createContours(props: CarteProps): Dessin {
  const { fond, quartiers, id = 'carte' } = props
  const shapes: OutlineShape[] = fond.formes.flatMap((f) =>
    f.contour ? [{ ...createForme(props, f), geometry: f.contour, group: f.groupes.at(-1) ?? null }] : [],
  )
  const layout = computeLayout(
    shapes.map((s) => s.geometry),
    LARGEUR,
    HAUTEUR_MAX,
  )
  return {
    width: layout.width,
    height: Math.round(layout.height),
    fit: layout.frames[0]?.fit ?? null,
    scale: STEPS,
    contenu: (
      <Outlines layout={layout} shapes={shapes}>
        {quartiers?.contours && (
          <CoucheQuartiers id={id} liens={props.adresse !== undefined} {...{ quartiers, layout }} />
        )}
      </Outlines>
    ),
  }
}

/** The picture by circles. */
export function createCercles(props: CarteProps): Dessin {
  const { fond } = props
  const layout = computeCircles(
    fond.formes.map((f) => ({ code: f.code, weight: f.population ?? 0, groups: f.groupes })),
    LARGEUR,
  )
  const shapes: ReadonlyMap<string, Shape> = new Map(fond.formes.map((f) => [f.code, createForme(props, f)]))
  return {
    width: layout.width,
    height: layout.height,
    fit: null,
    scale: 1,
    contenu: <Circles layout={layout} shapes={shapes} names={fond.groupes} />,
  }
}

/** Shapes that have no value to show, by reason. */
export function countVides(props: CarteProps): Record<Empty, number> {
  const classes = props.fond.formes.map((f) => computeClasse(props, f))
  const count = (raison: Empty) => classes.filter((classe) => classe === raison).length
  return { secret: count('secret'), missing: count('missing') }
}

function computeClasse({ valeurs, echelle }: CarteProps, { code }: FormeFond): number | Empty {
  const valeur = valeurs.get(code) ?? null
  if (valeur === 'secret') return 'secret'
  return (valeur === null ? null : echelle.index(valeur)) ?? 'missing'
}

function createForme(props: CarteProps, forme: FormeFond): Shape {
  const classe = computeClasse(props, forme)
  const repere = props.reperes?.parForme.get(forme.code)
  return {
    code: forme.code,
    label: `${forme.nom}\u00a0: ${formatChiffre(props, forme.code, true)}${repere ? `. ${repere}` : ''}`,
    pin: repere !== undefined,
    fill: formatFill(props.id ?? 'carte', props.echelle.classes, classe),
    href: props.lien?.(forme.code) ?? null,
    ...(props.selection && {
      box: props.selection.boites + forme.code,
      selected: props.selection.cochees.has(forme.code),
    }),
  }
}

/** The figure of a shape, or why there is none. */
export function formatChiffre(props: CarteProps, code: string, avecUnite: boolean): string {
  const valeur = props.valeurs.get(code) ?? null
  if (valeur === null) return EMPTY.missing
  if (valeur === 'secret') return EMPTY.secret
  if (props.formatValeur) return props.formatValeur(valeur)
  const options = { minimumFractionDigits: props.decimales ?? 0, maximumFractionDigits: props.decimales ?? 0 }
  return `${formatNumber(valeur, options)}${avecUnite ? ` ${props.unite}` : ''}`
}
