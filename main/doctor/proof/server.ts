import type { ProofPacket } from '../../contract/doctor.ts';
import type { Address } from '../look/server.ts';

/** What the names of a proof's functions begin with, so that they are nobody else's. */
const PREFIX = 'gearbench-proof-';

export const proofName = (own: string): string => PREFIX + own;

/** Whether a function is one of a proof: what shows other people's work leaves it out. */
export const isOfProof = (name: string): boolean => name.startsWith(PREFIX);

/** A job server of ours, as a proof needs it. Functions are known by what their names begin with. */
export interface ProofServer {
  readonly address: Address;
  /** Whether a worker can do the function. */
  isServed(name: string): boolean;
  /** Forgets the functions when their workers have gone. */
  forget(name: string): Promise<void>;
  /** What the server and the connections that named the functions have said to each other. They are marked as our own. */
  heard(name: string): Promise<readonly ProofPacket[]>;
}
