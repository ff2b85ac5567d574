import { AppError } from '../contract/errors.ts';
import type { TriedServer } from '../contract/servers.ts';
import type { Target } from '../net/dial.ts';
import { Attached } from '../upstream/attach.ts';

/** Asks a server once whether it is there. Throws why it is not. */
export function tryServer(target: Target): Promise<TriedServer> {
  return new Promise((resolve, reject) => {
    const attached = new Attached({
      target,
      every: 60,
      onChange: () => {
        const { state, echo, version, failure } = attached.state;
        if (state === 'starting') return;
        attached.close();
        if (failure !== null) reject(new AppError(failure.code, failure.message, failure.details));
        else resolve({ milliseconds: echo?.milliseconds ?? 0, version });
      },
    });
  });
}
