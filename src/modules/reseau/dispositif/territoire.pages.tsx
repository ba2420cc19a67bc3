import { type Ctx, type Requete, succes } from '#core/context.ts'
import { type ErreurChamp, ErreurIntrouvable } from '#core/errors.ts'
import { defineRoute, type Rendu } from '#core/route.ts'
import type { Brut } from '#core/saisie.ts'
import {
  computeDifferences,
  formatHabitants,
  listBlocsEtTerritoires,
  listCommunes,
} from '#modules/territoires/index.ts'
import { Alert } from '#ui/alert.tsx'
import { Actions, Button, ButtonLink, Field, Form, getError } from '#ui/form.tsx'
import { formatCount, formatDate } from '#ui/format.ts'
import { Cadre } from './cadre.tsx'
import { getTexte } from './champs.tsx'
import { recomposerDispositif } from './dispositif.actions.ts'
import { dispositifPolicy } from './dispositif.policy.ts'
import type { DispositifLu } from './dispositif.queries.ts'
import { formatAdresseDispositif, type VersionDispositif } from './dispositif.ts'
import { chargerLecture, getModifiable, objet, politiqueModifier, requeteId } from './page.queries.ts'
import { getReprise } from './reprise.queries.ts'
import { listVersionsDispositif } from './territoire.queries.ts'
import { ChampsTerritoire } from './territoire.tsx'
import { NATURES_TERRITOIRE } from './type.ts'
import { getType } from './types.ts'

interface Contenu {
  requete: Requete
  dispositif: DispositifLu
  valeurs: Brut
  erreurs?: readonly ErreurChamp[]
  /** Somebody saved meanwhile. */
  entretemps?: boolean
}

async function renderTerritoire(
  ctx: Ctx,
  { requete, dispositif: d, valeurs, erreurs = [], entretemps }: Contenu,
): Promise<Rendu> {
  const type = getType(d.type)
  if (!type) throw new ErreurIntrouvable('type de dispositif')
  const page = `${formatAdresseDispositif(d.id)}/territoire`
  const [reprise, blocs, versions] = await Promise.all([
    getReprise(ctx, { type, brut: valeurs, sauf: d.id, demandePorteurs: false }),
    listBlocsEtTerritoires(ctx),
    listVersionsDispositif(ctx, d.id),
  ])
  const noms = await getNoms(ctx, versions)
  return (
    <Cadre
      titre="Territoire"
      dispositif={d}
      {...{ requete, page, erreurs }}
      intro={<p>{`${NATURES_TERRITOIRE[type.territoire]}.`}</p>}
    >
      {entretemps && (
        <Alert ton="attention" title="Quelqu’un d’autre a enregistré ce dispositif pendant votre saisie.">
          Les communes ci-dessous sont celles de votre saisie. Si vous enregistrez, elles remplacent les siennes.
        </Alert>
      )}
      <Form action={page}>
        <input type="hidden" name="revision" value={entretemps ? String(d.revision) : getTexte(valeurs, 'revision')} />
        <ChampsTerritoire
          {...{ valeurs, erreurs, blocs }}
          {...reprise}
          arbitre={dispositifPolicy.peut(ctx.acteur, 'administrer', d)}
        />
        <Field
          name="depuis"
          label="Depuis quand"
          hint="Date à laquelle ce territoire vaut."
          type="date"
          size="short"
          value={getTexte(valeurs, 'depuis')}
          error={getError(erreurs, 'depuis')}
        />
        <Field
          name="note"
          label="Ce qui change, et pourquoi"
          value={getTexte(valeurs, 'note')}
          error={getError(erreurs, 'note')}
        />
        <Actions>
          <Button>Enregistrer ce territoire</Button>
          <ButtonLink href={formatAdresseDispositif(d.id)} variant="link">
            Annuler
          </ButtonLink>
        </Actions>
      </Form>
      {versions.length > 0 && <Versions {...{ versions, noms }} />}
    </Cadre>
  )
}

/** Names of all communes that some version holds. */
async function getNoms(ctx: Ctx, versions: readonly VersionDispositif[]): Promise<Map<string, string>> {
  const codes = [...new Set(versions.flatMap((v) => v.communes))]
  return new Map((await listCommunes(ctx, codes)).map((c) => [c.code, c.nom]))
}

const NOMS_MAX = 20

/** States of a territory, and what each changed. */
function Versions({ versions, noms }: { versions: readonly VersionDispositif[]; noms: ReadonlyMap<string, string> }) {
  const formatNoms = (codes: readonly string[]) => {
    const suite = codes.length > NOMS_MAX ? ` et ${codes.length - NOMS_MAX} autres` : ''
    return (
      codes
        .slice(0, NOMS_MAX)
        .map((code) => noms.get(code) ?? code)
        .join(', ') + suite
    )
  }
  return (
    <section aria-labelledby="versions">
      <h2 id="versions">Ses états successifs</h2>
      <ol class="versions" reversed>
        {versions.map((v, i) => {
          const { entrees, sorties } = computeDifferences(versions[i + 1]?.communes ?? [], v.communes)
          return (
            <li>
              <strong>{v.depuis ? `Depuis le ${formatDate(v.depuis)}` : 'Date d’effet non précisée'}</strong>
              {`\u00a0: ${formatCount(v.communes.length, 'commune')}`}
              {v.population !== null && `, ${formatHabitants(v.population)}`}
              <p class="hint">{`Écrit le ${formatDate(v.quand)}${v.auteur ? ` par ${v.auteur}` : ''}.`}</p>
              {v.note && <p>{v.note}</p>}
              {i < versions.length - 1 && entrees.length > 0 && <p>{`Entrées\u00a0: ${formatNoms(entrees)}.`}</p>}
              {i < versions.length - 1 && sorties.length > 0 && <p>{`Sorties\u00a0: ${formatNoms(sorties)}.`}</p>}
            </li>
          )
        })}
      </ol>
    </section>
  )
}

export const routesTerritoireDispositif = [
  defineRoute({
    methode: 'GET',
    chemin: '/dispositifs/:id{[0-9]+}/territoire',
    requete: requeteId,
    charger: chargerLecture,
    politique: politiqueModifier,
    trace: 'dispositif.composition.formulaire',
    objet,
    lire: (ctx, _entree, requete, dispositif) => {
      const valeurs = { communes: dispositif.communes.join(','), revision: String(dispositif.revision) }
      return renderTerritoire(ctx, { requete, dispositif, valeurs })
    },
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/dispositifs/:id{[0-9]+}/territoire',
    action: recomposerDispositif,
    avis: { 'dispositif-recompose': succes('Le nouveau territoire est enregistré.') },
    reussir: (id) => ({ vers: formatAdresseDispositif(id), avis: 'dispositif-recompose' }),
    echouer: async (ctx, erreurs, brut, requete) =>
      renderTerritoire(ctx, { requete, erreurs, valeurs: brut, dispositif: await getModifiable(ctx, brut) }),
    disputer: async (ctx, erreur, brut, requete) => {
      const dispositif = await getModifiable(ctx, brut)
      return renderTerritoire(ctx, { requete, dispositif, valeurs: brut, erreurs: [erreur], entretemps: true })
    },
  }),
]
