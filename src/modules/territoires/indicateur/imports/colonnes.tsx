import type { ErreurChamp } from '#core/errors.ts'
import type { Brut } from '#core/saisie.ts'
import { Actions, Button, ButtonLink, Field, Form, getError, Radios, Select, type SelectOption } from '#ui/form.tsx'
import { SubNav } from '#ui/sub-nav.tsx'
import { FAMILLES, type Indicateur } from '../indicateur.ts'
import type { Correspondance, TableVue } from '../lecture/lecture.ts'
import { CODES_MAILLES, type MailleLue } from '../lecture/maille.ts'
import { formatAdresseImport, type ImportIndicateurs } from './imports.ts'

interface Props {
  imp: ImportIndicateurs
  table: TableVue
  valeurs: Brut
  indicateurs: readonly Indicateur[]
  erreurs: readonly ErreurChamp[]
}

/** The choices, as the form would send them. */
export function formatSaisieColonnes(table: TableVue, choix: Correspondance, nom: string | null): Brut {
  const roles = table.colonnes.map(({ titre }) => {
    const c = choix.colonnes.find((colonne) => colonne.titre === titre)
    return c === undefined ? '' : c.role === 'valeur' ? `i:${c.indicateur}` : c.role
  })
  return {
    colonnes: Object.fromEntries(roles.entries()),
    maille: choix.maille ?? 'commune',
    millesime: choix.millesime === null ? '' : String(choix.millesime),
    sansPoids: choix.sansPoids,
    nom: nom ?? '',
  }
}

const getTexte = (valeur: unknown): string => (typeof valeur === 'string' ? valeur : '')

const listOptions = (indicateurs: readonly Indicateur[]): SelectOption[] => [
  { value: 'code', label: 'Code du territoire' },
  { value: 'annee', label: 'Année' },
  { value: 'poids', label: 'Poids (ce qui pondère les moyennes)' },
  ...indicateurs.map((i) => ({
    value: `i:${i.code}`,
    label: i.libelle,
    group: `Valeurs\u00a0: ${FAMILLES[i.famille]}`,
  })),
]

/** Indicators that the population may weigh. */
function formatAcceptants(indicateurs: readonly Indicateur[]): string {
  const noms = indicateurs.filter((i) => i.poidsPopulation).map((i) => i.libelle)
  return noms.length === 0
    ? 'Aucun indicateur ne l’accepte. Sa définition peut le permettre.'
    : `Une approximation, dite partout où la moyenne est montrée. Seulement si la définition de l’indicateur l’accepte\u00a0: ${noms.join(', ')}.`
}

const CHOIX_MAILLE: Readonly<Record<MailleLue, string>> = {
  commune: 'd’une commune',
  epci: 'd’une intercommunalité (numéro Siren)',
  departement: 'd’un département',
  region: 'd’une région',
}

/** What each column is, said by a person: proposed from its name, never decided. */
export function FormColonnes({ imp, table, valeurs, indicateurs, erreurs }: Props) {
  const adresse = formatAdresseImport(imp.id)
  const options = listOptions(indicateurs)
  const roles = (valeurs.colonnes ?? {}) as Record<string, unknown>
  return (
    <>
      {imp.analyse.tables.length > 1 && (
        <SubNav
          label="Feuilles du classeur"
          links={imp.analyse.tables.map((t) => ({
            href: `${adresse}/colonnes?feuille=${t.feuille}`,
            label: t.nom ?? 'Tableau',
            current: t.feuille === table.feuille,
          }))}
        />
      )}
      {table.titres.length > 0 && <p class="hint">{table.titres.slice(0, 3).join(' · ')}</p>}
      <Form action={`${adresse}/colonnes`}>
        <input type="hidden" name="feuille" value={String(table.feuille)} />
        <h2>Les colonnes</h2>
        <p>
          Dites ce que chacune porte. Une colonne laissée vide n’est pas lue. L’indicateur n’existe pas encore{'\u202f'}
          ? <a href="/indicateurs/nouveau">Définissez-le</a>, puis revenez ici.
        </p>
        {table.colonnes.map(({ titre, unite, exemples }, i) => (
          <Select
            name={`colonnes.${i}`}
            label={titre}
            hint={[unite && `unité\u00a0: ${unite}`, exemples.length > 0 && `exemples\u00a0: ${exemples.join(' ; ')}`]
              .filter(Boolean)
              .join(' – ')}
            empty="Ne pas lire"
            value={getTexte(roles[i])}
            options={options}
          />
        ))}
        <h2>Pour toutes les lignes</h2>
        <Radios
          name="maille"
          legend="Chaque ligne est celle"
          value={getTexte(valeurs.maille) || 'commune'}
          hint="Les valeurs publiées pour un territoire plus grand qu’une commune seront montrées de préférence à notre calcul."
          options={CODES_MAILLES.map((value) => ({ value, label: CHOIX_MAILLE[value] }))}
        />
        <Field
          name="millesime"
          label="Année des valeurs"
          size="short"
          inputmode="numeric"
          maxlength={4}
          value={getTexte(valeurs.millesime)}
          hint="À laisser vide si une colonne porte l’année."
          error={getError(erreurs, 'millesime')}
        />
        <Radios
          name="sansPoids"
          legend="Si aucune colonne ne pondère les moyennes"
          value={getTexte(valeurs.sansPoids) || 'aucun'}
          options={[
            { value: 'aucun', label: 'Ne calculer aucune moyenne' },
            {
              value: 'population',
              label: 'Pondérer par la population municipale',
              hint: formatAcceptants(indicateurs),
            },
          ]}
        />
        <Field
          name="nom"
          label="Garder ces choix sous le nom"
          value={getTexte(valeurs.nom)}
          hint="Facultatif. Ils seront proposés pour le fichier de l’an prochain."
          error={getError(erreurs, 'nom')}
        />
        <Actions>
          <Button>Lire les valeurs</Button>
          <ButtonLink href="/indicateurs/imports" variant="link">
            Plus tard
          </ButtonLink>
        </Actions>
      </Form>
    </>
  )
}
