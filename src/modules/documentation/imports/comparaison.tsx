import { DefinitionList } from '#ui/definition-list.tsx'
import { type ContenuNotice, getLibelleChamp, listDifferences } from '../notice/notice.ts'
import { type Choix, type Cote, listChoix } from './fusion.ts'

/** Two contents side by side, a choice for each field in which they differ. */
export function Comparaison({
  gardee,
  autre,
  ancienne = null,
  noms,
}: {
  gardee: ContenuNotice
  autre: ContenuNotice
  /** See `listChoix`. */
  ancienne?: ContenuNotice | null
  noms: Record<Cote, string>
}) {
  const choix = listChoix(gardee, autre, ancienne)
  const differents = new Set(choix.map((c) => c.champ))
  const communs = listDifferences(null, gardee).filter(
    (d) => !differents.has(d.champ) && !['csl.type', 'csl.custom', 'provenance'].includes(d.champ),
  )
  return (
    <>
      {choix.length === 0 && <p>Tous les champs sont identiques&nbsp;: rien à choisir.</p>}
      {choix.map((c) => (
        <ChoixChamp choix={c} noms={noms} />
      ))}
      {communs.length > 0 && (
        <details>
          <summary>{`Champs identiques (${communs.length})`}</summary>
          <DefinitionList items={communs.map((d) => ({ label: getLibelleChamp(d.champ), value: d.apres }))} />
        </details>
      )}
    </>
  )
}

function ChoixChamp({ choix, noms }: { choix: Choix; noms: Record<Cote, string> }) {
  const valeurs: Record<Cote, string> = { gardee: choix.gardee, autre: choix.autre, deux: '' }
  return (
    <fieldset class="choix">
      <legend>{choix.libelle}</legend>
      <div class="cotes">
        {choix.cotes.map((cote) => (
          <label class="cote">
            <input type="radio" name={`choix.${choix.champ}`} value={cote} checked={cote === choix.defaut} />
            <span>
              <span class="kicker">{noms[cote]}</span>
              <span class="valeur">{cote === 'deux' ? 'Réunir les deux listes' : valeurs[cote] || '(vide)'}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
