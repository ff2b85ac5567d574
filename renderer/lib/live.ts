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

interface Clock {
  now: number;
  told: Set<(now: number) => void>;
  timer: ReturnType<typeof setInterval>;
}

/** The clocks that run, by the time between two ticks, ms. */
const clocks = new Map<number, Clock>();

/**
 * The time, anew every `every` ms, so that durations that run on are drawn. All that ask for it as often are told the same: a wait
 * that stands in two places has one length.
 */
export function useNow(every: number): number {
  const [now, setNow] = useState(() => clocks.get(every)?.now ?? Date.now());
  useEffect(() => follow(every, setNow), [every]);
  return now;
}

/** Has the clock tell of each tick, and starts it where nobody asked for it; gives what ends that. */
function follow(every: number, tell: (now: number) => void): () => void {
  const clock = clocks.get(every) ?? started(every);
  clock.told.add(tell);
  return () => {
    clock.told.delete(tell);
    if (clock.told.size > 0) return;
    clearInterval(clock.timer);
    clocks.delete(every);
  };
}

function started(every: number): Clock {
  const tick = () => {
    clock.now = Date.now();
    for (const tell of clock.told) tell(clock.now);
  };
  const clock: Clock = { now: Date.now(), told: new Set(), timer: setInterval(tick, every) };
  clocks.set(every, clock);
  return clock;
}
