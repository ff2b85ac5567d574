import { EMBEDDED } from '../../main/contract/server.ts';
import { serversIn } from '../../main/contract/server-list.ts';
import { SPREAD_MOST } from '../../main/contract/submission.ts';

/** Servers as they are written, with the word `embedded` for the one of this window; null where a piece is none, or there are too many. */
export function severalIn(text: string): string[] | null {
  const servers = namedIn(text);
  const isWrong = serversIn(text).wrong.length > 0 || servers.length === 0 || servers.length > SPREAD_MOST;
  return isWrong ? null : servers;
}

/** Whether the servers are all in the text. */
export function hasServers(text: string, servers: readonly string[]): boolean {
  const named = namedIn(text);
  return servers.every((each) => named.includes(each));
}

/**
 * The text with the servers at its end, or without them where they are all in it; `between` stands between them. What is no server stays
 * as it is.
 */
export function toggledServers(text: string, servers: readonly string[], between = ', '): string {
  const pieces = text.split(/[\s,;]+/).filter((piece) => piece !== '');
  if (!hasServers(text, servers))
    return [...pieces, ...servers.filter((each) => !hasServers(text, [each]))].join(between);
  return pieces.filter((piece) => !servers.some((each) => hasServers(piece, [each]))).join(between);
}

const namedIn = (text: string): string[] =>
  serversIn(text).servers.map(({ address }) => (address === `${EMBEDDED}:4730` ? EMBEDDED : address));
