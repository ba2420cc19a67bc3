import { z } from 'zod'
import type { FournisseurOidc } from '#config'
import type { Niveau } from './compte.ts'

/** What a provider says of a person and the platform uses. All of it is a proposal: it opens no right by itself. */
export interface ProfilFournisseur {
  /** Eleven digits, from Pro Santé Connect. */
  rpps?: string
  /** Practices declared to the RPPS: codes of TRE_G15 (profession) and of the savoir-faire lists. */
  exercices?: { profession: string; savoirFaire?: string }[]
  /** `SubjectRole`, as transmitted. */
  roles?: string[]
  organisation?: string
  siret?: string
  service?: string
}

/** A person as presented by a provider, whatever the provider. */
export interface Presentation {
  sujet: string
  prenom: string | null
  nom: string | null
  courriel: string | null
  /** The provider vouches that the person holds the address. */
  courrielVerifie: boolean
  niveau: Niveau
  profil: ProfilFournisseur
}

// What comes from outside is read field by field: a claim of an unexpected form is left aside, never an error.
const texte = z.string().trim().min(1).max(300).optional().catch(undefined)
const textes = z
  .union([z.string().transform((t) => [t]), z.array(z.string())])
  .optional()
  .catch(undefined)

const standard = z.object({
  sub: z.string().min(1).max(255),
  given_name: texte,
  family_name: texte,
  email: z.string().trim().toLowerCase().pipe(z.email()).optional().catch(undefined),
  email_verified: z.boolean().optional().catch(undefined),
})

/** Pro Santé Connect: `SubjectNameID` is « 8 » followed by the RPPS number (domain: partage-securite, section 5). */
const proSante = z.object({
  SubjectNameID: z
    .string()
    .regex(/^8\d{11}$/)
    .optional()
    .catch(undefined),
  SubjectRole: textes,
  SubjectOrganization: texte,
  SubjectRefPro: z
    .object({ exercices: z.array(z.object({ codeProfession: texte, codeSavoirFaire: texte })) })
    .optional()
    .catch(undefined),
})

/** ProConnect: the name in use is `usual_name`; the employer comes by its SIRET and the unit's name. */
const proConnect = z.object({
  usual_name: texte,
  siret: z
    .string()
    .regex(/^\d{14}$/)
    .optional()
    .catch(undefined),
  organizational_unit: texte,
})

/**
 * Reads the claims of an identity (ID token and userinfo together).
 * @throws ZodError when there is no `sub`: OpenID Connect demands it.
 */
export function parseRevendications(
  profil: FournisseurOidc['profil'],
  revendications: Record<string, unknown>,
): Presentation {
  const lu = standard.parse(revendications)
  const commun = {
    sujet: lu.sub,
    prenom: lu.given_name ?? null,
    nom: lu.family_name ?? null,
    courriel: lu.email ?? null,
    courrielVerifie: lu.email !== undefined && lu.email_verified === true,
    niveau: 'fournisseur' as const,
  }
  if (profil === 'psc') {
    const psc = proSante.parse(revendications)
    const rpps = psc.SubjectNameID?.slice(1)
    return {
      ...commun,
      niveau: rpps ? 'professionnel' : 'fournisseur',
      profil: {
        rpps,
        roles: psc.SubjectRole,
        organisation: psc.SubjectOrganization,
        exercices: psc.SubjectRefPro?.exercices.flatMap(({ codeProfession, codeSavoirFaire }) =>
          codeProfession ? [{ profession: codeProfession, savoirFaire: codeSavoirFaire }] : [],
        ),
      },
    }
  }
  if (profil === 'proconnect') {
    const agent = proConnect.parse(revendications)
    return {
      ...commun,
      nom: agent.usual_name ?? commun.nom,
      profil: { siret: agent.siret, service: agent.organizational_unit },
    }
  }
  return { ...commun, profil: {} }
}
