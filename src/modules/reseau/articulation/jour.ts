/** The calendar day of an instant in Paris, ISO. */
export const formatJour = (instant: Date): string => instant.toLocaleDateString('sv-SE', { timeZone: 'Europe/Paris' })
