import { type Ctx, type Requete, succes } from '#core/context.ts'
import { type ErreurChamp, ErreurIntrouvable } from '#core/errors.ts'
import { defineRoute } from '#core/route.ts'
import { type Brut, numeroPage } from '#core/saisie.ts'
import { asset } from '#ui/asset.ts'
import { Layout } from '#ui/layout.tsx'
import { FormNotice, type Valeurs } from '../notice/champs.tsx'
import { filAriane } from '../notice/fil.ts'
import { formatSaisie } from '../notice/saisie.ts'
import { getImport, getLigne } from './imports.queries.ts'
import { formatAdresseImport, formatAdresseLigne, formatLieu, type Import, isVue } from './imports.ts'
import {
  accepterLigne,
  type CibleLigne,
  corrigerLigne,
  ecarterLigne,
  entreeLigne,
  objetLigne,
  politiqueLigne,
  reprendreLigne,
} from './ligne.actions.ts'
import { formatProposition } from './proposition.ts'
import { formatSource } from './source.ts'

/** The reference and its import, as a page reads them. */
export async function getCibleLigne(ctx: Ctx, { id, rang }: { id: number; rang: number }): Promise<CibleLigne | null> {
  const [imp, ligne] = await Promise.all([getImport(ctx, id), getLigne(ctx, id, rang)])
  return imp && ligne ? { imp, ligne } : null
}

/** The list that a gesture was made from. */
export function formatRetour(id: number, brut: Brut): string {
  const page = numeroPage.parse(brut.page)
  const vue = isVue(brut.vue) ? brut.vue : 'a-relire'
  return `${formatAdresseImport(id)}?vue=${vue}${page > 1 ? `&page=${page}` : ''}`
}

/** Breadcrumb of the pages of one reference. */
export const filLigne = (imp: Import, etape: string) =>
  filAriane([
    { label: 'Imports', href: '/documentation/imports' },
    { label: imp.titre ?? imp.fichier, href: formatAdresseImport(imp.id) },
    { label: etape },
  ])

interface PropsCorrection {
  cible: CibleLigne
  requete: Requete
  valeurs: Valeurs
  erreurs?: ErreurChamp[]
}

function PageCorrection({ cible: { imp, ligne }, requete, valeurs, erreurs = [] }: PropsCorrection) {
  return (
    <Layout
      title="Corriger et verser au catalogue"
      page={requete}
      errors={erreurs}
      crumbs={filLigne(imp, `Référence n°\u00a0${ligne.rang}`)}
      head={<link rel="stylesheet" href={asset('/styles/imports.css')} />}
    >
      <h2>Dans le document</h2>
      <p class="hint">{formatLieu(ligne)}</p>
      <blockquote class="source">{formatSource(ligne)}</blockquote>
      <FormNotice
        action={`${formatAdresseLigne(imp.id, ligne.rang)}/corriger`}
        valeurs={valeurs}
        erreurs={erreurs}
        notice={null}
        annuler={`${formatAdresseImport(imp.id)}#reference-${ligne.rang}`}
      />
    </Layout>
  )
}

export const routesLignes = [
  defineRoute({
    methode: 'POST',
    chemin: '/documentation/imports/:id/lignes/:rang/accepter',
    action: accepterLigne,
    avis: {
      'ligne-acceptee': succes('La référence est au catalogue.'),
      'ligne-doublon': {
        ton: 'attention',
        texte: 'Une notice semblable est entrée au catalogue entre-temps. Comparez-les avant d’accepter.',
      },
    },
    reussir: ({ id, rang, notice }, _requete, brut) =>
      notice === null
        ? { vers: `${formatAdresseImport(id)}?vue=doublons#reference-${rang}`, avis: 'ligne-doublon' }
        : { vers: formatRetour(id, brut), avis: 'ligne-acceptee' },
  }),
  defineRoute({
    methode: 'GET',
    chemin: '/documentation/imports/:id/lignes/:rang/corriger',
    requete: entreeLigne,
    charger: getCibleLigne,
    politique: politiqueLigne,
    trace: 'import.ligne.correction.formulaire',
    objet: objetLigne,
    lire: (_ctx, _entree, requete, cible) => (
      <PageCorrection
        cible={cible}
        requete={requete}
        valeurs={formatSaisie(formatProposition(cible.ligne, cible.imp))}
      />
    ),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/documentation/imports/:id/lignes/:rang/corriger',
    action: corrigerLigne,
    avis: { 'ligne-corrigee': succes('La référence corrigée est au catalogue.') },
    reussir: ({ id }) => ({ vers: formatAdresseImport(id), avis: 'ligne-corrigee' }),
    echouer: async (ctx, erreurs, brut, requete) => {
      // Input is judged before the row is read: who may not correct learns nothing from a faulty form.
      const entree = entreeLigne.safeParse(brut)
      const cible = entree.success ? await getCibleLigne(ctx, entree.data) : null
      if (!cible || !politiqueLigne(ctx.acteur, cible)) throw new ErreurIntrouvable('ligne')
      return <PageCorrection cible={cible} requete={requete} valeurs={brut} erreurs={erreurs} />
    },
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/documentation/imports/:id/lignes/:rang/ecarter',
    action: ecarterLigne,
    avis: { 'ligne-ecartee': succes('La référence est écartée. Vous la retrouverez dans «\u00a0Écartées\u00a0».') },
    reussir: ({ id }, _requete, brut) => ({ vers: formatRetour(id, brut), avis: 'ligne-ecartee' }),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/documentation/imports/:id/lignes/:rang/reprendre',
    action: reprendreLigne,
    avis: { 'ligne-reprise': succes('La référence est de nouveau à relire.') },
    reussir: ({ id }, _requete, brut) => ({ vers: formatRetour(id, brut), avis: 'ligne-reprise' }),
  }),
]
