import { z } from 'zod'
import { ErreurLecture } from '#core/encodage.ts'
import { getTypeFiness } from '../donnees/categories-finess.ts'
import { parseIdentifiant } from '../identifiant.ts'
import { parseElements } from './json.formats.ts'
import { type Communes, createConstat, type FicheLue, isJour, type Lecture, type Lu } from './lecture.ts'

const texte = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((v) => (v === null || v === undefined ? null : String(v).replace(/\s+/g, ' ').trim() || null))
const liste = <T extends z.ZodType>(element: T) =>
  z
    .array(element)
    .nullish()
    .transform((v) => v ?? [])

// The schema and its published example differ in the case of their names: all are read in lower case.
const schemaAdresse = z.object({
  lignequatre: texte,
  lieudit: texte,
  cogcommune: texte,
  codepostal: texte,
  coordonneesgeographique: z.object({ directionlatitude: texte, directionlongitude: texte }).nullish(),
})
const schemaContact = z.object({ telecom: z.object({ telephone: texte, courriel: texte }).nullish() })
const schemaEge = z.object({
  informationsgeneralesege: z.object({
    numfinessege: texte,
    nomegecourt: texte,
    nomegelong: texte,
    siret: texte,
    dateouverture: texte,
  }),
  categorieentitegeographiqueexercice: texte,
  adresse: liste(schemaAdresse),
  contact: liste(schemaContact),
  etatobjet: texte,
  datedernieremaj: texte,
})
const schemaPmej = z.object({
  informationsgeneralespmej: z.object({
    numfinesspm: texte,
    siren: texte,
    denominationpm: texte,
    denominationlonguepmsmsse: texte,
  }),
  adresse: liste(schemaAdresse),
  contact: liste(schemaContact),
  datedernieremaj: texte,
  ege: z
    .array(z.unknown())
    .nullish()
    .transform((v) => v ?? []),
})

const lowerNoms = (valeur: unknown): unknown =>
  Array.isArray(valeur)
    ? valeur.map(lowerNoms)
    : valeur !== null && typeof valeur === 'object'
      ? Object.fromEntries(Object.entries(valeur).map(([nom, v]) => [nom.toLowerCase(), lowerNoms(v)]))
      : valeur

/**
 * FINESS+ (schema v1.0.0): legal bodies and, inside each, its places.
 * @throws ErreurLecture where it holds no legal body
 */
export async function* parseFinessPlus(textes: AsyncIterable<string>, communes: Communes): Lecture {
  let vues = 0
  for await (const elements of parseElements(textes)) {
    const lus: Lu[] = []
    for (const { cle, n, valeur } of elements) {
      if (cle.toLowerCase() !== 'pmej' || n === 0) continue
      vues++
      lus.push(...parsePmej(n, lowerNoms(valeur), communes))
    }
    yield lus
  }
  if (vues === 0) throw new ErreurLecture('Ce fichier FINESS+ n’a aucune entité juridique.')
}

function parsePmej(n: number, valeur: unknown, communes: Communes): Lu[] {
  const lu = schemaPmej.safeParse(valeur)
  if (!lu.success) return [createConstat(n, 'rejete', `Entité juridique illisible (${formatChemin(lu.error)}).`)]
  const { informationsgeneralespmej: infos, adresse, contact, datedernieremaj, ege } = lu.data
  const numero = parseIdentifiant('finess', infos.numfinesspm ?? '', true)
  const finess = 'valeur' in numero ? numero.valeur : null
  const lus: Lu[] = 'erreur' in numero ? [createConstat(n, 'rejete', `Entité juridique\u00a0: ${numero.erreur}`)] : []
  const nom = infos.denominationlonguepmsmsse ?? infos.denominationpm
  if (finess !== null && nom !== null) {
    const commune = communes.getCommune(adresse[0]?.cogcommune ?? '')
    lus.push(
      createFiche(n, 'organisme', finess, {
        nom,
        finess,
        siren: readNumero('siren', infos.siren, n, lus),
        telephone: contact[0]?.telecom?.telephone ?? null,
        commune,
        sourceMaj: parseDate(datedernieremaj),
      }),
    )
  }
  for (const etablissement of ege) lus.push(...parseEge(n, etablissement, finess, communes))
  return lus
}

function parseEge(n: number, valeur: unknown, finessEj: string | null, communes: Communes): Lu[] {
  const lu = schemaEge.safeParse(valeur)
  if (!lu.success) return [createConstat(n, 'rejete', `Établissement illisible (${formatChemin(lu.error)}).`)]
  const { informationsgeneralesege: infos, adresse, contact, etatobjet } = lu.data
  const numero = parseIdentifiant('finess', infos.numfinessege ?? '', true)
  if ('erreur' in numero) return [createConstat(n, 'rejete', numero.erreur)]
  const finess = numero.valeur
  const reject = (message: string): Lu[] => [createConstat(n, 'rejete', `${finess}\u00a0: ${message}`, finess)]
  const nom = infos.nomegelong ?? infos.nomegecourt
  if (nom === null) return reject('cet établissement n’a pas de nom.')
  // `A`: active. What else it may be is not published: said, and left as it is here.
  if (etatobjet !== null && etatobjet !== 'A') return reject(`état «\u00a0${etatobjet}\u00a0» inconnu.`)
  const [lieu] = adresse
  const commune = communes.getCommune(lieu?.cogcommune ?? '')
  if (commune === null) return reject(`aucune commune n’a le code ${lieu?.cogcommune ?? '(absent)'}.`)
  const lus: Lu[] = numero.avertissement ? [createConstat(n, 'avertissement', numero.avertissement)] : []
  const categorie = lu.data.categorieentitegeographiqueexercice
  const point = parsePoint(lieu?.coordonneesgeographique)
  const fiche = createFiche(n, 'structure', finess, {
    nom,
    finess,
    finessEj,
    siret: readNumero('siret', infos.siret, n, lus),
    type: categorie === null ? null : getTypeFiness(categorie),
    categorie,
    adresse: lieu?.lignequatre ?? null,
    complement: lieu?.lieudit ?? null,
    codePostal: /^\d{5}$/.test(lieu?.codepostal ?? '') ? (lieu?.codepostal ?? null) : null,
    commune,
    telephone: contact[0]?.telecom?.telephone ?? null,
    dateOuverture: parseDate(infos.dateouverture),
    sourceMaj: parseDate(lu.data.datedernieremaj),
    ...(point && { longitude: point[0], latitude: point[1], positionSource: 'source' }),
  })
  return [...lus, fiche]
}

const createFiche = (n: number, objet: FicheLue['objet'], finess: string, valeurs: FicheLue['valeurs']): FicheLue => ({
  n,
  objet,
  finess,
  source: 'finess',
  sourceId: finess,
  sourceUrl: null,
  parent: null,
  valeurs,
})

function readNumero(nature: 'siren' | 'siret', brut: string | null, n: number, lus: Lu[]): string | null {
  if (brut === null) return null
  const lu = parseIdentifiant(nature, brut, true)
  const message = 'erreur' in lu ? lu.erreur : lu.avertissement
  if (message) lus.push(createConstat(n, 'avertissement', message))
  return 'valeur' in lu ? lu.valeur : null
}

/** Degrees (WGS 84), from the two fields that say their direction: the others were published swapped. */
function parsePoint(
  c: { directionlatitude: string | null; directionlongitude: string | null } | null | undefined,
): [longitude: number, latitude: number] | null {
  if (!c?.directionlatitude || !c.directionlongitude) return null
  const [longitude, latitude] = [Number(c.directionlongitude), Number(c.directionlatitude)]
  return Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90 ? [longitude, latitude] : null
}

const parseDate = (brut: string | null): string | null => {
  const jour = /^\d{4}-\d{2}-\d{2}/.exec(brut ?? '')?.[0]
  return jour !== undefined && isJour(jour) ? jour : null
}

const formatChemin = (erreur: z.ZodError): string => erreur.issues[0]?.path.join('.') ?? ''
