import { z } from 'zod'
import { defineAction } from '#core/action.ts'
import type { Ctx } from '#core/context.ts'
import { type ErreurChamp, ErreurSaisie } from '#core/errors.ts'
import { identifiant } from '#core/saisie.ts'
import { getLues } from '#modules/territoires/index.ts'
import { createCorrection, politiqueCorriger } from '../dispositif/correction.actions.ts'
import { listChampsDescription } from '../dispositif/correction.ts'
import { chargerDispositif, objetDispositif } from '../dispositif/dispositif.actions.ts'
import { dispositifPolicy } from '../dispositif/dispositif.policy.ts'
import type { DispositifLu } from '../dispositif/dispositif.queries.ts'
import { getTypeDemande } from '../dispositif/ecriture.actions.ts'
import { getDescription } from '../dispositif/saisie.queries.ts'
import type { TypeDispositif } from '../dispositif/type.ts'
import { fichePolicy } from '../fiche/fiche.policy.ts'
import { listChanges, type Valeurs } from '../fiche/fiche.ts'
import { getOrganisme } from '../organisme/organisme.queries.ts'
import { type CorrectionDispositif, schemaCorrectionDispositif, tellCorps, VIDES } from './proposition.ts'

const refuse = (champ: string, message: string): ErreurChamp => ({ field: `corps.${champ}`, message })

/** The name of the carrier, as the form asks for it. @throws ErreurSaisie where there is none that the actor may read */
async function getPorteur(ctx: Ctx, id: number | null | undefined): Promise<string | null> {
  const porteur = id ? await getOrganisme(ctx, id) : null
  if (!id) return null
  if (porteur && porteur.supprimeLe === null && fichePolicy.peut(ctx.acteur, 'lire', porteur)) return porteur.nom
  throw new ErreurSaisie([refuse('organisme', `Aucun organisme ne porte le numéro ${id}.`)])
}

/** The whole territory that a body gives; without one, the present one. @throws ErreurSaisie on codes that are no commune’s */
async function getCommunes(ctx: Ctx, d: DispositifLu, codes: readonly string[] | undefined): Promise<string[]> {
  if (codes === undefined) return d.communes
  const { communes, inconnues } = await getLues(ctx, { communes: [...codes], zones: [] })
  if (inconnues.length > 0)
    throw new ErreurSaisie([
      refuse('communes', `Aucune commune n’a ces codes\u00a0: ${inconnues.slice(0, 20).join(', ')}.`),
    ])
  return communes
}

/** Fields of the form that say a field of the body otherwise. */
const FORMULAIRE: Record<string, string> = { site_web: 'siteWeb', source_url: 'sourceUrl' }

/** The fields that a body gives, checked as the form is. @throws ErreurSaisie */
async function getDites(ctx: Ctx, type: TypeDispositif, corps: CorrectionDispositif): Promise<Valeurs> {
  const { message: _, communes: __, depuis: ___, valeurs = {}, ...reste } = corps
  const connus = new Set([...type.champs, ...type.indicateurs].map(({ slug }) => slug))
  const inconnus = Object.keys(valeurs).filter((slug) => !connus.has(slug))
  if (inconnus.length > 0)
    throw new ErreurSaisie(inconnus.map((slug) => refuse(`valeurs.${slug}`, 'Ce type de dispositif n’a pas ce champ.')))
  const donnees = Object.fromEntries(
    Object.entries(reste).flatMap(([champ, v]) => (v === undefined ? [] : [[FORMULAIRE[champ] ?? champ, v]])),
  )
  const saisie = {
    ...VIDES.dispositif,
    ...donnees,
    ...{ porteur: await getPorteur(ctx, corps.organisme), organisme: corps.organisme ?? undefined },
    siege: corps.commune ?? null,
    valeurs: Object.fromEntries(Object.entries(valeurs).map(([slug, v]) => [slug, String(v ?? '')])),
  }
  const dites = listChampsDescription(type, await tellCorps(getDescription(ctx, type, saisie)))
  const champs = [...Object.keys(donnees), ...Object.keys(valeurs).map((slug) => `valeurs.${slug}`)]
  return Object.fromEntries(champs.map((champ) => [champ, dites[champ]]))
}

/** A correction of a dispositif that a program gives: who coordinates it reads it, whoever holds the key. */
export const proposerChampsDispositif = defineAction({
  nom: 'proposerChampsDispositif',
  entree: z.object({ id: identifiant, corps: schemaCorrectionDispositif }),
  charger: chargerDispositif,
  politique: (acteur, d: DispositifLu) =>
    politiqueCorriger(acteur, d) || (d.publication === 'publie' && dispositifPolicy.peut(acteur, 'modifier', d)),
  trace: 'dispositif.correction',
  objet: objetDispositif,
  executer: async (ctx, { corps }, d) => {
    const type = getTypeDemande(d.type)
    const change = listChanges(listChampsDescription(type, d), await getDites(ctx, type, corps))
    const communes = await getCommunes(ctx, d, corps.communes)
    const { depuis = null, message } = corps
    return tellCorps(createCorrection(ctx, d, change, { communes, depuis, message }))
  },
})
