import { type Diagnosis, examine } from '../../../main/doctor/doctor.ts';
import { fixtureMachine } from '../../fixtures/machines/machine.ts';
import { MACHINES } from '../../fixtures/machines/machines.ts';

export const CLIENT = '/Applications/Gearbench.app/Contents/Resources/php/gearman.php';

export function diagnose(name: string): Promise<Diagnosis> {
  const described = MACHINES[name]?.() ?? fail(name);
  return examine(
    fixtureMachine(described),
    { address: { host: '127.0.0.1', port: 4730 }, folder: '/srv/shop', ...described.look },
    { folder: '/Users/ada/Gearbench/php', client: CLIENT },
  );
}

const fail = (name: string): never => {
  throw new Error(`There is no machine “${name}”`);
};

/** What is amiss, and the steps of the plan that comes first: `fail INI-02.absent`, `switch-on: write-ini`. */
export async function outcome(name: string): Promise<string[]> {
  const { findings, plans } = await diagnose(name);
  const amiss = findings.filter(({ state }) => ['fail', 'warn', 'unknown'].includes(state));
  const [plan] = plans;
  return [
    ...amiss.map(({ state, text }) => `${state} ${text}`),
    ...(plan === undefined ? [] : [`${plan.way}: ${plan.steps.map(({ words }) => words).join(', ')}`]),
  ];
}
