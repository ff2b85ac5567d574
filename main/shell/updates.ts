import type { UpdateState } from '../contract/updates.ts';

/** Whether there is a newer version. Until builds are signed none is looked for. */
export async function lookForUpdate(): Promise<UpdateState> {
  return { state: 'off' };
}
