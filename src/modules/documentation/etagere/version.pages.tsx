import { z } from 'zod'
import { type Ctx, type Requete, succes } from '#core/context.ts'
import type { ErreurChamp } from '#core/errors.ts'
import { defineRoute } from '#core/route.ts'
import { type Brut, identifiant } from '#core/saisie.ts'
import { Actions, Button, Field, Form, getError, TextArea } from '#ui/form.tsx'
import { Atelier, EtatEtagere } from './cadre.tsx'
import { type Edition, formatEdition } from './composition.ts'
import { changerEtat, politiqueModifier } from './etagere.actions.ts'
import { chargerLecture } from './etagere.pages.tsx'
import { ETATS, type Etagere, formatAdresseEtagere, TRANSITIONS } from './etagere.ts'
import { getModifiable } from './formulaire.pages.tsx'
import { figerVersion } from './version.actions.ts'
import { listVersions } from './version.queries.ts'

const formatAdresseVersions = (id: number): string => `${formatAdresseEtagere(id)}/versions`

function Partage({ etagere }: { etagere: Etagere }) {
  return (
    <section aria-labelledby="partage">
      <h2 id="partage">Partage</h2>
      <p>
        <EtatEtagere etat={etagere.etat} /> {`Lue par ${ETATS[etagere.etat].lecteurs}.`}
      </p>
      <Form action={`${formatAdresseEtagere(etagere.id)}/etat`}>
        <Actions>
          {TRANSITIONS[etagere.etat].map(({ vers, geste }) => (
            <Button variant="secondary" name="etat" value={vers}>
              {geste}
            </Button>
          ))}
        </Actions>
      </Form>
    </section>
  )
}

interface PropsVersions {
  etagere: Etagere
  requete: Requete
  erreurs?: ErreurChamp[]
  brut?: Brut
}

async function renderVersions(ctx: Ctx, { etagere, requete, erreurs = [], brut = {} }: PropsVersions) {
  const versions = await listVersions(ctx, etagere.id)
  const adresse = formatAdresseVersions(etagere.id)
  return (
    <Atelier titre="Partage et versions" page={adresse} {...{ etagere, requete, erreurs }}>
      <Partage etagere={etagere} />
      <section aria-labelledby="versions">
        <h2 id="versions">Versions datées</h2>
        <p>Une version garde l’étagère telle qu’elle est&nbsp;: on peut la citer, elle ne bougera plus.</p>
        {versions.length > 0 && (
          <ul>
            {versions.map((v) => (
              <LigneVersion version={v} adresse={`${adresse}/${v.numero}`} />
            ))}
          </ul>
        )}
        <Form action={adresse}>
          <Field
            name="consulteeLe"
            label="Adresses consultées le"
            type="date"
            size="medium"
            value={typeof brut.consulteeLe === 'string' ? brut.consulteeLe : ''}
            error={getError(erreurs, 'consulteeLe')}
            hint="Le jour où quelqu’un a ouvert les liens pour la dernière fois."
            required
          />
          <TextArea
            name="note"
            label="Ce qui change dans cette version"
            rows={3}
            value={typeof brut.note === 'string' ? brut.note : ''}
            error={getError(erreurs, 'note')}
          />
          <Actions>
            <Button>Figer une version</Button>
          </Actions>
        </Form>
      </section>
    </Atelier>
  )
}

const LigneVersion = ({ version, adresse }: { version: Edition; adresse: string }) => (
  <li>
    <a href={adresse}>{formatEdition(version)}</a>
    {version.note && <div class="texte">{version.note}</div>}
  </li>
)

const reprendre = async (ctx: Ctx, erreurs: ErreurChamp[], brut: Brut, requete: Requete) =>
  renderVersions(ctx, { etagere: await getModifiable(ctx, brut), requete, erreurs, brut })

export const routesVersions = [
  defineRoute({
    methode: 'GET',
    chemin: '/etageres/:id/versions',
    requete: z.object({ id: identifiant }),
    charger: chargerLecture,
    politique: politiqueModifier,
    trace: 'etagere.versions',
    objet: ({ id }) => ({ type: 'etagere', id }),
    lire: (ctx, _entree, requete, etagere) => renderVersions(ctx, { etagere, requete }),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/etageres/:id/versions',
    action: figerVersion,
    avis: { 'version-figee': succes('La version est gardée.') },
    reussir: ({ id, numero }) => ({ vers: `${formatAdresseVersions(id)}/${numero}`, avis: 'version-figee' }),
    echouer: reprendre,
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/etageres/:id/etat',
    action: changerEtat,
    avis: { 'etat-change': succes('Le partage est changé.') },
    reussir: (id) => ({ vers: formatAdresseVersions(id), avis: 'etat-change' }),
    echouer: reprendre,
  }),
]
