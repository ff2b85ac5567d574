import { answerAll } from '../util/answering-side.ts';
import type { ImportQuestion } from './import-apart.ts';
import { importServers } from './import-servers.ts';

/** Files of others are read apart: YAML takes half a second for what may be read of it, which the sockets would wait for. */
answerAll(({ text, file }: ImportQuestion) => importServers(text, file));
