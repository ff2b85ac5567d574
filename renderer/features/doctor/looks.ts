import type { FindingState, PhpRow, Risk, ShownFinding, ShownStep } from '../../../main/contract/doctor.ts';
import type { Look } from '../../ui/glyphs.tsx';

export const FINDING_LOOKS: Record<FindingState, Look> = {
  fail: { mark: 'error', tone: 'error' },
  warn: { mark: 'warn', tone: 'warn' },
  unknown: { mark: 'queued', tone: 'idle' },
  info: { mark: 'info', tone: 'idle' },
  pass: { mark: 'ok', tone: 'ok' },
  skip: { mark: 'skip', tone: 'idle' },
};

/** The worst first. */
export const STATE_ORDER = Object.keys(FINDING_LOOKS) as FindingState[];

export const PHP_LOOKS: Record<PhpRow['state'], Look> = {
  loaded: { mark: 'ok', tone: 'ok' },
  absent: { mark: 'skip', tone: 'idle' },
  broken: { mark: 'error', tone: 'error' },
  'not-run': { mark: 'queued', tone: 'idle' },
};

export const RISK_BADGES: Record<Risk, string> = {
  none: 'badge',
  'own-files': 'badge badge--info',
  packages: 'badge badge--info',
  administrator: 'badge badge--warn',
  explained: 'badge',
};

/** What is to be looked at: what fails or warns. */
export const isAmiss = ({ state }: Pick<ShownFinding, 'state'>): boolean => state === 'fail' || state === 'warn';

/** What is well, or does not matter here. */
export const isWell = ({ state }: Pick<ShownFinding, 'state'>): boolean => state === 'pass' || state === 'skip';

export const STEP_LOOKS: Record<Exclude<ShownStep['state'], 'open'> | 'running', Look> = {
  done: { mark: 'ok', tone: 'ok' },
  failed: { mark: 'error', tone: 'error' },
  running: { mark: 'running', tone: 'active' },
};
