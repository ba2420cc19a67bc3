import type { Reference } from '../indicateur.ts'

const COMMUN = {
  famille: 'acces',
  source: 'DREES, accessibilité potentielle localisée (APL)',
  url: 'https://data.drees.solidarites-sante.gouv.fr/explore/dataset/530_l-accessibilite-potentielle-localisee-apl/',
  licence: 'Licence Ouverte 2.0',
  agregation: 'moyenne',
  poids: 'population standardisée',
  // The workbook gives it; its copies in JSON and CSV often do not.
  poidsPopulation: true,
  sens: 1,
  decimales: 1,
} as const

const DEFINITION =
  'Offre de soins hors hôpital de la commune et de ses voisines, rapportée aux habitants qui y ont accès, selon le temps de trajet, l’activité des professionnels et l’âge des habitants. Ne dit ni les délais de rendez-vous, ni si de nouveaux patients sont acceptés.'

/** Age limits of general practitioners, as the columns of the workbook tell them; null: all of them. */
export const LIMITES_AGE = [65, 62, 60, null] as const

export const formatCodeAplMg = (limite: number | null): string => `apl-mg-${limite ?? 'tous'}`

const formatMedecins = (limite: number | null): string =>
  limite === null ? 'de tous âges' : `de ${limite} ans ou moins`

const MEDECINS: readonly Reference[] = LIMITES_AGE.map((limite, i) => ({
  ...COMMUN,
  code: formatCodeAplMg(limite),
  libelle: `APL aux médecins généralistes ${formatMedecins(limite)}`,
  definition: DEFINITION,
  phrase: `Les médecins généralistes ${formatMedecins(limite)} peuvent offrir {valeur} consultations ou visites par an à chaque habitant.`,
  unite: 'consultations par an et par habitant',
  rang: 60 + i,
  // The threshold was set on this series alone (domaine/observation.md §6).
  ...(limite === 65 && {
    seuil: 2.5,
    seuilLibelle: 'Repère de 2,5 consultations (arrêté du 13 novembre 2017). Ce n’est pas un zonage officiel.',
  }),
}))

const AUTRES = [
  ['apl-infirmiers', 'APL aux infirmières et infirmiers', 'd’infirmières et d’infirmiers'],
  ['apl-kines', 'APL aux masseurs-kinésithérapeutes', 'de masseurs-kinésithérapeutes'],
  ['apl-dentistes', 'APL aux chirurgiens-dentistes', 'de chirurgiens-dentistes'],
  ['apl-sages-femmes', 'APL aux sages-femmes', 'de sages-femmes'],
] as const

/** These workbooks were not at hand: what is not seen is said, and people may correct the definition. */
const A_VERIFIER =
  'À vérifier sur le classeur publié par la DREES\u00a0: l’unité, la population qui pondère, l’absence de limite d’âge.'

const PROFESSIONS: readonly Reference[] = AUTRES.map(([code, libelle, qui], i) => {
  const femmes = code === 'apl-sages-femmes'
  return {
    ...COMMUN,
    code,
    libelle,
    definition: `${DEFINITION} ${A_VERIFIER}`,
    phrase: `L’équivalent de {valeur} temps pleins ${qui} est accessible à 100\u202f000 ${femmes ? 'habitantes' : 'habitants'}.`,
    unite: `ETP pour 100\u202f000 ${femmes ? 'femmes' : 'habitants'}`,
    poids: femmes ? 'population féminine standardisée' : 'population standardisée',
    rang: 65 + i,
  }
})

export const ACCES: readonly Reference[] = [...MEDECINS, ...PROFESSIONS]

/**
 * National means of the general practitioners aged 65 or less by vintage, acts a year and inhabitant: what an import
 * is compared with. From a public computation made again from the table of the DREES (domaine/observation.md §5): to
 * verify.
 */
export const REFERENCES_APL: Readonly<Record<string, Readonly<Record<number, number>>>> = {
  'apl-mg-65': { 2022: 3.34, 2023: 3.29, 2024: 3.26 },
  'apl-mg-tous': { 2024: 3.73 },
  'apl-mg-62': { 2024: 2.91 },
  'apl-mg-60': { 2024: 2.7 },
}

/** Beyond this distance from them an import is warned about (own). */
export const ECART_REFERENCE = 0.05
