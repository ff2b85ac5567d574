import type { IpcMain, IpcMainInvokeEvent, WebContents } from 'electron';
import { type CallName, calls, type EventName, type Events, type Handlers, type Reply } from '../contract/api.ts';
import { AppError, failureOf } from '../contract/errors.ts';
import { because, reasonDetails, reasonWords } from '../contract/reasons.ts';
import type { WorkspaceInfo } from '../contract/workspace.ts';
import { faultOf } from '../util/fault.ts';
import { type Log, ours, told } from '../util/log.ts';

/**
 * The one door between window and engine: a call must come from the top frame of our own page, be in the contract, and
 * carry what its schema allows. Failures go back as values, because an error that is thrown keeps only its message.
 */
export function serveCalls(
  ipcMain: Pick<IpcMain, 'handle'>,
  handlers: Handlers,
  { origin, log }: { origin: string; log: Log },
): void {
  ipcMain.handle('gearbench:call', async (event, name: unknown, input: unknown): Promise<Reply<unknown>> => {
    if (!isOurs(event, origin)) return failure(new AppError('forbidden', 'The request came from an unknown page.'));
    if (typeof name !== 'string' || !Object.hasOwn(calls, name)) {
      return failure(new AppError('unknown-call', `There is no call ${String(name)}.`));
    }
    const key = name as CallName;
    const parsed = calls[key].input.safeParse(input, { reportInput: true });
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      const field = issue?.path.join('.') ?? '';
      const fault = faultOf(issue);
      return failure(new AppError('bad-input', `${field}: ${reasonWords(fault)}`, { ...reasonDetails(fault), field }));
    }
    try {
      const handler = handlers[key] as (value: unknown) => unknown;
      return { ok: true, value: await handler(parsed.data) };
    } catch (error) {
      if (!(error instanceof AppError)) log.error(told`The call ${ours(key)} failed.`, error);
      return failure(error);
    }
  });
}

/**
 * Opens files that were dropped onto the window. Not a call of the contract: its path comes from the preload script, which has
 * it from the system, so that the page cannot name one.
 */
export function serveDrops(
  ipcMain: Pick<IpcMain, 'handle'>,
  open: (path: string) => Promise<WorkspaceInfo | null>,
  { origin, log }: { origin: string; log: Log },
): void {
  ipcMain.handle('gearbench:drop', async (event, path: unknown): Promise<Reply<WorkspaceInfo | null>> => {
    if (!isOurs(event, origin)) return failure(new AppError('forbidden', 'The request came from an unknown page.'));
    if (typeof path !== 'string' || path === '')
      return failure(new AppError('bad-input', 'What was dropped is no file.', reasonDetails(because('not-a-file'))));
    try {
      return { ok: true, value: await open(path) };
    } catch (error) {
      if (!(error instanceof AppError)) log.error(told`A dropped file could not be opened.`, error);
      return failure(error);
    }
  });
}

export function sendEvent<E extends EventName>(target: WebContents, name: E, payload: Events[E]): void {
  if (!target.isDestroyed()) target.send('gearbench:event', name, payload);
}

function isOurs(event: IpcMainInvokeEvent, origin: string): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame.parent === null && frame.origin === origin;
}

const failure = (error: unknown): Reply<never> => ({ ok: false, error: failureOf(error) });
