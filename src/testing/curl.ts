/** A call as a `curl` line makes it. */
export interface AppelCurl {
  methode: string
  url: string
  entetes: Record<string, string>
  corps: string | null
}

/** Words of a command, as a shell cuts them: 'as it is', "with $VARIABLES", bare. */
function listMots(ligne: string, variables: Record<string, string>): string[] {
  const replace = (texte: string) => texte.replace(/\$([A-Z]+)/g, (tout, nom: string) => variables[nom] ?? tout)
  return [...ligne.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, simple, double, nu]) => simple ?? replace(double ?? nu ?? ''),
  )
}

/** Reads the `curl` lines of the page of the API: -X, -H, -d, --data-binary and an address. @param fichiers by name, for `@name` @throws Error on any other option */
export function parseCurl(
  ligne: string,
  variables: Record<string, string>,
  fichiers: Record<string, string> = {},
): AppelCurl {
  const [curl, ...mots] = listMots(ligne, variables)
  if (curl !== 'curl') throw new Error(`Ce n’est pas un appel de curl : ${ligne}`)
  const appel: AppelCurl = { methode: 'GET', url: '', entetes: {}, corps: null }
  for (let mot = mots.shift(); mot !== undefined; mot = mots.shift()) {
    if (mot === '-X') appel.methode = mots.shift() ?? ''
    else if (mot === '-H') {
      const [nom = '', ...valeur] = (mots.shift() ?? '').split(': ')
      appel.entetes[nom.toLowerCase()] = valeur.join(': ')
    } else if (mot === '-d' || mot === '--data-binary') {
      const corps = mots.shift() ?? ''
      appel.corps = corps.startsWith('@') ? (fichiers[corps.slice(1)] ?? '') : corps
    } else if (mot.startsWith('-')) throw new Error(`Option inattendue : ${mot}`)
    else appel.url = mot
  }
  return appel
}
