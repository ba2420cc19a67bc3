import type { ErreurChamp } from '#core/errors.ts'
import type { Brut } from '#core/saisie.ts'
import { Actions, Button, Field, FileField, getError, Radios, Select, TextArea } from '#ui/form.tsx'
import { formatNumber } from '#ui/format.ts'
import type { LieuLu, SerieOffre } from './lieux.queries.ts'
import type { JeuParametres } from './parametres.ts'
import { GESTES_MAX, GESTES_VIDES } from './saisie.ts'
import { ETATS, GESTES, MESURES } from './simulation.ts'
import type { SourceTemps } from './temps.queries.ts'

/** What the installation offers to choose from. */
export interface Choix {
  jeux: JeuParametres[]
  temps: SourceTemps[]
  series: SerieOffre[]
  /** Names proposed while a commune is typed. */
  communes: Pick<LieuLu, 'code' | 'nom'>[]
}

interface Props {
  valeurs: Brut
  erreurs: ErreurChamp[]
  choix: Choix
}

const texteDe = (valeur: unknown): string => (typeof valeur === 'string' ? valeur : '')

/** Changes first: they are what one plays with. */
export function ChampsGestes({ valeurs, erreurs, choix }: Props) {
  const saisis = Object.values((valeurs.gestes ?? {}) as Record<string, Brut>)
  const nombre = Math.min(GESTES_MAX, Math.max(GESTES_VIDES, saisis.length + 1))
  return (
    <section aria-labelledby="gestes">
      <h2 id="gestes">Et si…</h2>
      <p class="hint">
        Un changement par ligne, en équivalents temps plein. Une ligne vide ne compte pas. La commune d’arrivée ne sert
        qu’à un déplacement.
      </p>
      {choix.communes.length > 0 && (
        <datalist id="communes-proches">
          {choix.communes.map(({ code, nom }) => (
            <option value={`${code} ${nom}`} />
          ))}
        </datalist>
      )}
      {Array.from({ length: nombre }, (_, n) => (
        <LigneGeste n={n} geste={saisis[n] ?? {}} erreurs={erreurs} />
      ))}
    </section>
  )
}

function LigneGeste({ n, geste, erreurs }: { n: number; geste: Brut; erreurs: ErreurChamp[] }) {
  const nom = (champ: string) => `gestes.${n}.${champ}`
  const erreur = (champ: string) => getError(erreurs, nom(champ))
  return (
    <fieldset class="geste">
      <legend class="visually-hidden">{`Changement ${n + 1}`}</legend>
      <Select
        name={nom('nature')}
        label="Changement"
        empty={null}
        value={texteDe(geste.nature) || 'ajouter'}
        options={Object.entries(GESTES).map(([value, { libelle }]) => ({ value, label: libelle }))}
        error={erreur('nature')}
      />
      <Field
        name={nom('nombre')}
        label="Combien"
        size="short"
        inputmode="decimal"
        value={texteDe(geste.nombre)}
        error={erreur('nombre')}
      />
      <Field
        name={nom('commune')}
        label="Commune"
        size="medium"
        list="communes-proches"
        autocomplete="off"
        value={texteDe(geste.commune)}
        error={erreur('commune')}
      />
      <Field
        name={nom('vers')}
        label="Vers"
        size="medium"
        list="communes-proches"
        autocomplete="off"
        value={texteDe(geste.vers)}
        error={erreur('vers')}
      />
    </fieldset>
  )
}

/** Supply, method, travel times. */
export function ChampsBase({ valeurs, erreurs, choix }: Props) {
  const erreur = (nom: string) => getError(erreurs, nom)
  const { jeux, series, temps } = choix
  return (
    <>
      <section aria-labelledby="offre-titre">
        <h2 id="offre-titre">Les professionnels d’aujourd’hui</h2>
        {series.length > 0 && (
          <Select
            name="indicateur"
            label="Indicateur d’offre"
            empty="Aucun&nbsp;: la liste ci-dessous"
            value={texteDe(valeurs.indicateur)}
            options={series.map((s) => ({
              value: `${s.code}@${s.millesime}`,
              label: `${s.libelle}, ${s.millesime}${s.fictif ? ' (fictif)' : ''}`,
              group: s.source,
            }))}
            error={erreur('indicateur')}
          />
        )}
        <TextArea
          name="offre"
          label="Liste par commune"
          hint="Une commune par ligne&nbsp;: code Insee, point-virgule, équivalents temps plein. Donnez aussi les communes voisines&nbsp;: on s’y soigne. Une commune absente compte sans professionnel."
          rows={6}
          value={texteDe(valeurs.offre)}
          error={erreur('offre')}
        />
        <FileField name="fichier" label="Ou un fichier CSV" accept=".csv,.txt" error={erreur('fichier')} />
        <Field
          name="sourceOffre"
          label="Source de ces chiffres"
          hint="Qui, quand&nbsp;: elle est écrite avec le résultat."
          value={texteDe(valeurs.sourceOffre)}
          error={erreur('sourceOffre')}
        />
      </section>
      <section aria-labelledby="methode">
        <h2 id="methode">Méthode</h2>
        <Radios
          name="mesure"
          legend="Accès compté en"
          value={texteDe(valeurs.mesure)}
          options={Object.entries(MESURES).map(([value, { libelle }]) => ({ value, label: libelle }))}
          error={erreur('mesure')}
        />
        <Field
          name="actesParEtp"
          label="Actes par an et par équivalent temps plein"
          hint="Ne sert qu’aux consultations. 5&#8239;400 vient d’une note de l’ARS Bourgogne-Franche-Comté de 2018&nbsp;: à vérifier."
          size="short"
          inputmode="decimal"
          value={texteDe(valeurs.actesParEtp)}
          error={erreur('actesParEtp')}
        />
        <Field
          name="seuil"
          label="Seuil"
          hint="2,5 consultations est le repère de l’arrêté du 13 novembre 2017. Vide&nbsp;: aucun seuil."
          size="short"
          inputmode="decimal"
          value={texteDe(valeurs.seuil)}
          error={erreur('seuil')}
        />
        <Select
          name="parametres"
          label="Paramètres"
          hint={<a href="/simulations/parametres">Ce que contient chaque jeu</a>}
          empty={null}
          value={texteDe(valeurs.parametres)}
          options={jeux.map((j) => ({ value: j.code, label: j.libelle }))}
          error={erreur('parametres')}
        />
        <Select
          name="temps"
          label="Temps de trajet"
          hint={<a href="/simulations/temps">D’où ils viennent</a>}
          empty="Estimés par la distance"
          value={texteDe(valeurs.temps)}
          options={temps.map((t) => ({
            value: t.nom,
            label: `${t.nom}${t.fictif ? ' (fictif)' : ''}, ${formatNumber(t.nombre)} paires`,
          }))}
          error={erreur('temps')}
        />
      </section>
    </>
  )
}

/** The working area, carried along. */
export function ChampsZone({ valeurs }: { valeurs: Brut }) {
  const liste = (valeur: unknown) => [valeur ?? []].flat().map(String).join(',')
  return (
    <>
      <input type="hidden" name="communes" value={liste(valeurs.communes)} />
      <input type="hidden" name="zones" value={liste(valeurs.zones)} />
      <input type="hidden" name="nomZone" value={texteDe(valeurs.nomZone)} />
    </>
  )
}

/** Name, who reads it: for who may keep one. */
export function ChampsGarder({
  valeurs,
  erreurs,
  bouton,
  adresse,
}: Omit<Props, 'choix'> & { bouton: string; adresse?: string }) {
  const erreur = (nom: string) => getError(erreurs, nom)
  return (
    <section aria-labelledby="garder">
      <h2 id="garder">Garder cette simulation</h2>
      <Field name="nom" label="Nom" value={texteDe(valeurs.nom)} error={erreur('nom')} />
      <TextArea
        name="description"
        label="Ce qu’elle veut montrer"
        rows={3}
        value={texteDe(valeurs.description)}
        error={erreur('description')}
      />
      <Radios
        name="etat"
        legend="Qui la voit"
        value={texteDe(valeurs.etat) || 'prive'}
        options={Object.entries(ETATS).map(([value, { libelle, lecteurs }]) => ({
          value,
          label: `${libelle}\u00a0: ${lecteurs}`,
        }))}
        error={erreur('etat')}
      />
      <Actions>
        <Button variant={adresse ? 'secondary' : 'primary'} {...(adresse && { formaction: adresse })}>
          {bouton}
        </Button>
      </Actions>
    </section>
  )
}
