// biome-ignore-all format: a question reads as a few lines of a table

/** Parts of the checklist, in the order in which one lives them. */
export const PARTIES = [
  { slug: 'preparer', libelle: 'Avant\u00a0: préparer', aide: 'Une heure suffit, chacun de son côté.' },
  { slug: 'inviter', libelle: 'Qui inviter', aide: 'Peu de monde la première fois\u00a0: ceux qui peuvent décider d’une suite.' },
  { slug: 'connaitre', libelle: 'Se connaître', aide: 'Le premier quart d’heure\u00a0: chacun dit ce qu’il est, et ce qu’il n’est pas.' },
  { slug: 'freins', libelle: 'Les freins connus', aide: 'Ils se retrouvent presque partout. Mieux vaut les nommer que de buter dessus.' },
  { slug: 'decider', libelle: 'Décider', aide: 'On ne se quitte pas sans une petite suite, une date et un nom.' },
] as const
export type Partie = (typeof PARTIES)[number]['slug']

/** Something to check at a first meeting of two dispositifs. */
export interface Question {
  slug: string
  partie: Partie
  texte: string
  /** Why it is asked: the obstacle behind it. */
  pourquoi?: string
  /** What helped elsewhere. */
  levier?: string
  /** Keys of notices of the catalogue to read about it. */
  notices?: readonly string[]
}

const ENQUETE = 'fabrique-territoires-sante-2022-articulation-dts-cpts'
const ARTICLE = 'langlois-2022-cpts-cls'
const VILLES = 'villes-sante-2021-offre-acces-soins-primaires'
const ELUS = 'ministere-sante-2019-guide-elus-acces-soins'
const ETAPES = 'club-sante-social-2021-cls-8-etapes'

export const QUESTIONS: readonly Question[] = [
  { slug: 'carte', partie: 'preparer', texte: 'Avons-nous imprimé ce que nous partageons\u00a0: communes, habitants, thèmes, membres\u202f?',
    levier: 'La page de la paire et la matrice s’impriment. Une carte commune évite de débattre des périmètres.' },
  { slug: 'priorites', partie: 'preparer', texte: 'Chacun a-t-il écrit ses trois priorités de l’année, en une ligne chacune\u202f?',
    pourquoi: 'Un projet de santé et un plan d’actions ne se lisent pas de la même façon\u202f; trois lignes, si.' },
  { slug: 'documents', partie: 'preparer', texte: 'Avons-nous échangé nos textes\u00a0: projet de santé, contrat, diagnostic, bilan\u202f?',
    levier: 'Un diagnostic déjà fait par l’un peut servir à l’autre\u00a0: c’est souvent la première chose à partager.', notices: [ETAPES] },
  { slug: 'existant', partie: 'preparer', texte: 'Savons-nous qui, chez nous, travaille déjà avec quelqu’un de chez eux\u202f?',
    pourquoi: 'Des liens de personnes existent souvent avant tout lien déclaré.' },

  { slug: 'coordinations', partie: 'inviter', texte: 'Les deux coordinations seront-elles là\u202f?',
    levier: 'Quand les coordinateurs se connaissent, le reste suit plus vite.', notices: [ENQUETE] },
  { slug: 'elu', partie: 'inviter', texte: 'Une personne élue chargée de la santé est-elle invitée\u202f?',
    pourquoi: 'Sans portage politique, l’accord tient aux personnes et part avec elles.', notices: [ELUS, VILLES] },
  { slug: 'soignant', partie: 'inviter', texte: 'Un soignant du bureau est-il invité, à une heure où il n’est pas en consultation\u202f?',
    pourquoi: 'Une réunion à 10\u00a0heures exclut les libéraux, une réunion à 20\u00a0heures exclut les agents.',
    levier: 'Midi, visio courte, ou temps indemnisé par la CPTS.' },
  { slug: 'habitants', partie: 'inviter', texte: 'Avons-nous prévu comment entendre des habitants ou des usagers, maintenant ou ensuite\u202f?' },
  { slug: 'financeurs', partie: 'inviter', texte: 'L’ARS et l’Assurance Maladie sont-elles au moins prévenues\u202f?',
    levier: 'Elles suivent souvent les deux dispositifs sans que les mêmes personnes s’en chargent.' },

  { slug: 'missions', partie: 'connaitre', texte: 'Chacun a-t-il dit ses missions, son statut, qui le paie et jusqu’à quand\u202f?',
    pourquoi: 'Collectivités et professions libérales se connaissent mal et ne travaillent pas au même rythme.', notices: [ARTICLE] },
  { slug: 'mots', partie: 'connaitre', texte: 'Avons-nous expliqué nos sigles\u202f?', levier: 'Le glossaire les donne, et s’imprime.' },
  { slug: 'territoires', partie: 'connaitre', texte: 'Avons-nous regardé où nos territoires ne se recouvrent pas\u202f?',
    pourquoi: 'Un contrat suit des limites administratives, une CPTS des habitudes de soins.' },
  { slug: 'inegalites', partie: 'connaitre', texte: 'Avons-nous parlé de ceux que ni l’un ni l’autre n’atteint\u202f?',
    levier: 'La réduction des inégalités est le terrain des dynamiques territoriales\u00a0; l’accès aux soins, celui des soignants. Les deux s’y rejoignent.', notices: [ENQUETE] },

  { slug: 'obligation', partie: 'freins', texte: 'Sommes-nous d’accord que rien ne nous oblige, et que nous le voulons\u202f?',
    pourquoi: 'Aucun texte ne demande à une CPTS et à un contrat local de travailler ensemble\u00a0: tout repose sur la volonté.', notices: [ARTICLE] },
  { slug: 'concurrence', partie: 'freins', texte: 'Avons-nous dit nos craintes\u00a0: doublon, récupération, perte de la main\u202f?',
    pourquoi: 'La crainte de faire deux fois la même chose, ou d’être absorbé, se tait et bloque.',
    levier: 'Écrire qui fait quoi sur un thème, même un seul.' },
  { slug: 'temps', partie: 'freins', texte: 'Savons-nous combien d’heures chacun peut y mettre\u202f?',
    pourquoi: 'Des postes de coordination à temps partiel, parfois vacants, et des soignants déjà pris.',
    levier: 'Partir d’une réunion qui existe déjà, plutôt que d’en créer une.' },
  { slug: 'calendriers', partie: 'freins', texte: 'Avons-nous comparé nos calendriers\u00a0: fin de contrat, rapport annuel, élections\u202f?',
    pourquoi: 'Un contrat dure plusieurs années, une CPTS rend des comptes chaque année.' },
  { slug: 'donnees', partie: 'freins', texte: 'Savons-nous quelles données nous pouvons partager, et lesquelles non\u202f?',
    levier: 'Des chiffres de territoire suffisent pour commencer\u00a0: aucune donnée de personne.' },
  { slug: 'appui', partie: 'freins', texte: 'L’un peut-il aider l’autre à démarrer\u00a0: locaux, ingénierie, contacts, communication\u202f?',
    levier: 'L’appui d’une coordination de la collectivité compte beaucoup au démarrage d’une CPTS.', notices: [ENQUETE, VILLES] },

  { slug: 'sujet', partie: 'decider', texte: 'Avons-nous choisi un seul sujet commun pour commencer\u202f?',
    levier: 'Un sujet sur lequel chacun a déjà quelque chose à montrer.' },
  { slug: 'sieges', partie: 'decider', texte: 'Chacun invite-t-il l’autre dans une de ses instances\u202f?',
    levier: 'Un siège au comité de pilotage de l’un et au conseil d’administration de l’autre coûte peu et dure.' },
  { slug: 'trace', partie: 'decider', texte: 'Avons-nous dit ce que nous écrirons\u00a0: compte rendu, lettre, convention\u202f?',
    levier: 'Un compte rendu d’une page suffit à prouver un lien.' },
  { slug: 'prochaine', partie: 'decider', texte: 'Avons-nous une date pour la suite, et quelqu’un qui s’en charge\u202f?' },
]

/** Where what stands above comes from: our words, after these readings. */
export const LECTURES: readonly string[] = [ENQUETE, ARTICLE, VILLES, ELUS, ETAPES]
