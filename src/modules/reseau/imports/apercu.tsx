import { getLibelle } from '#modules/vocabulaires/index.ts'
import { Alert } from '#ui/alert.tsx'
import { DefinitionList } from '#ui/definition-list.tsx'
import { Actions, Button, Checkboxes, Form } from '#ui/form.tsx'
import { formatCount, formatDate, formatNumber } from '#ui/format.ts'
import { Table } from '#ui/table.tsx'
import type { ValeursLues } from '../lecture/lecture.ts'
import { type ContenuImport, FORMATS_ANNUAIRE, formatAdresseImport, type ImportAnnuaire } from './imports.ts'

const ENCODAGES = { 'utf-8': 'UTF-8', 'windows-1252': 'Windows-1252 (Latin-1)' } as const

const formatCompte = (n: number): string | null => (n === 0 ? null : formatNumber(n))

/** What was recognised in a file that waits for an agreement. */
export function VueApercu({ imp, contenu }: { imp: ImportAnnuaire; contenu: ContenuImport }) {
  const { apercu, encodage } = contenu
  return (
    <>
      <DefinitionList
        items={[
          { label: 'Reconnu comme', value: FORMATS_ANNUAIRE[imp.format] },
          { label: 'Date dite par le fichier', value: imp.dateFichier && formatDate(imp.dateFichier) },
          { label: 'Encodage', value: contenu.nature.format !== 'tableau' && ENCODAGES[encodage] },
          { label: 'Structures', value: formatCompte(apercu.structures) },
          { label: 'Organismes', value: formatCompte(apercu.organismes) },
          { label: 'Services', value: formatCompte(apercu.services) },
          { label: 'Positions', value: formatCompte(apercu.positions) },
          { label: 'Exercices professionnels', value: formatCompte(apercu.exercices) },
          { label: 'Lignes rejetées', value: formatCompte(apercu.rejetees) },
          { label: 'Lignes à vérifier', value: formatCompte(apercu.avertissements) },
        ]}
      />
      <VuePremieres contenu={contenu} />
      <VueConstats contenu={contenu} />
      <VueDispositifs contenu={contenu} />
      <FormAccord imp={imp} contenu={contenu} />
    </>
  )
}

const formatCategorie = ({ categorieLibelle, type }: ValeursLues): string =>
  typeof categorieLibelle === 'string'
    ? categorieLibelle
    : typeof type === 'string'
      ? getLibelle('type-structure', type)
      : '–'

function VuePremieres({ contenu: { apercu } }: { contenu: ContenuImport }) {
  if (apercu.premieres.length === 0) return null
  return (
    <Table
      caption="Premières fiches du fichier"
      columns={[
        { key: 'n', label: 'Ligne', numeric: true },
        { key: 'nom', label: 'Nom', header: true },
        { key: 'nature', label: 'Catégorie' },
        { key: 'lieu', label: 'Adresse' },
        { key: 'commune', label: 'Commune' },
      ]}
      rows={apercu.premieres.map(({ n, finess, valeurs: v }) => [
        formatNumber(n),
        <>
          {String(v.nom ?? '')}
          {finess && <div class="hint">{`FINESS ${finess}`}</div>}
        </>,
        formatCategorie(v),
        [v.adresse, v.codePostal].filter(Boolean).join(', ') || '–',
        String(v.commune ?? '–'),
      ])}
    />
  )
}

function VueConstats({ contenu: { apercu } }: { contenu: ContenuImport }) {
  const total = apercu.rejetees + apercu.avertissements
  if (total === 0) return null
  return (
    <Alert ton="attention" title={`${formatCount(total, 'ligne à regarder', 'lignes à regarder')}`}>
      <ul>
        {apercu.constats.map(({ n, issue, message }) => (
          <li>{`Ligne ${formatNumber(n)}, ${issue === 'rejete' ? 'rejetée' : 'à vérifier'}\u00a0: ${message}`}</li>
        ))}
        {total > apercu.constats.length && (
          <li>{`et ${formatNumber(total - apercu.constats.length)} de plus, que le compte rendu dira toutes.`}</li>
        )}
      </ul>
    </Alert>
  )
}

function VueDispositifs({ contenu: { apercu } }: { contenu: ContenuImport }) {
  const types = Object.entries(apercu.dispositifs)
  if (types.length === 0) return null
  return (
    <Alert ton="info" title="Des dispositifs, peut-être">
      <p>
        {`Ce fichier a des structures dont la catégorie annonce un dispositif\u00a0: ${types
          .map(([type, n]) => `${getLibelle('dispositif', type).toLowerCase()} (${formatNumber(n)})`)
          .join(', ')}. L’import n’en crée aucun\u00a0: son compte rendu les liste, à déclarer une par une.`}
      </p>
    </Alert>
  )
}

function FormAccord({ imp, contenu }: { imp: ImportAnnuaire; contenu: ContenuImport }) {
  const adresse = formatAdresseImport(imp.id)
  const stock = contenu.apercu.structures > 0 && (imp.format === 'finess' || imp.format === 'finess-plus')
  return (
    <Form action={`${adresse}/valider`}>
      <p>Tout entre ensemble, ou rien. Le même fichier, importé deux fois, ne change rien la seconde.</p>
      {stock && (
        <Checkboxes
          name="complet"
          legend="Fermetures"
          values={[]}
          options={[
            {
              value: 'oui',
              label: 'Ce fichier dit tout ce qui existe dans ses départements, pour ses catégories',
              hint: 'Les structures connues qu’il ne dit plus seront marquées «\u00a0fermeture à confirmer\u00a0». Laissez vide pour un extrait.',
            },
          ]}
        />
      )}
      <Actions>
        <Button>Importer</Button>
        <Button variant="link" formaction={`${adresse}/abandonner`}>
          Abandonner
        </Button>
      </Actions>
    </Form>
  )
}
