import { useEffect, useState } from 'react';
import type { Versions } from '../../main/contract/api.ts';
import { on } from '../api.ts';

/** Pulls now and after each change of one of the topics, for as long as the component is shown. */
export function useLive(topics: readonly (keyof Versions)[], pull: () => void): void {
  useEffect(() => {
    let seen = '';
    pull();
    return on('tick', (versions) => {
      const current = topics.map((topic) => versions[topic]).join();
      if (current === seen) return;
      seen = current;
      pull();
    });
  }, [topics, pull]);
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
