import type { Handlers } from '../contract/api.ts';
import { AppError } from '../contract/errors.ts';
import { CONSOLE_PATIENCE, CONSOLE_SAID_MOST } from '../contract/server-console.ts';
import type { Registry } from '../net/origins.ts';
import { onlyAsks } from '../protocol/admin.ts';
import { ANSWER_MOST } from '../upstream/polling.ts';
import { say } from '../upstream/say.ts';
import type { ServerCalls } from './servers.ts';

type Call = 'servers.say' | 'servers.hush';

export interface ServerConsoleParts {
  servers: Pick<ServerCalls, 'all' | 'refuseLocked'>;
  origins: Registry;
}

/** What a person says to a server in the text protocol, a line at a time. */
export function serverConsole({ servers, origins }: ServerConsoleParts): Pick<Handlers, Call> {
  const waiting = new Map<string, AbortController>();
  return {
    'servers.say': async ({ id, line }) => {
      waiting.get(id)?.abort();
      const listed = servers.all.get(id);
      if (listed === undefined) throw new AppError('server-unknown', 'This server is not in the list any more.');
      const asks = onlyAsks(line);
      if (!asks) servers.refuseLocked(id);
      const { server, served } = listed;
      const target = served?.console;
      if (target === undefined) throw new AppError('server-not-running', `${server.label} does not run.`);
      const ending = new AbortController();
      waiting.set(id, ending);
      try {
        const said = await say({
          ...{ target, line, origins },
          patience: CONSOLE_PATIENCE,
          most: { kept: CONSOLE_SAID_MOST, taken: ANSWER_MOST },
          signal: ending.signal,
        });
        const { bytes, ...facts } = said;
        return { said: bytes.toString('latin1'), ...facts };
      } finally {
        if (waiting.get(id) === ending) waiting.delete(id);
        if (!asks) served?.attached?.retry(); // what it changed is seen at once
      }
    },
    'servers.hush': ({ id }) => waiting.get(id)?.abort(),
  };
}
