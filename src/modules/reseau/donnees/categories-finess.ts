import type { SlugTerme } from '#modules/vocabulaires/index.ts'

/**
 * What categories of FINESS (TRE_R66 of the Nomenclatures des objets de santé, ANS, Licence Ouverte) are in our words. To
 * correct: only this file. A category that is not here leaves the type empty, its published label is shown as it is.
 */
export interface CategorieFiness {
  code: string
  /** To know it by; what is shown is the label that the file gives. */
  libelle: string
  type: SlugTerme<'type-structure'> | null
  /** Type of dispositif that its places may be: proposed to people, never created by itself. */
  dispositif: 'msp' | 'cds' | 'cpts' | 'dac' | null
  /** Nobody has compared this line with the official list yet. */
  aVerifier: boolean
}

const structure = (code: string, libelle: string, type: SlugTerme<'type-structure'>): CategorieFiness => ({
  ...{ code, libelle, type },
  dispositif: null,
  aVerifier: true,
})
const dispositif = (
  code: string,
  libelle: string,
  slug: NonNullable<CategorieFiness['dispositif']>,
): CategorieFiness => ({ code, libelle, type: null, dispositif: slug, aVerifier: true })

export const CATEGORIES_FINESS: readonly CategorieFiness[] = [
  structure('101', 'Centre hospitalier régional', 'hopital'),
  structure('106', 'Centre hospitalier, ancien hôpital local', 'hopital'),
  structure('109', 'Établissement de santé privé autorisé en SSR', 'hopital'),
  structure('127', 'Hospitalisation à domicile', 'had'),
  structure('128', 'Établissement de soins chirurgicaux', 'hopital'),
  structure('129', 'Établissement de soins médicaux', 'hopital'),
  structure('156', 'Centre médico-psychologique', 'cmp'),
  structure('178', 'CAARUD', 'caarud'),
  structure('189', 'Centre médico-psycho-pédagogique', 'cmpp'),
  structure('197', 'CSAPA', 'csapa'),
  structure('223', 'Protection maternelle et infantile', 'pmi'),
  structure('292', 'Centre hospitalier spécialisé en psychiatrie', 'hopital'),
  structure('354', 'Service de soins infirmiers à domicile', 'ssiad'),
  structure('355', 'Centre hospitalier', 'hopital'),
  structure('365', 'Établissement de soins pluridisciplinaire', 'hopital'),
  structure('500', 'EHPAD', 'ehpad'),
  structure('620', 'Pharmacie d’officine', 'pharmacie'),
  dispositif('124', 'Centre de santé', 'cds'),
  dispositif('603', 'Maison de santé', 'msp'),
  dispositif('604', 'Communauté professionnelle territoriale de santé', 'cpts'),
  dispositif('606', 'Dispositif d’appui à la coordination', 'dac'),
  dispositif('608', 'Dispositif d’appui à la coordination', 'dac'),
]

const PAR_CODE = new Map(CATEGORIES_FINESS.map((c) => [c.code, c]))

export const getTypeFiness = (categorie: string): string | null => PAR_CODE.get(categorie)?.type ?? null
