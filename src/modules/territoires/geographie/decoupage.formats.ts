import { createRequire } from 'node:module'
import { z } from 'zod'
import { formatCle } from './commune.ts'

const PAQUET = '@etalab/decoupage-administratif'
const require = createRequire(import.meta.url)

const codes = z.array(z.string())
const schemaRegion = z.array(z.object({ code: z.string(), nom: z.string(), zone: z.enum(['metro', 'drom', 'com']) }))
const schemaDepartement = z.array(z.object({ code: z.string(), nom: z.string(), region: z.string() }))
const schemaGroupement = z.array(
  z.object({
    code: z.string(),
    nom: z.string(),
    type: z.string(),
    membres: z.array(z.object({ code: z.string() })),
  }),
)
const schemaCommune = z.array(
  z.object({
    code: z.string(),
    nom: z.string(),
    type: z.enum(['commune-actuelle', 'commune-deleguee', 'commune-associee', 'arrondissement-municipal']),
    departement: z.string(),
    region: z.string(),
    siren: z.string().optional(),
    codesPostaux: codes.default([]),
    population: z.number().int().optional(),
    anciensCodes: codes.default([]),
    /** Commune that a déléguée or associée belongs to. */
    chefLieu: z.string().optional(),
    /** City of an arrondissement. */
    commune: z.string().optional(),
  }),
)

export interface LigneCommune {
  code: string
  nom: string
  cle: string
  ville: string | null
  departement: string
  region: string
  epci: string | null
  ept: string | null
  siren: string | null
  codes_postaux: string[]
  population: number | null
}
export interface LigneAncienne {
  code: string
  nom: string | null
  cle: string | null
  nature: 'deleguee' | 'associee' | 'ancienne'
  commune: string
}
/** How it is searched, see `formatCle`. */
interface Cle {
  cle: string
}
/** The official geography as rows of our tables. */
export interface Decoupage {
  regions: (z.infer<typeof schemaRegion>[number] & Cle)[]
  departements: (z.infer<typeof schemaDepartement>[number] & Cle)[]
  epci: { code: string; nom: string; cle: string; nature: string }[]
  communes: LigneCommune[]
  anciennes: LigneAncienne[]
}

const readFichier = <T>(nom: string, schema: z.ZodType<T>): T => schema.parse(require(`${PAQUET}/data/${nom}.json`))

const addCle = <T extends { nom: string }>(ligne: T): T & Cle => ({ ...ligne, cle: formatCle(ligne.nom) })

/** Version of the installed package, without reading its data. */
export function readVersion(): string {
  return z.object({ version: z.string() }).parse(require(`${PAQUET}/package.json`)).version
}

/** Reads the package whole (12 MB of JSON, about 0.2 s). @throws ZodError where its shape is another one */
export function readDecoupage(): Decoupage {
  const lues = readFichier('communes', schemaCommune)
  const groupements = { epci: readFichier('epci', schemaGroupement), ept: readFichier('ept', schemaGroupement) }
  const membres = (liste: typeof groupements.epci) =>
    new Map(liste.flatMap((g) => g.membres.map((m) => [m.code, g.code] as const)))
  const [epci, ept] = [membres(groupements.epci), membres(groupements.ept)]
  const noms = new Map(lues.filter((c) => c.chefLieu !== undefined).map((c) => [c.code, c.nom]))
  const communes: LigneCommune[] = []
  const anciennes: LigneAncienne[] = []
  for (const c of lues) {
    const cle = formatCle(c.nom)
    if (c.chefLieu !== undefined) {
      const nature = c.type === 'commune-associee' ? 'associee' : 'deleguee'
      anciennes.push({ code: c.code, nom: c.nom, cle, nature, commune: c.chefLieu })
      continue
    }
    const siege = c.commune ?? c.code
    communes.push({
      code: c.code,
      nom: c.nom,
      cle,
      ville: c.commune ?? null,
      departement: c.departement,
      region: c.region,
      epci: epci.get(siege) ?? null,
      ept: ept.get(siege) ?? null,
      siren: c.siren ?? null,
      codes_postaux: c.codesPostaux,
      population: c.population ?? null,
    })
    for (const code of c.anciensCodes) {
      const nom = noms.get(code) ?? null
      anciennes.push({ code, nom, cle: nom && formatCle(nom), nature: 'ancienne', commune: c.code })
    }
  }
  return {
    regions: readFichier('regions', schemaRegion).map(addCle),
    departements: readFichier('departements', schemaDepartement).map(addCle),
    epci: [...groupements.epci, ...groupements.ept].map(({ code, nom, type }) => ({
      ...addCle({ code, nom }),
      nature: type,
    })),
    communes,
    anciennes,
  }
}
