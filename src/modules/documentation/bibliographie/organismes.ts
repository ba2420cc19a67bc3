import { formatSimple } from './prenoms.ts'

/** Words that open the name of an organisation, whatever its subject. */
const TETES_FORTES =
  /^(?:(?:le|la|les|l['’]) ?)?(?:minist[eè]res?|agences?|haute autorit[eé]|haut[- ]conseil|haut[- ]commissariat|sant[eé] publique (?:france|qu[eé]bec)|conf[eé]rence (?:nationale|r[eé]gionale|permanente)|f[eé]d[eé]ration|conf[eé]d[eé]ration|universit[eé]s?|organisation (?:mondiale|internationale|des nations|de coop[eé]ration)|observatoires?|directions? (?:g[eé]n[eé]rale|r[eé]gionale|d[eé]partementale|interminist[eé]rielle|de la|de l['’]|des)|assembl[eé]e nationale|s[eé]nat|cour des comptes|inspection g[eé]n[eé]rale|conseil (?:national|r[eé]gional|d[eé]partemental|[eé]conomique|g[eé]n[eé]ral|de l['’]europe|sup[eé]rieur|constitutionnel|d['’][eé]tat)|caisses? (?:nationale|primaire|d['’]allocations|r[eé]gionale|centrale|de|des)|assurance[- ]maladie|[eé]ditions?|presses|d[eé]fenseur des droits|commission (?:europ[eé]enne|nationale|r[eé]gionale)|comit[eé] (?:national|r[eé]gional|d[eé]partemental|interminist[eé]riel|consultatif)|instituts?|instance r[eé]gionale|association|fondation|r[eé]publique fran[cç]aise|gouvernement|pr[eé]fecture|union (?:nationale|r[eé]gionale|europ[eé]enne|d[eé]partementale|internationale)|soci[eé]t[eé] (?:fran[cç]aise|nationale|savante)|centre (?:national|r[eé]gional|collaborateur|hospitalier|d['’][eé]tudes|de ressources|d['’]analyse|international|d[eé]partemental)|d[eé]l[eé]gation|mutualit[eé]|[eé]cole (?:des|nationale|normale|polytechnique)|ville de|mairie|m[eé]tropole|secr[eé]tariat|world health|european|national|ministry|department of|nations unies|parlement|croix[- ]rouge|academie|acad[eé]mie|office|ligue|fonds|laboratoire|chaire)(?!\p{L})/iu
/** Words that may open an organisation's name as well as a title. */
const TETES_FAIBLES =
  /^(?:(?:le|la|les|l['’]) ?)?(?:centre|conseil|comit[eé]|commission|service|r[eé]seau|groupe|groupement|collectif|plate-?forme|p[oô]le|soci[eé]t[eé]|union|caisse|[eé]cole|h[oô]pital|organisation|mission|syndicat|ordre|bureau|cabinet|maison|club|espace|guichet|d[eé]partement|r[eé]gion|communaut[eé]|mutuelle|faculté|facult[eé]|direction|entreprise|compagnie|librairie|imprimerie|documentation fran[cç]aise|fabrique|labo|press(?:es)?|public health|santé publique|instance|alliance|coordination)(?!\p{L})/iu
const REVUES =
  /^(?:(?:le|la|les|l['’]) ?)?(?:(?:nouvelle )?revue|cahiers?|journal|bulletin|archives|annales|actes de la recherche|lettre|gazette|actualit[eé]s?|questions? d['’e]|[eé]tudes et|dossiers? de|tribunes?|documents? de travail|magazine|quotidien|hebdo|european journal|journal of|international journal|american|british|bmc|plos|lancet|health|global health|social science|annals|review|archives of)(?!\p{L})/iu
/** Ordinary words that open a journal's name when it is short. */
const REVUES_COURTES = /^(?:recherche|soins|pratiques|sciences|repères|regards)(?!\p{L})(?:\s+\S+){0,4}$/iu
const LIEUX_SEULS = new Set(
  `occitanie bretagne normandie paca corse paris lyon marseille france europe belgique suisse quebec canada bourgogne aquitaine auvergne alsace
  lorraine picardie champagne centre guadeloupe martinique guyane reunion mayotte provence-alpes-cote ile-de-france grand hauts-de-france
  pays nouvelle-aquitaine auvergne-rhone-alpes bourgogne-franche-comte rhone-alpes languedoc-roussillon midi-pyrenees nord`.split(
    /\s+/,
  ),
)
const SIGLES = new Set(
  `ars has oms hcsp inserm inpes irdes drees igas fnes sfsp ireps cres crips ors fnors cpts msp esp cls clsm asv dac cnam cpam msa urps ehesp
  dgos dgs dgcs igen onu unesco unicef ocde insee ined cnrs iresp hcaam cnsa anap anesm haut inca ofdt odpc sfmg mg cnfpt creai pmi ccas cias
  loi art guide rapport dossier actes video podcast covid nb ap-hp aphp chu ch cnle cese onpes oncrea ccoms espt uriopss fehap reso ucl
  sante plan la le les un une des du de the soins guides annexe annexes article code`.split(/\s+/),
)
const VILLES = new Set(
  `aix-en-provence ajaccio albi alençon amiens angers annecy arcueil arles arras aubervilliers auch aurillac auxerre avignon bagnolet bar-le-duc basse-terre bastia
  beauvais belfort berlin berne besançon blois bobigny bordeaux boulogne-billancourt bourg-en-bresse bourges brest brignais bron bruxelles caen cahors
  cambridge carcassonne caudan cayenne chambéry charleville-mézières chartres châteauroux chêne-bourg clermont-ferrand clichy colmar copenhague cordemais courbevoie créteil digne dijon draguignan
  dunkerque épinal évreux évry foix fort-de-france fribourg gap genève gentilly grenoble guéret hambourg hellemmes issy-les-moulineaux ivry-sur-seine
  la\u00a0plaine lausanne laval le\u00a0havre le\u00a0kremlin-bicêtre le\u00a0mans liège lille limoges lisbonne londres london lons-le-saunier louvain louvain-la-neuve luxembourg lyon
  mâcon madrid malakoff mamoudzou marseille melun mende metz mons montauban montpellier montréal montreuil montrouge moulins mulhouse namur nancy nanterre nantes
  neuchâtel neuilly-sur-seine nevers new\u00a0york nice nîmes niort orléans ottawa oxford pantin paris pau périgueux perpignan pointe-à-pitre poitiers privas puteaux québec
  quimper reims rennes rodez rome rouen saint-brieuc saint-denis saint-étienne saint-maurice saint-lô saint-ouen strasbourg tarbes toulon toulouse tours troyes tulle
  valence valenciennes vannes vanves versailles vesoul villeurbanne vincennes washington york rueil-malmaison ramonville toronto vernon villejuif gradignan`
    .split(/\s+/)
    .map((v) => formatSimple(v)),
)
const MOTS_OUTILS = new Set(
  'de du des la le les l d et à au aux en sur pour par dans un une ou avec sans entre the of and for in on y chez vers'.split(
    ' ',
  ),
)

/** True for the name of a town known as a place of publication. */
export function isVille(texte: string): boolean {
  const nu = formatSimple(texte.replace(/\s*\([^)]*\)$/, '').trim())
  return VILLES.has(nu) || VILLES.has(nu.replace(/ /g, '\u00a0'))
}

/** True when the text may be a place: one to four capitalised words, no digit. Known towns are surer, see `isVille`. */
export function isLieuPossible(texte: string): boolean {
  const nu = texte.trim().replace(/^\[|\]$/g, '')
  if (isVille(nu) || /^s\.\s?l\.?$/i.test(nu)) return true
  if (nu.length > 40 || /[\d?!:"«»]/.test(nu)) return false
  return (
    /^(?:[DL][’'])?\p{Lu}[\p{Ll}’']+(?:[ -](?:(?:[dlDL][’'])?\p{Lu}?\p{Ll}+[’']?)){0,4}(?:\s*\(\p{L}[^)]*\))?$/u.test(
      nu,
    ) && /[\p{Lu}]/u.test(nu)
  )
}

/** True for a word that is an acronym of the field or a word of titles, never a family name in capitals. */
export function isSigle(mot: string): boolean {
  return SIGLES.has(formatSimple(mot))
}

export function isLieuSeul(mot: string): boolean {
  return LIEUX_SEULS.has(formatSimple(mot).replace(/['’].*$/, ''))
}

const SIGLE_SUIVI =
  /^(?:[A-Z\d][A-Z\d&-]{1,9}|\p{Lu}\p{Ll}+\p{Lu}\p{L}*)(?:[ -](?:\p{Lu}[\p{L}’'-]*|de|du|des|d['’]\p{Lu}\p{L}*|la|et|&)){0,5}$/u

/** True when the text opens like an organisation's name and holds nothing that a name has not. */
export function isOrganisme(texte: string): boolean {
  const nu = texte.trim()
  if (nu.length > 160 || /[?!]|\b\d{4}\b|n°/.test(nu)) return false
  if (TETES_FORTES.test(nu)) return true
  // Several words in capitals are a heading; an acronym stands alone or before a place.
  if (nu === nu.toUpperCase() && nu.length > 12) return false
  return SIGLE_SUIVI.test(nu) && /\p{Lu}{2}/u.test(nu)
}

/**
 * How much a text looks like the name of a publisher or of a journal rather than a part of a title:
 * about -4 (a sentence) to 3 (a ministry, a review). Source: how imprints are written, capitals on every full word.
 */
export function computeNom(texte: string): number {
  const nu = texte.trim()
  if (nu === '') return -4
  const mots = nu.split(/[\s]+/)
  let score = 0
  if (isOrganisme(nu)) score += 2
  else if (isRevue(nu)) score += 2
  else if (TETES_FAIBLES.test(nu)) score += 1
  const pleins = mots.filter((m) => !MOTS_OUTILS.has(formatSimple(m.replace(/^[ld]['’]/i, ''))) && /\p{L}/u.test(m))
  const hauts = pleins.filter((m) => /^(?:[lLdD]['’]|[(«])?\p{Lu}/u.test(m))
  if (pleins.length > 0 && hauts.length === pleins.length) score += 1
  else if (pleins.length > 3 && hauts.length <= 1 && score < 2) score -= 1
  if (/^\p{Ll}/u.test(nu) && !/^\p{L}+\.\p{L}{2,4}$/u.test(nu) && !isOrganisme(nu)) score -= 2
  if (mots.length > 20) score -= 3
  else if (mots.length > 13 && score < 2) score -= 2
  if (/[?!]/.test(nu)) score -= 3
  // "Baromètre 2021" is the end of a title.
  if (/\s(?:19|20)\d\d$/.test(nu)) score -= 1.5
  if (/["«»]/.test(nu)) score -= 1
  return score
}

/** True when the name opens like a periodical's. */
export function isRevue(texte: string): boolean {
  const nu = texte.trim()
  return REVUES.test(nu) || REVUES_COURTES.test(nu)
}
