import { GEARMAND } from '../support/peers.ts';
import { type Background, background, run, until } from '../support/processes.ts';

/*
 * Real programs beside the window. Who starts them ends them, workers first: a stock worker that outlives its server asks for
 * it without a pause. Their output is not kept, so that what a command has open does not keep its worker from having ended.
 */

/** The options by which stock tools find a server. */
export const at = (port: number): string[] => ['-h', '127.0.0.1', '-p', String(port)];

/** A real gearmand on a port, which answers. */
export async function startGearmand(port: number): Promise<Background> {
  const server = background(GEARMAND, ['-L', '127.0.0.1', '-p', String(port), '-l', 'none'], { stdio: 'ignore' });
  const answers = async () => (await run('gearadmin', [...at(port), '--server-version'])).code === 0;
  try {
    await until('gearmand', answers);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server;
}

/** A stock worker of one function, or of several. */
export function startWorker(port: number, names: string | readonly string[], command: readonly string[]): Background {
  const functions = [names].flat().flatMap((name) => ['-f', name]);
  return background('gearman', [...at(port), '-w', ...functions, '--', ...command], { stdio: 'ignore' });
}
