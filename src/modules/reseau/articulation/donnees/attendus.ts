// biome-ignore-all format: one expectation reads as a few lines of a table

/** Two kinds of dispositifs that a text, or the people of the field, want to work together. */
export interface Attendu {
  /** Slugs of the two types, in alphabetical order. */
  types: readonly [string, string]
  /** `texte`: a law, a decree, an instruction; `usage`: recommended by those who do it, no text asks for it. */
  force: 'texte' | 'usage'
  /** Why, in one sentence of ours. */
  raison: string
  source: string
  url?: string
  /** Key of a notice of the catalogue about it. */
  notice?: string
  aVerifier?: true
}

const CSP = 'Code de la santé publique'
const INSTRUCTION_CLSM = {
  source: 'Instruction DGS/SP4/CGET/2016/289 du 30 septembre 2016',
  notice: 'instruction-2016-289-clsm',
}
const PTSM = { source: `${CSP}, article L3221-2`, url: 'https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000031928497' }
const ENQUETE = {
  source: 'Fabrique Territoires Santé, enquête exploratoire, juin 2022',
  notice: 'fabrique-territoires-sante-2022-articulation-dts-cpts',
}

export const ATTENDUS: readonly Attendu[] = [
  { types: ['cls', 'clsm'], force: 'texte',
    raison: 'Là où il y en a un, le CLSM tient lieu de volet santé mentale du CLS.', ...INSTRUCTION_CLSM },
  { types: ['asv', 'clsm'], force: 'texte',
    raison: 'Le CLSM porte aussi le volet santé mentale du contrat de ville, auquel l’ASV est attaché.', ...INSTRUCTION_CLSM },
  { types: ['cls', 'ptsm'], force: 'texte',
    raison: 'Le volet santé mentale du CLS tient compte du projet territorial de santé mentale.',
    source: `${CSP}, article L1434-10, IV (loi 3DS, article 122)` },
  { types: ['clsm', 'ptsm'], force: 'texte',
    raison: 'Le projet territorial de santé mentale associe les conseils locaux de santé mentale.', ...PTSM },
  { types: ['cpts', 'ptsm'], force: 'texte',
    raison: 'Le projet territorial de santé mentale tient compte du projet de la CPTS.', ...PTSM },
  { types: ['esp', 'ptsm'], force: 'texte',
    raison: 'Le projet territorial de santé mentale tient compte du projet des équipes de soins primaires.', ...PTSM },
  { types: ['cpts', 'msp'], force: 'texte',
    raison: 'Une CPTS réunit les équipes de soins primaires de son territoire, dont les maisons de santé.',
    source: `${CSP}, articles L1434-12 et L1411-11-1`, notice: 'ordonnance-2021-584-cpts-msp' },
  { types: ['cds', 'cpts'], force: 'texte',
    raison: 'Une CPTS réunit les équipes de soins primaires de son territoire, dont les centres de santé.',
    source: `${CSP}, articles L1434-12 et L1411-11-1` },
  { types: ['cpts', 'esp'], force: 'texte',
    raison: 'Une CPTS réunit les équipes de soins primaires de son territoire.', source: `${CSP}, article L1434-12` },
  { types: ['cpts', 'dac'], force: 'texte', aVerifier: true,
    raison: 'Le DAC contribue à la coordination du territoire, avec ceux qui y organisent les parcours.',
    source: `${CSP}, article L6327-2` },
  { types: ['cpts', 'cts'], force: 'texte',
    raison: 'Le conseil territorial de santé s’appuie sur le projet des CPTS pour son diagnostic.',
    source: `${CSP}, article L1434-10, II` },
  { types: ['cls', 'cts'], force: 'texte',
    raison: 'Le conseil territorial de santé s’appuie sur les contrats locaux de santé pour son diagnostic.',
    source: `${CSP}, article L1434-10, II` },
  { types: ['asv', 'cls'], force: 'usage',
    raison: 'Le CLS est le volet santé du contrat de ville, et l’ASV en fait vivre les actions dans les quartiers.',
    source: 'Bilans croisés des ASV et des CLS', notice: 'molas-gali-2014-asv-cls', aVerifier: true },
  { types: ['cls', 'cpts'], force: 'usage',
    raison: 'Aucun texte ne les oblige à se parler, et leurs priorités se recouvrent.', ...ENQUETE },
  { types: ['asv', 'cpts'], force: 'usage',
    raison: 'L’ASV connaît les quartiers et leurs habitants, la CPTS les soignants qui y exercent.', ...ENQUETE },
  { types: ['clsm', 'cpts'], force: 'usage',
    raison: 'Les soignants de ville sont souvent les premiers à voir une souffrance psychique.', ...ENQUETE },
]

/** Types that are meant to be everywhere: a commune without one is told as a gap to fill. */
export const PARTOUT: readonly { type: string; raison: string; source: string; aVerifier?: true }[] = [
  { type: 'ptsm', raison: 'Toute la région doit être couverte par des projets territoriaux de santé mentale.',
    source: `${CSP}, article L3221-2, I` },
  { type: 'dac', raison: 'Tout professionnel doit trouver un DAC pour son territoire.',
    source: 'Loi du 24 juillet 2019, article 23', aVerifier: true },
  { type: 'cpts', raison: 'Les pouvoirs publics visent des CPTS sur tout le pays.',
    source: 'Accord conventionnel du 20 juin 2019', aVerifier: true },
]
