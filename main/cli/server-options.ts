import { AppError } from '../contract/errors.ts';
import type { ChosenLimits } from '../contract/limits.ts';
import { portOf } from '../contract/server-list.ts';
import type { ServerRules } from '../server/rules.ts';
import type { SecretStore } from '../util/secret-store.ts';
import { limitsOf } from './limit-option.ts';
import { secretsOfProcess } from './secrets-option.ts';

/** Options of the commands that run the job server and the workers of a workspace, for `parseArgs`. */
export const SERVER_OPTIONS = {
  port: { type: 'string' },
  listen: { type: 'string' },
  limit: { type: 'string', multiple: true },
  order: { type: 'string' },
  trust: { type: 'boolean' },
  secrets: { type: 'string' },
} as const;

export const SERVER_HELP = `  --port N       Port to listen on (4730)
  --listen ADDR  Address to listen on, instead of 127.0.0.1 and ::1. Gearman has no
                 passwords: who reaches another address can submit and take jobs
  --limit N=V    A limit of the server, as --limit packet=64M --limit connections=100
  --order ORDER  Which job a worker gets: 1.x, function first as gearmand 1 does (the
                 default), or 2.x, priority first as gearmand 2 does
  --trust        Run the workspace's commands without having allowed them in the window
  --secrets FILE Values of the workspace's secrets, a line NAME=value each; its mode must be
                 600. A variable GEARBENCH_SECRET_NAME of this process goes before it
`;

interface Given {
  port?: string;
  listen?: string;
  limit?: string[];
  order?: string;
  trust?: boolean;
  secrets?: string;
}

export interface ServerSettings {
  port: number;
  order: ServerRules['order'] | undefined;
  listen: string | undefined;
  limits: ChosenLimits;
  trust: boolean;
  /** Reads their file. Throws an AppError. */
  secrets: () => SecretStore;
  workspace: string | undefined;
}

/** What was asked for. Throws `bad-input`. */
export function serverSettings(values: Given, positionals: readonly string[]): ServerSettings {
  const port = portOf(values.port ?? '4730');
  const limits = limitsOf(values.limit ?? []);
  if (port === undefined) refuse(`“${values.port}” is no port. A port is a number from 1 to 65535.`);
  if (positionals.length > 1) refuse('One workspace can be served at a time.');
  const { order, listen, trust = false } = values;
  if (order !== undefined && order !== '1.x' && order !== '2.x')
    refuse(`“${order}” is no order. It is 1.x (function first) or 2.x (priority first).`);
  const secrets = () => secretsOfProcess(process.env, values.secrets);
  return { port, order, listen, limits, trust, secrets, workspace: positionals[0] };
}

function refuse(message: string): never {
  throw new AppError('bad-input', message);
}
