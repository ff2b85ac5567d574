import { ArrowRight, Check, ChevronRight, Play, RotateCcw } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { PacketRow } from '../../../main/contract/packets.ts';
import { call } from '../../api.ts';
import { useText } from '../../i18n/text.tsx';
import { shown, textOf, visible } from '../../lib/bytes.ts';
import { useLive } from '../../lib/live.ts';
import { useStore } from '../../store/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Glyph, PacketType, State } from '../../ui/glyphs.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Mark } from '../../ui/Mark.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { useAddress } from '../frame/address.ts';
import { ProblemBanner } from '../frame/ProblemBanner.tsx';
import { ServerBanner } from '../frame/ServerBanner.tsx';
import { directionOf, glossOf } from '../traffic/words.ts';
import styles from './Welcome.module.css';

const TOPICS = ['submissions', 'jobs'] as const;

/** What is seen first: that a server runs, what was not changed, and one job from client to worker and back. */
export function Welcome() {
  const { t, language } = useText();
  const change = useStore((store) => store.changeSettings);
  const done = () => void change({ welcomed: true });
  return (
    <div className={styles.welcome}>
      <header className={styles.bar}>
        <span className="grow" />
        <Segmented
          label={t('settings.language')}
          value={language}
          options={[
            { value: 'en', label: 'English' },
            { value: 'zh', label: '简体中文' },
          ]}
          onChange={(chosen) => void change({ language: chosen })}
        />
      </header>
      <ServerBanner />
      <ProblemBanner />
      <main className={styles.main}>
        <Intro />
        <Demonstration />
      </main>
      <footer className={styles.foot}>
        <span className="muted">{t('welcome.again')}</span>
        <span className="grow" />
        <Button variant="primary" large icon={ArrowRight} onClick={done}>
          {t('welcome.open')}
        </Button>
      </footer>
    </div>
  );
}

function Intro() {
  const { t, duration } = useText();
  const server = useStore((store) => store.server);
  const address = useAddress();
  const runs = server?.state === 'running' && server.echo !== null;
  const facts = [
    {
      title: address,
      text: server?.echo ? t('welcome.echo', { time: duration(server.echo.milliseconds) }) : t('welcome.noEcho'),
    },
    { title: t('welcome.unchanged'), text: t('welcome.unchanged.text') },
    { title: t('welcome.noPhp'), text: t('welcome.noPhp.text') },
  ];
  return (
    <section className={styles.intro} aria-label={t('welcome.label')}>
      <Mark />
      <h1>{t(runs ? 'welcome.title' : 'welcome.title.notYet')}</h1>
      <p className={styles.lead}>{t('welcome.lead')}</p>
      <ul className={styles.facts}>
        {facts.map(({ title, text }, index) => (
          <li key={title}>
            <span className={`state state--${index > 0 || runs ? 'ok' : 'idle'}`}>
              <Glyph mark={index > 0 || runs ? 'ok' : 'queued'} />
            </span>
            <div>
              <b>{title}</b>
              <div className="muted">{text}</div>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Demonstration() {
  const { t, duration } = useText();
  const submission = useStore((store) => store.submit.shown);
  const demonstrate = useStore((store) => store.demonstrate);
  const runs = useStore((store) => store.server?.state === 'running');
  useLive(
    TOPICS,
    useStore((store) => store.pullSubmission),
  );
  const [text, setText] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [from, setFrom] = useState<number | null>(null);
  const workload = text ?? t('demo.workload');
  // A job that was submitted elsewhere is not this demonstration.
  const ended = from !== null && submission !== null && submission.endedAt !== null;
  const packets = usePackets(from, ended ? submission.id : null);
  const run = async () => {
    setBusy(true);
    setFrom(await demonstrate(workload));
    setBusy(false);
  };
  const result = submission?.result.bytes == null ? '' : visible(textOf(submission.result.bytes)).replace(/↵$/, '');
  return (
    <section className={styles.demo} aria-label={t('demo.title')}>
      <header className={styles.demoHead}>
        <h2>{t('demo.title')}</h2>
        {ended && submission.key && <span className="code muted">{shown(submission.key.handle)}</span>}
        <span className="grow" />
        {ended && (
          <State
            mark={submission.state === 'done' ? 'ok' : 'error'}
            tone={submission.state === 'done' ? 'ok' : 'error'}
          >
            {t(`submission.${submission.state}`, {
              time: duration(submission.endedAt === null ? 0 : submission.endedAt - submission.sentAt),
            })}
          </State>
        )}
      </header>
      <div className={styles.io}>
        <label className={styles.box}>
          <span className="faint">{t('submit.workload')}</span>
          <textarea
            className="textarea textarea--code"
            rows={4}
            value={workload}
            spellCheck={false}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
        <Icon of={ChevronRight} />
        <div className={styles.box}>
          <span className="faint">{t('demo.worker')}</span>
          <div className="code-block">
            {'wc -l'}
            <div className="faint">{t('demo.counts')}</div>
          </div>
        </div>
        <Icon of={ChevronRight} />
        <div className={styles.box} aria-live="polite">
          <span className="faint">{t('submit.result')}</span>
          <div className={`code-block ${styles.answer}`}>{ended ? result : ''}</div>
        </div>
      </div>
      <PacketTable packets={packets} />
      <footer className={styles.demoFoot}>
        <Button
          variant={ended ? 'normal' : 'primary'}
          large
          icon={ended ? RotateCcw : Play}
          disabled={busy || !runs}
          onClick={() => void run()}
        >
          {t(ended ? 'demo.again' : 'demo.run')}
        </Button>
        {!ended && <span className="muted">{t('demo.what')}</span>}
      </footer>
    </section>
  );
}

/** The packets of the demonstration: all from the submission on, once it has ended. */
function usePackets(from: number | null, ended: number | null): PacketRow[] {
  const [rows, setRows] = useState<PacketRow[]>([]);
  useEffect(() => {
    if (from === null || ended === null) return;
    void call('packets.window', { from: 'end', rows: 100 }).then(({ rows: last }) => {
      const ours = last.filter((row) => row.seq >= from);
      const end = ours.findLastIndex(({ type }) => type === 'WORK_COMPLETE' || type === 'WORK_FAIL');
      setRows(ours.slice(0, end + 1));
    });
  }, [from, ended]);
  return rows;
}

function PacketTable({ packets }: { packets: readonly PacketRow[] }) {
  const { t, duration } = useText();
  const start = packets[0]?.at ?? 0;
  if (packets.length === 0) return <p className={`faint ${styles.noPackets}`}>{t('demo.packets.none')}</p>;
  return (
    <ol className={styles.packets} aria-label={t('traffic.packets')}>
      {packets.map((row) => (
        <li key={row.seq}>
          <span className="number faint">{duration(row.at - start)}</span>
          <span className="muted">{directionOf(row, t)}</span>
          <PacketType type={row.type} family={row.family} />
          <span className="muted truncate">{glossOf(row, t)}</span>
        </li>
      ))}
      <li className={styles.end}>
        <span />
        <Icon of={Check} small />
        <span className="muted">{t('demo.end')}</span>
      </li>
    </ol>
  );
}
