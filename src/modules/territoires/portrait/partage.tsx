import type { Requete } from '#core/context.ts'

interface Props {
  canonique: string | null
  requete: Requete
}

/** The address to send to others; null where the list is too long for one. */
function Partage({ canonique, requete }: Props) {
  if (canonique === null)
    return (
      <p>
        Cette liste est trop longue pour une adresse&nbsp;: enregistrez-la comme territoire pour partager son portrait,
        le télécharger et voir ses cartes.
      </p>
    )
  return (
    <p>
      Adresse à partager&nbsp;:{' '}
      <a class="address" href={canonique}>
        {requete.adresse + canonique}
      </a>
    </p>
  )
}

/** How to read the numbers, and the address to share. */
export function PiedPortrait(props: Props) {
  return (
    <section aria-labelledby="lire">
      <h2 id="lire">Pour bien lire ces nombres</h2>
      <ul>
        <li>
          «&nbsp;Valeur publiée&nbsp;»&nbsp;: telle que la source la donne pour ce territoire. «&nbsp;Calcul
          Maillage&nbsp;»&nbsp;: calculée ici à partir des communes, selon la règle que chaque nombre indique.
        </li>
        <li>
          Deux valeurs sont dites proches quand elles diffèrent de 2&nbsp;% au plus. «&nbsp;Plus élevé&nbsp;» ne veut
          pas dire mieux.
        </li>
        <li>Une moyenne cache des contrastes&nbsp;: regardez aussi les communes aux deux bouts.</li>
        <li>Une petite variation d’un millésime à l’autre n’est pas une tendance.</li>
      </ul>
      <Partage {...props} />
    </section>
  )
}
