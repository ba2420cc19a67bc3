/** A command that was called with the wrong arguments: the command line answers with its usage, and 2. */
export class ErreurUsage extends Error {}
