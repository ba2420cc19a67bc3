import { createHash } from 'node:crypto'
import { ErreurSaisie, formatErreurs } from '#core/errors.ts'
import { ErreurFormat, FORMATS, type Lu } from '../echange/echange.ts'
import { formatEmpreinte } from '../imports/doublons.ts'
import { formatProposition } from '../imports/proposition.ts'
import { parseContenu, schemaNoticeVersee } from '../notice/contenu.ts'
import { parseOrigine } from '../notice/notice.ts'
import { type Element, FORMATS_PAR_TYPE, LOT_MAX } from './lot.ts'

const refuse = (message: string): never => {
  throw new ErreurSaisie([{ field: 'corps', message }])
}
const TROP = `Un envoi a ${LOT_MAX}\u00a0notices au plus.`

/** Each notice of a JSON body, judged apart. */
export function parseLotJson(corps: unknown): Element[] {
  const { notices, ...reste } = (corps ?? {}) as { notices?: unknown }
  if (!Array.isArray(notices) || notices.length === 0 || Object.keys(reste).length > 0)
    return refuse('Le corps a un seul nom, `notices`, et sous ce nom la liste des notices.')
  if (notices.length > LOT_MAX) return refuse(TROP)
  return notices.map((brut: unknown): Element => {
    const lu = schemaNoticeVersee.safeParse(brut)
    if (lu.success) {
      const { cle = null } = lu.data
      return { cle, contenu: parseContenu(lu.data, null), origine: null, avertissements: [] }
    }
    const cle = (brut as { cle?: unknown } | null)?.cle
    return { cle: typeof cle === 'string' ? cle.slice(0, 200) : null, erreurs: formatErreurs(lu.error) }
  })
}

async function* piece(octets: Uint8Array): AsyncGenerator<Uint8Array> {
  yield octets
}

/**
 * Each notice of a body in a format of libraries.
 * @param source short name of the base it comes from: with the identifier of each record, it makes its key
 */
export async function parseLotFormat(type: string, octets: Uint8Array, source: string): Promise<Element[]> {
  const nom = FORMATS_PAR_TYPE.get(type)
  if (!nom) return refuse('Ce type n’est pas lu.')
  const elements: Element[] = []
  try {
    for await (const lu of FORMATS[nom].parse(piece(octets))) {
      if (elements.length === LOT_MAX) return refuse(TROP)
      elements.push(createElement(lu, source))
    }
  } catch (erreur) {
    if (erreur instanceof ErreurFormat) return refuse(erreur.message)
    throw erreur
  }
  return elements.length > 0 ? elements : refuse('Aucune notice n’a été trouvée dans cet envoi.')
}

const computeCle = (empreinte: string | null): string | null =>
  empreinte === null ? null : createHash('sha256').update(empreinte).digest('base64url').slice(0, 22)

function createElement(lu: Lu, source: string): Element {
  if ('erreur' in lu) return { cle: null, erreurs: [{ field: '', message: `${lu.erreur} (${lu.lieu})` }] }
  const { item, perdus, rang } = lu
  // A record without identifier was given its number, which says nothing in another file: what it is makes its key.
  const propre = String(item.id) === String(rang) ? computeCle(formatEmpreinte(item)) : String(item.id)
  const cle = propre === null ? null : `${source}:${propre}`.slice(0, 200)
  if (cle === null)
    return {
      cle,
      erreurs: [
        { field: '', message: 'Cette notice n’a pas d’identifiant, et trop peu de champs pour être reconnue.' },
      ],
    }
  const contenu = formatProposition(
    { item, debut: rang, idSource: null },
    { format: 'texte', fichier: source, titre: null, base: null, choix: null },
  )
  if (!contenu.csl.title?.trim())
    return { cle, erreurs: [{ field: 'csl.title', message: 'Cette notice n’a pas de titre.' }] }
  return {
    cle,
    contenu: { ...contenu, provenance: { base: source, id: String(item.id) } },
    origine: parseOrigine(item),
    avertissements: perdus.map(({ zone, raison }) => `${zone}\u00a0: ${raison}`),
  }
}
