import { strToU8, zipSync, zlibSync } from 'fflate'
import { PDFDocument, PDFName, PDFRawStream } from 'pdf-lib'
import { describe, expect, it } from 'vitest'
import { PDF_PROTEGE, p, renderDocx, renderPdf, run, XML } from '../../../testing/documents.ts'
import { ErreurLecture, LIMITES, parseFichier } from './lecture.formats.ts'

const octets = (texte: string) => new TextEncoder().encode(texte)

async function getErreur(nom: string, contenu: Uint8Array): Promise<ErreurLecture> {
  const erreur = await parseFichier(nom, contenu).catch((e: unknown) => e)
  if (!(erreur instanceof ErreurLecture)) throw new Error(`expected an ErreurLecture, got ${String(erreur)}`)
  return erreur
}

describe('fichiers refusés', () => {
  const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0])
  const ole = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.from('EncryptedPackage', 'utf16le')])
  const odt = zipSync({ mimetype: [strToU8('application/vnd.oasis.opendocument.text'), { level: 0 }] })
  it.each([
    ['a.txt', new Uint8Array(), 'vide'],
    ['a.txt', octets(' \n\n'), 'aucun texte'],
    ['a.txt', octets('abc\0def'), 'octets nuls'],
    ['a.txt', octets('x'.repeat(150_000)), '100 000 caractères'],
    ['a.docx', png, 'image'],
    ['a.docx', ole, 'protégé par un mot de passe'],
    [
      'a.doc',
      Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.from('WordDocument', 'utf16le')]),
      'ancien document Word',
    ],
    ['a.odt', odt, 'OpenDocument'],
    ['a.xlsx', zipSync({ 'xl/workbook.xml': strToU8('<x/>') }), 'Excel'],
    ['a.zip', zipSync({ 'lisezmoi.txt': strToU8('fictif') }), 'archive ZIP'],
    ['a.rtf', octets('{\\rtf1 fictif}'), '.rtf'],
    ['a.docx', renderDocx(p(run('fictif'))).slice(0, 900), 'incomplet'],
    ['a.docx', zipSync({ 'word/autre.xml': strToU8('<x/>') }), 'texte principal manque'],
    ['a.pdf', octets('%PDF-1.7\nfictif'), 'incomplet'],
    ['a.pdf', octets('%PDF-1.7\nfictif\nstartxref\n12\n%%EOF'), 'abîmé'],
    ['a.html', octets('<html>'.concat('<div>'.repeat(200_000))), 'imbriquée'],
  ])('%s (%#)', async (nom, contenu, message) => {
    expect((await getErreur(nom, contenu)).message).toContain(message)
  })

  it('names the line where two encodings are mixed', async () => {
    const contenu = Buffer.concat([octets('été à Besançon, même où ça gèle\n'), Buffer.from([0x65, 0xe9, 0x65])])
    const erreur = await getErreur('a.txt', contenu)
    expect(erreur.message).toContain('mélange deux encodages')
    expect(erreur.lieu).toBe('ligne 2')
  })

  it('refuses by its weight a file of 200 MB, without holding more of it', async () => {
    const contenu = new Uint8Array(200_000_000)
    const avant = process.memoryUsage.rss()
    expect((await getErreur('a.txt', contenu)).message).toContain('plus de 20 Mo')
    expect(process.memoryUsage.rss() - avant).toBeLessThan(20_000_000)
  })

  it('refuses entities in a Word document', async () => {
    const bombe = `${XML}<!DOCTYPE d [<!ENTITY a "fictif"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>`
    const erreur = await getErreur('a.docx', renderDocx(p(run('&b;')), {}, bombe))
    expect(erreur.message).toContain('entités XML')
    expect(erreur.lieu).toBe('word/document.xml')
  })

  it('refuses a ZIP bomb, memory flat', async () => {
    const zeros = new Uint8Array(110_000_000)
    const contenu = renderDocx(p(run('fictif')), { 'word/bombe.xml': zeros })
    const avant = process.memoryUsage.rss()
    expect((await getErreur('a.docx', contenu)).message).toContain('anormalement compressé')
    expect(process.memoryUsage.rss() - avant).toBeLessThan(30_000_000)
  })

  it('refuses a ZIP bomb that hides its size', async () => {
    const contenu = renderDocx(p(run('fictif')), { 'word/bombe.xml': new Uint8Array(50_000_000) })
    const nom = Buffer.from(contenu).indexOf('word/bombe.xml')
    new DataView(contenu.buffer, contenu.byteOffset).setUint32(nom - 30 + 22, 10, true)
    expect((await getErreur('a.docx', contenu)).message).toContain('anormalement compressé')
  })

  it('says that a scanned PDF has no text', async () => {
    expect((await getErreur('a.pdf', await renderPdf([[], []]))).message).toContain('ne contient pas de texte')
  })

  it('says that a PDF has too many pages', async () => {
    const pdf = await PDFDocument.create()
    for (let i = 0; i < 5_000; i++) pdf.addPage([100, 100])
    expect((await getErreur('a.pdf', await pdf.save())).message).toMatch(/5\s000 pages/u)
  })

  it('says that a PDF is protected', async () => {
    expect((await getErreur('a.pdf', octets(PDF_PROTEGE))).message).toContain('protégé par un mot de passe')
  })

  it('ends a reading that lasts too long', async () => {
    const { millisecondes } = LIMITES
    LIMITES.millisecondes = 1
    const erreur = await getErreur('a.docx', renderDocx(p(run('fictif')))).finally(() => {
      LIMITES.millisecondes = millisecondes
    })
    expect(erreur.message).toContain('trop de mémoire ou de temps')
  })

  it('ends the reading of a file that asks for too much memory, and reads the next one', async () => {
    const contenu = await renderPdfBombe()
    const avant = process.memoryUsage.rss()
    expect((await getErreur('a.pdf', contenu)).message).toContain('trop de mémoire ou de temps')
    expect(process.memoryUsage.rss() - avant).toBeLessThan(50_000_000)
    expect(await parseFichier('a.docx', renderDocx(p(run('suite fictive'))))).toMatchObject({
      lignes: [{ texte: 'suite fictive' }],
    })
  }, 90_000)
})

/** A page whose drawing is 1.2 GB of spaces, in a file of 1 MB. */
async function renderPdfBombe(): Promise<Uint8Array> {
  const pdf = await PDFDocument.create()
  const flux = zlibSync(new Uint8Array(100_000_000).fill(32), { level: 1 })
  const refs = Array.from({ length: 12 }, () =>
    pdf.context.register(PDFRawStream.of(pdf.context.obj({ Filter: 'FlateDecode' }), flux)),
  )
  pdf.addPage().node.set(PDFName.of('Contents'), pdf.context.obj(refs))
  return pdf.save()
}
