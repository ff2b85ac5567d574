import type { WorkerState } from '../../../main/contract/workers.ts';
import type { Look } from '../../ui/glyphs.tsx';

/** Each state of a worker as a sign; its word is `worker.` and the state. */
export const WORKER_LOOKS: Record<WorkerState, Look> = {
  starting: { mark: 'queued', tone: 'active' },
  idle: { mark: 'queued', tone: 'active' },
  sleeping: { mark: 'queued', tone: 'idle' },
  working: { mark: 'running', tone: 'active' },
  quiet: { mark: 'pause', tone: 'idle' },
  reconnecting: { mark: 'warn', tone: 'warn' },
  'back-off': { mark: 'warn', tone: 'warn' },
  failed: { mark: 'error', tone: 'error' },
  stopping: { mark: 'skip', tone: 'idle' },
  stopped: { mark: 'skip', tone: 'idle' },
};
