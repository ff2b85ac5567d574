import { basename } from 'node:path';
import { AppError } from '../contract/errors.ts';
import type { FunctionDefinition, ImportOffer } from '../contract/model.ts';
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
  const refused = (line: number, reason: string) =>
    new AppError('import-line', `${path}, line ${line}: ${reason}`, { path, line, reason });
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (/^\s*(#|$)/.test(line)) continue;
    try {
      const definition = definitionOf(line);
      if (found.has(definition.name)) throw refused(index + 1, `${definition.name} is in a line above already.`);
      found.set(definition.name, definition);
    } catch (error) {
      if (!(error instanceof AppError) || error.code === 'import-line') throw error;
      throw refused(index + 1, error.message);
    }
  }
  return [...found.values()];
}
