import { execFile, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, readFileSync, statSync } from 'node:fs'
import { promisify } from 'node:util'
import { ErreurBase } from '../db-errors.ts'

/** The system account that runs PostgreSQL, and owns its files. */
export interface Account {
  /** Runs a program as this account. Resolves with its exit code and all that it said. */
  run(program: string, args: string[]): Promise<{ code: number; output: string }>
  /** Gives a file or a folder to this account. */
  own(path: string): void
}

interface Ids {
  uid: number
  gid: number
}

const COMPTE = 'maillage'

/**
 * PostgreSQL refuses to run as root. Under root, it runs as the owner of the data it finds, else as `postgres`,
 * else as a system account `maillage` that is created. Any other account runs it itself.
 * @param dossier folder of the installation, absolute, existing. @param donnees its data folder, perhaps absent.
 * @throws ErreurBase when no account can be found or created, or none can reach the folder.
 */
export async function getAccount(dossier: string, donnees: string, program: string): Promise<Account> {
  if (process.getuid?.() !== 0) return { run: (p, args) => runProgram(p, args), own: () => undefined }

  const ids = getOwner(donnees) ?? (await getIds('postgres')) ?? (await getIds(COMPTE)) ?? (await createAccount())
  // The account must cross the folder to reach its own part of it.
  chmodSync(dossier, statSync(dossier).mode | 0o011)
  const wrapper = getWrapper(ids, dossier, program)
  return {
    run: (p, args) => (wrapper ? runProgram('setpriv', [...wrapper, p, ...args]) : runProgram(p, args, ids)),
    own: (path) => chownSync(path, ids.uid, ids.gid),
  }
}

function getOwner(donnees: string): Ids | null {
  const stat = statSync(donnees, { throwIfNoEntry: false })
  return stat && stat.uid !== 0 ? { uid: stat.uid, gid: stat.gid } : null
}

async function getIds(name: string): Promise<Ids | null> {
  const [uid, gid] = await Promise.all([runProgram('id', ['-u', name]), runProgram('id', ['-g', name])])
  return uid.code === 0 && gid.code === 0 ? { uid: Number(uid.output), gid: Number(gid.output) } : null
}

async function createAccount(): Promise<Ids> {
  const args = [
    '--system',
    '--user-group',
    '--no-create-home',
    '--home-dir',
    '/',
    '--shell',
    '/usr/sbin/nologin',
    COMPTE,
  ]
  const { output } = await runProgram('useradd', args)
  const ids = await getIds(COMPTE)
  if (ids) return ids
  throw new ErreurBase(
    `PostgreSQL ne s’exécute pas sous root, et le compte système « ${COMPTE} » n’a pas pu être créé (${output.trim()}). ` +
      'Lancez Maillage sous un compte ordinaire, créez un compte « postgres », ou indiquez votre serveur dans DATABASE_URL.',
  )
}

/**
 * Arguments of `setpriv` where the account cannot cross the folders above (a project under /root), null where it can.
 * The server then keeps one capability, to cross folders, and none other of root's. `no_setuid_fixup` because the
 * kernel drops it from access(2), by which PostgreSQL looks for its own program, without that bit.
 */
function getWrapper(ids: Ids, dossier: string, program: string): string[] | null {
  const reaches = (command: string, args: string[], as: Partial<Ids>) =>
    [dossier, program].every((path) => spawnSync(command, [...args, path], { ...as, cwd: '/' }).status === 0)
  if (reaches('test', ['-x'], ids)) return null

  const capability = `-all,+${hasCapability(CAP_DAC_READ_SEARCH) ? 'dac_read_search' : 'dac_override'}`
  const wrapper = [
    ...[`--reuid=${ids.uid}`, `--regid=${ids.gid}`, '--clear-groups', '--securebits=+no_setuid_fixup'],
    ...['--inh-caps', '--ambient-caps', '--bounding-set'].map((option) => `${option}=${capability}`),
  ]
  if (reaches('setpriv', [...wrapper, 'test', '-x'], {})) return wrapper
  throw new ErreurBase(
    `Le compte système qui fait tourner PostgreSQL ne peut pas traverser les dossiers qui mènent à « ${dossier} » ou à « ${program} ». ` +
      'Placez le projet hors d’un dossier privé comme /root, lancez Maillage sous un compte ordinaire, ou indiquez votre serveur dans DATABASE_URL.',
  )
}

const CAP_DAC_READ_SEARCH = 2

function hasCapability(bit: number): boolean {
  const effective = /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0'
  return ((BigInt(`0x${effective}`) >> BigInt(bit)) & 1n) === 1n
}

const execute = promisify(execFile)

export async function runProgram(program: string, args: string[], ids: Partial<Ids> = {}) {
  try {
    const { stdout, stderr } = await execute(program, args, { ...ids, cwd: '/', windowsHide: true })
    return { code: 0, output: stdout + stderr }
  } catch (error) {
    // execFile rejects with an Error that carries what the program said and its exit code, or why it could not run.
    const e = error as Error & { code?: number | string; stdout?: string; stderr?: string }
    const code = typeof e.code === 'number' ? e.code : -1
    return { code, output: code === -1 ? e.message : `${e.stdout ?? ''}${e.stderr ?? ''}` }
  }
}
