/** Name of a file: the title without what file systems refuse. */
export function formatNomFichier(titre: string, extension: string): string {
  const nom = titre
    .normalize('NFC')
    .replace(/[\p{Cc}"*/:<>?\\|]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 100)
  return `${nom || 'document'}.${extension}`
}

/** Headers of a file to keep, under the name that its title makes. Source: RFC 6266, RFC 8187. */
export function formatEntetesFichier(titre: string, { extension, type }: { extension: string; type: string }) {
  const nom = encodeURIComponent(formatNomFichier(titre, extension)).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16)}`,
  )
  return { 'content-type': type, 'content-disposition': `attachment; filename*=UTF-8''${nom}` }
}

/** A body that is written as it is read: what is not asked for is not computed, and a reader who leaves ends it. */
export function createFlux(octets: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream(
    {
      pull: async (sortie) => {
        const { value, done } = await octets.next()
        if (done) sortie.close()
        else sortie.enqueue(value)
      },
      cancel: async () => void (await octets.return(undefined)),
    },
    { highWaterMark: 0 },
  )
}
