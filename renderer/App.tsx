import { useEffect } from 'react';
import { call, on } from './api.ts';
import { commandFor, runCommand } from './commands.ts';
import { Frame } from './features/frame/Frame.tsx';
import { Welcome } from './features/welcome/Welcome.tsx';
import { languageOf, TextProvider } from './i18n/text.tsx';
import { keepFocus } from './lib/keep-focus.ts';
import { useLive } from './lib/live.ts';
import { seesFailures, seesWaiting } from './lib/watches.ts';
import { tellMenu } from './menu-teller.ts';
import { useStore } from './store/index.ts';
import { isWelcoming } from './store/welcome.ts';
import { keepView } from './view-keeper.ts';

const SETTINGS = ['settings'] as const;
const SERVER = ['server'] as const;
const WORKSPACE = ['workspace'] as const;

export function App() {
  const info = useStore((store) => store.app.info);
  const settings = useStore((store) => store.app.settings);
  const welcoming = useStore(isWelcoming);
  const load = useStore((store) => store.load);
  useEffect(() => void load(), [load]);
  useLive(
    SETTINGS,
    useStore((store) => store.pullSettings),
  );
  useLive(
    SERVER,
    useStore((store) => store.pullServer),
  );
  useLive(
    WORKSPACE,
    useStore((store) => store.pullWorkspace),
  );

  useEffect(tellMenu, []);
  const loaded = info !== null;
  useEffect(() => (loaded ? keepView() : undefined), [loaded]);
  const failed = useStore(seesFailures);
  const waiting = useStore(seesWaiting);
  useEffect(() => void call('app.watches', { failed, waiting }), [failed, waiting]);
  useEffect(keepFocus, []);
  useEffect(() => on('command', (id) => runCommand(id, useStore.getState())), []);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const store = useStore.getState();
      const command = commandFor(event, store);
      if (command === undefined) return;
      event.preventDefault();
      void command.run(store);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);

  useEffect(() => {
    const over = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      const file = event.dataTransfer?.files[0];
      if (file === undefined) return;
      event.preventDefault();
      void useStore.getState().dropWorkspace(file);
    };
    window.addEventListener('dragover', over);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('drop', drop);
    };
  }, []);

  useEffect(() => {
    if (info === null || settings === null) return;
    const { dataset } = document.documentElement;
    dataset['platform'] = info.platform;
    dataset['density'] = settings.density;
    if (settings.sidebar) delete dataset['sidebar'];
    else dataset['sidebar'] = 'off';
    if (settings.singleKeys) delete dataset['singleKeys'];
    else dataset['singleKeys'] = 'off';
    // The system's side is left to light-dark(); the engine's shell turns the native parts.
    if (settings.theme === 'system') delete dataset['theme'];
    else dataset['theme'] = settings.theme;
  }, [info, settings]);

  if (info === null || settings === null) return null;
  return (
    <TextProvider language={languageOf(settings.language, info.locale)}>
      {welcoming ? <Welcome /> : <Frame />}
    </TextProvider>
  );
}
