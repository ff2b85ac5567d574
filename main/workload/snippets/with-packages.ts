import type { Expressions, Place } from './snippet.ts';

/* Where a language has a package for Gearman that sends a job as it is, people use that. */

const lines = (...all: readonly (string | false)[]): string => `${all.filter((line) => line !== false).join('\n')}\n`;

/** `dropIn` is the file that takes the place of the extension, as PHP's string. */
export function phpScript(expressions: Expressions, dropIn: string | null): string {
  const { job, name, unique, workload } = expressions;
  const level = { high: 'High', normal: job.background ? '' : 'Normal', low: 'Low' }[job.priority];
  const method = `do${level}${job.background ? 'Background' : ''}`;
  const call = `$client->${method}($function, $workload${job.unique === '' ? '' : ', $unique'})`;
  const fails = [
    'if ($client->returnCode() !== GEARMAN_SUCCESS) {',
    '    fwrite(STDERR, ($client->error() ?: \'The job failed.\') . "\\n");',
    '    exit(1);',
    '}',
  ];
  return lines(
    '<?php',
    dropIn === null ? '// Needs the extension gearman.' : `require ${dropIn}; // instead of the extension gearman`,
    '',
    `$function = ${name};`,
    job.unique !== '' && `$unique = ${unique};`,
    `$workload = ${workload};`,
    '',
    '$client = new GearmanClient();',
    ...phpServers(expressions),
    ...(job.background
      ? [`$handle = ${call};`, ...fails, 'echo $handle, "\\n";']
      : [
          'do {',
          `    $result = ${call};`,
          '    $code = $client->returnCode();',
          '    if ($code === GEARMAN_WORK_DATA) {',
          '        echo $result;',
          '    }',
          '} while (in_array($code, [GEARMAN_WORK_DATA, GEARMAN_WORK_STATUS, GEARMAN_WORK_WARNING], true));',
          ...fails,
          'echo $result;',
        ]),
  );
}

/** Several are one list, as configurations have it; it cannot have IPv6 addresses. */
function phpServers({ places, list }: Expressions): string[] {
  const one = ({ host, port }: Place) => `$client->addServer(${host}, ${port});`;
  if (places.length === 1) return [one(places[0])];
  const adding = places.some(({ host }) => host.includes(':')) ? places.map(one) : [`$client->addServers(${list});`];
  return adding.flatMap((each) => [
    'try {',
    `    ${each}`,
    '} catch (GearmanException $unreachable) {',
    '    // It is added all the same: the job goes to one that answers.',
    '}',
  ]);
}

/** https://metacpan.org/pod/Gearman::Client */
export function perlScript({ job, places, name, unique, workload }: Expressions): string {
  const servers = places.map(({ host, port }) => `{ host => ${host}, port => ${port} }`);
  return lines(
    '# Needs Gearman::Client from CPAN; Debian calls it libgearman-client-perl.',
    'use strict;',
    'use warnings;',
    'use Gearman::Client;',
    'use Gearman::Task;',
    '',
    `my $function = ${name};`,
    `my $workload = ${workload};`,
    '',
    'binmode STDOUT;',
    ...(servers.length === 1
      ? [`my $client = Gearman::Client->new(job_servers => [${servers[0]}]);`]
      : ['my $client = Gearman::Client->new(job_servers => [', ...servers.map((each) => `    ${each},`), ']);']),
    'my $task = Gearman::Task->new($function, \\$workload, {',
    job.unique !== '' && `    uniq => ${unique},`,
    job.priority !== 'normal' && `    priority => '${job.priority}',`,
    !job.background && '    on_data => sub { my $part = shift; print $$part },',
    '});',
    ...(job.background
      ? [
          'my $handle = $client->dispatch_background($task) or die "The job server did not take the job.\\n";',
          'print "$handle\\n";',
        ]
      : ['my $result = $client->do_task($task) or die "The job failed.\\n";', 'print $$result;']),
  );
}
