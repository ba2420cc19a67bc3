import type { Child } from 'hono/jsx'
import { z } from 'zod'
import { type Ctx, type Requete, succes } from '#core/context.ts'
import { type ErreurChamp, ErreurIntrouvable } from '#core/errors.ts'
import { defineRoute } from '#core/route.ts'
import { type Brut, identifiant } from '#core/saisie.ts'
import { getLibelle, listTermes } from '#modules/vocabulaires/index.ts'
import { Alert } from '#ui/alert.tsx'
import { asset } from '#ui/asset.ts'
import { Actions, Button, ButtonLink, Field, Form, getError, Select } from '#ui/form.tsx'
import { formatCount } from '#ui/format.ts'
import { Layout } from '#ui/layout.tsx'
import { FORMATS } from '../echange/echange.ts'
import { filAriane } from '../notice/fil.ts'
import { enregistrerCorrespondances } from './correspondances.actions.ts'
import { getReleve, listBases } from './correspondances.queries.ts'
import { type Choix, getLibelleTerme, listTermesMots, plierMot, searchTerme } from './correspondances.ts'
import { EtapesImport } from './etapes.tsx'
import { ChampBase } from './imports.pages.tsx'
import { importPolicy } from './imports.policy.ts'
import { type Comptes, getComptes, getImport } from './imports.queries.ts'
import { formatAdresseImport, type Import, isEchange } from './imports.ts'
import { getNatureType } from './natures.ts'
import type { MotReleve, Releve, TypeReleve } from './releve.ts'
import { TablesZones } from './zones.tsx'

/** Keywords that are shown: all those that meet a term of ours, and the most frequent of the others. */
const MOTS_MONTRES = 80
const MOTS_SANS_TERME = 20

/** CSL types that no kind of ours has for its own, in French. */
const TYPES: Partial<Record<TypeReleve['csl'], string>> = {
  article: 'article',
  'article-magazine': 'article de magazine',
  'article-newspaper': 'article de presse',
  periodical: 'périodique',
  manuscript: 'manuscrit',
  map: 'carte',
  graphic: 'image',
  musical_score: 'partition',
  song: 'musique',
  dataset: 'données',
  software: 'logiciel',
  patent: 'brevet',
  standard: 'norme',
  speech: 'intervention',
  'post-weblog': 'billet de blog',
  'entry-encyclopedia': 'article d’encyclopédie',
  'entry-dictionary': 'article de dictionnaire',
}

/** « JOUR (article) »: the code of the file, and what it says. */
function formatType({ type, csl }: TypeReleve): string {
  const code = type.slice(0, -csl.length).trim()
  const sens =
    TYPES[csl] ??
    listTermes('nature')
      .find((t) => t.csl === csl)
      ?.libelle.toLocaleLowerCase('fr') ??
    csl
  return code ? `${code} (${sens})` : sens
}

function listMotsMontres(releve: Releve, { termes }: Choix): MotReleve[] {
  const hasTerme = ({ mot }: MotReleve): boolean => Object.hasOwn(termes, plierMot(mot)) || searchTerme(mot) !== null
  const [avec, sans] = [releve.mots.filter(hasTerme), releve.mots.filter((m) => !hasTerme(m))]
  return [...avec, ...sans.slice(0, MOTS_SANS_TERME)].slice(0, MOTS_MONTRES)
}

interface PropsPage {
  imp: Import
  choix: Choix
  releve: Releve
  comptes: Comptes
  bases: readonly string[]
  requete: Requete
  erreurs?: ErreurChamp[]
  brut?: Brut
}

/** What was typed in a row of the form, when it comes back with its faults. */
function getTape(brut: Brut, liste: string, rang: number, champ: string): string | undefined {
  const lignes = brut[liste]
  const ligne: unknown = typeof lignes === 'object' && lignes !== null ? Object(lignes)[rang] : undefined
  const valeur: unknown = typeof ligne === 'object' && ligne !== null ? Object(ligne)[champ] : undefined
  return typeof valeur === 'string' ? valeur : undefined
}

function PageCorrespondances({ imp, choix, releve, comptes, bases, requete, erreurs = [], brut = {} }: PropsPage) {
  const base = formatAdresseImport(imp.id)
  const format = isEchange(imp.format) ? FORMATS[imp.format].libelle : ''
  return (
    <Layout
      title="Correspondances"
      page={requete}
      width="list"
      errors={erreurs}
      crumbs={filAriane([
        { label: 'Imports', href: '/documentation/imports' },
        { label: imp.titre ?? imp.fichier, href: base },
        { label: 'Correspondances' },
      ])}
      head={<link rel="stylesheet" href={asset('/styles/imports.css')} />}
      intro={
        <p>
          {`${formatCount(releve.lues, 'notice lue', 'notices lues')} dans «\u00a0${imp.fichier}\u00a0» (${format})`}
          {comptes['deja-la'] > 0 && `, dont ${comptes['deja-la']} déjà au catalogue`}
          {comptes.doublons > 0 && `, ${formatCount(comptes.doublons, 'doublon probable', 'doublons probables')}`}
          {comptes['mises-a-jour'] > 0 && `, ${formatCount(comptes['mises-a-jour'], 'mise à jour', 'mises à jour')}`}
          {'. Rien n’entre au catalogue avant que vous l’ayez accepté.'}
        </p>
      }
    >
      <EtapesImport imp={imp} current={1} />
      <Refusees imp={imp} />
      <Form action={`${base}/correspondances`}>
        <ChampBase bases={bases} value={typeof brut.base === 'string' ? brut.base : (imp.base ?? '')} erreurs={erreurs}>
          Le nom du catalogue d’où vient ce fichier. Avec l’identifiant de chaque notice, il permet de la reconnaître au
          prochain import, et de retrouver vos choix.
        </ChampBase>
        <h2>Types de document</h2>
        <p class="hint">
          Une mention plus précise dans une notice («&nbsp;guide&nbsp;», «&nbsp;thèse&nbsp;»…) l’emporte sur le type
          proposé.
        </p>
        <div class="correspondances">
          {releve.types.map((t, i) => (
            <ChampType type={t} rang={i} choix={choix} erreurs={erreurs} brut={brut} />
          ))}
        </div>
        <Mots mots={listMotsMontres(releve, choix)} choix={choix} erreurs={erreurs} brut={brut} />
        <Actions>
          <Button>Enregistrer et relire les notices</Button>
          <ButtonLink href={base} variant="link">
            Relire sans rien changer
          </ButtonLink>
        </Actions>
      </Form>
      <TablesZones releve={releve} />
    </Layout>
  )
}

function Refusees({ imp }: { imp: Import }): Child {
  if (imp.refusees === 0) return null
  return (
    <Alert ton="attention" title={formatCount(imp.refusees, 'notice refusée', 'notices refusées')}>
      {'Elles n’ont pas pu être lues\u202f; les autres n’en sont pas touchées. '}
      <a href={`${formatAdresseImport(imp.id)}?vue=passages`}>Voir lesquelles et pourquoi</a>
    </Alert>
  )
}

interface PropsChamps {
  choix: Choix
  erreurs: readonly ErreurChamp[]
  brut: Brut
}

function ChampType({ type: t, rang, choix, erreurs, brut }: PropsChamps & { type: TypeReleve; rang: number }) {
  const nom = `natures.${rang}.nature`
  const choisie = Object.hasOwn(choix.natures, t.type) ? choix.natures[t.type] : getNatureType(t.csl)
  return (
    <div>
      <input type="hidden" name={`natures.${rang}.type`} value={t.type} />
      <Select
        name={nom}
        label={formatType(t)}
        hint={`${formatCount(t.notices, 'notice')}, par exemple «\u00a0${t.exemple || 'sans titre'}\u00a0»`}
        value={getTape(brut, 'natures', rang, 'nature') ?? choisie}
        empty={null}
        options={listTermes('nature').map((n) => ({ value: n.slug, label: n.libelle }))}
        error={getError(erreurs, nom)}
      />
    </div>
  )
}

function Mots({ mots, choix, erreurs, brut }: PropsChamps & { mots: readonly MotReleve[] }) {
  if (mots.length === 0) return null
  return (
    <>
      <h2>Mots-clés</h2>
      <p class="hint">
        Chaque mot-clé peut ajouter un de nos thèmes ou de nos publics aux notices qui le portent. Il y reste de toute
        façon écrit tel quel. Laissez vide pour ne rien ajouter.
      </p>
      <div class="correspondances">
        {mots.map(({ mot, notices }, i) => {
          const nom = `termes.${i}.terme`
          const cle = plierMot(mot)
          const choisi = Object.hasOwn(choix.termes, cle) ? getLibelleTerme(choix.termes[cle] ?? '') : ''
          return (
            <div>
              <input type="hidden" name={`termes.${i}.mot`} value={mot} />
              <Field
                name={nom}
                label={mot}
                hint={formatCount(notices, 'notice')}
                value={getTape(brut, 'termes', i, 'terme') ?? choisi}
                list="termes-connus"
                error={getError(erreurs, nom)}
              />
            </div>
          )
        })}
      </div>
      <datalist id="termes-connus">
        {listTermesMots().map(([vocabulaire, slug]) => (
          <option value={getLibelle(vocabulaire, slug)} />
        ))}
      </datalist>
    </>
  )
}

async function renderPage(ctx: Ctx, imp: Import, requete: Requete, erreurs: ErreurChamp[] = [], brut: Brut = {}) {
  const releve = await getReleve(ctx, imp.id)
  // A bibliography has no correspondences.
  if (!releve || !imp.choix) throw new ErreurIntrouvable('import')
  const [comptes, bases] = [await getComptes(ctx, imp.id), await listBases(ctx)]
  return <PageCorrespondances choix={imp.choix} {...{ imp, releve, comptes, bases, requete, erreurs, brut }} />
}

const entree = z.object({ id: identifiant })

export const routesCorrespondances = [
  defineRoute({
    methode: 'GET',
    chemin: '/documentation/imports/:id/correspondances',
    requete: entree,
    charger: (ctx, { id }) => getImport(ctx, id),
    politique: (acteur, imp: Import) => importPolicy.peut(acteur, 'lire', imp),
    trace: 'import.correspondances.formulaire',
    objet: ({ id }) => ({ type: 'import', id }),
    lire: (ctx, _entree, requete, imp) => renderPage(ctx, imp, requete),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/documentation/imports/:id/correspondances',
    action: enregistrerCorrespondances,
    avis: {
      'import-correspondances': succes('Vos choix sont enregistrés, pour ce fichier et les prochains de la même base.'),
    },
    reussir: (id) => ({ vers: formatAdresseImport(id), avis: 'import-correspondances' }),
    echouer: async (ctx, erreurs, brut, requete) => {
      // Input is judged before the row is read: who may not correct learns nothing from a faulty form.
      const lu = entree.safeParse(brut)
      const imp = lu.success ? await getImport(ctx, lu.data.id) : null
      if (!imp || !importPolicy.peut(ctx.acteur, 'traiter', imp)) throw new ErreurIntrouvable('import')
      return renderPage(ctx, imp, requete, erreurs, brut)
    },
  }),
]
