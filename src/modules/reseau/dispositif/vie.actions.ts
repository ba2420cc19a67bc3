import { z } from 'zod'
import { defineAction } from '#core/action.ts'
import { ErreurIntrouvable, ErreurSaisie } from '#core/errors.ts'
import { formatJour } from '#core/jour.ts'
import { identifiant, ligneOuNull, liste } from '#core/saisie.ts'
import { chargerDispositif, objetDispositif } from './dispositif.actions.ts'
import { ETATS_MISSION, type EtatMission, type MissionSuivie } from './echeance.ts'
import { addChange } from './ecriture.actions.ts'
import { addEtape, removeEtape } from './etape.queries.ts'
import { listMissions, updateMission } from './mission.queries.ts'
import { getTypeDe, politiqueModifier } from './page.queries.ts'
import { dateOuNull, urlOuNull } from './saisie.ts'
import { getEtape } from './type.ts'

const commun = { charger: chargerDispositif, politique: politiqueModifier, objet: objetDispositif }

/** A stage that was reached, with its date, what is there of what it asks, and what proves it. */
export const ajouterEtape = defineAction({
  nom: 'ajouterEtape',
  entree: z.object({
    id: identifiant,
    etape: z.string(),
    date: dateOuNull,
    note: ligneOuNull(500),
    sourceUrl: urlOuNull,
    contenus: liste(z.string()),
  }),
  ...commun,
  trace: 'dispositif.etape',
  executer: async (ctx, { id, etape: slug, date, contenus, ...reste }, d) => {
    const etape = getEtape(getTypeDe(d), slug)
    if (!etape) throw new ErreurSaisie([{ field: 'etape', message: 'Choisissez une étape.' }])
    if (date === null) throw new ErreurSaisie([{ field: 'date', message: 'Dites quand elle a été atteinte.' }])
    if (date > formatJour(ctx.maintenant))
      throw new ErreurSaisie([
        { field: 'date', message: 'Cette date est à venir\u00a0: notez l’étape quand elle est atteinte.' },
      ])
    const connus = etape.contenus.map((c) => c.slug).filter((c) => contenus.includes(c))
    await addEtape(ctx, id, { etape: slug, date, contenus: connus, ...reste })
    await addChange(ctx, id, 'modification', { apres: { etape: slug, date } })
    return id
  },
})

/** Takes a stage away that was written by mistake. */
export const retirerEtape = defineAction({
  nom: 'retirerEtape',
  entree: z.object({ id: identifiant, etape: identifiant }),
  ...commun,
  trace: 'dispositif.etape.retrait',
  executer: async (ctx, { id, etape }) => {
    const avant = await removeEtape(ctx, id, etape)
    if (avant === null) throw new ErreurIntrouvable('étape')
    await addChange(ctx, id, 'modification', {
      avant: { etape: avant.etape, date: avant.date },
      apres: { etape: null, date: null },
    })
    return id
  },
})

const ligneMission = z.object({
  etat: z.enum(['', ...(Object.keys(ETATS_MISSION) as EtatMission[])]).catch(''),
  debut: dateOuNull,
  deploiement: dateOuNull,
  note: ligneOuNull(500),
})

/** The state of every mission, in one form; a mission without state is left as it is. */
export const suivreMissions = defineAction({
  nom: 'suivreMissions',
  entree: z.object({ id: identifiant, missions: z.record(z.string(), ligneMission).catch({}).default({}) }),
  ...commun,
  trace: 'dispositif.missions',
  executer: async (ctx, { id, missions }, d) => {
    const type = getTypeDe(d)
    const avant = new Map((await listMissions(ctx, id)).map((m) => [m.mission, m]))
    const suivies = type.missions.flatMap(({ slug }): MissionSuivie[] => {
      const ligne = missions[slug]
      return ligne && ligne.etat !== '' ? [{ ...ligne, etat: ligne.etat, mission: slug }] : []
    })
    const fautes = suivies.filter((m) => m.debut !== null && m.deploiement !== null && m.deploiement < m.debut)
    if (fautes.length > 0)
      throw new ErreurSaisie(
        fautes.map((m) => ({
          field: `missions.${m.mission}.deploiement`,
          message: 'Une mission n’est pas déployée avant d’avoir démarré.',
        })),
      )
    for (const m of suivies) {
      const ancienne = avant.get(m.mission) ?? null
      if (JSON.stringify(ancienne) === JSON.stringify(m)) continue
      await updateMission(ctx, id, m)
      await addChange(ctx, id, 'modification', { avant: { mission: ancienne }, apres: { mission: m } })
    }
    return id
  },
})
