import { AppError } from '../contract/errors.ts';
import { type ChosenLimits, LIMIT_NAMES, LIMITS, type ServerLimits } from '../contract/limits.ts';

/** The limits asked for, and the usual ones for the rest. Throws an AppError that names the one that cannot be. */
export function limitsFrom(asked: ChosenLimits = {}): ServerLimits {
  const limits = {} as ServerLimits;
  for (const name of LIMIT_NAMES) {
    const { default: usual, least, most } = LIMITS[name];
    const value = asked[name] ?? usual;
    if (!Number.isInteger(value) || value < least || value > most)
      throw new AppError('bad-input', `The limit ${name} is ${least} to ${most}, not ${value}.`, { field: name });
    limits[name] = value;
  }
  return limits;
}
