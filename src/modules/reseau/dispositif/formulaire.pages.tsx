import { type Ctx, type Requete, succes } from '#core/context.ts'
import { type ErreurChamp, ErreurIntrouvable } from '#core/errors.ts'
import { defineRoute, type Rendu } from '#core/route.ts'
import type { Brut } from '#core/saisie.ts'
import { getQuartiers } from '#modules/territoires/index.ts'
import { Alert } from '#ui/alert.tsx'
import { Actions, Button, ButtonLink, Form } from '#ui/form.tsx'
import { Cadre } from './cadre.tsx'
import { ChampsDescription, getTexte } from './champs.tsx'
import { modifierDispositif } from './dispositif.actions.ts'
import { dispositifPolicy } from './dispositif.policy.ts'
import type { DispositifLu } from './dispositif.queries.ts'
import { formatAdresseDispositif } from './dispositif.ts'
import { chargerLecture, getModifiable, objet, politiqueModifier, requeteId } from './page.queries.ts'
import { formatSaisieDispositif, listPorteurs } from './saisie.queries.ts'
import { getType } from './types.ts'

interface Contenu {
  requete: Requete
  dispositif: DispositifLu
  valeurs: Brut
  erreurs?: readonly ErreurChamp[]
  /** Somebody saved meanwhile: what is stored now. */
  stocke?: Brut
}

async function renderModification(
  ctx: Ctx,
  { requete, dispositif: d, valeurs, erreurs = [], stocke }: Contenu,
): Promise<Rendu> {
  const base = formatAdresseDispositif(d.id)
  const page = `${base}/modifier`
  const type = getType(d.type)
  if (!type) throw new ErreurIntrouvable('type de dispositif')
  const aChoisir = erreurs.some((e) => e.field === 'organisme')
  const [quartiers, porteurs] = await Promise.all([
    d.communes.length > 0 ? getQuartiers(ctx, d.communes, false) : null,
    aChoisir ? listPorteurs(ctx, getTexte(valeurs, 'porteur')) : [],
  ])
  return (
    <Cadre titre="Modifier" dispositif={d} {...{ requete, page, erreurs }}>
      {stocke && <Entretemps {...{ stocke, valeurs, base }} />}
      <Form action={page}>
        <input type="hidden" name="revision" value={stocke ? String(d.revision) : getTexte(valeurs, 'revision')} />
        <ChampsDescription {...{ type, valeurs, erreurs, quartiers, porteurs }} />
        <Actions>
          <Button>{stocke ? 'Enregistrer à la place' : 'Enregistrer'}</Button>
          <ButtonLink href={base} variant="link">
            Annuler
          </ButtonLink>
          {dispositifPolicy.peut(ctx.acteur, 'supprimer', d) && (
            <ButtonLink href={`${base}/supprimer`} variant="link">
              Supprimer ce dispositif
            </ButtonLink>
          )}
        </Actions>
      </Form>
    </Cadre>
  )
}

const LIBELLES: Record<string, string> = {
  nom: 'Nom',
  description: 'Description',
  porteur: 'Organisme porteur',
  siege: 'Commune de l’équipe',
  adresse: 'Adresse',
  telephone: 'Téléphone',
  courriel: 'Courriel',
  siteWeb: 'Site internet',
  source: 'Source',
  sourceUrl: 'Adresse de la source',
  fin: 'Date de fin',
}

/** What is stored where it is not what was typed here. */
function Entretemps({ stocke, valeurs, base }: { stocke: Brut; valeurs: Brut; base: string }) {
  const autres = Object.entries(LIBELLES).filter(([nom]) => getTexte(stocke, nom) !== getTexte(valeurs, nom).trim())
  return (
    <Alert ton="attention" title="Quelqu’un d’autre a enregistré cette fiche pendant votre saisie.">
      <p>
        Votre saisie est ci-dessous, rien n’est perdu. Si vous l’enregistrez, elle remplace ce que l’autre personne a
        écrit. <a href={`${base}/historique`}>Voir ce qui a changé</a>
      </p>
      {autres.length > 0 && (
        <ul>
          {autres.map(([nom, libelle]) => (
            <li>{`${libelle}, enregistré\u00a0: ${getTexte(stocke, nom) || 'vide'}`}</li>
          ))}
        </ul>
      )}
    </Alert>
  )
}

export const routesFormulaire = [
  defineRoute({
    methode: 'GET',
    chemin: '/dispositifs/:id{[0-9]+}/modifier',
    requete: requeteId,
    charger: chargerLecture,
    politique: politiqueModifier,
    trace: 'dispositif.modification.formulaire',
    objet,
    lire: async (ctx, _entree, requete, dispositif) =>
      renderModification(ctx, { requete, dispositif, valeurs: await formatSaisieDispositif(ctx, dispositif) }),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/dispositifs/:id{[0-9]+}/modifier',
    action: modifierDispositif,
    avis: { 'dispositif-modifie': succes('La fiche est enregistrée.') },
    reussir: (id) => ({ vers: formatAdresseDispositif(id), avis: 'dispositif-modifie' }),
    echouer: async (ctx, erreurs, brut, requete) =>
      renderModification(ctx, { requete, erreurs, valeurs: brut, dispositif: await getModifiable(ctx, brut) }),
    disputer: async (ctx, erreur, brut, requete) => {
      const dispositif = await getModifiable(ctx, brut)
      const stocke = await formatSaisieDispositif(ctx, dispositif)
      return renderModification(ctx, { requete, dispositif, stocke, valeurs: brut, erreurs: [erreur] })
    },
  }),
]
