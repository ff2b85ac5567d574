import { FileUp, Play, Square, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { TestPacket, TestRun } from '../../../main/contract/functions.ts';
import { useProblemText } from '../../i18n/problem.ts';
import { useText } from '../../i18n/text.tsx';
import { useShortcuts } from '../../lib/shortcuts.ts';
import { useStore } from '../../store/index.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { ContentView } from '../../ui/ContentView.tsx';
import { Elapsed } from '../../ui/Elapsed.tsx';
import { PacketType, State } from '../../ui/glyphs.tsx';
import { HexView } from '../../ui/HexView.tsx';
import { useListKeys } from '../../ui/list-keys.ts';
import { Tabs } from '../../ui/Tabs.tsx';
import { outcomeText } from '../jobs/outcome-text.ts';
import styles from './Functions.module.css';
import { canTestRun, faultsOf } from './faults.ts';

/** Runs the command as it is in the editor, once and without a server, and shows what it did. */
export function TestRunSection() {
  const { t, size } = useText();
  const draft = useStore((store) => store.functions.draft);
  const { workload, file, of, startedAt, result, problem } = useStore((store) => store.testRun);
  const ready = useStore(canTestRun);
  const shortcut = useShortcuts();
  const { typeTestWorkload, chooseTestFile, dropTestFile, startTestRun, endTestRun } = useStore.getState();
  const failure = useProblemText(problem);
  const replaces = draft?.replaces ?? null;
  const isOther = of !== replaces;
  useEffect(() => {
    if (isOther) void endTestRun(); // nobody could see it any more
  }, [isOther, endTestRun]);
  if (draft === null) return null;
  const { content } = draft;
  const complete = Object.keys(faultsOf(content)).length === 0;
  return (
    <section className="section" aria-label={t('testRun.title')}>
      <h3 className="section-title">{t('testRun.title')}</h3>
      {content.speaks === 'gearman' ? (
        <p className="help">{t('testRun.needsServer')}</p>
      ) : (
        <div className={styles.trial}>
          {file === null ? (
            <textarea
              className="textarea textarea--code"
              rows={3}
              value={workload}
              aria-label={t('testRun.workload')}
              placeholder={t('submit.workload')}
              spellCheck={false}
              onChange={(event) => typeTestWorkload(event.target.value)}
            />
          ) : (
            <div className={styles.trialFile}>
              <span className="truncate" title={file.name}>
                {file.name}
              </span>
              <span className="faint">{size(file.size)}</span>
              <span className="grow" />
              <IconButton icon={X} label={t('testRun.dropFile')} onClick={dropTestFile} />
            </div>
          )}
          <div className={styles.trialRow}>
            {startedAt === null ? (
              <Button
                icon={Play}
                disabled={!ready}
                shortcut={shortcut('function.testRun')}
                onClick={() => void startTestRun()}
              >
                {t('testRun.run')}
              </Button>
            ) : (
              <Button icon={Square} onClick={() => void endTestRun()}>
                {t('action.cancel')}
              </Button>
            )}
            {startedAt !== null && <Elapsed since={startedAt} />}
            <span className="grow" />
            {content.input !== 'none' && (
              <Button icon={FileUp} variant="quiet" onClick={() => void chooseTestFile()}>
                {t('submit.chooseFile')}
              </Button>
            )}
          </div>
          <p className="help">
            {t(!complete ? 'testRun.incomplete' : content.input === 'none' ? 'testRun.noInput' : 'testRun.help')}
          </p>
          {failure !== null && !isOther && (
            <p className="help help--error" role="alert">
              {failure}
            </p>
          )}
          {result !== null && !isOther && <Result result={result} />}
        </div>
      )}
    </section>
  );
}

type Part = 'stdout' | 'stderr' | 'packets';

function Result({ result }: { result: TestRun }) {
  const { t, count, duration } = useText();
  const [chosen, setChosen] = useState<Part | null>(null);
  const { outcome, milliseconds, stdout, stderr, packets } = result;
  const ok = packets.at(-1)?.name === 'WORK_COMPLETE';
  const part = chosen ?? (stdout.size === 0 && stderr.size > 0 ? 'stderr' : 'stdout');
  return (
    <>
      <p role="status">
        <State mark={ok ? 'ok' : 'error'} tone={ok ? 'ok' : 'error'}>
          {`${outcomeText(outcome, t)} · ${duration(milliseconds)}`}
        </State>
      </p>
      <Tabs
        value={part}
        tabs={[
          { value: 'stdout', label: t('testRun.stdout') },
          { value: 'stderr', label: t('testRun.stderr') },
          { value: 'packets', label: t('testRun.packets', { count: count(packets.at(-1)?.number ?? 0) }) },
        ]}
        onChange={setChosen}
        className={styles.trialPart}
      >
        {part === 'packets' ? (
          <Packets packets={packets} />
        ) : (
          <ContentView key={part} content={result[part]} label={t(`testRun.${part}`)} />
        )}
      </Tabs>
    </>
  );
}

/** What a server would hear, in order; the bytes of the chosen one below. */
function Packets({ packets }: { packets: readonly TestPacket[] }) {
  const { t, count } = useText();
  const [at, choose] = useState(0);
  const { idOf, grid } = useListKeys(packets.length, at, choose);
  const chosen = packets[at];
  const missing = (packets.at(-1)?.number ?? 0) - packets.length;
  return (
    <>
      <div
        className={`tree ${styles.trialPackets}`}
        role="listbox"
        tabIndex={0}
        aria-label={t('testRun.sent')}
        {...grid}
        onKeyDown={(event) => event.key !== 'Enter' && grid.onKeyDown(event)}
      >
        {packets.map(({ number, name, family, size }, index) => (
          <div
            key={number}
            id={idOf(index)}
            className="tree__row"
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            onClick={() => choose(index)}
          >
            <span className="number">{count(number)}</span>
            <PacketType type={name} family={family} />
            <span>{t('traffic.bytes', { count: size })}</span>
          </div>
        ))}
      </div>
      {missing > 0 && <p className="faint">{t('testRun.missing', { count: missing })}</p>}
      {chosen !== undefined && (
        <>
          <div className={styles.trialBytes}>
            <HexView bytes={chosen.bytes} label={t('packet.packetOf', { number: chosen.number })} />
          </div>
          {chosen.bytes.length < chosen.size && (
            <p className="faint">{t('content.cut', { shown: count(chosen.bytes.length), size: count(chosen.size) })}</p>
          )}
        </>
      )}
    </>
  );
}
