import { useEffect, useState } from 'react';
import type { Snippets } from '../../../main/contract/doctor.ts';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { Button } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { Select } from '../../ui/Select.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { StartServerButton, useServes } from './ProofActions.tsx';
import styles from './Sheets.module.css';

type Way = keyof Snippets['ways'];

/** A function that is nobody's, for a workspace without any. */
const EXAMPLE = 'reverse';

/** Scripts that connect an app with the server, in the PHP that was looked at. */
export function ConnectSheet() {
  const open = useStore((store) => store.doctor.sheet === 'connect');
  return open ? <Connect /> : null;
}

function Connect() {
  const { t } = useText();
  const { showDoctorSheet, snippetsFor } = useStore.getState();
  const php = useStore(({ doctor: { scan } }) => scan?.phps.find(({ path }) => path === scan.php));
  const functions = useStore((store) => store.workspace?.functions) ?? [];
  const address = useStore((store) => store.server?.addresses.join());
  const names = [...new Set([EXAMPLE, ...functions.map(({ name }) => name)])];
  const [name, setName] = useState(EXAMPLE);
  const [chosen, setWay] = useState<Way | null>(null);
  const [snippets, setSnippets] = useState<Snippets | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the server's address is in them
  useEffect(() => {
    let current = true;
    void snippetsFor(name).then((found) => current && setSnippets(found));
    return () => {
      current = false;
    };
  }, [name, address, snippetsFor]);
  const way = chosen ?? (php?.state === 'loaded' ? 'extension' : 'drop-in');
  const close = () => showDoctorSheet(null);
  return (
    <Sheet
      title={t('doctor.connect.title')}
      {...(php?.version && { subtitle: t('doctor.php', { version: php.version }) })}
      open
      onClose={close}
      className={styles.wide}
      head={
        <>
          <span className="muted">{t('doctor.connect.function')}</span>
          <Select
            label={t('doctor.connect.function')}
            value={name}
            options={names.map((each) => ({ value: each, label: each }))}
            onChange={setName}
          />
        </>
      }
      foot={
        <>
          {snippets !== null && <Where address={snippets.address} />}
          <span className="grow" />
          <Button large variant="primary" onClick={close}>
            {t('action.close')}
          </Button>
        </>
      }
    >
      <Tabs
        value={way}
        tabs={[
          { value: 'extension', label: t('doctor.connect.extension') },
          { value: 'drop-in', label: t('doctor.connect.dropIn') },
        ]}
        onChange={setWay}
        className={styles.scripts}
      >
        <p className="muted">{t(noteOf(way, php?.state === 'loaded', snippets?.switchedOn === true))}</p>
        {snippets !== null && <Scripts snippets={snippets} way={way} />}
      </Tabs>
    </Sheet>
  );
}

function noteOf(way: Way, loaded: boolean, switchedOn: boolean) {
  if (way === 'extension') return loaded ? 'doctor.connect.loaded' : 'doctor.connect.notLoaded';
  return switchedOn ? 'doctor.connect.switchedOn' : 'doctor.connect.require';
}

function Where({ address }: { address: string }) {
  const { t } = useText();
  const serves = useServes();
  return serves ? (
    <>
      <span className="faint">{t('doctor.connect.server', { address })}</span>
      <CopyButton text={address} label={t('command.server.copyAddress')} />
    </>
  ) : (
    <>
      <StartServerButton />
      <span className="faint">{t('doctor.connect.noServer', { address })}</span>
    </>
  );
}

function Scripts({ snippets: { ways }, way }: { snippets: Snippets; way: Way }) {
  const { t } = useText();
  const { worker, client, run, composer } = ways[way];
  return (
    <>
      <Script
        title={t('doctor.connect.worker')}
        file="worker.php"
        code={worker}
        run={run[0]}
        copy={t('doctor.connect.copyWorker')}
      />
      <Script
        title={t('doctor.connect.client')}
        file="client.php"
        code={client}
        run={run[1]}
        copy={t('doctor.connect.copyClient')}
      />
      <section className={styles.script}>
        <h3>
          {t('doctor.connect.composer')}
          <span className="faint">{t(`doctor.connect.composer.${way}`)}</span>
        </h3>
        <Code code={composer} copy={t('doctor.connect.copyComposer')} />
      </section>
    </>
  );
}

interface ScriptProps {
  title: string;
  /** The name that it is to be saved under. */
  file: string;
  code: string;
  run: string;
  copy: string;
}

function Script({ title, file, code, run, copy }: ScriptProps) {
  const { t } = useText();
  return (
    <section className={styles.script}>
      <h3>
        {title}
        <span className="faint">{file}</span>
      </h3>
      <Code code={code} copy={copy} />
      <div className={`command ${styles.command}`}>
        <code>{run}</code>
        <CopyButton text={run} label={t('doctor.connect.copyRun')} />
      </div>
    </section>
  );
}

function Code({ code, copy }: { code: string; copy: string }) {
  return (
    <div className={styles.block}>
      <pre className="code-block code-block--wrap">{code.trimEnd()}</pre>
      <CopyButton text={code} label={copy} />
    </div>
  );
}
