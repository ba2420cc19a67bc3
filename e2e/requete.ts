/** What the npm package `oai-pmh` asks of `request`: one GET, its answer given to a callback. */
interface Demande {
  url: string
  qs: Record<string, string | undefined>
  headers: Record<string, string>
}
interface Reponse {
  statusCode: number
  headers: Record<string, string>
  body: string
}

export default function requete(
  { url, qs, headers }: Demande,
  rappel: (faute: unknown, reponse?: Reponse) => void,
): void {
  const criteres = Object.entries(qs).filter((critere): critere is [string, string] => critere[1] !== undefined)
  fetch(`${url}?${new URLSearchParams(criteres)}`, { headers })
    .then(async (r) => ({ statusCode: r.status, headers: Object.fromEntries(r.headers), body: await r.text() }))
    .then((reponse) => rappel(null, reponse), rappel)
}
