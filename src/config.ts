import { z } from 'zod'
import { fr } from 'zod/locales'

// Every schema of the process speaks French; this file is the first that anyone loads.
z.config(fr())

/** What each kind of provider wants to be asked. Sources: documentation of Pro Santé Connect and of ProConnect. */
const SCOPES = {
  psc: 'openid scope_all',
  proconnect: 'openid given_name usual_name email siret organizational_unit uid',
  standard: 'openid profile email',
} as const

/** An OpenID Connect provider, as the operator declares it in MAILLAGE_OIDC (a JSON array). */
const schemaFournisseur = z
  .object({
    slug: z.string().regex(/^[a-z0-9-]+$/),
    libelle: z.string().min(1),
    emetteur: z.url(),
    clientId: z.string().min(1),
    clientSecret: z.string().min(1),
    /** By default what its profile wants. */
    scope: z.string().optional(),
    acr: z.string().optional(),
    /** How claims are read: Pro Santé Connect, ProConnect, or the standard OpenID Connect claims. */
    profil: z.enum(['psc', 'proconnect', 'standard']).default('standard'),
  })
  .transform((f) => ({ ...f, scope: f.scope ?? SCOPES[f.profil] }))
export type FournisseurOidc = z.infer<typeof schemaFournisseur>

const drapeau = z.enum(['0', '1']).transform((v) => v === '1')

const fournisseurs = z
  .string()
  .default('[]')
  .transform((texte, ctx) => {
    try {
      return JSON.parse(texte) as unknown
    } catch {
      ctx.addIssue({ code: 'custom', message: 'doit être un tableau JSON' })
      return z.NEVER
    }
  })
  .pipe(z.array(schemaFournisseur))

const schema = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  MAILLAGE_HOTE: z.string().default('127.0.0.1'),
  MAILLAGE_URL: z.url().optional(),
  MAILLAGE_DONNEES: z.string().min(1).default('.maillage'),
  MAILLAGE_DEMO: drapeau.optional(),
  MAILLAGE_PROXY: drapeau.default(false),
  MAILLAGE_HOTES_INTERNES: z
    .string()
    .default('')
    .transform((v) => v.split(/[\s,]+/).filter(Boolean)),
  MAILLAGE_OIDC: fournisseurs,
  MAILLAGE_SMTP: z.url().optional(),
  MAILLAGE_EXPEDITEUR: z.string().default('Maillage <ne-pas-repondre@localhost>'),
  MAILLAGE_COURRIEL_CONTACT: z.email().optional(),
  MAILLAGE_OAI_PAGE: z.coerce.number().int().min(1).max(1000).default(100),
  MAILLAGE_CONTOURS: z
    .url()
    .default(
      'https://etalab-datasets.geo.data.gouv.fr/contours-administratifs/latest/geojson/communes-100m.geojson.gz',
    ),
  MAILLAGE_RPPS_NOMS: z.enum(['oui', 'non']).default('non'),
  MAILLAGE_JOURNAL: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
  DATABASE_URL: z.url().optional(),
  CHROMIUM_PATH: z.string().optional(),
  npm_lifecycle_event: z.string().optional(),
})

export interface Config {
  production: boolean
  port: number
  hote: string
  /** Public address without final slash: what links in mails and OpenID Connect redirections start with. */
  adresse: string
  donnees: string
  demo: boolean
  /** True when a reverse proxy stands before us and X-Forwarded-For may be believed. */
  proxy: boolean
  /** « hôte » or « hôte:port » of private networks that may be asked for records and links. */
  hotesInternes: string[]
  oidc: FournisseurOidc[]
  smtp: string | null
  expediteur: string
  /** Address of whoever keeps the installation, shown to other catalogues; null where nobody said. */
  contact: string | null
  /** Records a page of the OAI-PMH provider. */
  oaiParPage: number
  /** Address of the official outlines of communes, for who asks to download them. */
  contours: string
  /** Names of the public RPPS extract are kept, for those who coordinate; else only counts. */
  rppsNoms: boolean
  journal: 'silent' | 'error' | 'warn' | 'info' | 'debug'
  databaseUrl: string | null
  chromium: string | null
  /** Started by `npm start`, which stands between us and its signals. */
  sousNpm: boolean
}

/** Thrown with a French message that names each faulty variable. */
export class ErreurConfig extends Error {}

/**
 * Reads the configuration from environment variables. An empty variable counts as absent.
 * @throws ErreurConfig naming each variable at fault.
 */
export function parseConfig(environnement: Record<string, string | undefined>): Config {
  const presentes = Object.fromEntries(Object.entries(environnement).filter(([, v]) => v !== undefined && v !== ''))
  const lu = schema.safeParse(presentes)
  if (!lu.success) {
    const fautes = lu.error.issues.map((i) => `  ${i.path.join('.')} : ${i.message}`)
    throw new ErreurConfig(`Configuration refusée :\n${fautes.join('\n')}`)
  }
  const e = lu.data
  const production = e.NODE_ENV === 'production'
  if (production && e.MAILLAGE_DEMO) {
    throw new ErreurConfig(
      'Configuration refusée : MAILLAGE_DEMO=1 ouvre des comptes sans mot de passe, ce qui est interdit avec NODE_ENV=production.',
    )
  }
  return {
    production,
    port: e.PORT,
    hote: e.MAILLAGE_HOTE,
    adresse: (e.MAILLAGE_URL ?? `http://localhost:${e.PORT}`).replace(/\/+$/, ''),
    donnees: e.MAILLAGE_DONNEES,
    demo: e.MAILLAGE_DEMO ?? e.NODE_ENV === 'development',
    proxy: e.MAILLAGE_PROXY,
    hotesInternes: e.MAILLAGE_HOTES_INTERNES,
    oidc: e.MAILLAGE_OIDC,
    smtp: e.MAILLAGE_SMTP ?? null,
    expediteur: e.MAILLAGE_EXPEDITEUR,
    contact: e.MAILLAGE_COURRIEL_CONTACT ?? null,
    oaiParPage: e.MAILLAGE_OAI_PAGE,
    contours: e.MAILLAGE_CONTOURS,
    rppsNoms: e.MAILLAGE_RPPS_NOMS === 'oui',
    journal: e.MAILLAGE_JOURNAL,
    databaseUrl: e.DATABASE_URL ?? null,
    chromium: e.CHROMIUM_PATH ?? null,
    sousNpm: e.npm_lifecycle_event === 'start',
  }
}

export const config = parseConfig(process.env)
