import type { Machine } from './machine.ts';

/**
 * A machine for a process that has other things to do meanwhile: programs are started one in a turn of the event loop, because
 * each start takes a while of whoever starts it, and something of all threads. Once `signal` is aborted nothing is started or read any more, so that whoever
 * looks comes to an end.
 */
export function considerate(machine: Machine, signal: AbortSignal): Machine {
  let last = Promise.resolve();
  const turn = () => {
    last = last.then(() => new Promise((resolve) => setTimeout(resolve, 1)));
    return last;
  };
  return {
    ...machine,
    read: async (path) => (signal.aborted ? null : machine.read(path)),
    list: async (folder) => (signal.aborted ? [] : machine.list(folder)),
    about: async (path) => (signal.aborted ? null : machine.about(path)),
    ask: async (host, port) => (signal.aborted ? { what: 'not-asked' } : machine.ask(host, port)),
    fetch: async (url) => (signal.aborted ? { what: 'not-asked' } : machine.fetch(url)),
    tryPage: async (page) => (signal.aborted ? { what: 'not-asked' } : machine.tryPage(page)),
    run: async (argv, options) => {
      await turn();
      return signal.aborted ? { argv, end: { how: 'not-run' }, out: '', err: '' } : machine.run(argv, options);
    },
  };
}
