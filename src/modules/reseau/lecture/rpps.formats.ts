import { createHash } from 'node:crypto'
import { ErreurLecture } from '#core/encodage.ts'
import { parseIdentifiant } from '../identifiant.ts'
import { type Communes, createConstat, type ExerciceLu, type Lecture, type Lu } from './lecture.ts'
import { type LigneTable, parseTable } from './texte.formats.ts'

/** Columns of the public extract « PS_LibreAcces_Personne_activite » that are read, by their headings. */
const COLONNES = {
  personne: 'Identification nationale PP',
  nom: 'Nom d’exercice',
  prenom: 'Prénom d’exercice',
  profession: 'Code profession',
  professionLibelle: 'Libellé profession',
  savoirFaire: 'Code savoir-faire',
  savoirFaireLibelle: 'Libellé savoir-faire',
  modeExercice: 'Code mode exercice',
  finess: 'Numéro FINESS site',
  codePostal: 'Code postal (coord. structure)',
  acheminement: 'Bureau cedex (coord. structure)',
  commune: 'Code commune (coord. structure)',
} as const
type Colonne = keyof typeof COLONNES
const SEPARATEUR = '|'

const formatCle = (titre: string): string => titre.trim().toLowerCase().replaceAll('’', "'")

/** Is this first line the heading of the extract? */
export const isEnteteRpps = (premiere: string): boolean => {
  const titres = premiere.split(SEPARATEUR).map(formatCle)
  return titres.includes('code profession') && titres.includes('identification nationale pp')
}

/**
 * The public extract of the RPPS: one line a practice. Whoever has none, or whose place has no commune, counts nowhere.
 * Identifiers are only kept as digests, to count each person once.
 * @param noms the installation keeps names: they come with the practices of known places
 * @throws ErreurLecture where a column is missing, or the file is cut
 */
export async function* parseRpps(textes: AsyncIterable<string>, communes: Communes, noms: boolean): Lecture {
  let rangs: ReadonlyMap<Colonne, number> | null = null
  let largeur = 0
  let [vues, sansLieu] = [0, 0]
  for await (const lot of parseTable(textes, SEPARATEUR)) {
    const lus: Lu[] = []
    for (const ligne of lot) {
      if (rangs === null) {
        rangs = readEntete(ligne)
        largeur = ligne.cellules.length
        continue
      }
      if (ligne.cellules.length === 1 && ligne.cellules[0]?.trim() === '') continue
      vues++
      const manque = largeur - ligne.cellules.length
      // The last cell is empty: some extracts leave its separator out.
      if (manque > 1 && ligne.sansFin)
        throw new ErreurLecture('La dernière ligne est incomplète : le fichier a été coupé.', `ligne ${ligne.n}`)
      if (Math.abs(manque) > 1) {
        lus.push(createConstat(ligne.n, 'rejete', `${ligne.cellules.length} cellules au lieu de ${largeur}.`))
        continue
      }
      const lu = parseLigne(ligne, rangs, communes, noms)
      if (lu === null) sansLieu++
      else lus.push(lu)
    }
    yield lus
  }
  if (vues === 0) throw new ErreurLecture('Cette extraction du RPPS n’a aucune ligne.')
  if (sansLieu > 0)
    yield [
      createConstat(
        0,
        'avertissement',
        `${sansLieu} lignes sur ${vues} n’ont pas de lieu d’exercice dans une commune\u00a0: elles ne comptent nulle part.`,
      ),
    ]
}

function readEntete({ n, cellules }: LigneTable): ReadonlyMap<Colonne, number> {
  const titres = cellules.map(formatCle)
  const rangs = new Map(
    (Object.entries(COLONNES) as [Colonne, string][]).map(([nom, titre]) => [nom, titres.indexOf(formatCle(titre))]),
  )
  const absentes = [...rangs].filter(([, rang]) => rang === -1).map(([nom]) => `« ${COLONNES[nom]} »`)
  if (absentes.length > 0)
    throw new ErreurLecture(`Il manque à cette extraction ${absentes.join(', ')} : sa forme a changé.`, `ligne ${n}`)
  return rangs
}

/** Null where the practice has no commune that is known. */
function parseLigne(
  { n, cellules }: LigneTable,
  rangs: ReadonlyMap<Colonne, number>,
  communes: Communes,
  noms: boolean,
): Lu | null {
  const lire = (nom: Colonne): string => (cellules[rangs.get(nom) ?? -1] ?? '').replace(/\s+/g, ' ').trim()
  const [profession, personne] = [lire('profession'), lire('personne')]
  if (profession === '' || personne === '')
    return createConstat(n, 'rejete', 'Pas de profession, ou pas d’identifiant.')
  const commune =
    communes.getCommune(lire('commune')) ??
    communes.searchCommune(
      lire('codePostal'),
      lire('acheminement')
        .replace(/^\d{5}\s+/, '')
        .replace(/\s+CEDEX.*$/i, ''),
    )
  if (commune === null) return null
  const finess = parseIdentifiant('finess', lire('finess'), true)
  const rpps = parseIdentifiant('rpps', personne)
  const contact: ExerciceLu['contact'] =
    noms && 'valeur' in finess && 'valeur' in rpps && lire('nom') !== ''
      ? {
          prenom: lire('prenom') || null,
          nom: lire('nom'),
          rpps: rpps.valeur,
          fonction: lire('savoirFaireLibelle') || lire('professionLibelle'),
          finess: finess.valeur,
        }
      : null
  return {
    n,
    objet: 'exercice',
    commune,
    profession,
    professionLibelle: lire('professionLibelle') || profession,
    savoirFaire: lire('savoirFaire'),
    savoirFaireLibelle: lire('savoirFaireLibelle') || null,
    modeExercice: lire('modeExercice'),
    personne: createHash('sha256').update(personne).digest('base64').slice(0, 16),
    contact,
  }
}
