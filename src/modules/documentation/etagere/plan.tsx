import { Button, ButtonLink, Form, Select } from '#ui/form.tsx'
import { formatDateIso } from '../dates.ts'
import { formatAdresseNotice } from '../notice/notice.ts'
import {
  type Etagere,
  formatAdresseEtagere,
  type LignePlan,
  listLignesPlan,
  type Section,
  type Sens,
} from './etagere.ts'
import type { Entree } from './plan.queries.ts'

/** Id of the button that moves a thing: the focus goes back there after the move. */
export const formatAncre = (objet: 'section' | 'entree', id: number, sens: Sens): string => `${objet}-${id}-${sens}`

const formatSection = ({ numero, titre }: LignePlan): string => `${numero}\u2002${titre}`

/** Choice of a place in the plan; the empty choice is the head of the shelf. */
export const listPlacesOffertes = (sections: readonly Section[]) =>
  listLignesPlan(sections).map((l) => ({ value: String(l.id), label: formatSection(l) }))

interface PropsChoix {
  sections: readonly Section[]
  valeur?: string | null
  libelle?: string
  erreur?: string
}

export const ChoixSection = ({ sections, valeur = null, libelle = 'Section', erreur }: PropsChoix) => (
  <Select
    name="section"
    label={libelle}
    value={valeur}
    empty={sections.length === 0 ? 'Aucune section\u00a0: en tête' : 'En tête, avant les sections'}
    options={listPlacesOffertes(sections)}
    error={erreur}
  />
)

interface PropsPlan {
  etagere: Etagere
  sections: Section[]
  entrees: Entree[]
}

/**
 * The whole plan in one form: each button says by its `formaction` what it does to its own line, and the line of
 * choice above acts on what is checked. Nothing needs a script, and everything is reached by the keyboard.
 */
export function Plan({ etagere, sections, entrees }: PropsPlan) {
  const base = formatAdresseEtagere(etagere.id)
  const lignes = listLignesPlan(sections)
  return (
    <Form action={`${base}/entrees/classer`}>
      {entrees.length > 0 && (
        <div class="plan-choix">
          <ChoixSection sections={sections} libelle="Ranger les références cochées dans" />
          <Button variant="secondary">Ranger</Button>
          <Button variant="danger" formaction={`${base}/entrees/retirer`}>
            Retirer de l’étagère
          </Button>
        </div>
      )}
      <ul class="plan">
        <Entrees base={base} entrees={entrees.filter((e) => e.section === null)} niveau={1} />
        {lignes.map((ligne) => (
          <>
            <LigneSection base={base} ligne={ligne} soeurs={lignes.filter((l) => l.parent === ligne.parent)} />
            <Entrees base={base} entrees={entrees.filter((e) => e.section === ligne.id)} niveau={ligne.niveau} />
          </>
        ))}
      </ul>
    </Form>
  )
}

interface PropsMouvements {
  objet: 'section' | 'entree'
  id: number
  adresse: string
  titre: string
  rang: number
  nombre: number
}

function Mouvements({ objet, id, adresse, titre, rang, nombre }: PropsMouvements) {
  const bouton = (sens: Sens, icon: 'up' | 'down', mot: string, inutile: boolean) => (
    <Button
      id={formatAncre(objet, id, sens)}
      variant="secondary"
      icon={icon}
      label={`${mot}\u00a0: ${titre}`}
      name="sens"
      value={sens}
      formaction={`${adresse}/deplacer`}
      disabled={inutile}
    >
      <span class="visually-hidden">{mot}</span>
    </Button>
  )
  return (
    <>
      {bouton('monter', 'up', 'Monter', rang === 0)}
      {bouton('descendre', 'down', 'Descendre', rang === nombre - 1)}
    </>
  )
}

function LigneSection({ base, ligne, soeurs }: { base: string; ligne: LignePlan; soeurs: LignePlan[] }) {
  const Rang = ligne.niveau === 1 ? 'h2' : ligne.niveau === 2 ? 'h3' : 'h4'
  const adresse = `${base}/sections/${ligne.id}`
  const rang = soeurs.findIndex((s) => s.id === ligne.id)
  return (
    <li class={`plan-ligne plan-section niveau-${ligne.niveau}`} id={`section-${ligne.id}`}>
      <Rang>
        <span class="numero">{ligne.numero}</span> {ligne.titre}
      </Rang>
      <div class="actions">
        <Mouvements
          {...{ id: ligne.id, adresse, rang }}
          objet="section"
          titre={`section ${ligne.titre}`}
          nombre={soeurs.length}
        />
        <ButtonLink href={adresse} variant="link" label={`Modifier la section ${ligne.titre}`}>
          Modifier
        </ButtonLink>
        <ButtonLink
          href={`${base}/ajouter?section=${ligne.id}`}
          variant="link"
          label={`Ajouter des notices à la section ${ligne.titre}`}
        >
          Ajouter
        </ButtonLink>
      </div>
    </li>
  )
}

const Entrees = ({ base, entrees, niveau }: { base: string; entrees: Entree[]; niveau: number }) =>
  entrees.map((entree, rang) => {
    const { notice } = entree
    const titre = String(notice.csl.title)
    const adresse = `${base}/entrees/${entree.id}`
    const choix = `choix-${entree.id}`
    return (
      <li class={`plan-ligne niveau-${niveau}`} id={`entree-${entree.id}`}>
        <label for={choix}>
          <input type="checkbox" id={choix} name="entree" value={String(entree.id)} />
          <span>
            {titre}{' '}
            <span class="hint">
              {[formatDateIso(notice.csl.issued)?.slice(0, 4) ?? 's.d.', entree.note && 'annotée']
                .filter(Boolean)
                .join(' · ')}
              {notice.supprimeeLe && ' · retirée du catalogue, ne paraît plus'}
            </span>
          </span>
        </label>
        <div class="actions">
          <Mouvements {...{ id: entree.id, adresse, titre, rang }} objet="entree" nombre={entrees.length} />
          <ButtonLink href={adresse} variant="link" label={`Annoter ou déplacer ${titre}`}>
            Annoter
          </ButtonLink>
          <ButtonLink href={formatAdresseNotice(notice.id)} variant="link" label={`Notice de ${titre}`}>
            Notice
          </ButtonLink>
        </div>
      </li>
    )
  })
