import type { Engine, EngineParts } from '../engine.ts';
import { LOOPBACK, openEntrance } from '../net/entrance.ts';

/**
 * Makes an engine for a server that is wanted at once: opens its ports before the rest is loaded, which takes longer than all
 * else at the start. Who connects meanwhile waits. Ports that cannot be opened are tried again by the engine, which says why.
 * Throws what `createEngine` throws.
 */
export async function createEngineEarly(parts: EngineParts & { port: number }): Promise<Engine> {
  const entrance = await openEntrance(parts.hosts ?? LOOPBACK, parts.port, parts).catch(() => undefined);
  try {
    const { createEngine } = await import('../engine.ts');
    return await createEngine({ ...parts, entrance });
  } catch (error) {
    await entrance?.close();
    throw error;
  }
}
