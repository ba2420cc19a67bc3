import { defineTypeDispositif, getNoms } from '../type.ts'

/** The guide of ANAP announces 17 indicators; their list is not known to us. */
const INDICATEURS_ANAP = 17

export default defineTypeDispositif({
  ...getNoms('dac'),
  groupe: 'appui',
  territoire: 'departement',
  sources: [
    {
      texte:
        'Loi 2019-774\u00a0; code de la santé publique, articles L. 6327-1 à L. 6327-7 et D. 6327-1 à D. 6327-6 (décret 2021-295)',
    },
    { texte: 'Boîte à outils des DAC, ministère et CNSA, 2021' },
    { texte: 'Indicateurs socles des DAC, ANAP, décembre 2020', url: 'https://anap.fr/s/article/ka07Q000001pnBPQAY' },
  ],
  etapes: [
    { slug: 'preparation', libelle: 'Préparation', propre: true, contenus: [] },
    { slug: 'fonctionnement', libelle: 'Fonctionnement', propre: true, contenus: [] },
  ],
  missions: [
    { slug: 'appui-professionnels', libelle: 'Appui global aux professionnels', nature: 'socle' },
    { slug: 'appui-personnes', libelle: 'Réponse aux personnes et à leurs aidants, avec d’autres', nature: 'socle' },
    { slug: 'coordination-territoriale', libelle: 'Coordination territoriale', nature: 'socle' },
  ],
  instances: [
    { slug: 'gouvernance', libelle: 'Instance de gouvernance', propre: true },
    { slug: 'groupe-travail', libelle: 'Groupe de travail', propre: true },
  ],
  roles: ['presidence', 'coordination', 'referent-parcours', 'membre', 'partenaire', 'financeur', 'referent-ars'],
  indicateurs: [
    ...Array.from({ length: INDICATEURS_ANAP }, (_, i) => ({
      slug: `anap-${String(i + 1).padStart(2, '0')}`,
      libelle: `Indicateur socle n° ${i + 1} (intitulé à reporter)`,
      nature: 'texte' as const,
      aVerifier: true as const,
    })),
    { slug: 'file-active', libelle: 'File active', nature: 'nombre', unite: 'personnes', propre: true },
    { slug: 'nouvelles-situations', libelle: 'Nouvelles situations', nature: 'nombre', unite: 'par an', propre: true },
    { slug: 'delai-reponse', libelle: 'Délai de première réponse', nature: 'nombre', unite: 'jours', propre: true },
  ],
})
