import type { Evidence, Finding } from '../../contract/doctor.ts';
import type { FixId } from '../../contract/doctor-words.ts';
import { commandEvidence } from '../checks/check.ts';
import type { Attempt, Script } from './attempt.ts';
import { clientFault, exceptionFault, type Fault, workerFault } from './faults.ts';

/** What was attempted; in the place of the drop-in's attempt, why there is none. */
export interface Attempts {
  dropIn: Attempt | 'old-php' | 'missing';
  extension: Attempt | null;
  /** The version of the extension. */
  version: string;
}

type Verdict = Omit<Finding, 'check' | 'group'>;

/** What the attempts come to, check by check. */
export function proofFindings({ dropIn, extension, version }: Attempts): Finding[] {
  const tried = extension ?? (typeof dropIn === 'object' ? dropIn : null);
  const verdicts: Record<'E2E-01' | 'E2E-02' | 'E2E-03' | 'E2E-04', Verdict> = {
    'E2E-01':
      typeof dropIn === 'string'
        ? plain('skip', { text: `E2E-01.${dropIn}` })
        : jobVerdict(dropIn, workerFault(dropIn) ?? clientFault(dropIn), {
            text: 'E2E-01.works',
            values: { ms: took(dropIn) },
          }),
    'E2E-02': extension === null ? NOT_LOADED : submitted(extension, version),
    'E2E-03': extension === null ? NOT_LOADED : worked(extension),
    'E2E-04': tried === null ? plain('skip', { text: 'E2E-04.not-tried' }) : excepted(tried),
  };
  return (Object.keys(verdicts) as (keyof typeof verdicts)[]).map((check) => ({
    check,
    group: 'proof',
    ...verdicts[check],
  }));
}

/** Whether a job came through, there and back. */
export const isProven = (attempt: Attempt): boolean => workerFault(attempt) === null && hasAnswer(attempt);

/** The time of the job as its client saw it, ms; below one with a decimal. */
export function took({ client }: Attempt): number {
  const ms = Number(client?.told.get('took') ?? 0);
  return ms < 1 ? Math.max(0.1, Math.round(ms * 10) / 10) : Math.round(ms);
}

const hasAnswer = (attempt: Attempt): boolean => attempt.client !== null && clientFault(attempt) === null;

function submitted(attempt: Attempt, version: string): Verdict {
  if (attempt.client === null) return plain('unknown', { text: 'E2E.not-submitted' });
  return jobVerdict(attempt, clientFault(attempt), { text: 'E2E-02.works', values: { version, ms: took(attempt) } });
}

function worked(attempt: Attempt): Verdict {
  const { worker } = attempt;
  const fault = workerFault(attempt);
  if (fault !== null) return { ...plain('fail', fault, REINSTALL), evidence: [said(worker)] };
  return worker.told.has('got')
    ? { ...plain('pass', { text: 'E2E-03.works' }), evidence: [said(worker)] }
    : { ...plain('unknown', { text: 'E2E-03.no-job' }), evidence: [said(worker)] };
}

function excepted(attempt: Attempt): Verdict {
  if (!hasAnswer(attempt)) return plain('unknown', { text: 'E2E-04.not-tried' });
  const fault = exceptionFault(attempt);
  const evidence = said(attempt.client as Script);
  return { ...plain(fault === null ? 'pass' : 'fail', fault ?? { text: 'E2E-04.works' }), evidence: [evidence] };
}

function jobVerdict(attempt: Attempt, fault: Fault | null, well: Fault): Verdict {
  const { way, client, worker, name, packets } = attempt;
  const heard: Evidence[] = packets.length === 0 ? [] : [{ kind: 'packets', name, packets }];
  const commands = fault === null ? [] : [said(worker), ...(client === null ? [] : [said(client)])];
  const evidence = [...commands, ...heard];
  return fault === null
    ? { ...plain('pass', well), evidence }
    : { ...plain('fail', fault, way === 'extension' ? REINSTALL : []), evidence };
}

const REINSTALL: readonly FixId[] = ['install-package', 'tap-and-install', 'build', 'drop-in'];

const plain = (state: Finding['state'], { text, values = {} }: Fault, fixes: readonly FixId[] = []): Verdict => ({
  state,
  text,
  values,
  evidence: [],
  fixes,
});

const NOT_LOADED = plain('skip', { text: 'E2E.not-loaded' });

/** What was run, with what it wrote that is not for us alone. */
const said = ({ ran }: Script): Evidence => commandEvidence(ran);
