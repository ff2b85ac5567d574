import { useEffect } from 'react';
import type { LookedInto } from '../../lib/looked-into.ts';
import { useStore } from '../../store/index.ts';

/** Looks into something while it is shown; another screen may have looked into something else. False until it is there. */
export function useLookedInto(subject: LookedInto): boolean {
  const isHere = useStore((store) => store.packet.subject?.id === subject.id);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what it is, not which object tells it
  useEffect(() => {
    if (!isHere) useStore.getState().lookInto(subject);
  }, [isHere, subject.id]);
  return isHere;
}
