import { join } from 'node:path';
import type { Handlers } from '../contract/api.ts';
import type { PhpRow, Scan, ScanStage } from '../contract/doctor.ts';
import { AppError } from '../contract/errors.ts';
import { Changes } from '../doctor/changes.ts';
import { considerate } from '../doctor/considerate.ts';
import { type Diagnosis, examine } from '../doctor/doctor.ts';
import type { Php } from '../doctor/inventory/find.ts';
import { SOURCE_NAMES } from '../doctor/inventory/places.ts';
import type { Address } from '../doctor/look/server.ts';
import type { Machine } from '../doctor/machine.ts';
import type { PlanParts } from '../doctor/plan/steps.ts';
import { evidenceText, redacted, reportOf } from '../doctor/report.ts';
import { usesOf } from '../doctor/uses.ts';
import { StepCalls, type StepCallsParts } from './doctor-steps.ts';

export interface DoctorCallsParts {
  machine: Machine;
  plan: PlanParts;
  /** Where PHP is to find a job server. */
  address: () => Address;
  /** The folder of the open workspace. */
  folder: () => string;
  /** How its steps are done. */
  steps: Omit<StepCallsParts, 'changes' | 'home' | 'onProgress'>;
  /** Another stage of a scan has begun, or the scan has ended; a step has begun, written something, or ended. */
  onProgress: () => void;
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

  /** Resolves with null where it was ended. Throws `file-missing` for a PHP that no scan has found. */
  async function scan(asked: string | null): Promise<Scan | null> {
    if (asked !== null && last?.seen.inventory.phps.every(({ paths }) => !paths.includes(asked)) !== false)
      throw new AppError('file-missing', `${asked} does not exist any more.`, { path: asked });
    cancel();
    const abort = new AbortController();
    const { signal } = abort;
    const own: NonNullable<typeof current> = { abort, stage: null };
    current = own;
    const ended = new Promise<null>((resolve) => signal.addEventListener('abort', () => resolve(null), { once: true }));
    const examined = examine(
      considerate(machine, signal),
      {
        address: address(),
        folder: folder(),
        ...(asked !== null && { php: asked }),
        onProgress: (stage) => {
          own.stage = stage;
          onProgress();
        },
      },
      plan,
    );
    try {
      const diagnosis = await Promise.race([ended, examined]);
      if (diagnosis === null) return null;
      last = diagnosis;
      const applied = await changes.list();
      const php = diagnosis.seen.php?.path ?? null;
      const found = { ...scanOf(diagnosis), plans: steps.show(diagnosis.plans, php, applied), applied };
      if (asked === null) order = found.phps.map(({ path }) => path);
      const place = ({ path }: PhpRow) => (order.includes(path) ? order.indexOf(path) : order.length);
      return { ...found, phps: found.phps.toSorted((a, b) => place(a) - place(b)) };
    } finally {
      if (current === own) current = undefined;
      onProgress();
    }
  }

  return {
    async close() {
      cancel();
      await steps.close();
    },
    handlers: {
      ...steps.handlers,
      'doctor.scan': ({ php }) => scan(php),
      'doctor.progress': () => current?.stage ?? null,
      'doctor.cancel': cancel,
      'doctor.report': () => (last === undefined ? null : redacted(reportOf(last), last.seen.home)),
    },
  };
}

function scanOf({ seen, summary, findings }: Diagnosis): Omit<Scan, 'plans' | 'applied'> {
  return {
    summary,
    phps: seen.inventory.phps.map((php) => ({ ...rowOf(php), uses: usesOf(seen, php) })),
    php: seen.php?.path ?? null,
    findings: findings.map((finding) => ({
      ...finding,
      evidence: finding.evidence.map((evidence) => ({
        kind: evidence.kind,
        what: evidenceText(evidence),
        end: evidence.kind === 'command' ? evidence.end : null,
        excerpt: evidence.excerpt,
      })),
    })),
  };
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
