import { type Ctx, type Requete, succes } from '#core/context.ts'
import { type ErreurChamp, ErreurIntrouvable } from '#core/errors.ts'
import { defineRoute, type Rendu } from '#core/route.ts'
import { type Brut, identifiant } from '#core/saisie.ts'
import { listBlocsEtTerritoires } from '#modules/territoires/index.ts'
import { Alert } from '#ui/alert.tsx'
import { Actions, Button, ButtonLink, Field, Form, getError, TextArea } from '#ui/form.tsx'
import { formatAdresseProposition } from '../fiche/proposition.ts'
import { Cadre } from './cadre.tsx'
import { ChampsDescription, getTexte, Volet } from './champs.tsx'
import { listCoordinateurs } from './coordination.queries.ts'
import { politiqueCorriger, proposerCorrectionDispositif } from './correction.actions.ts'
import { type DispositifLu, getDispositif } from './dispositif.queries.ts'
import { formatAdresseDispositif } from './dispositif.ts'
import { chargerLecture, getTypeDe, objet, requeteId } from './page.queries.ts'
import { getReprise } from './reprise.queries.ts'
import { formatSaisieDispositif } from './saisie.queries.ts'
import { ChampsTerritoire, formatTerritoire } from './territoire.tsx'

interface Contenu {
  requete: Requete
  dispositif: DispositifLu
  /** As typed. */
  brut?: Brut
  erreurs?: readonly ErreurChamp[]
}

const CHAMPS_TERRITOIRE = ['communes', 'texte', 'blocs', 'epci', 'choix', 'attente', 'retirees', 'depuis']

/** What is stored, as the fields of the form hold it. */
const formatSaisieCorrection = async (ctx: Ctx, d: DispositifLu): Promise<Brut> => ({
  ...(await formatSaisieDispositif(ctx, d)),
  communes: d.communes,
})

async function renderCorrection(ctx: Ctx, { requete, dispositif: d, brut, erreurs = [] }: Contenu): Promise<Rendu> {
  const base = formatAdresseDispositif(d.id)
  const page = `${base}/corriger`
  const type = getTypeDe(d)
  const demandePorteurs = erreurs.some((e) => e.field === 'organisme')
  const stocke = await formatSaisieCorrection(ctx, d)
  const valeurs = brut ?? { ...stocke, vu: d.modifieLe.toISOString() }
  const [reprise, blocs, coordinateurs] = await Promise.all([
    getReprise(ctx, { type, brut: valeurs, sauf: d.id, demandePorteurs }),
    listBlocsEtTerritoires(ctx),
    listCoordinateurs(ctx, d.id),
  ])
  const champ = (name: string) => ({ name, value: getTexte(valeurs, name), error: getError(erreurs, name) })
  return (
    <Cadre titre="Proposer une correction" dispositif={d} {...{ requete, page, erreurs }}>
      <Alert ton="info" title="Une proposition">
        {coordinateurs.length > 0
          ? 'Une personne qui coordonne ce dispositif la relira. La fiche ne change pas d’ici là.'
          : 'Personne ne coordonne encore ce dispositif dans Maillage\u00a0: une personne qui administre Maillage la relira. La fiche ne change pas d’ici là.'}
      </Alert>
      <Form action={page}>
        <input type="hidden" name="vu" value={getTexte(valeurs, 'vu')} />
        <ChampsDescription {...{ type, valeurs, erreurs, stocke }} {...reprise} />
        <Volet
          titre="Territoire"
          resume={formatTerritoire(reprise.faits)}
          champs={CHAMPS_TERRITOIRE}
          {...{ valeurs, erreurs, stocke }}
        >
          {/* Whether it overlaps another is for who reads the proposal to settle. */}
          <ChampsTerritoire {...{ valeurs, erreurs, blocs }} {...reprise} conflits={[]} arbitre={false} annonce />
          <Field
            {...champ('depuis')}
            label="Depuis quand"
            hint="Date à laquelle ce territoire vaut, si vous la connaissez."
            type="date"
            size="short"
          />
        </Volet>
        <TextArea
          {...champ('message')}
          label="Un mot pour la personne qui relira"
          hint="Facultatif. Par exemple, d’où vous tenez ce que vous corrigez."
          rows={3}
        />
        <Actions>
          <Button>Envoyer la proposition</Button>
          <ButtonLink href={base} variant="link">
            Annuler
          </ButtonLink>
        </Actions>
      </Form>
    </Cadre>
  )
}

export const routesCorrection = [
  defineRoute({
    methode: 'GET',
    chemin: '/dispositifs/:id{[0-9]+}/corriger',
    requete: requeteId,
    charger: chargerLecture,
    politique: politiqueCorriger,
    trace: 'dispositif.correction.formulaire',
    objet,
    lire: (ctx, _entree, requete, dispositif) => renderCorrection(ctx, { requete, dispositif }),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/dispositifs/:id{[0-9]+}/corriger',
    action: proposerCorrectionDispositif,
    avis: { 'dispositif-correction': succes('Votre proposition est transmise.') },
    reussir: (id) => ({ vers: formatAdresseProposition(id), avis: 'dispositif-correction' }),
    echouer: async (ctx, erreurs, brut, requete) => {
      const dispositif = await getDispositif(ctx, identifiant.catch(0).parse(brut.id))
      if (!dispositif || !politiqueCorriger(ctx.acteur, dispositif)) throw new ErreurIntrouvable('dispositif')
      return renderCorrection(ctx, { requete, dispositif, brut, erreurs })
    },
  }),
]
