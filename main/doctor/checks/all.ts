import type { Finding } from '../../contract/doctor.ts';
import type { Seen } from '../look/seen.ts';
import { type Check, findingOf } from './check.ts';
import { configurationChecks } from './configuration.ts';
import { extensionChecks } from './extension.ts';
import { libraryChecks } from './library.ts';
import { peclChecks } from './pecl.ts';
import { phpChecks } from './php.ts';
import { serverChecks } from './server.ts';
import { systemChecks } from './system.ts';
import { toolChecks } from './tools.ts';
import { webChecks } from './web.ts';

/** Every check, in the order in which they are told. */
export const CHECKS: readonly Check[] = [
  ...systemChecks,
  ...phpChecks,
  ...toolChecks,
  ...libraryChecks,
  ...peclChecks,
  ...extensionChecks,
  ...configurationChecks,
  ...webChecks,
  ...serverChecks,
];

/** What all checks say of what was seen, but for those that are about something that is not here. */
export const findingsOf = (seen: Seen): Finding[] => CHECKS.flatMap((check) => findingOf(check, seen) ?? []);
