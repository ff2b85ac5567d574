import type { Command } from '../../../main/contract/functions.ts';

/** A command for the eye: arguments that are not plain words stand in quotes. Never to be run. */
export const commandText = (command: Command): string =>
  command.kind === 'shell'
    ? command.line
    : command.argv
        .map((argument) => (/^[\w./:=@%+,-]+$/.test(argument) ? argument : JSON.stringify(argument)))
        .join(' ');
