import { call } from './api.ts';
import { type Store, useStore } from './store/index.ts';

/** How soon what is shown and typed is kept, ms. */
const SOON = 300;

/** Characters of it; with more than that what is typed is left out. */
const MOST = 1_000_000;

/** What a window that is made anew shows again. Values of secrets are in no copy. */
function viewOf({ app, submit, functions, jobs, traffic }: Store) {
  const { draft } = functions;
  return {
    app: { screen: app.screen },
    submit: { open: submit.open, draft: submit.draft },
    functions: {
      filter: functions.filter,
      selected: functions.selected,
      draft: draft === null ? null : { ...draft, content: { ...draft.content, values: {} } },
    },
    jobs: {
      states: jobs.states,
      search: jobs.search,
      sort: jobs.sort,
      descending: jobs.descending,
      selected: jobs.selected,
      tab: jobs.tab,
    },
    traffic: {
      filter: traffic.filter,
      accepted: traffic.accepted,
      probes: traffic.probes,
      scope: traffic.scope,
      selected: traffic.selected,
    },
  };
}

type View = ReturnType<typeof viewOf>;

/** Shows again what the window before this one showed, if there was one: it crashed, or was closed. */
export async function restoreView(): Promise<void> {
  const kept = await call('view.kept', undefined);
  if (kept === null) return;
  const view = JSON.parse(kept) as View;
  useStore.setState(({ app, submit, functions, jobs, traffic }) => ({
    app: { ...app, ...view.app },
    submit: { ...submit, ...view.submit },
    functions: { ...functions, ...view.functions },
    jobs: { ...jobs, ...view.jobs },
    traffic: { ...traffic, ...view.traffic },
  }));
}

/** Keeps what the window shows, after each change of it. Returns what ends that. */
export function keepView(): () => void {
  let kept = '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  const keep = () => {
    timer = undefined;
    const view = viewOf(useStore.getState());
    const text = JSON.stringify(view);
    const short = text.length <= MOST ? text : JSON.stringify({ app: view.app });
    if (short === kept) return;
    kept = short;
    void call('view.keep', { view: short });
  };
  const end = useStore.subscribe((now, before) => {
    const { app, submit, functions, jobs, traffic } = now;
    const same =
      app.screen === before.app.screen &&
      submit.open === before.submit.open &&
      submit.draft === before.submit.draft &&
      functions === before.functions &&
      jobs === before.jobs &&
      traffic === before.traffic;
    if (!same) timer ??= setTimeout(keep, SOON);
  });
  return () => {
    end();
    clearTimeout(timer);
  };
}
