import { z } from 'zod'
import { type Ctx, type Requete, succes } from '#core/context.ts'
import { type ErreurChamp, ErreurIntrouvable } from '#core/errors.ts'
import { defineRoute, type Route } from '#core/route.ts'
import { type Brut, identifiant } from '#core/saisie.ts'
import { Alert } from '#ui/alert.tsx'
import { Actions, Button, ButtonLink, Form, getError, TextArea } from '#ui/form.tsx'
import { Layout } from '#ui/layout.tsx'
import { getStructure } from '../structure/structure.queries.ts'
import { feuille } from './cadre.tsx'
import { listDifferences } from './champs.ts'
import { computeAvant, mergeSaisies } from './conflit.ts'
import { CONFLIT, canCreer, defineCreation, defineModification, type Issue } from './edition.actions.ts'
import { fichePolicy } from './fiche.policy.ts'
import type { CibleFiche, Valeurs } from './fiche.ts'
import type { FicheEditee, Genre } from './genre.ts'
import { Changements } from './historique.tsx'
import { listModificationsDepuis, type Modification } from './modification.queries.ts'
import { getNoms } from './noms.queries.ts'
import { formatAdresseProposition } from './proposition.ts'

const parametreId = z.object({ id: identifiant })
const peutToucher = (acteur: Ctx['acteur'], fiche: CibleFiche) =>
  fichePolicy.peut(acteur, 'modifier', fiche) || fichePolicy.peut(acteur, 'proposer', fiche)

interface PropsForm<F extends object, S, C extends object> {
  genre: Genre<F, S, C>
  action: string
  valeurs: Brut
  erreurs: readonly ErreurChamp[]
  propose: boolean
  annuler: string
  revision?: number
}

function Formulaire<F extends object, S, C extends object>(p: PropsForm<F, S, C>) {
  const { Champs } = p.genre
  const message = typeof p.valeurs.message === 'string' ? p.valeurs.message : ''
  return (
    <>
      {p.propose && <p>Une personne qui coordonne ce territoire relira votre proposition avant qu’elle paraisse.</p>}
      <Form action={p.action}>
        <Champs valeurs={p.valeurs} erreurs={p.erreurs} />
        {p.propose && (
          <TextArea
            name="message"
            label="Un mot pour la personne qui relira"
            value={message}
            rows={2}
            error={getError(p.erreurs, 'message')}
          />
        )}
        {p.revision !== undefined && <input type="hidden" name="revision" value={String(p.revision)} />}
        <Actions>
          <Button>{p.propose ? 'Proposer' : 'Enregistrer'}</Button>
          <ButtonLink href={p.annuler} variant="link">
            Annuler
          </ButtonLink>
        </Actions>
      </Form>
    </>
  )
}

interface Croisement {
  changes: readonly Modification[]
  differences: ReturnType<typeof listDifferences>
  croises: number
}

/** What somebody else changed while one was typing. */
function Croise({ changes, differences, croises }: Croisement) {
  const qui = [...new Set(changes.map((c) => c.auteur ?? 'un import'))].join(', ')
  return (
    <Alert ton="attention" title="Cette fiche a changé pendant votre saisie.">
      <p>{`Par ${qui}. Rien n’est perdu\u00a0: ce que vous n’aviez pas touché est à jour, votre saisie est gardée.`}</p>
      <Changements differences={differences} />
      {croises > 0 && <p>Vous avez changé les mêmes champs&nbsp;: enregistrez pour garder votre saisie.</p>}
    </Alert>
  )
}

/** The four pages of editing one kind of sheets: new, create, change, save. */
export function createRoutesEdition<F extends object, S, C extends object>(genre: Genre<F, S, C>): Route[] {
  const { objet, base, chemin, nouveau } = genre
  const avisEcrite = `${objet}-ecrite`
  const avisProposee = `${objet}-proposee`
  const avisInchangee = `${objet}-inchangee`

  const reussir = async ({ issue, id }: Issue, _requete: Requete, _brut: Brut, ctx: Ctx) => {
    if (issue === 'proposee') return { vers: formatAdresseProposition(id), avis: avisProposee }
    const fiche = await genre.charger(ctx, id)
    if (!fiche) throw new ErreurIntrouvable(objet)
    return { vers: genre.adresse(fiche), avis: issue === 'ecrite' ? avisEcrite : avisInchangee }
  }

  const getCadre = async (ctx: Ctx, brut: Brut): Promise<CibleFiche | null> => {
    if (objet !== 'service') return null
    const structure = await getStructure(ctx, identifiant.catch(0).parse(brut.id))
    if (!structure || !peutToucher(ctx.acteur, structure)) throw new ErreurIntrouvable(objet)
    return structure
  }

  const renderCreation = async (ctx: Ctx, brut: Brut, valeurs: Brut, erreurs: ErreurChamp[], requete: Requete) => {
    const cadre = await getCadre(ctx, brut)
    // A coordinator is told after, by where the place stands.
    const propose = cadre ? !(await canCreer(ctx, null, cadre)) : !fichePolicy.peutParfois(ctx.acteur, 'modifier')
    const titre = propose ? `Proposer ${genre.un}` : `Ajouter ${genre.un}`
    const action = chemin.replace(':id', String(brut.id ?? ''))
    const annuler = cadre ? `/structures/${brut.id}` : base
    return (
      <Layout title={titre} page={requete} errors={erreurs} crumbs={genre.fil(null, [{ label: titre }])} head={feuille}>
        <Formulaire {...{ genre, action, valeurs, erreurs, propose, annuler }} />
      </Layout>
    )
  }

  const renderModification = (
    fiche: FicheEditee<F>,
    p: { valeurs: Brut; erreurs: ErreurChamp[]; requete: Requete; croisement?: Croisement },
  ) => {
    const propose = !fichePolicy.peut(p.requete.acteur, 'modifier', fiche)
    const titre = propose ? 'Proposer une correction' : `Modifier ${genre.le}`
    const fil = genre.fil(fiche, [{ label: titre }])
    return (
      <Layout title={titre} page={p.requete} errors={p.erreurs} crumbs={fil} intro={<p>{fiche.nom}</p>} head={feuille}>
        {p.croisement && <Croise {...p.croisement} />}
        <Formulaire
          {...{ genre, propose, valeurs: p.valeurs, erreurs: p.erreurs, revision: fiche.revision }}
          action={`${base}/${fiche.id}/modifier`}
          annuler={genre.adresse(fiche)}
        />
      </Layout>
    )
  }

  /** The form again: what was typed, over what is stored now. */
  const echouerModification = async (ctx: Ctx, erreurs: ErreurChamp[], brut: Brut, requete: Requete) => {
    const fiche = await genre.charger(ctx, identifiant.catch(0).parse(brut.id))
    if (!fiche || !peutToucher(ctx.acteur, fiche)) throw new ErreurIntrouvable(objet)
    const lue = z.coerce.number().int().catch(fiche.revision).parse(brut.revision)
    const fautes = erreurs.filter((e) => e.message !== CONFLIT)
    if (lue >= fiche.revision || lue < 1) return renderModification(fiche, { valeurs: brut, erreurs: fautes, requete })
    const changes = await listModificationsDepuis(ctx, objet, fiche, lue)
    const avant = computeAvant(fiche, changes)
    const [formAvant, formMaintenant] = await Promise.all([
      genre.formatSaisie(ctx, avant),
      genre.formatSaisie(ctx, fiche),
    ])
    const { valeurs, croises } = mergeSaisies(formAvant, formMaintenant, brut)
    const champs = new Set(changes.flatMap((c) => Object.keys(c.apres ?? {})))
    const presents = Object.fromEntries(Object.entries(fiche).filter(([champ]) => champs.has(champ)))
    const noms = await getNoms(ctx, avant as Valeurs, presents)
    const differences = listDifferences(objet, avant as Valeurs, presents, noms)
    const croisement = { changes, differences, croises: croises.length }
    return renderModification(fiche, { valeurs, erreurs: fautes, requete, croisement })
  }

  return [
    defineRoute({
      methode: 'GET',
      chemin: nouveau,
      requete: z.object({ id: identifiant.optional() }),
      ...(objet === 'service'
        ? { charger: async (ctx: Ctx, { id }: { id?: number | undefined }) => getStructure(ctx, id ?? 0) }
        : {}),
      politique: (acteur, structure: CibleFiche | undefined) =>
        structure ? peutToucher(acteur, structure) : fichePolicy.peutParfois(acteur, 'proposer'),
      trace: `${objet}.creation.formulaire`,
      lire: (ctx, { id }, requete) =>
        renderCreation(ctx, { id }, { langues: objet === 'structure' ? ['fr'] : [], feries: '1' }, [], requete),
    }),
    defineRoute({
      methode: 'POST',
      chemin,
      action: defineCreation(genre),
      avis: {
        [avisEcrite]: succes('La fiche est enregistrée.'),
        [avisProposee]: succes('Votre proposition est transmise.'),
        [avisInchangee]: { ton: 'info', texte: 'Rien n’a changé sur cette fiche.' },
      },
      reussir,
      echouer: (ctx, erreurs, brut, requete) => renderCreation(ctx, brut, brut, erreurs, requete),
    }),
    defineRoute({
      methode: 'GET',
      chemin: `${base}/:id/modifier`,
      requete: parametreId,
      charger: (ctx: Ctx, { id }) => genre.charger(ctx, id),
      politique: (acteur, fiche: FicheEditee<F>) => peutToucher(acteur, fiche),
      trace: `${objet}.modification.formulaire`,
      objet: ({ id }) => ({ type: objet, id }),
      lire: async (ctx, _entree, requete, fiche) =>
        renderModification(fiche, { valeurs: await genre.formatSaisie(ctx, fiche), erreurs: [], requete }),
    }),
    defineRoute({
      methode: 'POST',
      chemin: `${base}/:id/modifier`,
      action: defineModification(genre),
      reussir,
      echouer: echouerModification,
    }),
  ]
}
