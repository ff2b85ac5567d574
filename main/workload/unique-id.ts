import { createHash } from 'node:crypto';

/** As many characters of a hash as make two workloads with the same one unlikely for good. */
const CHARACTERS = 32;

export const hashOf = (workload: Buffer): string => createHash('sha256').update(workload).digest('hex');

/** The unique ID that the hash of a workload makes. docs/submitting.md. */
export const idOfHash = (hash: string): string => hash.slice(0, CHARACTERS);
