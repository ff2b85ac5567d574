import { AppError } from '../contract/errors.ts';
import { type ChosenLimits, LIMIT_NAMES, type LimitName } from '../contract/limits.ts';
import { limitsFrom } from '../server/limits.ts';

const UNITS: Record<string, number> = { '': 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 };

/** Limits as options give them: `connections=100`, `packet=64M`. Throws `bad-input`, also where there is no such limit or it cannot be so. */
export function limitsOf(options: readonly string[]): ChosenLimits {
  const limits: ChosenLimits = {};
  for (const option of options) {
    const [, name, digits, unit = ''] = /^(\w+)=(\d+)([KMG]?)$/.exec(option) ?? [];
    if (!isLimit(name))
      throw new AppError(
        'bad-input',
        `“${option}” is no limit. A limit is NAME=NUMBER, as packet=64M; the names are ${LIMIT_NAMES.join(', ')}.`,
      );
    limits[name] = Number(digits) * (UNITS[unit] as number);
  }
  limitsFrom(limits);
  return limits;
}

const isLimit = (name: string | undefined): name is LimitName => LIMIT_NAMES.includes(name as LimitName);
