import { join } from 'node:path';
import type { ChosenLimits } from '../../main/contract/limits.ts';
import { openEntrance } from '../../main/net/entrance.ts';
import type { Recorder } from '../../main/net/recorder.ts';
import { GARBAGE, TEXT } from '../../main/protocol/framer.ts';
import { nameOf } from '../../main/protocol/packets.ts';
import { Broker } from '../../main/server/broker.ts';
import { Keeper } from '../../main/server/keeper.ts';
import { limitsFrom } from '../../main/server/limits.ts';
import { createListener, type ListenerParts } from '../../main/server/listener.ts';
import { QueueStore } from '../../main/server/queue-store.ts';
import { rulesFrom } from '../../main/server/rules.ts';
import { asRead, silent } from '../../main/util/log.ts';
import { afterThisTest } from './cleanup.ts';
import { freePort } from './free-port.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A recorder that writes down what it is told: connection, direction, what, and how many bytes. */
function notes() {
  const lines: string[] = [];
  const facts = new Map<number, Parameters<Recorder['opened']>[1]>();
  const recorder: Recorder = {
    opened: (id, describe) => {
      facts.set(id, describe);
      lines.push(`${id} opened`);
    },
    closed: (id) => void lines.push(`${id} closed`),
    keep: (block) => block.length,
    packet: (_at, id, direction, type, size) => {
      const name = { [TEXT]: 'text', [GARBAGE]: 'garbage' }[type] ?? nameOf(type);
      return lines.push(`${id} ${direction} ${name} ${size}`) - 1;
    },
    place: (packet, block, _position, start) => {
      const size = Number(lines[packet]?.split(' ').at(-1));
      if (start + size > block.length) lines[packet] += ' outside of its block';
    },
    noted: () => {},
  };
  return { recorder, lines, facts };
}

interface Different extends Omit<Partial<ListenerParts>, 'limits'> {
  limits?: ChosenLimits;
  /** Background jobs are kept on disk. */
  durable?: boolean;
}

/** A listener on a free port with a broker behind it. */
export async function listening(
  hosts: readonly string[] = ['127.0.0.1'],
  { limits, durable, ...parts }: Different = {},
) {
  const port = await freePort();
  const keeper = durable
    ? new Keeper(new QueueStore({ path: join(await temporaryFolder(), 'queue.db') }), () => {})
    : undefined;
  const broker = new Broker({ rules: rulesFrom({ handlePrefix: 'H:t' }), limits: limitsFrom(limits), keeper });
  const { recorder, lines, facts } = notes();
  const warnings: string[] = [];
  const log = { ...silent, warn: (text: string) => warnings.push(asRead(text)) };
  const listener = createListener({
    broker,
    recorder,
    log,
    originOf: () => 'other',
    limits: limitsFrom(limits),
    entrance: await openEntrance(hosts, port, { log }),
    ...parts,
  });
  listener.admit();
  afterThisTest(() => listener.close());
  return { listener, port, broker, lines, facts, warnings };
}
