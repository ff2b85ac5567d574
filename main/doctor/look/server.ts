import type { Php } from '../inventory/find.ts';
import { QUIET } from '../inventory/probe.ts';
import { type Machine, type PortAnswer, type Ran, succeeded } from '../machine.ts';

export interface Address {
  host: string;
  port: number;
}

/** What a PHP that looks for a job server finds. */
export interface Server {
  address: Address;
  /** What this computer answers itself, where the address is one by which others reach it; else null. */
  loopback: PortAnswer | null;
  /** What is heard at the address; for `localhost`, at each of the two that it stands for. */
  answers: readonly { host: string; answer: PortAnswer }[];
  /** What `localhost` leads to, in the order of /etc/hosts. */
  localhost: readonly string[];
  /** What the extension says of the address; null where it is not loaded. */
  extension: Ran | null;
  /** What launchd says of Homebrew's service, where it has one. */
  service: { plist: string; ran: Ran; running: boolean } | null;
}

export async function lookAtServer(machine: Machine, php: Php | null, address: Address): Promise<Server> {
  const hosts = isHere(address.host) ? ['127.0.0.1', '::1'] : [address.host];
  const [answers, loopback, localhost, extension, service] = await Promise.all([
    Promise.all(hosts.map(async (host) => ({ host, answer: await machine.ask(host, address.port) }))),
    machine.addresses().includes(address.host) ? machine.ask('127.0.0.1', address.port) : null,
    localhostOf(machine),
    askThroughExtension(machine, php, address),
    serviceOf(machine),
  ]);
  return { address, answers, loopback, localhost, extension, service };
}

export const isHere = (host: string): boolean => ['localhost', '127.0.0.1', '::1'].includes(host);

async function localhostOf(machine: Machine): Promise<string[]> {
  const path = machine.platform === 'win32' ? 'C:\\Windows\\System32\\drivers\\etc\\hosts' : '/etc/hosts';
  const text = (await machine.read(path))?.toString('utf8') ?? '';
  return text.split(/\r?\n/).flatMap((line) => {
    const [address = '', ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    return names.includes('localhost') ? [address] : [];
  });
}

/** An echo, which waits for nobody but the server. */
async function askThroughExtension(machine: Machine, php: Php | null, { host, port }: Address): Promise<Ran | null> {
  if (php?.probe.state !== 'told' || php.probe.told.gearman === null) return null;
  const code =
    `try { $c = new GearmanClient(); $c->setTimeout(2000); $c->addServer($argv[1], (int) $argv[2]); ` +
    `echo @$c->ping('gearbench') ? 'answered' : $c->error(); } catch (Exception $e) { echo $e->getMessage(); }`;
  return machine.run([php.path, ...QUIET, '-r', code, '--', host, String(port)]);
}

async function serviceOf(machine: Machine): Promise<Server['service']> {
  if (machine.platform !== 'darwin') return null;
  const plist = `${machine.home}/Library/LaunchAgents/homebrew.mxcl.gearman.plist`;
  if ((await machine.about(plist)) === null) return null;
  const ran = await machine.run(['/bin/launchctl', 'print', `gui/${machine.user}/homebrew.mxcl.gearman`]);
  return { plist, ran, running: succeeded(ran) && /^\s*state = running$/m.test(ran.out) };
}
