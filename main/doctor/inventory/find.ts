import { cpusOf, readBinary } from '../bytes/binary.ts';
import { type BuildId, buildIdOf, versionOf } from '../bytes/build-id.ts';
import { glob, type Machine, onPath, pathsOf } from '../machine.ts';
import { isPhpName, PLACES, type Source, sourceOf } from './places.ts';
import { type Probe, probePhp } from './probe.ts';

/** A PHP for the command line. */
export interface Php {
  /** Where it was found first. */
  path: string;
  /** The same without links. */
  real: string;
  /** All paths under which it was found. */
  paths: readonly string[];
  source: Source;
  /** What its bytes are compiled for; none where they are no program. */
  cpus: readonly string[];
  /** What its extensions must be compiled for: told by itself or, where it does not run, by its bytes. */
  build: BuildId | null;
  version: string | null;
  probe: Probe;
  /** Whether a terminal of the person runs this one as `php`. */
  inTerminal: boolean;
}

export interface Inventory {
  phps: readonly Php[];
  /** The PATH of the person's terminals, else our own. */
  path: string;
  /** What the PATH comes from: their shell, or this process, where the shell does not tell. */
  pathFrom: 'shell' | 'process';
}

/** How many are asked at a time. */
const AT_ONCE = 4;

/**
 * Every PHP of the machine, each once, however many links lead to it: that of the terminals first, then by where it lies. Those
 * that are given come in any case, and before the others.
 */
export async function findPhps(machine: Machine, given: readonly string[] = []): Promise<Inventory> {
  const paths = pathsOf(machine);
  const shell = await machine.terminalPath();
  const path = shell ?? machine.environment['PATH'] ?? '';
  const first = await onPath(machine, path, machine.platform === 'win32' ? 'php.exe' : 'php');
  const places = PLACES[machine.platform].map((pattern) => pattern.replace(/^~/, () => machine.home));
  const found = (await Promise.all(places.map((pattern) => glob(machine, pattern)))).flat();
  const candidates = [
    ...given,
    ...(first === null ? [] : [first]),
    ...found.filter((each) => isPhpName(paths.basename(each))),
  ];

  const byReal = new Map<string, string[]>();
  for (const candidate of candidates) {
    const about = await machine.about(candidate);
    // One that is named is told to be broken; others that cannot be run are none.
    if (about?.kind !== 'file' || (!about.executable && !given.includes(candidate))) continue;
    const real = (await machine.real(candidate)) ?? candidate;
    const known = byReal.get(real);
    if (known === undefined) byReal.set(real, [candidate]);
    else if (!known.includes(candidate)) known.push(candidate);
  }

  const looked: Php[] = [];
  const waiting = [...byReal];
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
        looked.push(await look(machine, ...next));
    }),
  );
  const order = [...byReal.keys()];
  const inOrder = looked.toSorted((a, b) => order.indexOf(a.real) - order.indexOf(b.real));
  const phps = await withoutStandIns(machine, inOrder);
  const terminal = first === null ? undefined : phps.find((php) => php.paths.includes(first));
  return {
    phps: phps.map((php) => ({ ...php, inTerminal: php === terminal })),
    path,
    pathFrom: shell === null ? 'process' : 'shell',
  };
}

async function look(machine: Machine, real: string, paths: readonly string[]): Promise<Php> {
  const bytes = await machine.read(real);
  const binary = bytes === null ? null : readBinary(bytes);
  const program = binary === null ? null : bytes;
  const probe = await probePhp(machine, paths[0] as string);
  const told = probe.state === 'told' ? probe.told : null;
  return {
    path: paths[0] as string,
    real,
    paths,
    source: sourceOf(machine.platform, [real, ...paths]),
    cpus: binary === null ? [] : cpusOf(binary),
    build: told?.build ?? (program && buildIdOf(program)),
    version: told?.version ?? (program && versionOf(program)),
    probe,
    inTerminal: false,
  };
}

/**
 * Scripts that start a PHP, as version managers put them on the PATH, are taken for the PHP that they start; one that starts
 * none that was found stays.
 */
async function withoutStandIns(machine: Machine, phps: readonly Php[]): Promise<Php[]> {
  const programs = phps.filter(({ cpus }) => cpus.length > 0);
  const extra = new Map<Php, string[]>();
  const alone: Php[] = [];
  for (const php of phps.filter(({ cpus }) => cpus.length === 0)) {
    const binary = php.probe.state === 'told' ? php.probe.told.binary : '';
    const real = binary === '' ? null : await machine.real(binary);
    const started = programs.find((each) => each.real === real);
    if (started === undefined) alone.push(php);
    else extra.set(started, [...(extra.get(started) ?? []), ...php.paths]);
  }
  return phps
    .filter((php) => programs.includes(php) || alone.includes(php))
    .map((php) => ({ ...php, paths: [...php.paths, ...(extra.get(php) ?? [])] }));
}
