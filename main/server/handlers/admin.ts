import { table, UNKNOWN_SHOW_ARGUMENTS, unknownCommand, value, words } from '../../protocol/admin.ts';
import { beforeNul } from '../../protocol/packets.ts';
import { SERVER_VERSION } from '../../util/version.ts';
import type { Registry } from '../registry.ts';

/** Answers one line of the text protocol; the answer always ends its line. docs/protocol.md section 5. */
export function answer(line: string, registry: Registry, verbosity: string): string {
  const [command = '', ...rest] = words(line);
  switch (command.toLowerCase()) {
    case 'status':
      return table(
        [...registry.functions.values()].map((queue) => [
          beforeNul(queue.name),
          queue.waiting + queue.running,
          queue.running,
          queue.workers.length,
        ]),
      );
    case 'prioritystatus':
      return table(
        [...registry.functions.values()].map(({ name, queued, workers }) => [
          beforeNul(name),
          queued.high.length,
          queued.normal.length,
          queued.low.length,
          workers.length,
        ]),
      );
    case 'workers':
      return workers(registry);
    case 'show':
      return show(command, rest, registry);
    case 'version':
      return value(SERVER_VERSION);
    case 'getpid':
      return value(process.pid);
    case 'verbose':
      return value(verbosity);
    default:
      return unknownCommand(command);
  }
}

/** Every connection, the asking one included, the newest first; abilities from the last registered on. */
function workers({ peers }: Registry): string {
  const listed = [...peers.values()].filter((peer) => !peer.hidden()).reverse();
  const lines = listed.map(({ id, address, clientId, abilities }) =>
    [id, address, clientId || '-', ':', ...abilities.toReversed().map(beforeNul)].join(' '),
  );
  return `${lines.map((line) => `${line}\n`).join('')}.\n`;
}

function show(command: string, rest: readonly string[], { jobs }: Registry): string {
  if (rest.length === 0) return unknownCommand(command);
  const what = rest.join(' ').toLowerCase();
  if (what === 'unique jobs') return table([...jobs.values()].map((job) => [job.unique]));
  if (what !== 'jobs') return UNKNOWN_SHOW_ARGUMENTS;
  return table(
    [...jobs.values()].map((job) => [job.handle, job.retries, job.abandoned ? 1 : 0, job.background ? 1 : 0]),
  );
}
