import { fileURLToPath } from 'node:url';
import { vi } from 'vitest';
import { type CallName, calls, type Input, type Output } from '../../main/contract/api.ts';
import type { Command } from '../../main/contract/functions.ts';
import type { SubmissionInfo } from '../../main/contract/submission.ts';
import { createEngine, type EngineParts } from '../../main/engine.ts';
import { appInfo } from '../../main/util/app-info.ts';
import { silent } from '../../main/util/log.ts';
import { afterThisTest } from './cleanup.ts';
import { freePort } from './free-port.ts';
import { PATIENT } from './patient.ts';
import { temporaryFolder } from './temporary-folder.ts';

export const RESOURCES = fileURLToPath(new URL('../../resources', import.meta.url));

/** A whole engine on a port and a profile of its own, spoken to as the window does. Closed after the test. */
export async function engineOf(parts: Partial<EngineParts> = {}) {
  const port = await freePort();
  const dataFolder = parts.dataFolder ?? (await temporaryFolder());
  /** What the person answers to the next dialogs. */
  const chosen = {
    open: null as string | null,
    save: null as string | null,
    unsaved: 'cancel' as 'save' | 'discard' | 'cancel',
  };
  const engine = await createEngine({
    app: appInfo('en'),
    dataFolder,
    resources: RESOURCES,
    log: silent,
    dialogs: {
      openFile: async () => chosen.open,
      saveFile: async () => chosen.save,
      askUnsaved: async () => chosen.unsaved,
    },
    environment: { PATH: process.env['PATH'] },
    port,
    ...parts,
  });
  afterThisTest(() => engine.close());

  async function call<C extends CallName>(name: C, input: Input<C>): Promise<Output<C>> {
    const handler = engine.handlers[name] as (input: unknown) => Promise<Output<C>>;
    return handler(calls[name].input.parse(input));
  }

  const define = (name: string, command: Command, more: object = {}, replaces: string | null = null) =>
    call('functions.save', { definition: { name, command, ...more }, replaces });

  /** Waits for a submission to come to a state. */
  const reaches = (id: number, state: string): Promise<SubmissionInfo> =>
    vi.waitUntil(async () => {
      const info = await call('submissions.get', { id });
      return info?.state === state && info;
    }, PATIENT);

  return {
    engine,
    call,
    chosen,
    dataFolder,
    port,
    define,
    reaches,
    /** A worker of the function that waits for work. */
    idle: (name: string) =>
      vi.waitUntil(
        async () =>
          (await call('functions.list', undefined))
            .find((row) => row.name === name)
            ?.workers.some(({ state }) => state === 'sleeping'),
        PATIENT,
      ),
    submit: (name: string, text: string, more: object = {}) =>
      call('workload.submit', { function: name, workload: { kind: 'text', text }, ...more }),
  };
}

export const shell = (line: string): Command => ({ kind: 'shell', line });
export const argv = (...parts: string[]): Command => ({ kind: 'argv', argv: parts });
