import type { ErreurChamp } from '#core/errors.ts'
import type { Brut } from '#core/saisie.ts'
import { getLibelle } from '#modules/vocabulaires/index.ts'
import { Checkboxes, Field, getError, TextArea } from '#ui/form.tsx'
import { listThemesProposes } from '../imports/proposition.ts'
import { listChoixTermes } from '../notice/champs.tsx'
import type { Notice } from '../notice/notice.ts'
import { getChampSource, type Liste } from './entretien.ts'

interface Props {
  liste: Liste
  notice: Notice
  brut: Brut
  erreurs: ErreurChamp[]
}

const texte = (v: unknown): string => (typeof v === 'string' ? v : '')
const textes = (v: unknown): string[] => (Array.isArray(v) ? v.map(texte) : v ? [texte(v)] : [])

/** The fields that a list asks for, and no other. */
export function ChampsComplement({ liste, notice, brut, erreurs }: Props) {
  const commun = (name: string) => ({ name, value: texte(brut[name]), error: getError(erreurs, name) })
  switch (liste) {
    case 'sans-theme': {
      const proposes = listThemesProposes(notice.csl).map((slug) => getLibelle('theme', slug))
      return (
        <Checkboxes
          name="themes"
          legend="Thèmes"
          hint={proposes.length > 0 ? `D’après le titre\u00a0: ${proposes.join(', ')}.` : undefined}
          options={listChoixTermes('theme')}
          values={textes(brut.themes)}
          error={getError(erreurs, 'themes')}
        />
      )
    }
    case 'sans-resume':
      return (
        <>
          <TextArea {...commun('resume')} label="Résumé" rows={8} />
          <Field {...commun('resumeSource')} label="Source du résumé" hint="Auteur, éditeur, une base, ou vous." />
        </>
      )
    case 'sans-auteur':
      return (
        <TextArea
          {...commun('auteurs')}
          label="Auteurs"
          rows={3}
          hint="Un par ligne&nbsp;: «&nbsp;Nom, Prénom&nbsp;», ou le nom seul, sans virgule, pour un organisme."
        />
      )
    case 'sans-date':
      return <Field {...commun('date')} label="Date" size="short" hint="2024, 2024-03 ou 2024-03-21." />
    case 'sans-source':
      return (
        <Field
          {...commun('source')}
          label={getChampSource(notice.nature) === 'publisher' ? 'Éditeur' : 'Revue ou ouvrage'}
        />
      )
    case 'sans-adresse':
      return <Field {...commun('URL')} label="Adresse" type="url" />
    case 'jamais-verifiees':
    case 'a-verifier':
      return <p>Ouvrez le document, comparez-le avec la notice, corrigez-la s’il le faut.</p>
  }
}
