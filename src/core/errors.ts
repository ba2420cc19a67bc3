import type { z } from 'zod'

/** A fault of input, with the dotted path of the field it belongs to (empty: the whole form). */
export interface ErreurChamp {
  field: string
  message: string
}

/** Input refused: answers 422 with the form, what was typed and the list of faults. */
export class ErreurSaisie extends Error {
  readonly erreurs: ErreurChamp[]
  constructor(erreurs: ErreurChamp[]) {
    super(erreurs.map((e) => e.message).join(' '))
    this.erreurs = erreurs
  }
}

/** The object does not exist, or may not be seen by who asks: answers 404 in both cases. */
export class ErreurIntrouvable extends Error {}

/** The gesture is not allowed to who asks. Answers 404 to outsiders, like what does not exist. */
export class ErreurRefus extends Error {}

/** Someone else changed the object since the form was shown: answers 409. */
export class ErreurConflit extends Error {}

/** A call by key that may not be: no key or an unknown one (401), a key without the scope asked (403). */
export class ErreurCle extends Error {
  readonly statut: 401 | 403
  constructor(statut: 401 | 403, message: string) {
    super(message)
    this.statut = statut
  }
}

/** A conditional request: the object changed since (412), the condition is missing (428), no form suits (406). */
export class ErreurCondition extends Error {
  readonly statut: 406 | 412 | 428
  constructor(statut: 406 | 412 | 428, message: string) {
    super(message)
    this.statut = statut
  }
}

/** Too many requests: answers 429 with Retry-After in seconds. */
export class ErreurDebit extends Error {
  readonly attente: number
  constructor(attente: number) {
    super('Trop de demandes en peu de temps.')
    this.attente = attente
  }
}

/** What is asked would wait too long behind what others asked: answers 503 with what to do instead. */
export class ErreurSurcharge extends Error {}

/** Zod issues as field errors, path dotted, message French. */
export function formatErreurs(erreur: z.ZodError): ErreurChamp[] {
  return erreur.issues.flatMap((i) => {
    const chemin = i.path.map(String)
    return i.code === 'unrecognized_keys'
      ? i.keys.map((nom) => ({ field: [...chemin, nom].join('.'), message: 'Ce nom n’est pas attendu ici.' }))
      : [{ field: chemin.join('.'), message: i.message }]
  })
}
