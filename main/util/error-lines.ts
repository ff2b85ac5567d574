import { pathToFileURL } from 'node:url';
import { APP_ROOT } from './app-root.ts';
import { type Told, told } from './log.ts';

/** Frames of a stack that are told. */
const FRAMES = 20;
/** An error that another one was caused by, and so on. */
const CAUSES = 3;

/** What a class of errors is called. */
const KIND = /^[A-Z]\w{0,40}(Error|Exception|Ended)$|^Error$/;

/** Where our own code is: files of the program, pages of the window, Node's own. */
const OWN_FILES = [`${pathToFileURL(APP_ROOT).href}/`, `${APP_ROOT}/`, 'app://gearbench/'];

/**
 * What is known of a fault, a line each, indented: the kind of error and its message, which is marked as all from outside is, where
 * it happened in our code, and what caused it.
 */
export function errorLines(error: unknown, depth = 0): Told[] {
  if (!(error instanceof Error)) return [told`    ${String(error)}` as Told];
  const kind = KIND.test(error.name) ? error.name : 'Error';
  const lines = [`    ${kind}: ${told`${error}`}` as Told, ...frames(error.stack ?? '')];
  return error.cause === undefined || depth >= CAUSES ? lines : [...lines, ...errorLines(error.cause, depth + 1)];
}

const frames = (stack: string): Told[] =>
  stack
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('at '))
    .slice(0, FRAMES)
    .map(frame);

/** `at name (place)` or `at place`. Who wrote a stack is not known here: nothing but names and places of ours is taken as it is. */
function frame(line: string): Told {
  const [, name = '', place = ''] = /^at (?:(.*) \()?(.*?)\)?$/.exec(line) ?? [];
  const where = OWN_FILES.map((own) => (place.startsWith(own) ? place.slice(own.length) : '')).find(
    (rest) => rest !== '',
  );
  const known = where ?? (place.startsWith('node:') ? place : '');
  if (!/^[\w.:@/-]+$/.test(known)) return told`      at ${line}`;
  return `      at ${/^[\w.$# ]{1,80}$/.test(name) ? `${name} ` : ''}${known}` as Told;
}
