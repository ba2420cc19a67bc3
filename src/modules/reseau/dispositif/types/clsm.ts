import { type College, defineTypeDispositif, getNoms } from '../type.ts'

const COLLEGES = [
  { slug: 'elus', libelle: 'Élu·es', requis: true },
  { slug: 'psychiatrie', libelle: 'Psychiatrie publique', requis: true },
  { slug: 'usagers', libelle: 'Usagers', requis: true },
  { slug: 'aidants', libelle: 'Aidants', requis: true },
  { slug: 'autres', libelle: 'Autres partenaires', propre: true },
] as const satisfies readonly College[]

export default defineTypeDispositif({
  ...getNoms('clsm'),
  groupe: 'dts',
  territoire: 'collectivite',
  sources: [
    { texte: 'Loi 2016-41 du 26 janvier 2016\u00a0; instruction DGS/SP4/CGET/2016/289 du 30 septembre 2016' },
    { texte: 'Centre collaborateur de l’OMS', url: 'http://clsm-ccoms.org/quest-ce-quun-clsm/definition-du-clsm/' },
  ],
  etapes: [
    { slug: 'preparation', libelle: 'Préparation', propre: true, contenus: [] },
    {
      slug: 'creation',
      libelle: 'Création',
      propre: true,
      contenus: [{ slug: 'charte', libelle: 'Texte fondateur', propre: true }],
    },
    { slug: 'fonctionnement', libelle: 'Fonctionnement', propre: true, contenus: [] },
  ],
  missions: [
    { slug: 'observation', libelle: 'Observation', nature: 'socle' },
    { slug: 'acces-continuite-soins', libelle: 'Accès aux soins et continuité des soins', nature: 'socle' },
    { slug: 'inclusion-citoyennete', libelle: 'Inclusion et citoyenneté', nature: 'socle' },
    { slug: 'lutte-stigmatisation', libelle: 'Lutte contre la stigmatisation', nature: 'socle' },
    { slug: 'promotion-sante-mentale', libelle: 'Promotion de la santé mentale', nature: 'socle' },
  ],
  instances: [
    { slug: 'assemblee-pleniere', libelle: 'Assemblée plénière' },
    { slug: 'copil', libelle: 'Comité de pilotage' },
    { slug: 'groupe-travail', libelle: 'Groupe de travail' },
    {
      slug: 'cellule-situations-complexes',
      libelle: 'Cellule des situations complexes',
      description: 'Elle n’existe pas partout. Ce qui s’y dit des personnes ne s’écrit pas ici.',
      aVerifier: true,
    },
  ],
  colleges: COLLEGES,
  roles: ['elu-referent', 'presidence', 'coordination', 'membre', 'representant-usagers', 'partenaire', 'financeur'],
  controles: COLLEGES.filter((c) => 'requis' in c).map(({ slug, libelle }) => ({
    slug: `college-${slug}`,
    libelle: `${libelle}\u00a0: collège représenté`,
    manque: `Aucun membre ne siège pour ce collège\u00a0: ${libelle.toLowerCase()}.`,
    source: 'Instruction DGS/SP4/CGET/2016/289',
    verifier: ({ colleges }) => colleges.has(slug),
  })),
})
