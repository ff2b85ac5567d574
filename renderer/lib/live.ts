import { useEffect, useState } from 'react';
import type { Versions } from '../../main/contract/api.ts';
import { on } from '../api.ts';

/**
 * Pulls now and after each change of one of the topics, for as long as the component is shown; no more often than every
 * `every` ms.
 */
export function useLive(topics: readonly (keyof Versions)[], pull: () => void, every = 0): void {
  useEffect(() => {
    let seen = '';
    let last = performance.now();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const again = () => {
      timer = undefined;
      last = performance.now();
      pull();
    };
    pull();
    const end = on('tick', (versions) => {
      const current = topics.map((topic) => versions[topic]).join();
      if (current === seen) return;
      seen = current;
      if (every === 0) pull();
      else timer ??= setTimeout(again, last + every - performance.now());
    });
    return () => {
      end();
      clearTimeout(timer);
    };
  }, [topics, pull, every]);
}

/** Time between two looks at figures, ms: they are read, and what changes faster cannot be. */
export const FIGURES_EVERY = 400;

/** Pulls now and every `every` ms: what the time alone changes. */
export function useEvery(every: number, pull: () => void): void {
  useEffect(() => {
    pull();
    const timer = setInterval(pull, every);
    return () => clearInterval(timer);
  }, [every, pull]);
}

/** The time, anew every `every` ms, so that durations that run on are drawn. */
export function useNow(every: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), every);
    return () => clearInterval(timer);
  }, [every]);
  return now;
}
