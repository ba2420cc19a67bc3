import { ErreurLecture } from '#core/encodage.ts'
import type { FormatAnnuaire } from '#modules/reseau/imports/imports.ts'
import { isJour, type Lu } from '#modules/reseau/lecture/lecture.ts'
import { examineFichier, type Nature, parseFichier } from '#modules/reseau/lecture/nature.formats.ts'
import { createEtablissement, formatEtalab } from './finess.ts'
import { mutate, type ResultatCas } from './mutations.ts'
import { createHasard, type Hasard } from './notices.ts'

const ENTETE_RPPS =
  "Identification nationale PP|Nom d'exercice|Prénom d'exercice|Code profession|Libellé profession|Code savoir-faire|Libellé savoir-faire|Code mode exercice|Numéro FINESS site|Code postal (coord. structure)|Bureau cedex (coord. structure)|Code commune (coord. structure)|"
const DI = { source: 'fictif', date_maj: '2026-01-02', code_insee: '04070', longitude: 6.2, latitude: 44.1 }

/** A small file of each kind, whole. */
const DEPARTS: Record<FormatAnnuaire, (h: Hasard) => string> = {
  finess: (h) => formatEtalab(Array.from({ length: 1 + h.entier(20) }, (_, i) => createEtablissement(i))),
  'finess-plus': (h) =>
    JSON.stringify({
      schemaVersion: 'v1.0.0',
      generatedAt: '2026-03-09T15:49:37Z',
      pmej: Array.from({ length: 1 + h.entier(4) }, (_, i) => ({
        informationsGeneralesPMEJ: { numFinessPm: '010000156', denominationPm: `É\u0301tablissement ${i}` },
        ege: [
          {
            informationsGeneralesEGE: {
              numFinessEge: '010780195',
              nomEgeCourt: 'Lieu fictif',
              dateOuverture: '1956-11-16',
            },
            adresse: [
              {
                cogCommune: '04070',
                coordonneesGeographique: { directionLatitude: '44.1', directionLongitude: '6.2' },
              },
            ],
          },
        ],
      })),
    }),
  'data-inclusion': (h) =>
    JSON.stringify(
      Array.from({ length: 1 + h.entier(6) }, (_, i) => ({
        ...DI,
        id: `fictif--${i}`,
        nom: 'Lieu “fictif”',
        ...(i % 2 === 1 && { structure_id: 'fictif--0', thematiques: ['sante--addictions'], publics: ['jeunes'] }),
      })),
    ),
  rpps: (h) =>
    [
      ENTETE_RPPS,
      ...Array.from(
        { length: 1 + h.entier(20) },
        (_, i) => `81010759258${i % 10}|FICTIF|Alix|10|Médecin|||L||04000|04000 DIGNE|04070|`,
      ),
    ].join('\n'),
  tableau: (h) =>
    [
      'Nom;Commune;Longitude;Latitude',
      ...Array.from({ length: 1 + h.entier(20) }, (_, i) => `Lieu ${i};04070;6,2;44.1`),
    ].join('\n'),
}
export const FORMATS_MUTES = Object.keys(DEPARTS) as FormatAnnuaire[]

/** What the database would refuse, or what would say nothing. */
function checkLu(lu: Lu): void {
  if (!Number.isInteger(lu.n) || lu.n < 0) throw new Error(`Un numéro de ligne manque : ${JSON.stringify(lu)}`)
  if (lu.objet === 'constat' && lu.message.trim() === '') throw new Error('Un constat ne dit rien.')
  const textes = JSON.stringify(lu)
  if (/\\u0000|\\ud[89a-f]/i.test(textes)) throw new Error(`Un texte ne peut pas être gardé : ${textes}`)
  if (!('valeurs' in lu)) return
  if (typeof lu.valeurs.nom !== 'string' || lu.valeurs.nom === '')
    throw new Error(`Une fiche n’a pas de nom : ${textes}`)
  for (const champ of ['dateOuverture', 'sourceMaj'])
    if (typeof lu.valeurs[champ] === 'string' && !isJour(lu.valeurs[champ]))
      throw new Error(`Une date est fausse : ${textes}`)
  if ((lu.valeurs.longitude === null) !== (lu.valeurs.latitude === null))
    throw new Error(`Une moitié de position : ${textes}`)
}

/**
 * Spoils a file of the directory and reads it. The same seed gives the same case.
 * @throws Error when a reader throws anything but an ErreurLecture, or gives what cannot be stored
 */
export async function checkCasAnnuaire(format: FormatAnnuaire, graine: number): Promise<ResultatCas> {
  const h = createHasard(graine)
  let octets: Uint8Array = Buffer.from(DEPARTS[format](h))
  for (let k = 0; k < h.entier(4); k++) octets = mutate(h, octets)
  const taille = h.parmi([1, 7, 100, 4096, 65_536]) + Math.floor(octets.length / 5000)
  const ouvrir = async function* () {
    for (let i = 0; i < octets.length; i += taille) yield octets.subarray(i, i + taille)
  }
  const communes = {
    getCommune: (code: string) => (code === '04070' ? code : null),
    searchCommune: () => null,
  }
  const resultat: ResultatCas = { lues: 0, refusees: 0, ms: 0 }
  const debut = process.cpuUsage()
  try {
    const examen = await examineFichier(ouvrir, 'PS_20260512.txt')
    const options = { communes, maintenant: new Date('2026-11-22'), rppsNoms: true }
    for await (const lus of parseFichier(ouvrir, { ...examen, nature: choosePlan(examen.nature) }, options))
      for (const lu of lus) {
        checkLu(lu)
        if (lu.objet === 'constat' && lu.issue === 'rejete') resultat.refusees++
        else resultat.lues++
      }
  } catch (erreur) {
    if (!(erreur instanceof ErreurLecture)) throw erreur
    resultat.refusees++
  }
  resultat.ms = process.cpuUsage(debut).user / 1000
  return resultat
}

/** What a person would say of the columns: the first ones, whatever they have become. */
function choosePlan(nature: Nature): Nature {
  if (nature.format !== 'tableau') return nature
  const [nom, commune, longitude, latitude] = nature.plan.colonnes.map((c) => c.titre)
  const correspondance = {
    ...(nom !== undefined && { nom }),
    ...(commune !== undefined && { commune }),
    ...(longitude !== undefined && latitude !== undefined && { longitude, latitude }),
  }
  return { format: 'tableau', plan: { ...nature.plan, base: 'fictive', correspondance } }
}
