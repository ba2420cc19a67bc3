import { parentPort, workerData } from 'node:worker_threads'
import { computePartitions } from './partition.ts'

/** The thread that groups the areas of one typology, and ends. */
parentPort?.postMessage(computePartitions(workerData))
