import { type Champs, createChamps, formatTitre } from './champs.ts'
import { type Liens, removeLiens } from './liens.ts'
import type { LecteurTetes } from './tete.ts'

const TITRE_MAXIMUM = 180

/** An entry of a list of sites: a name, its address on the same line or the next, perhaps a description. */
export function parseSite(tetes: LecteurTetes, i: number, dansSites: boolean): { champs: Champs; fin: number } | null {
  const u = tetes.unites[i]
  if (!u || u.texte.length < 3) return null
  const role = tetes.getRole(i).role
  if (role === 'lien' || role === 'annexe' || role === 'note' || role === 'hote') return null
  const { reste, liens } = removeLiens(u)
  const nom = reste.texte.trim()
  if (liens.present && nom.length <= TITRE_MAXIMUM && !/[.]$/.test(u.texte) && isNom(nom)) {
    // Outside a list of sites, only a bulleted "Nom : adresse".
    const adresse = liens.url !== null || u.liens.some((l) => /@/.test(u.texte.slice(l.debut, l.fin)))
    if (dansSites ? adresse || liens.present : u.puce && liens.url !== null && nom.length < 90)
      return { champs: newChamps(nom, liens, null), fin: i + 1 }
    return null
  }
  if (!dansSites) return null
  const suivant = tetes.getRole(i + 1)
  if (nom.length <= TITRE_MAXIMUM && isNom(nom) && role !== 'prose') {
    if (suivant.role === 'lien') return { champs: newChamps(nom, suivant.liens, null), fin: i + 2 }
    const marque = u.niveau > 0 || u.toutGras
    if (marque && suivant.role === 'prose' && !tetes.isSection(i + 1))
      return { champs: newChamps(nom, liens, null), fin: i + 1 }
    if (suivant.role === 'prose' && tetes.getRole(i + 2).role === 'lien')
      return { champs: newChamps(nom, liens, null), fin: i + 1 }
  }
  const champs = parseSiteDecrit(nom, liens)
  return champs ? { champs, fin: i + 1 } : null
}

/** "**Nom** : description" with its address in the same paragraph. */
function parseSiteDecrit(texte: string, liens: Liens): Champs | null {
  if (!liens.present || liens.url === null) return null
  const m = /^([^.:]{3,90}?)\s*(?::|\s[–—-]\s)\s*(\p{Lu}.{20,})$/u.exec(texte)
  if (!m || !isNom(m[1] as string)) return null
  return newChamps(m[1] as string, liens, m[2] as string)
}

function isNom(texte: string): boolean {
  return (
    texte.length >= 3 &&
    /^[\p{L}\d«"#@[(]/u.test(texte) &&
    !/[;,]$/.test(texte) &&
    /\p{L}{2}/u.test(texte) &&
    texte.split(/\s+/).length <= 26
  )
}

function newChamps(nom: string, liens: Liens, resume: string | null): Champs {
  return createChamps({ titre: formatTitre(nom), liens: { ...liens }, resume })
}
