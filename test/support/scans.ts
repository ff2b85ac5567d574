import { doctorCalls } from '../../main/calls/doctor.ts';
import type { Scan } from '../../main/contract/doctor.ts';
import { considerate } from '../../main/doctor/considerate.ts';
import { examine } from '../../main/doctor/doctor.ts';
import { fixtureMachine } from '../fixtures/machines/machine.ts';
import { MACHINES } from '../fixtures/machines/machines.ts';

/** A described computer as the engine looks at it for the window. */
export function doctorOf(name: string) {
  const described = MACHINES[name];
  if (described === undefined) throw new Error(`There is no computer “${name}”`);
  const machine = fixtureMachine(described());
  const plan = { folder: '/Users/ada/php', client: '/Applications/Gearbench.app/gearman.php' };
  return doctorCalls({
    ...{ machine, plan },
    examine: (look, { signal, onStage: onProgress }) =>
      examine(considerate(machine, signal), { ...look, onProgress }, plan),
    address: () => ({ host: '127.0.0.1', port: 4730 }),
    proofServer: () => undefined,
    scripts: '/Applications/Gearbench.app/proof',
    folder: () => '/Users/ada/shop',
    steps: { environment: async () => ({}) },
    onProgress: () => {},
  }).handlers;
}

/** What a scan of it finds. */
export const scanOf = async (name: string): Promise<Scan> =>
  (await doctorOf(name)['doctor.scan']({ php: null, online: false })) as Scan;
