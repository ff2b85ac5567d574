import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Where Gearbench keeps settings, trust and its own workspace; the window and the command line share it.
 * GEARBENCH_DATA overrides it.
 */
export function dataFolder(
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  const chosen = environment['GEARBENCH_DATA'];
  if (chosen !== undefined && chosen !== '') return chosen;
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Gearbench');
  if (platform === 'win32') return join(environment['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'Gearbench');
  return join(environment['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'), 'Gearbench');
}
