/** The package's own types declare a default export that its CommonJS does not have. */
declare module 'robots-parser' {
  interface Robots {
    isAllowed(adresse: string, agent?: string): boolean | undefined
    /** Seconds. */
    getCrawlDelay(agent?: string): number | undefined
  }
  function parseRobots(adresse: string, texte: string): Robots
  export = parseRobots
}
