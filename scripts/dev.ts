/** `npm run dev`: the server restarts and the islands are rebuilt at each change. */
import { spawn } from 'node:child_process'

const processus = [
  spawn('vite', ['build', '--watch', '--logLevel', 'warn'], { stdio: 'inherit' }),
  spawn('node', ['--watch-path=src', '--watch-path=db', '--import', 'tsx', 'src/main.ts'], {
    stdio: 'inherit',
    env: { MAILLAGE_DEMO: '1', ...process.env },
  }),
]
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    for (const p of processus) p.kill('SIGTERM')
  })
}
