import type { RunState } from '../../../main/contract/runs.ts';
import type { SubmissionState } from '../../../main/contract/submission.ts';
import type { Look } from '../../ui/glyphs.tsx';

export const LOOKS: Record<SubmissionState, Look> = {
  sending: { mark: 'queued', tone: 'idle' },
  queued: { mark: 'queued', tone: 'idle' },
  running: { mark: 'running', tone: 'active' },
  accepted: { mark: 'ok', tone: 'ok' },
  done: { mark: 'ok', tone: 'ok' },
  failed: { mark: 'error', tone: 'error' },
  exception: { mark: 'exception', tone: 'error' },
  broken: { mark: 'error', tone: 'error' },
  abandoned: { mark: 'skip', tone: 'idle' },
};

export const RUN_LOOKS: Record<RunState, Look> = {
  checking: { mark: 'queued', tone: 'idle' },
  running: { mark: 'running', tone: 'active' },
  done: { mark: 'ok', tone: 'ok' },
  cancelled: { mark: 'skip', tone: 'idle' },
  failed: { mark: 'error', tone: 'error' },
};
