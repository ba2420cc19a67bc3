import { parentPort, workerData } from 'node:worker_threads'
import { parseBibliographie } from '../bibliographie/bibliographie.ts'

/** The thread that recognises the references of one document, and ends. */
parentPort?.postMessage(parseBibliographie(workerData))
