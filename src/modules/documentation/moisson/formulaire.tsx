import type { ErreurChamp } from '#core/errors.ts'
import type { Brut } from '#core/saisie.ts'
import { Alert } from '#ui/alert.tsx'
import { Actions, Button, ButtonLink, Field, Form, getError, Radios, Select } from '#ui/form.tsx'
import { FREQUENCES, type Source } from './moisson.ts'
import type { Serveur } from './serveur.formats.ts'

/** The values of the form for a stored source. */
export const formatSaisieSource = (source: Source): Brut => ({
  ...source,
  ensemble: source.ensemble ?? '',
  licence: source.licence ?? '',
})

interface PropsForm {
  action: string
  /** Where the same form goes to have the server asked. */
  verifier: string
  annuler: string
  valeurs: Brut
  erreurs: ErreurChamp[]
  source: Source | null
  /** What the server answered: its formats and sets become choices. */
  serveur: Serveur | null
}

export function FormSource({ action, verifier, annuler, valeurs, erreurs, source, serveur }: PropsForm) {
  const texte = (nom: string): string => {
    const valeur = valeurs[nom]
    return typeof valeur === 'string' || typeof valeur === 'number' ? String(valeur) : ''
  }
  const erreur = (nom: string) => getError(erreurs, nom)
  return (
    <Form action={action}>
      {source && <input type="hidden" name="id" value={String(source.id)} />}
      {source && <input type="hidden" name="version" value={texte('version')} />}
      <Field
        name="adresse"
        label="Adresse du serveur OAI-PMH"
        hint="Pour PMB, elle finit par /ws/connector_out.php?source_id= et un numéro."
        type="url"
        inputmode="url"
        required
        value={texte('adresse')}
        error={erreur('adresse')}
      />
      <Actions>
        <Button variant="secondary" formaction={verifier}>
          Vérifier le serveur
        </Button>
      </Actions>
      {serveur && <Constat serveur={serveur} />}
      <Field
        name="nom"
        label="Nom de la source"
        hint="Les notices diront qu’elles en viennent."
        required
        value={texte('nom') || serveur?.identite.nom}
        error={erreur('nom')}
      />
      <ChampFormat valeur={texte('prefixe')} erreur={erreur('prefixe')} serveur={serveur} />
      <ChampEnsemble valeur={texte('ensemble')} erreur={erreur('ensemble')} serveur={serveur} />
      <Field
        name="licence"
        label="Licence des notices"
        hint="Celle que la source donne à ses notices, par exemple Licence Ouverte 2.0. Laissez vide si elle n’en dit rien."
        value={texte('licence')}
        error={erreur('licence')}
      />
      <Radios
        name="frequence"
        legend="Rythme"
        value={texte('frequence')}
        required
        options={Object.entries(FREQUENCES).map(([value, { libelle }]) => ({ value, label: libelle }))}
        error={erreur('frequence')}
      />
      <Actions>
        <Button>{source ? 'Enregistrer' : 'Déclarer la source'}</Button>
        <ButtonLink href={annuler} variant="link">
          Annuler
        </ButtonLink>
      </Actions>
    </Form>
  )
}

function Constat({ serveur: { identite, formats, lus, ensembles } }: { serveur: Serveur }) {
  if (lus.length === 0) {
    return (
      <Alert ton="attention" title="Ce serveur répond, mais ses formats ne sont pas lus ici." live>
        {`Il propose\u00a0: ${formats.map((f) => f.prefixe).join(', ') || 'aucun format'}. Sont lus\u00a0: l’UNIMARC de PMB, le MARCXML en UNIMARC et le Dublin Core.`}
      </Alert>
    )
  }
  return (
    <Alert ton="succes" title={`Le serveur répond\u00a0: ${identite.nom || 'sans nom'}`} live>
      <p>{`Formats\u00a0: ${formats.map((f) => f.prefixe).join(', ')}. Ensembles\u00a0: ${ensembles.length || 'aucun'}.`}</p>
      {!identite.suppressions && (
        <p>
          Il ne dit pas quelles notices il a supprimées&nbsp;: «&nbsp;Tout relire&nbsp;», de temps en temps, les fera
          apparaître.
        </p>
      )}
    </Alert>
  )
}

interface PropsChamp {
  valeur: string
  erreur: string | undefined
  serveur: Serveur | null
}

function ChampFormat({ valeur, erreur, serveur }: PropsChamp) {
  const commun = { name: 'prefixe', label: 'Format des notices', required: true, error: erreur }
  if (!serveur || serveur.lus.length === 0) {
    return (
      <Field
        {...commun}
        size="medium"
        hint="pmb_xml_unimarc pour PMB, sinon marcxml ou oai_dc. La vérification le propose."
        value={valeur}
      />
    )
  }
  const options = serveur.lus.map(({ prefixe }) => ({ value: prefixe, label: prefixe }))
  const choisi = options.some((o) => o.value === valeur) ? valeur : options[0]?.value
  return <Select {...commun} hint="Du plus riche au plus pauvre." empty={null} options={options} value={choisi} />
}

function ChampEnsemble({ valeur, erreur, serveur }: PropsChamp) {
  const commun = { name: 'ensemble', label: 'Ensemble', error: erreur }
  const connus = serveur?.ensembles ?? []
  if (connus.length === 0 || (valeur !== '' && !connus.some((e) => e.code === valeur))) {
    return <Field {...commun} hint="Une partie du catalogue. Laissez vide pour tout moissonner." value={valeur} />
  }
  const options = connus.map(({ code, nom }) => ({ value: code, label: nom ? `${nom} (${code})` : code }))
  return <Select {...commun} empty="Tout le catalogue" options={options} value={valeur} />
}
