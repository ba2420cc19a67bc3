import type { Requete } from '#core/context.ts'
import type { ErreurChamp } from '#core/errors.ts'
import type { Brut } from '#core/saisie.ts'
import { Button, Field, Form, getError } from '#ui/form.tsx'
import { formatCount, formatDate, formatDateTime } from '#ui/format.ts'
import { Table } from '#ui/table.tsx'
import { Tag } from '#ui/tag.tsx'
import { formatAdresseNotice } from '../notice/notice.ts'
import type { Adresse, NoticeAdresse, Resultat } from './adresse.queries.ts'
import {
  ETATS_ADRESSE,
  formatAdresseLiens,
  formatArchives,
  formatMotif,
  VUES_ADRESSE,
  type VueAdresse,
} from './adresse.ts'
import { Atelier, Pas } from './cadre.tsx'
import { BASE } from './entretien.ts'

interface Props {
  vue: VueAdresse
  hote: string
  adresse: Adresse
  notices: NoticeAdresse[]
  resultats: Resultat[]
  suivante: string | null
  requete: Requete
  erreurs: ErreurChamp[]
  brut: Brut
}

/** One address: what is known of it, the notices that give it, and what one can do. */
export function FicheAdresse({ vue, hote, adresse: a, notices, resultats, suivante, requete, erreurs, brut }: Props) {
  const etat = ETATS_ADRESSE[a.etat]
  return (
    <Atelier
      titre={`Un lien de ${a.hote}`}
      requete={requete}
      erreurs={erreurs}
      fil={[
        { label: `Liens\u00a0: ${VUES_ADRESSE[vue].titre.toLowerCase()}`, href: formatAdresseLiens(vue, hote) },
        { label: a.hote },
      ]}
      intro={
        <p class="adresse-longue">
          <a href={a.adresse}>{a.adresse}</a>
        </p>
      }
    >
      <Pas precedente={null} suivante={suivante === null ? null : formatAdresseLiens(vue, hote, suivante)} />
      <p>
        <Tag ton={etat.ton}>{etat.libelle}</Tag>{' '}
        {a.motif
          ? `${formatMotif(a.motif, a.statut)}.`
          : a.confirmeeLe && `Ouvert par une personne le ${formatDate(a.confirmeeLe)}.`}
      </p>
      {a.ecarteeRaison && <p>{`Mis de côté le ${formatDate(a.ecarteeLe ?? '')}\u00a0: ${a.ecarteeRaison}`}</p>}
      <div class="travail">
        <div id="travail">
          <Gestes {...{ vue, hote, adresse: a, notices, erreurs, brut }} />
        </div>
        <div>
          <h2>{formatCount(new Set(notices.map((n) => n.id)).size, 'notice')}</h2>
          <ul>
            {notices.map((n) => (
              <li>
                <a href={formatAdresseNotice(n.id)}>{n.titre}</a>
                {n.champ === 'DOI' && ' (par son DOI)'}
              </li>
            ))}
          </ul>
          <p>
            <a href={formatArchives(a.adresse)}>Chercher une copie dans les archives du web</a>
          </p>
        </div>
      </div>
      {resultats.length > 0 && (
        <Table
          caption="Derniers passages"
          columns={[
            { key: 'quand', label: 'Quand', header: true },
            { key: 'etat', label: 'État' },
            { key: 'constat', label: 'Constat' },
          ]}
          rows={resultats.map((r) => [
            `Le ${formatDateTime(r.quand)}`,
            ETATS_ADRESSE[r.etat].libelle,
            r.vers ? `Mène à ${r.vers}` : formatMotif(r.motif, r.statut) || `Réponse ${r.statut ?? 'bonne'}`,
          ])}
        />
      )}
    </Atelier>
  )
}

type PropsGestes = Pick<Props, 'vue' | 'hote' | 'adresse' | 'notices' | 'erreurs' | 'brut'>

function Gestes({ vue, hote, adresse: a, notices, erreurs, brut }: PropsGestes) {
  const base = `${BASE}/liens/${a.cle}`
  const liste = (
    <>
      <input type="hidden" name="etat" value={vue} />
      {hote && <input type="hidden" name="hote" value={hote} />}
    </>
  )
  const versions = [...new Map(notices.map((n) => [n.id, n.version]))].map(([id, version]) => (
    <input type="hidden" name={`versions.${id}`} value={String(version)} />
  ))
  return (
    <>
      {a.vers && (
        <Form action={`${base}/corriger`}>
          {liste}
          {versions}
          <input type="hidden" name="adresse" value={a.vers} />
          <p class="adresse-longue">
            {'Le site mène maintenant à '}
            <a href={a.vers}>{a.vers}</a>
          </p>
          <Button>Reprendre cette adresse</Button>
        </Form>
      )}
      <Form action={`${base}/corriger`}>
        {liste}
        {versions}
        <Field
          name="adresse"
          label="Nouvelle adresse"
          type="url"
          value={typeof brut.adresse === 'string' ? brut.adresse : ''}
          error={getError(erreurs, 'adresse')}
          hint="Pour toutes les notices qui donnent ce lien."
        />
        <Button variant={a.vers ? 'secondary' : 'primary'}>Corriger</Button>
      </Form>
      <Form action={`${base}/confirmer`}>
        {liste}
        <Button variant="secondary">Je l’ai ouvert&nbsp;: il est bon</Button>
      </Form>
      {a.ecarteeLe ? (
        <Form action={`${base}/reprendre`}>
          {liste}
          <Button variant="secondary">Le vérifier de nouveau</Button>
        </Form>
      ) : (
        <details open={getError(erreurs, 'raison') !== undefined}>
          <summary>Mettre de côté</summary>
          <Form action={`${base}/ecarter`}>
            {liste}
            <Field
              name="raison"
              label="Pourquoi"
              value={typeof brut.raison === 'string' ? brut.raison : ''}
              error={getError(erreurs, 'raison')}
              hint="Il ne sera plus vérifié."
            />
            <Button variant="secondary">Mettre de côté</Button>
          </Form>
        </details>
      )}
    </>
  )
}
