import { listTermes, type SlugVocabulaire } from '#modules/vocabulaires/index.ts'
import { Actions, Button, Field, Form, Select } from '#ui/form.tsx'
import { LANGUES } from '../service/valeurs.ts'
import { type DemandeAide, DISTANCES, MOYENS } from './trouver.ts'

export const listOptions = (vocabulaire: SlugVocabulaire) =>
  listTermes(vocabulaire)
    .filter((t) => !t.remplacePar)
    .map((t) => ({ value: t.slug, label: t.libelle }))

const listPaires = (liste: Readonly<Record<string, string>>) =>
  Object.entries(liste).map(([value, label]) => ({ value, label }))

/** What helps whom, where: three fields first, the rest folded. */
export function FormulaireAide({ demande: d }: { demande: DemandeAide }) {
  const choisis = [d.theme, d.public, d.moyen, d.langue].filter(Boolean).length
  return (
    <search>
      <Form action="/trouver" method="get">
        <div class="field-row">
          <Field
            name="q"
            label="Quel besoin"
            value={d.q}
            size="medium"
            hint="Vos mots, ou un sigle : arrêter de boire, PMI…"
          />
          <Field
            name="ou"
            label="Où"
            value={d.ou}
            size="medium"
            hint="Commune, code postal ou territoire."
            autocomplete="address-level2"
          />
          <Select
            name="distance"
            label="Jusqu’où"
            value={d.distance}
            options={Object.entries(DISTANCES).map(([value, label]) => ({ value, label }))}
            empty={null}
            hint="Autour d’une commune."
          />
        </div>
        <div class="field-row cases-aide">
          <Case nom="ouvert" libelle="Ouvert maintenant" coche={d.ouvert} />
          <Case nom="gratuit" libelle="Gratuit" coche={d.gratuit} />
          <Case nom="acces" libelle="Accès des personnes handicapées décrit" coche={d.acces} />
        </div>
        <details class="choice-group" open={choisis > 0}>
          <summary>
            Thème, public, moyen, langue
            {choisis > 0 && <span class="count">{` (${choisis} choix)`}</span>}
          </summary>
          <div class="field-row">
            <Select name="theme" label="Thème" value={d.theme} options={listOptions('theme')} empty="Tous" />
            <Select name="public" label="Public" value={d.public} options={listOptions('public')} empty="Tous" />
            <Select name="moyen" label="Comment" value={d.moyen} options={listPaires(MOYENS)} empty="Tous les moyens" />
            <Select name="langue" label="Langue parlée" value={d.langue} options={listPaires(LANGUES)} empty="Toutes" />
          </div>
        </details>
        <Actions>
          <Button icon="search">Chercher</Button>
        </Actions>
      </Form>
    </search>
  )
}

const Case = ({ nom, libelle, coche }: { nom: string; libelle: string; coche: boolean }) => (
  <div class="choice">
    <input type="checkbox" id={`aide-${nom}`} name={nom} value="1" checked={coche} />
    <label for={`aide-${nom}`}>{libelle}</label>
  </div>
)
