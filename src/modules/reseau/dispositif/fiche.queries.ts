import type { Ctx } from '#core/context.ts'
import { formatJour } from '#core/jour.ts'
import {
  CARTE_MAX,
  type Faits,
  type Fond,
  getFaits,
  getFond,
  getLues,
  getQuartiers,
  type Lues,
  listCommunes,
  listElements,
  type Quartiers,
} from '#modules/territoires/index.ts'
import { getOrganisme } from '../organisme/organisme.queries.ts'
import type { Organisme } from '../organisme/organisme.ts'
import { type Exception, listConflits, listExceptions } from './conflit.queries.ts'
import type { Conflit } from './conflit.ts'
import type { DispositifLu } from './dispositif.queries.ts'
import { type DocumentDispositif, listDocuments } from './document.queries.ts'
import { addJours, computeEcheances, type Echeance, type MissionSuivie } from './echeance.ts'
import { type Etape, listEtapes } from './etape.queries.ts'
import { type Instance, listInstances } from './instance.queries.ts'
import { getFaitsMembres, listMembres } from './membre.queries.ts'
import type { Membre } from './membre.ts'
import { listMissions } from './mission.queries.ts'
import { listReglages } from './reglage.queries.ts'
import { computeTaille, type Taille } from './taille.ts'
import type { Controle, TypeDispositif } from './type.ts'

/** All that the sheet of a dispositif shows. */
export interface Fiche {
  /** ISO date of today. */
  jour: string
  porteur: Organisme | null
  /** Name of the commune where its team works. */
  siege: string | null
  etapes: Etape[]
  missions: MissionSuivie[]
  echeances: Echeance[]
  membres: Membre[]
  instances: Instance[]
  documents: DocumentDispositif[]
  lues: Lues
  faits: Faits
  fond: Fond | null
  quartiers: Quartiers | null
  taille: Taille | null
  controles: { controle: Controle; tenu: boolean }[]
  conflits: Conflit[]
  exceptions: Exception[]
}

/** How far ahead anniversaries are looked for, in days. */
const HORIZON = 400

export async function getFiche(ctx: Ctx, type: TypeDispositif, d: DispositifLu): Promise<Fiche> {
  const jour = formatJour(ctx.maintenant)
  const lues = await getLues(ctx, { communes: d.communes, zones: [] })
  const [porteur, sieges, etapes, missions, membres, faitsMembres, instances, documents] = await Promise.all([
    d.organisme === null ? null : getOrganisme(ctx, d.organisme),
    d.commune === null ? [] : listCommunes(ctx, [d.commune]),
    listEtapes(ctx, d.id),
    listMissions(ctx, d.id),
    listMembres(ctx, d.id),
    getFaitsMembres(ctx, d.id, jour),
    listInstances(ctx, d.id),
    listDocuments(ctx, d.id),
  ])
  const [faits, fond, quartiers, reglages, conflits, exceptions] = await Promise.all([
    getFaits(ctx, lues.communes),
    lues.communes.length > 0 && lues.communes.length <= CARTE_MAX ? getFond(ctx, 'commune', lues.communes) : null,
    d.qpv.length > 0 ? getQuartiers(ctx, lues.communes, false) : null,
    listReglages(ctx, type),
    type.exclusif ? listConflits(ctx, { type: type.slug, elements: [...listElements(lues.communes)], sauf: d.id }) : [],
    type.exclusif ? listExceptions(ctx, d.id) : [],
  ])
  const connus = { ...faitsMembres, colleges: new Set(faitsMembres.colleges), themes: d.themes, qpv: d.qpv }
  return {
    ...{ jour, etapes, missions, membres, instances, documents, lues, faits, fond, quartiers, conflits },
    porteur: porteur && porteur.supprimeLe === null && porteur.publication === 'publie' ? porteur : null,
    siege: sieges[0]?.nom ?? null,
    exceptions: exceptions.filter((e) => e.leveeLe === null),
    echeances: computeEcheances(type, { etapes, missions, fin: d.fin }, addJours(jour, HORIZON)),
    taille: computeTaille(type, reglages, faits.communes.length > 0 ? faits.population : null),
    controles: type.controles.map((controle) => ({ controle, tenu: controle.verifier(connus) })),
  }
}
