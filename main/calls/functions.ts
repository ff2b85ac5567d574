import { isDeepStrictEqual } from 'node:util';
import type { Handlers, Parsed } from '../contract/api.ts';
import type { FunctionDefinition, FunctionRow, TestRun } from '../contract/functions.ts';
import type { Workload } from '../contract/submission.ts';
import { type Log, told } from '../util/log.ts';
import type { LoginEnvironment } from '../workers/login-environment.ts';
import { outputText } from '../workers/output-text.ts';
import type { GroupGuard } from '../workers/runner.ts';
import type { Supervisor } from '../workers/supervisor.ts';
import { testRun } from '../workers/test-run.ts';
import { definitionOf } from '../workspace/gearman-command.ts';
import { starters } from '../workspace/starters.ts';
import type { Workspaces } from '../workspace/workspaces.ts';
import { fileName } from './file-name.ts';
import type { SecretValues } from './secret-values.ts';

export interface FunctionCallsParts {
  workspaces: Workspaces;
  supervisor: Supervisor;
  secrets: SecretValues;
  environment: LoginEnvironment;
  guard: GroupGuard;
  log: Log;
  rows: () => FunctionRow[];
  workers: Handlers['workers.list'];
  /** The bytes that it stands for. */
  workloadOf: (workload: Workload) => Promise<Buffer>;
  /** Asks where to; null where the person chose nothing. */
  save: (kind: 'output', bytes: Buffer, suggestion: string) => Promise<string | null>;
  /** Functions or their workers are others. */
  onChange: () => void;
  /** Values of secrets are others. */
  onSecrets: () => void;
}

type Calls = Extract<keyof Handlers, `functions.${string}` | `workers.${string}` | `secrets.${string}`>;

export interface FunctionCalls {
  handlers: Pick<Handlers, Calls>;
  /** The file was read again: what is other in it is ended, and started again as it is now where that may run. */
  follow(before: readonly FunctionDefinition[]): Promise<void>;
  /** Ends all workers and the command that is tried. */
  stopAll(): Promise<void>;
}

/** What the window asks of functions, their workers and their secrets. */
export function functionCalls(parts: FunctionCallsParts): FunctionCalls {
  const { workspaces, supervisor, secrets, environment, guard, log, onChange } = parts;
  /** The command that is tried, or was last. */
  let trial: { abort: AbortController; ended: Promise<unknown> } | undefined;

  /** Throws `not-trusted`, and `secret-missing` where a value is to be asked for first. */
  async function start(name: string): Promise<void> {
    const definition = workspaces.runnable(name);
    const values = await secrets.allOf(definition);
    await environment.known();
    await supervisor.start(definition, workspaces.folder, values);
  }

  async function restart(name: string, as = name): Promise<void> {
    await supervisor.stop(name);
    await start(as);
  }

  /** Runs a command once; the run before is ended first. Throws `not-trusted`, `secret-missing` and `needs-server`. */
  function startTrial(input: Parsed<'functions.testRun'>): Promise<TestRun> {
    const abort = new AbortController();
    const run = endTrial().then(() => runOnce(input, abort.signal));
    trial = { abort, ended: run.catch(() => {}) };
    return run;
  }

  async function endTrial(): Promise<void> {
    trial?.abort.abort();
    await trial?.ended;
  }

  async function runOnce(
    { definition, workload, secrets: given }: Parsed<'functions.testRun'>,
    signal: AbortSignal,
  ): Promise<TestRun> {
    workspaces.mustBeTrusted();
    const home = workspaces.folder;
    const values = await secrets.allOf(definition, given);
    await environment.known();
    return testRun({
      ...{ definition, home, environment: environment.current, guard, signal },
      secrets: values,
      workload: await parts.workloadOf(workload),
    });
  }

  return {
    async follow(before) {
      const { functions, trusted } = workspaces.info;
      for (const old of before.filter(({ name }) => supervisor.isRunning(name))) {
        const now = functions.find(({ name }) => name === old.name);
        if (isDeepStrictEqual(now, old)) continue;
        await supervisor.stop(old.name);
        if (now === undefined || !trusted) continue;
        await start(now.name).catch((error: Error) => log.warn(told`${error}`));
      }
      onChange();
    },
    async stopAll() {
      await Promise.all([supervisor.stopAll(), endTrial()]);
    },
    handlers: {
      'functions.list': () => {
        // Whether a program is missing is said anew when the PATH is known.
        if (workspaces.functions.length > 0) void environment.known();
        return parts.rows();
      },
      'functions.save': async ({ definition, replaces }) => {
        await workspaces.define(definition, replaces);
        onChange();
        const before = replaces ?? definition.name;
        if (supervisor.isRunning(before)) await restart(before, definition.name);
      },
      'functions.fromCommand': ({ text }) => definitionOf(text),
      'functions.starters': async () => {
        await environment.known();
        const { folder } = workspaces;
        return starters({
          programOf: (definition) => supervisor.programOf(definition, folder),
          environment: environment.current,
        });
      },
      'functions.testRun': startTrial,
      'functions.endTestRun': endTrial,
      'functions.remove': async ({ name }) => {
        const removed = await workspaces.remove(name);
        await supervisor.stop(name);
        onChange();
        return removed;
      },

      'workers.start': ({ name }) => start(name),
      'workers.list': parts.workers,
      'workers.stop': ({ name }) => supervisor.stop(name),
      'workers.act': ({ action, name, worker }) => supervisor.act(action, name, worker),
      'workers.scale': ({ name, workers }) => supervisor.scale(name, workers),
      'workers.output': ({ name, worker, after }) => supervisor.output(name, worker, after),
      'workers.saveOutput': ({ name, worker }) =>
        parts.save(
          'output',
          Buffer.from(outputText(supervisor.output(name, worker))),
          `${fileName(worker ?? name)}.log`,
        ),

      'secrets.state': async ({ names }) => ({
        notKept: await secrets.notKept(),
        set: Object.keys(await secrets.of(names)),
      }),
      'secrets.set': async ({ name, value }) => {
        await secrets.set(name, value);
        for (const each of workspaces.functions)
          if (each.secrets.includes(name) && supervisor.isRunning(each.name)) await restart(each.name);
        parts.onSecrets();
      },
      'secrets.clear': async ({ name }) => {
        await secrets.remove(name);
        parts.onSecrets();
      },
    },
  };
}
