import { quoted, quotedForBatch, shellLine } from '../util/shell-quote.ts';
import type { TerminalCommand } from '../util/terminal-command.ts';
import type { Texts } from './texts.ts';

export interface ScriptParts {
  texts: Texts;
  platform: NodeJS.Platform;
  /** Whether the person is root already, or there is no sudo to ask. */
  root: boolean;
}

/**
 * What a terminal runs: it removes itself, shows the command, waits for the person, runs it, and leaves them a shell. What takes
 * an administrator has sudo before it, there for the person to see and to answer.
 */
export const terminalScript = (command: TerminalCommand, parts: ScriptParts): string =>
  parts.platform === 'win32' ? batch(command, parts.texts) : shell(command, parts);

function shell(command: TerminalCommand, { texts, root }: ScriptParts): string {
  const { administrator, ...plain } = command;
  const line = shellLine(administrator && !root ? { ...plain, argv: ['sudo', ...plain.argv] } : plain);
  return [
    '#!/bin/sh',
    'rm -f -- "$0"',
    `printf '%s\\n\\n%s' ${quoted(`$ ${line}`)} ${quoted(texts.terminalAsk)}`,
    'read -r answer || exit 0',
    line,
    `printf '\\n%s %s\\n' ${quoted(texts.terminalEnded)} "$?"`,
    '[ -z "$SHELL" ] || exec "$SHELL"',
    '',
  ].join('\n');
}

/** Where it starts another batch file that one goes on in its place: it is last. The next opening removes it. */
function batch({ argv, environment, folder }: TerminalCommand, texts: Texts): string {
  const line = argv.map(quotedForBatch).join(' ');
  return [
    '@echo off',
    'chcp 65001 >nul',
    ...(folder === null ? [] : [`cd /d ${quotedForBatch(folder)}`]),
    ...Object.entries(environment).map(([name, value]) => `set "${name}=${value.replaceAll('%', '%%')}"`),
    `echo ^> ${line}`,
    `echo ${texts.terminalAsk}`,
    'pause >nul',
    line,
    '',
  ].join('\r\n');
}
