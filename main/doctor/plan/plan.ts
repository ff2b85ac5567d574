import type { Finding, Plan, Step, Way } from '../../contract/doctor.ts';
import type { FixId } from '../../contract/doctor-words.ts';
import { activeIn } from '../checks/check.ts';
import type { Seen } from '../look/seen.ts';
import { fittingFile, waysOf } from '../ways.ts';
import { type PlanParts, stepsOf } from './steps.ts';

/** What each way needs done, in order, besides what is missing for it. */
function fixesOf(way: Way, seen: Seen, amiss: ReadonlySet<FixId>): FixId[] {
  switch (way) {
    case 'repair':
      return [
        ...MENDS.filter((fix) => amiss.has(fix)),
        ...(activeIn(seen).length === 0 ? (['load-absolute'] as const) : []),
      ];
    case 'switch-on':
      return switchOn(seen);
    case 'package':
      return ['install-package'];
    case 'bottle':
      return ['tap-and-install'];
    case 'transplant':
      return ['build-for-other'];
    case 'build':
      return ['build'];
    case 'pecl':
      return ['pecl-install'];
    case 'own-ini':
      return ['own-ini'];
    case 'docker':
      return ['docker-extension'];
    case 'drop-in':
      return ['drop-in'];
    case 'other-php':
      return ['install-php'];
  }
}

/** What mends what is there. */
const MENDS: readonly FixId[] = ['reinstall-php', 'allow-file', 'sign-file', 'reinstall-libgearman'];

/** What a build needs first; the order is that in which they are done. */
const BUILD: readonly FixId[] = [
  'install-compiler',
  'own-folders',
  'remove-pear-folder',
  'own-left',
  'set-proxy',
  'install-autoconf',
  'install-libgearman',
  'install-headers',
  'make-pecl-folder',
];

/** What a way needs first, where a check has found that it is missing. */
const FIRST: Partial<Record<Way, readonly FixId[]>> = {
  bottle: ['own-folders'],
  build: BUILD,
  pecl: BUILD,
  transplant: ['install-compiler', 'own-folders', 'own-left', 'install-autoconf', 'install-libgearman'],
};

/** What is done afterwards in any case, where a check has found it. */
const AFTER: readonly FixId[] = [
  'comment-duplicates',
  'trust-certificates',
  'fpm-ini',
  'restart-fpm',
  'start-server',
  'use-loopback',
  'listen-wider',
  'allow-local-network',
  'fork-safety',
  'container-host',
  'choose-shell',
];

/** A line that is there and wrong is corrected; else one is added. */
function switchOn(seen: Seen): FixId[] {
  if (activeIn(seen).some(({ target, zend }) => target === null || zend)) return ['correct-ini'];
  if (seen.ini.directives.some(({ read, commented }) => read && commented)) return ['uncomment-ini'];
  const usual = fittingFile(seen)?.path.startsWith('/usr/lib/php/') ?? false;
  return [seen.ini.template !== null && usual ? 'enable-module' : 'write-ini'];
}

/** The plans, the best first. Where gearman is loaded there is one, of what else was found; where nothing is to be done, none. */
export function plansOf(seen: Seen, findings: readonly Finding[], parts: PlanParts): Plan[] {
  const found = new Set(
    findings.flatMap(({ state, fixes }) => (['fail', 'warn', 'info'].includes(state) ? fixes : [])),
  );
  const amiss = new Set(findings.flatMap(({ state, fixes }) => (['fail', 'warn'].includes(state) ? fixes : [])));
  const after = AFTER.filter((fix) => amiss.has(fix));
  const ways = waysOf(seen);
  if (ways.length === 0) {
    const steps = withoutRepetition([...after.flatMap((fix) => stepsOf(fix, seen, parts))]);
    return steps.length === 0 ? [] : [{ way: 'repair', steps }];
  }
  return ways.flatMap((way) => {
    const needs = way === 'own-ini' && fittingFile(seen) === null ? BUILD : FIRST[way];
    const first = (needs ?? []).filter((fix) => found.has(fix));
    const own = fixesOf(way, seen, amiss).flatMap((fix) => stepsOf(fix, seen, parts));
    if (own.length === 0) return [];
    const before = first.flatMap((fix) => stepsOf(fix, seen, parts));
    const later = after.filter((fix) => !first.includes(fix)).flatMap((fix) => stepsOf(fix, seen, parts));
    return [{ way, steps: withoutRepetition([...before, ...own, ...later]) }];
  });
}

/** A command or a change that two fixes ask for is done once. */
function withoutRepetition(steps: readonly Step[]): Step[] {
  const known = new Set<string>();
  return steps.filter(({ command, change, words }) => {
    const key = JSON.stringify([command, change, command === null && change === null ? words : '']);
    return !known.has(key) && known.add(key);
  });
}
