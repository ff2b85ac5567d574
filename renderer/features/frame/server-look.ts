import type { ServerStatus } from '../../../main/contract/server.ts';
import type { MessageId } from '../../i18n/text.tsx';
import type { Look } from '../../ui/glyphs.tsx';

/** How a server looks: green only where an echo came back. */
export function serverLook({ state, echo }: ServerStatus): Look & { word: MessageId } {
  switch (state) {
    case 'running':
      return echo === null
        ? { mark: 'warn', tone: 'warn', word: 'server.state.silent' }
        : { mark: 'running', tone: 'ok', word: 'server.state.running' };
    case 'starting':
      return { mark: 'queued', tone: 'active', word: 'server.state.starting' };
    case 'failed':
      return { mark: 'error', tone: 'error', word: 'server.state.failed' };
    case 'stopped':
      return { mark: 'queued', tone: 'idle', word: 'server.state.stopped' };
  }
}
