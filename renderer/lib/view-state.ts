import type { ViewChange, ViewState } from '../../main/contract/view.ts';
import type { Store } from '../store/index.ts';

/** How the window is left, as far as it is the page's. */
export const viewOf = ({
  jobs,
  traffic,
  expert,
  functions,
  workers,
  servers,
  serverConsole,
  scope,
  board,
  panes,
}: Store) =>
  ({
    panes,
    jobs: { states: [...jobs.states], search: jobs.search, sort: jobs.sort, descending: jobs.descending },
    packets: { filter: traffic.accepted, probes: traffic.probes, expert: expert.shown },
    functions: { filter: functions.filter },
    workers: { filter: workers.filter },
    scope,
    board: { by: board.by },
    servers: {
      filter: servers.filter,
      sort: servers.sort,
      descending: servers.descending,
      chosen: servers.chosen,
    },
    console: { past: [...serverConsole.past], explained: serverConsole.explained },
  }) satisfies ViewChange;

/** The parts of the store as the window was left. */
export function storeOf(view: ViewState, store: Store): Partial<Store> {
  const { jobs, traffic, expert, functions, workers, servers, serverConsole } = store;
  const { filter, probes } = view.packets;
  return {
    panes: view.panes,
    jobs: { ...jobs, ...view.jobs },
    traffic: { ...traffic, filter, accepted: filter, probes },
    expert: { ...expert, shown: view.packets.expert },
    functions: { ...functions, ...view.functions },
    workers: { ...workers, ...view.workers },
    scope: view.scope,
    board: { ...store.board, ...view.board },
    servers: { ...servers, ...view.servers },
    serverConsole: { ...serverConsole, ...view.console },
  };
}

/** What a window that is made anew shows again beside it: where the person was, and what they typed. Values of secrets are in no copy. */
export function unsentOf({ app, submit, functions, jobs, traffic }: Store) {
  const { draft } = functions;
  return {
    app: { screen: app.screen },
    submit: { open: submit.open, draft: submit.draft },
    functions: {
      selected: functions.selected,
      draft: draft === null ? null : { ...draft, content: { ...draft.content, values: {} } },
    },
    jobs: { selected: jobs.selected, tab: jobs.tab },
    traffic: { filter: traffic.filter, scope: traffic.scope, selected: traffic.selected },
  };
}

/** The parts of the store as the window before this one held them: it crashed, or was closed. */
export function storeOfUnsent(kept: string, { app, submit, functions, jobs, traffic }: Store): Partial<Store> {
  const unsent = JSON.parse(kept) as Partial<ReturnType<typeof unsentOf>>;
  return {
    app: { ...app, ...unsent.app },
    submit: { ...submit, ...unsent.submit },
    functions: { ...functions, ...unsent.functions },
    jobs: { ...jobs, ...unsent.jobs },
    traffic: { ...traffic, ...unsent.traffic },
  };
}
