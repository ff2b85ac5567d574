import { basename } from 'node:path';
import { AppError } from '../contract/errors.ts';
import type { FunctionDefinition } from '../contract/functions.ts';
import type { ImportOffer } from '../contract/workspace.ts';
import { readText } from '../util/json-file.ts';
import { readWorkspace } from './file.ts';
import { definitionOf } from './gearman-command.ts';

/**
 * The functions of another workspace's file, or of a text with a command of the stock tool in each line; blank lines and those
 * that begin with # are passed over. Changes nothing. Throws an AppError that names the line.
 */
export async function readImport(path: string): Promise<ImportOffer> {
  const text = await readText(path);
  const functions = text.trimStart().startsWith('{') ? (await readWorkspace(path)).functions : ofLines(text, path);
  if (functions.length === 0) throw new AppError('nothing-to-import', `${path} has no function in it.`, { path });
  return { file: basename(path), functions };
}

function ofLines(text: string, path: string): FunctionDefinition[] {
  const found = new Map<string, FunctionDefinition>();
  for (const [index, words] of text.split(/\r?\n/).entries()) {
    if (/^\s*(#|$)/.test(words)) continue;
    try {
      const definition = definitionOf(words);
      if (found.has(definition.name)) throw twice(definition.name);
      found.set(definition.name, definition);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const line = index + 1;
      const { code: why, message, details } = error;
      throw new AppError('import-line', `${path}, line ${line}: ${message}`, { ...details, path, line, why });
    }
  }
  return [...found.values()];
}

const twice = (name: string): AppError =>
  new AppError('import-twice', `${name} is in a line above already.`, { function: name });
