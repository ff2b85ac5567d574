import { cpusOf, readBinary } from '../bytes/binary.ts';
import { type BuildId, buildIdOf, versionOf } from '../bytes/build-id.ts';
import { type Told, toldByInfo } from '../inventory/probe.ts';
import { glob, type Machine, type Ran } from '../machine.ts';
import { directivesIn } from './ini.ts';
import { lookForProcesses, type Process } from './processes.ts';

/** A PHP that serves pages. */
export interface Fpm {
  program: string;
  process: Process | null;
  told: Told | null;
  ran: Ran;
  /** Whether an ini file that it reads is newer than the process. */
  stale: string | null;
}

/** A PHP inside of Apache, by the line that loads it. */
export interface ApacheModule {
  file: string;
  line: number;
  path: string;
  there: boolean;
  cpus: readonly string[];
  build: BuildId | null;
  version: string | null;
  /** The folder of ini files that is compiled into it, and the line there that loads gearman. */
  scanFolder: string | null;
  gearman: string | null;
}

export interface Web {
  fpms: readonly Fpm[];
  modules: readonly ApacheModule[];
  /** Whether an Apache runs. */
  apache: Process | null;
}

const FPMS = [
  '/usr/sbin/php-fpm*',
  '/opt/homebrew/opt/php*/sbin/php-fpm',
  '/usr/local/opt/php*/sbin/php-fpm',
  '/opt/local/sbin/php-fpm*',
  '/opt/remi/php*/root/usr/sbin/php-fpm',
];

const CONFIGURATIONS = [
  '/etc/apache2/mods-enabled/php*.load',
  '/etc/apache2/httpd.conf',
  '/etc/httpd/conf.modules.d/*.conf',
  '/etc/httpd/conf/httpd.conf',
  '/opt/homebrew/etc/httpd/httpd.conf',
  '/usr/local/etc/httpd/httpd.conf',
  '/Applications/MAMP/conf/apache/httpd.conf',
  '/Applications/XAMPP/xamppfiles/etc/httpd.conf',
];

export async function lookAtWeb(machine: Machine): Promise<Web> {
  if (machine.platform === 'win32') return { fpms: [], modules: [], apache: null };
  const processes = await lookForProcesses(machine);
  const masters = processes.filter(({ title }) => title.includes('php-fpm: master process'));
  const programs = new Map<string, Process | null>();
  for (const path of (await Promise.all(FPMS.map((each) => glob(machine, each)))).flat())
    if (/\/php-fpm(\d[\d.]*)?$/.test(path)) programs.set((await machine.real(path)) ?? path, null);
  for (const master of masters) {
    const program = master.program ?? programOf(master.title, [...programs.keys()]);
    if (program !== null) programs.set((await machine.real(program)) ?? program, master);
  }
  return {
    fpms: await Promise.all([...programs].map(([program, process]) => fpmAt(machine, program, process))),
    modules: await modulesOf(machine),
    apache: processes.find(({ title }) => !title.includes('php-fpm')) ?? null,
  };
}

/** A process of somebody else's tells its configuration alone: /etc/php/8.2/fpm/php-fpm.conf. */
const programOf = (title: string, programs: readonly string[]): string | null => {
  const version = /\/php\D{0,2}(\d)\.?(\d)/.exec(title)?.slice(1, 3);
  if (version === undefined) return null;
  const pattern = new RegExp(`php\\D{0,5}${version[0]}\\.?${version[1]}`);
  return programs.find((program) => pattern.test(program)) ?? null;
};

async function fpmAt(machine: Machine, program: string, process: Process | null): Promise<Fpm> {
  const ran = await machine.run([program, '-i']);
  const told = toldByInfo(ran.out, program);
  const files = told === null ? [] : [...(told.iniFile === null ? [] : [told.iniFile]), ...told.scanned];
  const abouts = await Promise.all(files.map((file) => machine.about(file)));
  const started = process?.started ?? null;
  const newer = started === null ? -1 : abouts.findIndex((about) => about !== null && about.modified > started);
  return { program, process, told, ran: { ...ran, out: '' }, stale: files[newer] ?? null };
}

async function modulesOf(machine: Machine): Promise<ApacheModule[]> {
  const modules: ApacheModule[] = [];
  for (const file of (await Promise.all(CONFIGURATIONS.map((each) => glob(machine, each)))).flat()) {
    const lines = ((await machine.read(file))?.toString('utf8') ?? '').split('\n');
    for (const [index, text] of lines.entries()) {
      const path = /^\s*LoadModule\s+php\w*_module\s+"?([^"\s]+)"?/i.exec(text)?.[1];
      if (path !== undefined) modules.push(await moduleAt(machine, file, index + 1, path));
    }
  }
  return modules;
}

async function moduleAt(machine: Machine, file: string, line: number, path: string): Promise<ApacheModule> {
  const bytes = path.startsWith('/') ? await machine.read(path) : null;
  const binary = bytes === null ? null : readBinary(bytes);
  const scanFolder = bytes === null ? null : scanFolderOf(bytes);
  const inis = scanFolder === null ? [] : await glob(machine, `${scanFolder}/*.ini`);
  let gearman: string | null = null;
  for (const ini of inis) {
    const found = directivesIn((await machine.read(ini))?.toString('utf8') ?? '').find(({ commented }) => !commented);
    if (found !== undefined) gearman ??= `${ini}:${found.line}`;
  }
  return {
    file,
    line,
    path,
    there: bytes !== null,
    cpus: binary === null ? [] : cpusOf(binary),
    build: bytes && buildIdOf(bytes),
    version: bytes && versionOf(bytes),
    scanFolder,
    gearman,
  };
}

/** The folder of ini files that is compiled into a PHP: a text that ends so. */
function scanFolderOf(bytes: Buffer): string | null {
  const end = bytes.indexOf('/conf.d\0');
  if (end < 0) return null;
  const folder = bytes.toString('latin1', bytes.lastIndexOf(0, end) + 1, end + '/conf.d'.length);
  return /^\/[\x21-\x7e]*$/.test(folder) ? folder : null;
}
