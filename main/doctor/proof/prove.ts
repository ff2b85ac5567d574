import { toldOf } from '../checks/check.ts';
import type { Diagnosis } from '../doctor.ts';
import type { Machine } from '../machine.ts';
import { compareVersions } from '../versions.ts';
import { type Attempt, attempt } from './attempt.ts';
import { type Attempts, isProven, proofFindings, took } from './findings.ts';
import type { ProofServer } from './server.ts';

export interface ProofParts {
  machine: Machine;
  server: ProofServer;
  /** The PHP client that takes the place of the extension; null where it is not at hand. */
  client: string | null;
  /** The folder of the proof's scripts. */
  scripts: string;
  signal: AbortSignal;
}

/** The first PHP that the drop-in is written for. */
const DROP_IN_FROM = '7.4';

/**
 * Lets the PHP of a diagnosis do real jobs, through the extension where it is loaded and through the drop-in, and adds to the
 * diagnosis what came of it. Runs our own scripts and nothing of the person's. Where it has been ended it means nothing.
 */
export async function prove(diagnosis: Diagnosis, parts: ProofParts): Promise<Diagnosis> {
  const { seen, findings } = diagnosis;
  const told = toldOf(seen);
  const program = seen.php?.path;
  const rest = findings.filter(({ group }) => group !== 'proof');
  if (told === null || program === undefined) return { ...diagnosis, findings: rest };
  const { machine, server, client, scripts, signal } = parts;
  const same = { machine, server, scripts, signal };

  // The extension goes before the drop-in: without ini files it is not loaded, nor is what else is.
  const without = told.gearman === null ? [] : ['-n'];
  // What runs before each script is somebody's, unless it is the drop-in.
  const prepend = seen.ini.dropIn === null ? ['-d', 'auto_prepend_file='] : [];
  const dropIn: Attempts['dropIn'] =
    compareVersions(told.version, DROP_IN_FROM) < 0
      ? 'old-php'
      : client === null
        ? 'missing'
        : await attempt({ ...same, way: 'drop-in', php: [program, ...without, ...prepend], client });
  const extension =
    told.gearman === null
      ? null
      : await attempt({ ...same, way: 'extension', php: [program, '-d', 'auto_prepend_file='], client: '' });
  const attempts = { dropIn, extension, version: told.gearman ?? '' };
  return {
    ...diagnosis,
    summary: summaryOf(diagnosis, attempts, told.version),
    findings: [...rest, ...proofFindings(attempts)],
  };
}

/** The sentence that goes before all, now that it is known. */
function summaryOf({ seen, summary }: Diagnosis, { dropIn, extension, version }: Attempts, php: string) {
  const proven = (each: Attempt | string | null): each is Attempt =>
    typeof each === 'object' && each !== null && isProven(each);
  if (extension !== null)
    return proven(extension)
      ? ({ text: 'summary.proven', values: { version, php, ms: took(extension) } } as const)
      : ({ text: 'summary.unproven', values: { version, php } } as const);
  const switchedOn = seen.ini.dropIn !== null;
  if (proven(dropIn))
    return {
      text: switchedOn ? 'summary.drop-in-proven' : 'summary.drop-in-would',
      values: { php, ms: took(dropIn) },
    } as const;
  return switchedOn ? ({ text: 'summary.drop-in-unproven', values: { php } } as const) : summary;
}
