import { vi } from 'vitest';
import { afterThisTest } from './cleanup.ts';

/** What this process writes to its output until the end of the test, instead of where it goes. */
export function overhear(): string[] {
  const said: string[] = [];
  for (const stream of [process.stdout, process.stderr]) {
    const spy = vi.spyOn(stream, 'write').mockImplementation((text) => said.push(String(text)) > 0);
    afterThisTest(() => spy.mockRestore());
  }
  return said;
}
