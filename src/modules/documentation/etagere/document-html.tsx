import { readFileSync } from 'node:fs'
import { html, raw } from 'hono/html'
import { formatAdresseNotice } from '../notice/notice.ts'
import type { Composition, Edition } from './composition.ts'
import { Corps, Couverture, Sommaire } from './composition.tsx'

const readStyle = (nom: string) =>
  readFileSync(new URL(`../../../../public/styles/${nom}.css`, import.meta.url), 'utf8')

/**
 * The shelf as one HTML file that stands alone: styles inside, no script, nothing fetched from elsewhere.
 * @param site address of the site, without final slash, for the links to notices. @param adresse as the cover prints it
 */
export function renderDocumentHtml(
  composition: Composition,
  { edition, site, adresse }: { edition: Edition | null; site: string; adresse: string | null },
) {
  const document = (
    <html lang="fr">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{composition.titre}</title>
        <style>{raw(`${readStyle('etagere-fichier')}\n${readStyle('etageres')}`)}</style>
      </head>
      <body>
        <main>
          <header class="page-head">
            <h1>{composition.titre}</h1>
            <div class="intro">
              <Couverture composition={composition} edition={edition} adresse={adresse} />
            </div>
          </header>
          <div class="etagere">
            <Sommaire composition={composition} />
            <Corps composition={composition} adresseNotice={(id) => site + formatAdresseNotice(Number(id))} />
          </div>
        </main>
      </body>
    </html>
  )
  return html`<!DOCTYPE html>${document}`
}
