import { table, UNKNOWN_SHOW_ARGUMENTS, unknownCommand, value, words } from '../../protocol/admin.ts';
import { beforeNul } from '../../protocol/packets.ts';
import { SERVER_VERSION } from '../../util/version.ts';
import type { Registry } from '../registry.ts';
import type { Turn } from '../turn.ts';
import { cancel, createFunction, dropFunction, limitQueue } from './manage.ts';

/** Answers one line of the text protocol; the answer always ends its line. docs/protocol.md section 5. */
export function answer(turn: Turn, line: string): string {
  const { registry, rules } = turn;
  const said = words(line);
  const [command = '', ...rest] = said;
  switch (command.toLowerCase()) {
    case 'status':
      return table(
        [...registry.functions.values()].map((queue) => [
          beforeNul(queue.name),
          queue.total,
          queue.running,
          queue.workers.length,
        ]),
      );
    case 'prioritystatus':
      return table(
        [...registry.functions.values()].map(({ name, waiting: { high, normal, low }, workers }) => [
          beforeNul(name),
          high,
          normal,
          low,
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
      return value(rules.verbosity);
    case 'maxqueue':
      return limitQueue(turn, said);
    case 'create':
      return createFunction(turn, said);
    case 'drop':
      return dropFunction(turn, said);
    case 'cancel':
      return cancel(turn, said);
    default:
      return unknownCommand(command);
  }
}

/** Every connection, the asking one included, the newest first; abilities from the last registered on. */
function workers({ peers }: Registry): string {
  const listed = [...peers.values()].filter((peer) => !peer.hidden()).reverse();
  const lines = listed.map(({ id, address, clientId, abilities }) =>
    [id, address, clientId || '-', ':', ...abilities.toReversed().map(({ queue }) => beforeNul(queue.name))].join(' '),
  );
  return `${lines.map((line) => `${line}\n`).join('')}.\n`;
}

function show(command: string, rest: readonly string[], { jobs }: Registry): string {
  if (rest.length === 0) return unknownCommand(command);
  const what = rest.join(' ').toLowerCase();
  if (what === 'unique jobs') return table([...jobs.values()].map((job) => [job.unique]));
  if (what !== 'jobs') return UNKNOWN_SHOW_ARGUMENTS;
  return table(
    [...jobs.values()].map((job) => [
      job.handle,
      job.retries,
      job.ignored ? 1 : 0,
      job.background && !job.cancelled ? 1 : 0,
    ]),
  );
}
