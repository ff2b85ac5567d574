import { join } from 'node:path';
import type { Handlers } from '../contract/api.ts';
import type { Evidence, PhpRow, Scan, ScanStage, ShownEvidence, Snippets } from '../contract/doctor.ts';
import { AppError } from '../contract/errors.ts';
import { Changes } from '../doctor/changes.ts';
import { considerate } from '../doctor/considerate.ts';
import type { Diagnosis } from '../doctor/doctor.ts';
import type { Php } from '../doctor/inventory/find.ts';
import { SOURCE_NAMES } from '../doctor/inventory/places.ts';
import type { LookOptions } from '../doctor/look/seen.ts';
import type { Address } from '../doctor/look/server.ts';
import type { Machine } from '../doctor/machine.ts';
import type { PlanParts } from '../doctor/plan/steps.ts';
import { prove } from '../doctor/proof/prove.ts';
import type { ProofServer } from '../doctor/proof/server.ts';
import { evidenceText, reportOf } from '../doctor/report.ts';
import { snippetsOf } from '../doctor/snippets.ts';
import { usesOf } from '../doctor/uses.ts';
import { addressOf } from '../net/dial.ts';
import { redacted } from '../util/redacted.ts';
import { explain } from './doctor-explain.ts';
import { StepCalls, type StepCallsParts } from './doctor-steps.ts';

export interface DoctorCallsParts {
  /** Looks at the computer; ended by the signal it starts nothing more. */
  examine: (look: Omit<LookOptions, 'onProgress'>, watch: ScanWatch) => Promise<Diagnosis>;
  /** For proofs. */
  machine: Machine;
  plan: PlanParts;
  /** Where PHP is to find a job server. */
  address: () => Address;
  /** The server that a proof goes through; undefined while it does not run. */
  proofServer: () => ProofServer | undefined;
  /** The folder of the proof's scripts. */
  scripts: string;
  /** The folder of the open workspace. */
  folder: () => string;
  /** How its steps are done. */
  steps: Omit<StepCallsParts, 'changes' | 'home' | 'onProgress'>;
  /** Another stage of a scan has begun, or the scan has ended; a step has begun, written something, or ended. */
  onProgress: () => void;
}

export interface ScanWatch {
  signal: AbortSignal;
  onStage: (stage: ScanStage) => void;
}

type Calls = Extract<keyof Handlers, `doctor.${string}`>;

export interface DoctorCalls {
  handlers: Pick<Handlers, Calls>;
  /** Ends the scan that goes on, and the step. */
  close(): Promise<void>;
}

/** What the window asks of the PHP doctor. */
export function doctorCalls(parts: DoctorCallsParts): DoctorCalls {
  const { machine, plan, address, folder, onProgress } = parts;
  const changes = new Changes(join(plan.folder, 'changes'));
  const steps = new StepCalls({ ...parts.steps, changes, home: machine.home, onProgress });
  let last: Diagnosis | undefined;
  /** Where each PHP stands in the list, whichever was looked at last. */
  let order: readonly string[] = [];
  let current: { abort: AbortController; stage: ScanStage | null } | undefined;

  /** Whoever waits for the scan is answered at once; what it has started comes to its end by itself. */
  const cancel = () => current?.abort.abort();

  /** Does one thing at a time: the next one ends the one before. Resolves with null where it was ended. */
  async function oneAtATime(work: (signal: AbortSignal, at: (stage: ScanStage) => void) => Promise<Diagnosis>) {
    cancel();
    const abort = new AbortController();
    const { signal } = abort;
    const own: NonNullable<typeof current> = { abort, stage: null };
    current = own;
    const ended = new Promise<null>((resolve) => signal.addEventListener('abort', () => resolve(null), { once: true }));
    const at = (stage: ScanStage) => {
      own.stage = stage;
      onProgress();
    };
    try {
      const diagnosis = await Promise.race([ended, work(signal, at)]);
      if (diagnosis !== null) last = diagnosis;
      return diagnosis;
    } finally {
      if (current === own) current = undefined;
      onProgress();
    }
  }

  /** Throws `file-missing` for a PHP that no scan has found. */
  async function scan(php: string | null, online: boolean): Promise<Scan | null> {
    if (php !== null && last?.seen.inventory.phps.every(({ paths }) => !paths.includes(php)) !== false)
      throw new AppError('file-missing', `${php} does not exist any more.`, { path: php });
    const diagnosis = await oneAtATime((signal, onStage) => {
      const where = { address: address(), folder: folder(), online, ...(php !== null && { php }) };
      return parts.examine(where, { signal, onStage });
    });
    if (diagnosis === null) return null;
    if (php === null) order = rowsOf(diagnosis).map(({ path }) => path);
    return inOrder(diagnosis);
  }

  /** Throws `file-missing` where no scan has looked at that PHP, and `server-not-running`. */
  async function proveIn(php: string): Promise<Scan | null> {
    const before = last;
    if (before?.seen.php?.path !== php) throw new AppError('file-missing', `${php} was not looked at.`, { path: php });
    const server = parts.proofServer();
    if (server === undefined) throw new AppError('server-not-running', 'The job server does not run. Start it first.');
    const diagnosis = await oneAtATime((signal, onStage) => {
      onStage('proof');
      return prove(before, {
        machine: considerate(machine, signal),
        ...{ server, client: plan.client, scripts: parts.scripts, signal },
      });
    });
    return diagnosis && inOrder(diagnosis);
  }

  /** PHPs stay where the first scan has put them, whichever is looked at. */
  async function inOrder(diagnosis: Diagnosis): Promise<Scan> {
    const place = ({ path }: PhpRow) => (order.includes(path) ? order.indexOf(path) : order.length);
    const applied = await changes.list();
    const plans = steps.show(diagnosis.plans, diagnosis.seen.php?.path ?? null, applied);
    const phps = rowsOf(diagnosis).toSorted((a, b) => place(a) - place(b));
    return { ...scanOf(diagnosis), phps, plans, applied };
  }

  function snippets(name: string): Snippets {
    const client = plan.client ?? 'gearman.php';
    const switchedOn = last !== undefined && last.seen.ini.dropIn !== null;
    const there = { address: address(), name, php: last?.seen.php?.path ?? 'php', dropIn: switchedOn ? null : client };
    return { address: addressOf(there.address), dropIn: client, switchedOn, ways: snippetsOf(there) };
  }

  return {
    async close() {
      cancel();
      await steps.close();
    },
    handlers: {
      ...steps.handlers,
      'doctor.scan': ({ php, online }) => scan(php, online),
      'doctor.prove': ({ php }) => proveIn(php),
      'doctor.progress': () => current?.stage ?? null,
      'doctor.cancel': cancel,
      'doctor.snippets': ({ name }) => snippets(name),
      'doctor.explain': ({ text }) => explain(text),
      'doctor.report': () => (last === undefined ? null : redacted(reportOf(last), last.seen.home)),
    },
  };
}

const rowsOf = ({ seen }: Diagnosis): PhpRow[] =>
  seen.inventory.phps.map((php) => ({ ...rowOf(php), uses: usesOf(seen, php) }));

function scanOf({ seen, summary, findings }: Diagnosis): Omit<Scan, 'phps' | 'plans' | 'applied'> {
  return {
    summary,
    php: seen.php?.path ?? null,
    findings: findings.map((finding) => ({
      ...finding,
      evidence: finding.evidence.map(shown),
    })),
  };
}

function shown(evidence: Evidence): ShownEvidence {
  if (evidence.kind === 'packets') return evidence;
  const { kind, excerpt } = evidence;
  return { kind, what: evidenceText(evidence), end: kind === 'command' ? evidence.end : null, excerpt };
}

function rowOf({ path, version, source, cpus, probe }: Php): Omit<PhpRow, 'uses'> {
  const told = probe.state === 'told' ? probe.told : null;
  const broken = probe.ran.end.how === 'not-run' ? 'not-run' : 'broken';
  return {
    path,
    version,
    source:
      source === 'distribution' || source === 'own' ? { kind: source } : { kind: 'maker', name: SOURCE_NAMES[source] },
    cpus,
    state: told === null ? broken : told.gearman === null ? 'absent' : 'loaded',
    gearman: told?.gearman ?? null,
  };
}
