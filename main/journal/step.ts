import type { JobStep } from '../contract/jobs.ts';
import type { HeardEvent } from './event-columns.ts';

/** An event as a step of its job's story. `size` is how many bytes it brought, where not all are here. */
export function stepOf(event: HeardEvent, at: number, who: (connection: number) => string, size?: number): JobStep {
  switch (event.kind) {
    case 'submitted': {
      const { client, job } = event;
      const bytes = size ?? job.workload.length;
      if (client === null) return { at, kind: 'found', who: null, size: bytes };
      return { at, kind: event.kind, who: who(client), size: bytes };
    }
    case 'joined':
      return { at, kind: event.kind, who: who(event.client), size: null };
    case 'assigned':
      return { at, kind: event.kind, who: who(event.worker), size: null };
    case 'data':
    case 'warning':
    case 'complete':
    case 'exception':
      return { at, kind: event.kind, who: null, size: size ?? event.bytes.byteLength };
    default:
      return { at, kind: event.kind, who: null, size: null };
  }
}
