import type { ViewChange, ViewState } from '../../main/contract/view.ts';
import type { Store } from '../store/index.ts';

/** How the window is left, as far as it is the page's. */
export const viewOf = ({ jobs, traffic, expert, functions, workers, panes }: Store) =>
  ({
    panes,
    jobs: { states: [...jobs.states], search: jobs.search, sort: jobs.sort, descending: jobs.descending },
    packets: { filter: traffic.accepted, probes: traffic.probes, expert: expert.shown },
    functions: { filter: functions.filter },
    workers: { filter: workers.filter },
  }) satisfies ViewChange;

/** The parts of the store as the window was left. */
export function storeOf(view: ViewState, store: Store): Partial<Store> {
  const { jobs, traffic, expert, functions, workers } = store;
  const { filter, probes } = view.packets;
  return {
    panes: view.panes,
    jobs: { ...jobs, ...view.jobs },
    traffic: { ...traffic, filter, accepted: filter, probes },
    expert: { ...expert, shown: view.packets.expert },
    functions: { ...functions, ...view.functions },
    workers: { ...workers, ...view.workers },
  };
}
