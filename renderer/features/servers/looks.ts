import { LOCAL, type ServerInfo } from '../../../main/contract/servers.ts';
import type { MessageId } from '../../i18n/text.tsx';
import type { Look } from '../../ui/glyphs.tsx';
import { isOfStart } from './failure-text.tsx';

/** How long an echo says that a server answers, beyond the time between two of them, ms. */
const FRESH = 3000;

/** Whether the last echo is so young that it says how the server is now; the first server's is taken back when it is too old. */
export function isFresh({ id, server, echo }: ServerInfo, now: number): boolean {
  if (echo === null || id === LOCAL) return echo !== null;
  const every = server.kind === 'attached' ? server.every * 1000 : 2000;
  return now - echo.at <= every + FRESH;
}

/** How a server of the list looks: green only by an echo that is no older than a few seconds. */
export function infoLook(info: ServerInfo, now: number): Look & { word: MessageId } {
  const attached = info.server.kind === 'attached';
  switch (info.state) {
    case 'running':
      return isFresh(info, now)
        ? { mark: 'running', tone: 'ok', word: attached ? 'servers.state.answers' : 'server.state.running' }
        : { mark: 'warn', tone: 'warn', word: 'server.state.silent' };
    case 'starting':
      return { mark: 'queued', tone: 'active', word: attached ? 'servers.state.connecting' : 'server.state.starting' };
    case 'failed':
      return { mark: 'error', tone: 'error', word: isAway(info) ? 'servers.state.unreachable' : 'server.state.failed' };
    case 'stopped':
      return { mark: 'queued', tone: 'idle', word: attached ? 'servers.state.detached' : 'server.state.stopped' };
  }
}

/** Whether it is somebody's that is not reached, whether a proxy of ours stands before it or not. */
const isAway = ({ server, failure }: ServerInfo): boolean =>
  server.kind === 'attached' || (server.kind === 'proxy' && failure !== null && !isOfStart(failure));

/** Whether it is to run or to be looked at, whether it does or not. */
export const isOn = ({ state }: ServerInfo): boolean => state !== 'stopped';
