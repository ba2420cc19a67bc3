import { z } from 'zod'
import { type Ctx, type Requete, succes } from '#core/context.ts'
import type { ErreurChamp } from '#core/errors.ts'
import { defineRoute, type Rendu } from '#core/route.ts'
import type { Brut } from '#core/saisie.ts'
import { formatAdresseNotice, type Notice, parseRecherche, searchNotices } from '#modules/documentation/index.ts'
import { Actions, Button, Field, Form, getError, Radios, Select } from '#ui/form.tsx'
import { formatDate } from '#ui/format.ts'
import { SearchBox } from '#ui/search-box.tsx'
import { Table } from '#ui/table.tsx'
import { Cadre } from './cadre.tsx'
import { getTexte } from './champs.tsx'
import type { DispositifLu } from './dispositif.queries.ts'
import { formatAdresseDispositif } from './dispositif.ts'
import { type DocumentDispositif, listDocuments } from './document.queries.ts'
import { NATURES_DOCUMENT } from './document.ts'
import { ajouterDocument, retirerDocument } from './membre.actions.ts'
import { chargerLecture, getModifiable, objet, politiqueModifier, requeteId } from './page.queries.ts'

interface Contenu {
  requete: Requete
  dispositif: DispositifLu
  q: string
  valeurs?: Brut
  erreurs?: readonly ErreurChamp[]
}

const natures = Object.entries(NATURES_DOCUMENT).map(([value, label]) => ({ value, label }))

async function renderDocuments(
  ctx: Ctx,
  { requete, dispositif: d, q, valeurs = {}, erreurs = [] }: Contenu,
): Promise<Rendu> {
  const page = `${formatAdresseDispositif(d.id)}/documents`
  const demande = parseRecherche(new URLSearchParams({ q }).toString())
  const [documents, trouvees] = await Promise.all([
    listDocuments(ctx, d.id),
    q.trim() === '' ? null : searchNotices(ctx, demande),
  ])
  const champ = (name: string) => ({ name, value: getTexte(valeurs, name), error: getError(erreurs, name) })
  return (
    <Cadre titre="Documents" dispositif={d} {...{ requete, page, erreurs }}>
      {documents.length > 0 && <Liste documents={documents} page={page} />}
      <h2>Ajouter une notice du catalogue</h2>
      <SearchBox action={page} id="recherche-notices" label="Chercher dans le catalogue" value={q} />
      {trouvees && <Trouvees {...{ q, page, valeurs, erreurs }} notices={trouvees.notices} />}
      <h2>Ajouter un autre document</h2>
      <Form action={page}>
        <Select {...champ('nature')} label="Nature" options={natures} required />
        <Field {...champ('titre')} label="Titre" required />
        <Field {...champ('url')} label="Adresse internet" type="url" required />
        <Field {...champ('date')} label="Date" type="date" size="short" />
        <Actions>
          <Button>Ajouter</Button>
        </Actions>
      </Form>
    </Cadre>
  )
}

interface PropsTrouvees {
  q: string
  page: string
  notices: readonly Notice[]
  valeurs: Brut
  erreurs: readonly ErreurChamp[]
}

function Trouvees({ q, page, notices, valeurs, erreurs }: PropsTrouvees) {
  if (notices.length === 0) return <p>{`Le catalogue n’a rien sur «\u00a0${q}\u00a0».`}</p>
  return (
    <Form action={page} id="notices">
      <input type="hidden" name="q" value={q} />
      <Radios
        name="notice"
        legend="Notice"
        value={getTexte(valeurs, 'notice')}
        options={notices.map((n) => ({ value: String(n.id), label: String(n.csl.title) }))}
        error={getError(erreurs, 'notice')}
      />
      <input type="hidden" name="nature" value="notice" />
      <Actions>
        <Button variant="secondary">Ajouter cette notice</Button>
      </Actions>
    </Form>
  )
}

const Liste = ({ documents, page }: { documents: readonly DocumentDispositif[]; page: string }) => (
  <Table
    caption="Documents du dispositif"
    columns={[
      { key: 'titre', label: 'Document', header: true },
      { key: 'nature', label: 'Nature' },
      { key: 'date', label: 'Date' },
      { key: 'retirer', label: 'Corriger' },
    ]}
    rows={documents.map((d) => [
      <a href={d.notice === null ? (d.url ?? '') : formatAdresseNotice(d.notice)}>{d.titre}</a>,
      NATURES_DOCUMENT[d.nature],
      d.date ? formatDate(d.date) : '',
      <Form action={`${page}/${d.id}/retirer`}>
        <Button variant="link">Retirer</Button>
      </Form>,
    ])}
  />
)

const q = z.string().max(300).catch('').default('')
const vers = (avis: string) => (id: number) => ({ vers: `${formatAdresseDispositif(id)}/documents`, avis })

export const routesDocuments = [
  defineRoute({
    methode: 'GET',
    chemin: '/dispositifs/:id{[0-9]+}/documents',
    requete: requeteId.extend({ q }),
    charger: chargerLecture,
    politique: politiqueModifier,
    objet,
    trace: 'dispositif.documents',
    lire: (ctx, { q }, requete, dispositif) => renderDocuments(ctx, { requete, dispositif, q }),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/dispositifs/:id{[0-9]+}/documents',
    action: ajouterDocument,
    avis: { 'document-ajoute': succes('Le document est ajouté.') },
    reussir: vers('document-ajoute'),
    echouer: async (ctx, erreurs, brut, requete) =>
      renderDocuments(ctx, {
        ...{ requete, erreurs, valeurs: brut },
        q: q.parse(brut.q),
        dispositif: await getModifiable(ctx, brut),
      }),
  }),
  defineRoute({
    methode: 'POST',
    chemin: '/dispositifs/:id{[0-9]+}/documents/:document{[0-9]+}/retirer',
    action: retirerDocument,
    avis: { 'document-retire': succes('Le document est retiré.') },
    reussir: vers('document-retire'),
  }),
]
