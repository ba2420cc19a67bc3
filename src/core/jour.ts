const jourDeParis = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' })

/** The calendar day of an instant in Paris, ISO (AAAA-MM-JJ). */
export const formatJour = (instant: Date): string => jourDeParis.format(instant)
