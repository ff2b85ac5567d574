import type { Target } from '../net/dial.ts';
import type { Origins } from '../net/origins.ts';
import { openSession, type Session } from './session.ts';

/** Between two echoes, and how long one may take, in ms. */
export const EVERY = 1000;
export const PATIENCE = 3000;

export interface ProbeParts {
  target: Target;
  origins: Origins;
  /** The round trip of an echo in ms, or null when one did not come back. */
  onEcho: (milliseconds: number | null) => void;
}

/**
 * Asks a job server for an echo over and over: what answers is alive, whatever else is claimed. Returns what ends it.
 */
export function startProbe({ target, origins, onEcho }: ProbeParts): () => void {
  let session: Session | undefined;
  let timer: NodeJS.Timeout | undefined;
  let ended = false;
  let sentAt = 0;

  const again = (delay: number) => {
    if (!ended) timer = setTimeout(() => void ask(), delay);
  };
  const missed = () => {
    clearTimeout(timer);
    session?.close();
    session = undefined;
    if (ended) return;
    onEcho(null);
    again(EVERY);
  };

  async function ask(): Promise<void> {
    try {
      session ??= await openSession({
        target,
        timeout: PATIENCE,
        origins: { registry: origins, as: 'probe' },
        onLost: missed,
        onMessage: (message) => {
          if (message.kind !== 'packet' || message.packet.name !== 'ECHO_RES') return;
          clearTimeout(timer);
          onEcho(performance.now() - sentAt);
          again(EVERY);
        },
      });
    } catch {
      missed();
      return;
    }
    if (ended) {
      session.close();
      return;
    }
    sentAt = performance.now();
    session.send({ name: 'ECHO_REQ', data: Buffer.from('gearbench') });
    timer = setTimeout(missed, PATIENCE);
  }

  void ask();
  return () => {
    ended = true;
    clearTimeout(timer);
    session?.close();
  };
}
