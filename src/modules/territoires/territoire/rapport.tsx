import type { Child } from 'hono/jsx'
import { Alert } from '#ui/alert.tsx'
import { Actions, Button, Form, Radios, Select } from '#ui/form.tsx'
import { formatCount, formatNumber } from '#ui/format.ts'
import type { Commune } from '../geographie/commune.ts'
import type { LigneLue } from '../geographie/liste.ts'
import { formatRefZone } from '../geographie/zone.ts'
import { CHOIX_MAX, type Essai, hasChoix } from './composer.ts'
import { ADRESSE } from './composer.tsx'

const REMARQUES_MAX = 100

/** What was read, what is to be chosen, what could not be read. */
export function Rapport({ essai, etat }: { essai: Essai; etat: Child }) {
  const { lues, remarques } = essai
  return (
    <section aria-labelledby="rapport">
      <h2 id="rapport">Ce qui a été lu</h2>
      {lues !== null && (
        <p>
          {lues === 0 && hasChoix(essai)
            ? 'Rien n’est sûr encore\u00a0: choisissez ci-dessous.'
            : `${formatCount(lues, 'commune lue', 'communes lues')} sans hésitation.`}
        </p>
      )}
      <LectureMetres {...{ essai, etat }} />
      <ChoixZone {...{ essai, etat }} />
      <ChoixLignes {...{ essai, etat }} />
      {remarques.length > 0 && (
        <>
          <h3>{formatCount(remarques.length, 'remarque')}</h3>
          <ul>
            {remarques.slice(0, REMARQUES_MAX).map((r) => (
              <li>
                <strong>{r.lieu}</strong>
                {r.texte && `, «\u00a0${r.texte}\u00a0»`}
                {`\u00a0: ${r.message}`}
              </li>
            ))}
          </ul>
          {remarques.length > REMARQUES_MAX && (
            <p>{`Et ${formatNumber(remarques.length - REMARQUES_MAX)} autres du même genre.`}</p>
          )}
        </>
      )}
    </section>
  )
}

const Suite = ({ essai, communes = [] }: { essai: Essai; communes?: readonly string[] }) => {
  const attente = [...essai.attente, ...communes]
  return (
    <>
      <input type="hidden" name="geste" value={essai.geste} />
      {attente.length > 0 && <input type="hidden" name="attente" value={attente.join(',')} />}
    </>
  )
}

/** A file in metres: what its projection is, or seems to be. */
const LectureMetres = ({ essai, etat }: { essai: Essai; etat: Child }) =>
  essai.metres.map(({ projection, communes }) =>
    communes.length === 0 ? (
      <p>{`Ce fichier est en mètres\u00a0: il a été lu en ${projection}, et converti.`}</p>
    ) : (
      <Form action={ADRESSE}>
        {etat}
        <Suite {...{ essai, communes }} />
        <Alert ton="attention" title="Un fichier en mètres">
          {`Il ne dit pas dans quelle projection. Ses nombres ne peuvent être que ceux de celle-ci\u00a0: ${projection}. Lu ainsi, il désigne ${formatCount(communes.length, 'commune')}.`}
        </Alert>
        <Actions>
          <Button variant="secondary">
            {communes.length === 1 ? 'Prendre cette commune' : 'Prendre ces communes'}
          </Button>
        </Actions>
      </Form>
    ),
  )

const RadiosZones = ({ zones }: Pick<Essai, 'zones'>) => (
  <Radios
    name="blocs"
    legend="Quelle intercommunalité&#8239;?"
    options={zones.map((zone) => ({ value: formatRefZone(zone), label: zone.nom, hint: zone.code }))}
  />
)

/** What is to be chosen among near names, as fields of the form that took the communes. */
export const ChampsChoix = ({ essai: { zones, aChoisir } }: { essai: Essai }) => (
  <>
    {zones.length > 0 && <RadiosZones zones={zones} />}
    {aChoisir.slice(0, CHOIX_MAX).map((ligne, i) => (
      <ChoixLigne ligne={ligne} rang={i} />
    ))}
  </>
)

function ChoixZone({ essai, etat }: { essai: Essai; etat: Child }) {
  if (essai.zones.length === 0) return null
  return (
    <Form action={ADRESSE}>
      {etat}
      <Suite essai={essai} />
      <RadiosZones zones={essai.zones} />
      <Actions>
        <Button variant="secondary">Prendre celle-ci</Button>
      </Actions>
    </Form>
  )
}

const formatCandidate = ({ nom, code, departement, population }: Commune): string =>
  `${nom} (${departement}), code ${code}${population === null ? '' : `, ${formatCount(population, 'habitant')}`}`

function ChoixLignes({ essai, etat }: { essai: Essai; etat: Child }) {
  const lignes = essai.aChoisir.slice(0, CHOIX_MAX)
  if (lignes.length === 0) return null
  return (
    <Form action={ADRESSE} id="choix">
      {etat}
      <Suite essai={essai} />
      <Alert ton="attention" title={`${formatCount(essai.aChoisir.length, 'ligne')} à préciser`}>
        Plusieurs communes portent ce nom, ou un nom proche. Rien n’est choisi à votre place.
      </Alert>
      {lignes.map((ligne, i) => (
        <ChoixLigne ligne={ligne} rang={i} />
      ))}
      {essai.aChoisir.length > lignes.length && (
        <p>{`Les ${formatNumber(essai.aChoisir.length - lignes.length)} autres viendront ensuite, si vous les collez de nouveau.`}</p>
      )}
      <Actions>
        <Button variant="secondary">Prendre ces choix</Button>
      </Actions>
    </Form>
  )
}

const ChoixLigne = ({ ligne: { entree, etat, candidates, proposee }, rang }: { ligne: LigneLue; rang: number }) => (
  <Select
    name={`choix.${rang}`}
    label={`Ligne ${entree.ligne}\u00a0: ${entree.texte}`}
    hint={
      etat === 'inconnue'
        ? 'Aucune commune ne porte ce nom. En voici de proches.'
        : proposee !== null
          ? 'Celle du département de la plupart des autres lignes est proposée.'
          : undefined
    }
    empty="Aucune"
    value={proposee}
    options={candidates.map((c) => ({ value: c.code, label: formatCandidate(c) }))}
  />
)
