import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Handlers, Parsed } from '../contract/api.ts';
import { AppError } from '../contract/errors.ts';
import type { JobEvent } from '../contract/job-event.ts';
import { RUN_JOBS_MOST, type RunPlan } from '../contract/runs.ts';
import type { Workload } from '../contract/submission.ts';
import { addressOf, type Target } from '../net/dial.ts';
import type { Origins } from '../net/origins.ts';
import { ChosenFiles } from '../util/chosen-files.ts';
import type { Dialogs } from '../util/dialogs.ts';
import { markOf } from '../util/json-file.ts';
import { type Making, templateFor, workloadsOf } from '../workload/jobs-of.ts';
import type { LoadPlaces, LoadServer } from '../workload/load.ts';
import { columnsOf, rowsKind } from '../workload/rows-file.ts';
import { Runs } from '../workload/runs.ts';

/** Workloads that a sample has. */
const SAMPLES = 3;
/** Characters of each of them. */
const SAMPLE_CHARACTERS = 2000;

export interface RunCallsParts {
  origins: Origins;
  dialogs: Dialogs;
  /** The embedded server, if it runs. */
  target: () => Target | undefined;
  /** A server somewhere else, as it is reached. Throws where it may not be. */
  reach: (address: string) => Target;
  /** Where it listens, or would. */
  address: () => { host: string; port: number };
  workloadOf: (workload: Workload) => Promise<Buffer>;
  onChange: () => void;
}

type Calls = Extract<keyof Handlers, `runs.${string}`>;

export interface RunCalls {
  handlers: Pick<Handlers, Calls>;
  /** What the embedded server tells of a job. */
  follow(event: JobEvent): void;
  close(): Promise<void>;
}

/** What the window asks of many jobs at once. */
export function runCalls({ origins, dialogs, target, reach, address, workloadOf, onChange }: RunCallsParts): RunCalls {
  const files = new ChosenFiles();
  const runs = new Runs({ origins, onChange });

  async function makingOf({ workload, rows, count, seed }: RunPlan): Promise<Making> {
    const path = rows === null ? null : files.path(rows);
    const made: Making = {
      workload:
        workload.kind === 'template' || workload.kind === 'row'
          ? workload
          : { kind: 'same', bytes: await workloadOf(workload) },
      rows: path === null ? null : await rowsOf(path),
      count: count ?? (path === null ? 1 : RUN_JOBS_MOST),
      seed,
    };
    await templateFor(made); // what is wrong in it is refused at once
    return made;
  }

  function serverFor({ target: wanted }: RunPlan): LoadPlaces {
    if (typeof wanted === 'object' && 'how' in wanted) {
      const servers = wanted.servers.map((each) => (each === 'embedded' ? ours() : theirs(each)));
      return { how: wanted.how, servers };
    }
    if (wanted !== 'embedded') return { how: null, servers: [theirs(addressOf(wanted))] };
    const own = ours();
    if (own.target === undefined)
      throw new AppError('server-not-running', 'The job server does not run. Start it first.');
    return { how: null, servers: [own] };
  }

  const theirs = (at: string): LoadServer => ({ address: at, target: reach(at), isOurs: false });
  const ours = (): LoadServer => ({ address: addressOf(address()), target: target(), isOurs: true });

  async function start(plan: Parsed<'runs.start'>) {
    const places = serverFor(plan);
    const making = await makingOf(plan);
    const size = making.rows === null ? 0 : (await stat(making.rows.path)).size;
    return runs.start({
      plan,
      making,
      places,
      rows: making.rows && { name: basename(making.rows.path), size },
    });
  }

  return {
    follow: (event) => runs.follow(event),
    close: () => runs.close(),
    handlers: {
      'runs.chooseRows': async () => {
        const path = await dialogs.openFile('rows');
        if (path === null) return null;
        const kind = await rowsKind(path);
        return { ...(await files.add(path)), kind, columns: await columnsOf(path, kind) };
      },
      'runs.sample': async (plan) => {
        const samples: string[] = [];
        for await (const workload of workloadsOf(await makingOf(plan))) {
          samples.push(workload.toString('utf8').slice(0, SAMPLE_CHARACTERS));
          if (samples.length === SAMPLES) break;
        }
        return samples;
      },
      'runs.start': start,
      'runs.list': () => runs.list,
      'runs.cancel': () => runs.cancel(),
    },
  };
}

async function rowsOf(path: string): Promise<Making['rows']> {
  const kind = await rowsKind(path);
  return { path, kind, columns: await columnsOf(path, kind), mark: await markOf(path) };
}
