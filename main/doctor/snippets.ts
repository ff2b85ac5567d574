import type { Snippets } from '../contract/doctor.ts';
import { phpQuoted } from '../util/php-quote.ts';
import { quoted } from '../util/shell-quote.ts';
import type { Address } from './look/server.ts';

export interface SnippetParts {
  address: Address;
  name: string;
  /** The PHP that is to run them. */
  php: string;
  /** What takes the place of the extension; null where PHP runs it by itself. */
  dropIn: string | null;
}

/** Scripts that connect to the server: a worker that reverses, a client that submits to it, and what Composer is told. */
export function snippetsOf({ address, name, php, dropIn }: SnippetParts): Snippets['ways'] {
  const both = (required: string | null) => ({
    worker: script(required, workerOf(address, name)),
    client: script(required, clientOf(address, name)),
    run: [`${quoted(php)} worker.php`, `${quoted(php)} client.php`] as const,
  });
  return {
    extension: { ...both(null), composer: "composer require 'ext-gearman:*'" },
    'drop-in': { ...both(dropIn), composer: `${JSON.stringify({ autoload: { files: ['gearman.php'] } }, null, 4)}\n` },
  };
}

const script = (required: string | null, lines: readonly string[]): string =>
  ['<?php', ...(required === null ? [] : [`require ${text(required)};`]), '', ...lines, ''].join('\n');

const workerOf = (address: Address, name: string): string[] => [
  '$worker = new GearmanWorker();',
  `$worker->addServer(${serverOf(address)});`,
  `$worker->addFunction(${text(name)}, function (GearmanJob $job) {`,
  '    return strrev($job->workload());',
  '});',
  '',
  'while ($worker->work()) {',
  '    // one job after the other',
  '}',
  'fwrite(STDERR, $worker->error() . "\\n");',
];

const clientOf = (address: Address, name: string): string[] => [
  '$client = new GearmanClient();',
  `$client->addServer(${serverOf(address)});`,
  '$client->setTimeout(10000); // ms',
  '',
  `$result = $client->doNormal(${text(name)}, 'Hello');`,
  'if ($client->returnCode() !== GEARMAN_SUCCESS) {',
  '    fwrite(STDERR, $client->error() . "\\n");',
  '    exit(1);',
  '}',
  'echo $result, "\\n";',
];

const serverOf = ({ host, port }: Address): string => `${text(host)}, ${port}`;
const text = (value: string): string => phpQuoted(Buffer.from(value, 'utf8'));
