import type { FormatAnnuaire } from '#modules/reseau/imports/imports.ts'
import type { Sorties } from './bibliographie.ts'

/** A command of `npm run -s maillage -- <commande>`. */
export interface Commande {
  /** What follows the name, as shown in the help. */
  usage: string
  resume: string
  /**
   * Loads its code when called, so that the help is instant.
   * @returns the exit code: 0 done, 1 failed. @throws ErreurUsage on wrong arguments.
   */
  execute(args: string[], sorties: Sorties): Promise<number>
}

/**
 * Every command, by name, in the order of the help. To add one: a file beside, a line here. A name may have two words
 * (« importer contours »): it then goes before the command of its first word.
 */
export const COMMANDES: Record<string, Commande> = {
  migrate: {
    usage: '',
    resume: 'met la base au schéma de cette version',
    execute: async (...recu) => (await import('./base.ts')).executeMigrate(...recu),
  },
  bibliographie: {
    usage: 'FICHIER',
    resume: 'lit une bibliographie et écrit ses références en CSL-JSON',
    execute: async (...recu) => (await import('./bibliographie.ts')).executeBibliographie(...recu),
  },
  'importer temps': {
    usage: 'FICHIER [--nom NOM] [--source TEXTE]',
    resume: 'importe une matrice de temps de trajet (CSV origine, destination, minutes) pour les simulations',
    execute: async (args, sorties) => {
      const [{ executeImporterTemps }, { withCtx }] = await Promise.all([
        import('./importer-temps.ts'),
        import('./base.ts'),
      ])
      return withCtx((ctx) => executeImporterTemps(args, sorties, ctx))
    },
  },
  'importer finess': {
    usage: 'FICHIER [--complet]',
    resume:
      'établissements du fichier FINESS ou FINESS+ ; --complet marque « fermées, à confirmer » les structures que le fichier ne dit plus, dans ses départements et ses catégories',
    execute: (args, sorties) => executeImportAnnuaire(['finess', 'finess-plus'], args, sorties),
  },
  'importer data-inclusion': {
    usage: 'FICHIER',
    resume: 'structures ou services d’un fichier JSON de data·inclusion (les structures d’abord)',
    execute: (args, sorties) => executeImportAnnuaire(['data-inclusion'], args, sorties),
  },
  'importer rpps': {
    usage: 'FICHIER',
    resume:
      'effectifs par commune et profession de l’extraction publique du RPPS ; les noms, si MAILLAGE_RPPS_NOMS=oui',
    execute: (args, sorties) => executeImportAnnuaire(['rpps'], args, sorties),
  },
  importer: {
    usage: 'FICHIER [--base NOM] [--accepter]',
    resume: 'dépose une bibliographie ou un export (RIS, BibTeX, UNIMARC…) à relire ; --accepter verse ce qui est neuf',
    execute: async (args, sorties) => {
      const [{ executeImporter }, { withCtx }] = await Promise.all([import('./importer.ts'), import('./base.ts')])
      return withCtx((ctx) => executeImporter(args, sorties, ctx))
    },
  },
  'importer contours': {
    usage: 'FICHIER | --telecharger [--source TEXTE] [--millesime ANNÉE] [--licence TEXTE]',
    resume:
      'contours des communes (GeoJSON d’Etalab, compressé ou non) ; ceux des EPCI, départements, régions en sont tirés',
    execute: (args, sorties) => executeImportContours('commune', args, sorties),
  },
  'importer qpv': {
    usage: 'FICHIER [--source TEXTE] [--millesime ANNÉE] [--licence TEXTE]',
    resume: 'contours des quartiers prioritaires (GeoJSON)',
    execute: (args, sorties) => executeImportContours('qpv', args, sorties),
  },
  'importer indicateurs': {
    usage: 'FICHIER [--lecture NOM] [--millesime AAAA] [--verifier]',
    resume:
      'lit un classeur de l’APL, un tableau de l’Insee… et remplace les séries qu’il porte ; --verifier n’écrit rien',
    execute: async (args, sorties) => {
      const [{ executeImporterIndicateurs }, { withCtx }] = await Promise.all([
        import('./importer-indicateurs.ts'),
        import('./base.ts'),
      ])
      return withCtx((ctx) => executeImporterIndicateurs(args, sorties, ctx))
    },
  },
  convertir: {
    usage: 'FICHIER [--de FORMAT] --vers FORMAT',
    resume: 'passe des notices d’un format à un autre (csl-json, ris, bibtex, unimarc, marcxml, pmbxml)',
    execute: async (...recu) => (await import('./convertir.ts')).executeConvertir(...recu),
  },
  exporter: {
    usage: '[--vers FORMAT]',
    resume: 'écrit tout le catalogue, en CSL-JSON ou dans un autre des formats de convertir',
    execute: async (args, sorties) => {
      const [{ executeExporter }, { withCtx }] = await Promise.all([import('./exporter.ts'), import('./base.ts')])
      return withCtx((ctx) => executeExporter(args, sorties, ctx))
    },
  },
  moissonner: {
    usage: '[NUMÉRO]',
    resume: 'moissonne une source OAI-PMH, ou toutes celles qui ne sont pas en pause',
    execute: async (args, sorties) => {
      const [{ executeMoissonner }, { withCtx }, { config }] = await Promise.all([
        import('./moissonner.ts'),
        import('./base.ts'),
        import('#config'),
      ])
      return withCtx((ctx) => executeMoissonner(args, sorties, ctx, config))
    },
  },
  'verifier-liens': {
    usage: '[--tout] [--max N]',
    resume:
      'ouvre les adresses des notices dont c’est le tour (avec --tout, toutes) et note celles qui ne répondent plus',
    execute: async (args, sorties) => {
      const [{ executeVerifierLiens }, { withCtx }, { createWebClient }, { config }] = await Promise.all([
        import('./verifier-liens.ts'),
        import('./base.ts'),
        import('#core/web-client.ts'),
        import('#config'),
      ])
      return withCtx((ctx) => executeVerifierLiens(args, sorties, ctx, createWebClient(config)))
    },
  },
  apl: {
    usage: '--offre O.csv --demande D.csv --temps T.csv --parametres P.json',
    resume: 'calcule l’accessibilité potentielle localisée ; --aide décrit les fichiers',
    execute: async (...recu) => (await import('./apl.ts')).executeApl(...recu),
  },
  comptes: {
    usage: 'GESTE …',
    resume: 'crée, liste et ferme des comptes, change leur rôle',
    execute: async (args, sorties) => {
      const [{ executeComptes }, { withCtx }] = await Promise.all([import('./comptes.ts'), import('./base.ts')])
      return withCtx((ctx) => executeComptes(args, sorties, ctx))
    },
  },
  sauvegarde: {
    usage: 'FICHIER',
    resume: 'copie toute la base dans un fichier neuf (.tar.gz)',
    execute: async (...recu) => (await import('./base.ts')).executeSauvegarde(...recu),
  },
  restauration: {
    usage: 'FICHIER [--remplacer]',
    resume: 'remet une sauvegarde dans une base vide, ou à la place de ce qu’elle contient',
    execute: async (...recu) => (await import('./base.ts')).executeRestauration(...recu),
  },
}

async function executeImportAnnuaire(formats: readonly FormatAnnuaire[], args: string[], sorties: Sorties) {
  const [{ executeImporterAnnuaire }, { withCtx }, { config }] = await Promise.all([
    import('./importer-annuaire.ts'),
    import('./base.ts'),
    import('#config'),
  ])
  const { rppsNoms } = config
  return withCtx((ctx) => executeImporterAnnuaire(args, sorties, ctx, { formats, rppsNoms }))
}

async function executeImportContours(maille: 'commune' | 'qpv', args: string[], sorties: Sorties): Promise<number> {
  const [{ executeContours }, { withCtx }, { createWebClient }, { config }, territoires] = await Promise.all([
    import('./contours.ts'),
    import('./base.ts'),
    import('#core/web-client.ts'),
    import('#config'),
    import('#modules/territoires/index.ts'),
  ])
  const telechargement = { client: createWebClient(config), adresse: config.contours }
  return withCtx(async (ctx) => {
    // An installation that was never started has no communes yet to know the outlines by, nor indicators to compute from them.
    await territoires.importGeographie(ctx)
    await territoires.importIndicateursReference(ctx)
    return executeContours(maille, args, sorties, ctx, telechargement)
  })
}

/** The command that these words call, and its arguments; null when there is none. */
export function getCommande(
  mots: readonly string[],
  commandes: Record<string, Commande> = COMMANDES,
): { nom: string; commande: Commande; args: string[] } | null {
  for (const longueur of [2, 1]) {
    const nom = mots.slice(0, longueur).join(' ')
    const commande = Object.hasOwn(commandes, nom) ? commandes[nom] : undefined
    if (commande) return { nom, commande, args: mots.slice(longueur) }
  }
  return null
}

/** How a command is called. */
export function formatUsage(nom: string): string {
  return `Usage : npm run -s maillage -- ${nom} ${COMMANDES[nom]?.usage ?? ''}`.trimEnd()
}

/** Widest line of the help: what a terminal shows beside a page. */
const LARGEUR = 100

/** Words on lines that fit; what French keeps together stays so. */
function formatLignes(texte: string, marge: string, suite = marge): string {
  let ligne = marge
  const lignes: string[] = []
  for (const mot of texte.split(/ (?![;:!?»])/)) {
    if (ligne.trim() !== '' && `${ligne} ${mot}`.length > LARGEUR) {
      lignes.push(ligne)
      ligne = suite
    }
    ligne += ligne.trim() === '' ? mot : ` ${mot}`
  }
  return [...lignes, ligne].join('\n')
}

/** Each command, then what it does. */
export function formatAide(): string {
  const commandes = Object.entries(COMMANDES).map(([nom, c]) => [`${nom} ${c.usage}`.trim(), c.resume] as const)
  return [
    'Usage : npm run -s maillage -- COMMANDE',
    '',
    ...[['aide', 'montre cette page'] as const, ...commandes].flatMap(([appel, resume]) => [
      formatLignes(appel, '  ', '      '),
      formatLignes(resume, '        '),
    ]),
    '',
    formatLignes(
      'La base est celle de DATABASE_URL, ou la base embarquée du dossier MAILLAGE_DONNEES (.maillage par défaut).',
      '',
    ),
    '',
  ].join('\n')
}
