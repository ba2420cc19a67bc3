import type { Child } from 'hono/jsx'
import { z } from 'zod'
import { type Ctx, type Requete, succes } from '#core/context.ts'
import type { ErreurChamp } from '#core/errors.ts'
import { defineRoute } from '#core/route.ts'
import { type Brut, identifiant } from '#core/saisie.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { Layout } from '#ui/layout.tsx'
import { Steps } from '#ui/steps.tsx'
import { formatRefZone } from '../geographie/zone.ts'
import { indicateurPolicy } from '../indicateur/indicateur.policy.ts'
import { feuille, filTypologies } from './cadre.tsx'
import { FormReglages, FormTerritoires } from './champs.tsx'
import { type Etendue, getEtendue, isTropGrande, listCadres } from './etendue.queries.ts'
import { listOfferts } from './offerts.queries.ts'
import { formatNombre } from './presentation.ts'
import { schemaTerritoires } from './saisie.ts'
import { creerTypologie } from './typologie.actions.ts'
import { typologiePolicy } from './typologie.policy.ts'
import { getTypologie } from './typologie.queries.ts'
import { formatAdresseTypologie, TERRITOIRES_MAX, type Typologie } from './typologie.ts'

const ETAPES = 'Étapes d’une typologie'

interface PropsCadre {
  requete: Requete
  etape: 0 | 1
  adresseTerritoires?: string
  intro: Child
  erreurs: ErreurChamp[]
  children: Child
}

const Cadre = ({ requete, etape, adresseTerritoires, intro, erreurs, children }: PropsCadre) => (
  <Layout
    title="Nouvelle typologie"
    page={requete}
    errors={erreurs}
    head={feuille}
    crumbs={filTypologies([{ label: 'Nouvelle typologie' }])}
    intro={intro}
  >
    <Steps
      label={ETAPES}
      current={etape}
      steps={[
        { label: 'Territoires', ...(adresseTerritoires && { href: adresseTerritoires }) },
        { label: 'Indicateurs' },
        { label: 'Groupes' },
      ]}
    />
    {children}
  </Layout>
)

interface Demande {
  maille: string
  zone: string
  erreurs: ErreurChamp[]
}

async function renderTerritoires(ctx: Ctx, requete: Requete, { maille, zone, erreurs }: Demande) {
  return (
    <Cadre
      {...{ requete, erreurs }}
      etape={0}
      intro={<p>Choisissez d’abord les territoires à comparer, puis les indicateurs.</p>}
    >
      <FormTerritoires cadres={await listCadres(ctx)} {...{ maille, zone, erreurs }} />
    </Cadre>
  )
}

function SansIndicateur({ ctx }: { ctx: Ctx }) {
  return (
    <EmptyState title="Aucun indicateur n’a de valeurs pour ces territoires">
      <p>
        Il en faut au moins deux pour comparer des territoires&nbsp;: l’accès aux soins (classeur APL de la DREES), les
        revenus, les équipements ou les âges (Insee), par exemple.
      </p>
      <p>
        {indicateurPolicy.peutParfois(ctx.acteur, 'importer') ? (
          <a href="/indicateurs/imports">Importer des indicateurs</a>
        ) : (
          'Une personne qui est documentaliste, coordinatrice ou administratrice peut les importer.'
        )}
      </p>
    </EmptyState>
  )
}

interface PropsReglages {
  etendue: Etendue
  valeurs: Brut
  erreurs: ErreurChamp[]
}

async function renderReglages(ctx: Ctx, requete: Requete, { etendue, valeurs, erreurs }: PropsReglages) {
  const { maille, zone, codes } = etendue
  const offerts = await listOfferts(ctx, etendue)
  const retour = new URLSearchParams({ choix: 'territoires', maille, ...(zone && { zone: formatRefZone(zone) }) })
  return (
    <Cadre
      {...{ requete, erreurs }}
      etape={1}
      adresseTerritoires={`/typologies/nouvelle?${retour}`}
      intro={
        <p>
          {formatNombre(codes.length, maille)}
          {zone && ` (${zone.nom})`}
          {'\u00a0: choisissez ce qui doit les rapprocher ou les distinguer.'}
        </p>
      }
    >
      {offerts.length === 0 ? (
        <SansIndicateur ctx={ctx} />
      ) : (
        <FormReglages {...{ offerts, etendue, valeurs, erreurs }} />
      )}
    </Cadre>
  )
}

/** What the form shows of the settings of a typology: they are made again, under another name. */
function formatReglages({ nom, reglages }: Typologie): Brut {
  const { indicateurs, methode, k, graine, manquantes } = reglages
  return {
    indicateur: indicateurs.map((i) => i.code),
    millesime: Object.fromEntries(indicateurs.map((i) => [i.code, String(i.millesime)])),
    mesure: Object.fromEntries(indicateurs.map((i) => [i.code, i.mesure])),
    methode,
    k: k === null ? '' : String(k),
    graine: String(graine),
    manquantes: String(manquantes),
    nom: `${nom} (variante)`,
  }
}

/** Under `depuis`: the typology whose settings are taken again, where the actor may read it. */
async function getModele(ctx: Ctx, id: number | undefined): Promise<Typologie | null> {
  const typologie = id === undefined ? null : await getTypologie(ctx, id)
  return typologie && typologiePolicy.peut(ctx.acteur, 'lire', typologie) ? typologie : null
}

const schemaDemande = z.object({
  maille: schemaTerritoires.maille.optional().catch(undefined),
  zone: z.string().max(30).catch(''),
  choix: z.literal('territoires').optional().catch(undefined),
  depuis: identifiant.optional().catch(undefined),
})

/** What is wrong with the areas asked for; null where they can be grouped. */
function checkEtendue(etendue: Etendue | null): string | null {
  if (!etendue) return 'Ces territoires ne se prennent pas dans cette zone\u00a0: choisissez-en une autre.'
  if (etendue.codes.length < 3)
    return `Il n’y a là que ${formatNombre(etendue.codes.length, etendue.maille)}\u00a0: il en faut au moins trois.`
  if (isTropGrande(etendue))
    return `Il y a là ${formatNombre(etendue.codes.length, etendue.maille)}\u00a0: ${formatNombre(TERRITOIRES_MAX, etendue.maille)} au plus.`
  return null
}

async function renderDemande(ctx: Ctx, requete: Requete, demande: z.infer<typeof schemaDemande>) {
  const modele = await getModele(ctx, demande.depuis)
  const { maille, zone } = modele ? { maille: modele.reglages.maille, zone: modele.reglages.zone ?? '' } : demande
  if (maille === undefined || demande.choix)
    return renderTerritoires(ctx, requete, { maille: maille ?? 'epci', zone, erreurs: [] })
  const etendue = await getEtendue(ctx, { maille, zone: zone || null })
  const faute = checkEtendue(etendue)
  if (!etendue || faute !== null) {
    const erreurs = [{ field: maille === 'territoire' ? 'maille' : 'zone', message: faute ?? '' }]
    return renderTerritoires(ctx, requete, { maille, zone, erreurs })
  }
  return renderReglages(ctx, requete, { etendue, valeurs: modele ? formatReglages(modele) : {}, erreurs: [] })
}

/** The form again, at the step where the fault is. */
async function renderFautes(ctx: Ctx, erreurs: ErreurChamp[], brut: Brut, requete: Requete) {
  const { maille, zone } = schemaDemande.parse(brut)
  const etendue = maille === undefined ? null : await getEtendue(ctx, { maille, zone: zone || null })
  if (!etendue || checkEtendue(etendue) !== null)
    return renderTerritoires(ctx, requete, { maille: maille ?? '', zone, erreurs })
  return renderReglages(ctx, requete, { etendue, valeurs: brut, erreurs })
}

export const routesNouvelle = [
  defineRoute({
    methode: 'GET',
    chemin: '/typologies/nouvelle',
    requete: schemaDemande,
    politique: (acteur) => typologiePolicy.peutParfois(acteur, 'creer'),
    trace: 'typologie.creation.formulaire',
    lire: (ctx, demande, requete) => renderDemande(ctx, requete, demande),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/typologies',
    action: creerTypologie,
    limite: { nom: 'typologie', max: 20, secondes: 60 },
    avis: { 'typologie-creee': succes('Voici vos groupes. Donnez-leur un nom.') },
    reussir: (id) => ({ vers: formatAdresseTypologie(id), avis: 'typologie-creee' }),
    echouer: renderFautes,
  }),
]
