/** Figures of job servers, as they are served for Prometheus while that is switched on. */

import type { Failure } from './errors.ts';

/** Where they are served unless the person chooses otherwise. Nobody else has it in Prometheus' list of ports. */
export const EXPORTER_PORT = 9418;

/** `details` of a failure are the port, who holds it (`name`, `pid`) and one that is free (`freePort`), as far as they are known. */
export type ExporterState =
  | { state: 'off' }
  | { state: 'serving'; url: string }
  | { state: 'failed'; failure: Failure };
