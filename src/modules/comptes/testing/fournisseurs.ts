import { createFournisseur, type FournisseurDeTest } from './fournisseur.ts'

const REVENDICATIONS_PSC = [
  'given_name',
  'family_name',
  'SubjectNameID',
  'SubjectRole',
  'SubjectOrganization',
  'SubjectRefPro',
]
const REVENDICATIONS_PROCONNECT = ['given_name', 'usual_name', 'email', 'siret', 'organizational_unit']

const soignant = (numero: string, acr?: string) => ({
  given_name: 'Camille',
  family_name: 'Soignant',
  SubjectNameID: `8${numero}`,
  SubjectOrganization: 'CABINET FICTIF',
  SubjectRefPro: { exercices: [{ codeProfession: '10', codeSavoirFaire: 'SM26' }] },
  ...(acr && { acr }),
})

export interface Fournisseurs {
  psc: FournisseurDeTest
  proconnect: FournisseurDeTest
  autre: FournisseurDeTest
  close(): Promise<void>
}

/** Three providers at once: one with the claims of Pro Santé Connect, one of ProConnect, one of the standard. */
export async function createFournisseurs(): Promise<Fournisseurs> {
  const psc = await createFournisseur({
    slug: 'psc',
    profil: 'psc',
    scope: 'openid scope_all',
    claims: { scope_all: REVENDICATIONS_PSC },
    personnes: {
      soignant: soignant('99700000001', 'eidas1'),
      faible: soignant('99700000002'),
      jumeau: soignant('99700000003', 'eidas1'),
    },
  })
  const proconnect = await createFournisseur({
    slug: 'proconnect',
    profil: 'proconnect',
    scope: `openid ${REVENDICATIONS_PROCONNECT.join(' ')}`,
    claims: Object.fromEntries(REVENDICATIONS_PROCONNECT.map((claim) => [claim, [claim]])),
    userinfoSigne: true,
    personnes: {
      agent: {
        given_name: 'Claude',
        usual_name: 'Agent',
        email: 'claude.agent@agence.example',
        siret: '11000101300017',
        organizational_unit: 'Pôle prévention',
      },
    },
  })
  const autre = await createFournisseur({
    slug: 'autre',
    profil: 'standard',
    scope: 'openid profile email',
    claims: { profile: ['given_name', 'family_name'], email: ['email', 'email_verified'] },
    personnes: {
      sure: { given_name: 'Dominique', email: 'dominique.sure@exemple.example', email_verified: true },
      dite: { given_name: 'Sacha', email: 'sacha.dite@exemple.example', email_verified: false },
      fermee: { given_name: 'Alex' },
    },
  })
  const close = async () => {
    await Promise.all([psc, proconnect, autre].map((f) => f.close()))
  }
  return { psc, proconnect, autre, close }
}
