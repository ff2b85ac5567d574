import type { Handlers } from '../contract/api.ts';
import type { PhpRow, Scan, ScanStage } from '../contract/doctor.ts';
import { AppError } from '../contract/errors.ts';
import { considerate } from '../doctor/considerate.ts';
import { type Diagnosis, examine } from '../doctor/doctor.ts';
import type { Php } from '../doctor/inventory/find.ts';
import { SOURCE_NAMES } from '../doctor/inventory/places.ts';
import type { Address } from '../doctor/look/server.ts';
import type { Machine } from '../doctor/machine.ts';
import type { PlanParts } from '../doctor/plan/steps.ts';
import { commandText, evidenceText, redacted, reportOf } from '../doctor/report.ts';
import { usesOf } from '../doctor/uses.ts';

export interface DoctorCallsParts {
  machine: Machine;
  plan: PlanParts;
  /** Where PHP is to find a job server. */
  address: () => Address;
  /** The folder of the open workspace. */
  folder: () => string;
  /** Another stage of a scan has begun, or the scan has ended. */
  onProgress: () => void;
}

type Calls = Extract<keyof Handlers, `doctor.${string}`>;

export interface DoctorCalls {
  handlers: Pick<Handlers, Calls>;
  /** Ends the scan that goes on. */
  cancel(): void;
}

/** What the window asks of the PHP doctor. */
export function doctorCalls({ machine, plan, address, folder, onProgress }: DoctorCallsParts): DoctorCalls {
  let last: Diagnosis | undefined;
  /** Where each PHP stands in the list, whichever was looked at last. */
  let order: readonly string[] = [];
  let current: { abort: AbortController; stage: ScanStage | null } | undefined;

  /** Whoever waits for the scan is answered at once; what it has started comes to its end by itself. */
  const cancel = () => current?.abort.abort();

  /** Resolves with null where it was ended. Throws `file-missing` for a PHP that no scan has found. */
  async function scan(php: string | null): Promise<Scan | null> {
    if (php !== null && last?.seen.inventory.phps.every(({ paths }) => !paths.includes(php)) !== false)
      throw new AppError('file-missing', `${php} does not exist any more.`, { path: php });
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
        ...(php !== null && { php }),
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
      const found = scanOf(diagnosis);
      if (php === null) order = found.phps.map(({ path }) => path);
      const place = ({ path }: PhpRow) => (order.includes(path) ? order.indexOf(path) : order.length);
      return { ...found, phps: found.phps.toSorted((a, b) => place(a) - place(b)) };
    } finally {
      if (current === own) current = undefined;
      onProgress();
    }
  }

  return {
    cancel,
    handlers: {
      'doctor.scan': ({ php }) => scan(php),
      'doctor.progress': () => current?.stage ?? null,
      'doctor.cancel': cancel,
      'doctor.report': () => (last === undefined ? null : redacted(reportOf(last), last.seen.home)),
    },
  };
}

function scanOf({ seen, summary, findings, plans }: Diagnosis): Scan {
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
    plans: plans.map(({ way, steps }) => ({
      way,
      steps: steps.map((step) => ({ ...step, command: commandText(step) })),
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
