import { parentPort, workerData } from 'node:worker_threads'
import { computeResultat, type Entrees } from './calcul.ts'

// A thread for one computation: see calcul.formats.ts.
parentPort?.postMessage(computeResultat(workerData as Entrees))
