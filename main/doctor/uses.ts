import type { PhpUse } from '../contract/doctor.ts';
import type { Php } from './inventory/find.ts';
import type { Seen } from './look/seen.ts';
import { minorIn } from './versions.ts';

/** Who runs a PHP: terminals, a PHP-FPM or an Apache of the same version, and the project that the person is in. */
export function usesOf({ web, project }: Seen, php: Php): PhpUse[] {
  const version = minorIn(php.version ?? '');
  const fpm = web.fpms.find(
    ({ process, told }) => process !== null && told !== null && minorIn(told.version) === version,
  )?.process;
  const apache = web.modules.some((module) => module.version !== null && minorIn(module.version) === version)
    ? web.apache
    : null;
  return [
    ...(php.inTerminal ? [{ who: 'terminal' } as const] : []),
    ...(fpm ? [{ who: 'fpm', pid: fpm.pid } as const] : []),
    ...(apache ? [{ who: 'apache', pid: apache.pid } as const] : []),
    ...(php.inTerminal && project !== null ? [{ who: 'project', file: project.file } as const] : []),
  ];
}
