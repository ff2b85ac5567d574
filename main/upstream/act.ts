import { AppError } from '../contract/errors.ts';
import { because, reasonDetails, reasonWords } from '../contract/reasons.ts';
import type { ServerAction } from '../contract/servers.ts';
import { addressOf, connectionLost, type Target, unanswered } from '../net/dial.ts';
import { say } from './say.ts';

/** More than any server says to one line. */
const SAID_MOST = 64 * 1024;

/**
 * Has a server change something, over a connection of its own. Resolves with what it said. Throws `bad-input` for a name that
 * the text protocol cannot say, `change-refused` with the server's words, `connection-timeout` where that took longer than
 * `patience`, ms, and what `dial` throws. docs/protocol.md section 5.
 */
export async function act(target: Target, action: ServerAction, patience: number): Promise<string> {
  const line = lineOf(action);
  const { bytes, end } = await say({ target, line, patience, most: { kept: SAID_MOST, taken: SAID_MOST } });
  if (end === 'late') throw unanswered(target, patience / 1000);
  if (end !== 'whole') throw connectionLost(target, because(end === 'closed' ? 'server-closed' : 'not-gearman'));
  return accepted(target, bytes.toString('latin1').trimEnd());
}

function accepted(target: Target, said: string): string {
  if (/^OK\b/.test(said)) return said;
  const address = addressOf(target);
  // Servers that do not know a command say nothing or this.
  const reason = said === '' ? because('said-nothing') : because('said', { said: said.replace(/^ERR /, '') });
  throw new AppError('change-refused', `${address} did not do it: ${reasonWords(reason)}.`, {
    ...reasonDetails(reason),
    address,
  });
}

/** Lines end in CR LF: gearmand cuts the last letter off a name before a bare LF. */
function lineOf(action: ServerAction): string {
  switch (action.kind) {
    case 'create':
      return `create function ${sayable(action.function)}`;
    case 'drop':
      return `drop function ${sayable(action.function)}`;
    case 'maxqueue':
      return `maxqueue ${sayable(action.function)}${action.most === null ? '' : ` ${action.most}`}`;
    case 'cancel':
      return `cancel job ${sayable(action.handle)}`;
  }
}

/** A name is one word of a line. */
function sayable(name: string): string {
  if (!/[\0-\x20\x7f]/.test(name)) return name;
  const reason = because('hidden-characters');
  throw new AppError('bad-input', `The text protocol cannot name it: ${reasonWords(reason)}.`, reasonDetails(reason));
}
