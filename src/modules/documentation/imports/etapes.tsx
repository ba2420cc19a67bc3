import { Steps } from '#ui/steps.tsx'
import { formatAdresseImport, type Import, isEchange } from './imports.ts'

/** Where one stands in an import. `current`: 0 deposit, 1 correspondences, 2 reading again, 3 over. */
export function EtapesImport({ imp, current }: { imp: Import; current: 0 | 1 | 2 | 3 }) {
  const base = formatAdresseImport(imp.id)
  const echange = isEchange(imp.format)
  const etapes = [
    { label: 'Déposer', href: '/documentation/imports' },
    ...(echange ? [{ label: 'Vérifier les correspondances', href: `${base}/correspondances` }] : []),
    { label: 'Relire et verser au catalogue', href: base },
    { label: 'Terminé' },
  ]
  return <Steps label="Étapes de l’import" steps={etapes} current={echange || current === 0 ? current : current - 1} />
}
