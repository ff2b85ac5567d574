import { glob, type Machine, pathsOf } from '../machine.ts';

/** What the project that the person is in says about gearman. */
export interface Project {
  /** Its composer.json. */
  file: string;
  /** The version that it requires of the extension; null where it does not. */
  requires: string | null;
  /** The version that Composer is told to take for installed, whatever is. */
  pretends: string | null;
  /** Its Dockerfile, or where that would be, where it is run in containers; else null. */
  container: string | null;
  /** Lines of its compose files that look for a server in the container itself. */
  containers: readonly { file: string; line: number; text: string }[];
}

/** The nearest folder upwards that has a composer.json; null where none has, or that cannot be read. */
export async function lookAtProject(machine: Machine, folder: string): Promise<Project | null> {
  const paths = pathsOf(machine);
  for (let at = folder; ; at = paths.dirname(at)) {
    const file = paths.join(at, 'composer.json');
    const text = await machine.read(file);
    if (text !== null) return projectOf(machine, file, text.toString('utf8'));
    if (at === paths.dirname(at)) return null;
  }
}

async function projectOf(machine: Machine, file: string, text: string): Promise<Project | null> {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return null; // Composer says so itself
  }
  const at = (value: unknown, ...names: string[]): string | null => {
    for (const name of names)
      value = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
    return typeof value === 'string' ? value : null;
  };
  const folder = pathsOf(machine).dirname(file);
  const compose: string[] = [];
  const containers: { file: string; line: number; text: string }[] = [];
  for (const pattern of ['docker-compose*.y*ml', 'compose*.y*ml'])
    for (const each of await glob(machine, pathsOf(machine).join(folder, pattern))) {
      compose.push(each);
      const lines = ((await machine.read(each))?.toString('utf8') ?? '').split('\n');
      lines.forEach((line, index) => {
        if (
          /gearman/i.test(line) &&
          /\b(localhost|127\.0\.0\.1)\b/.test(line) &&
          !/^\s*(#|-\s*["']?127\.0\.0\.1:\d+:)/.test(line)
        )
          containers.push({ file: each, line: index + 1, text: line.trim() });
      });
    }
  const dockerfile = pathsOf(machine).join(folder, 'Dockerfile');
  const isContained = compose.length > 0 || (await machine.about(dockerfile)) !== null;
  return {
    file,
    container: isContained ? dockerfile : null,
    requires: at(content, 'require', 'ext-gearman') ?? at(content, 'require-dev', 'ext-gearman'),
    pretends: at(content, 'config', 'platform', 'ext-gearman'),
    containers,
  };
}
