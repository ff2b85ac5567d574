import { ArrowRight } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useText } from '../../i18n/text.tsx';
import { useStore } from '../../store/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Glyph, type Look } from '../../ui/glyphs.tsx';
import { Mark } from '../../ui/Mark.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { useAddress } from '../frame/address.ts';
import { ProblemBanner } from '../frame/ProblemBanner.tsx';
import { ServerBanner } from '../frame/ServerBanner.tsx';
import { serverLook } from '../frame/server-look.ts';
import { Demonstration } from './Demonstration.tsx';
import { Goals } from './Goals.tsx';
import styles from './Welcome.module.css';

/** The first steps: that a server runs, what was not changed, one job from client to worker and back, and where to go from here. */
export function Welcome() {
  const { t, language } = useText();
  const change = useStore((store) => store.changeSettings);
  const leave = useStore((store) => store.leaveWelcome);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing || event.keyCode === 229) return;
      void leave();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [leave]);
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
        <section className={styles.intro} aria-label={t('welcome.label')}>
          <Intro />
          <Goals />
        </section>
        <Demonstration />
      </main>
      <footer className={styles.foot}>
        <span className="muted">{t('welcome.again')}</span>
        <span className="grow" />
        <Button variant="primary" large icon={ArrowRight} shortcut="Esc" onClick={() => void leave()}>
          {t('welcome.open')}
        </Button>
      </footer>
    </div>
  );
}

const KEPT: Look = { mark: 'ok', tone: 'ok' };

function Intro() {
  const { t, duration } = useText();
  const server = useStore((store) => store.server);
  const done = useStore((store) => store.welcome.shown?.submission.state === 'done');
  const address = useAddress();
  const title = useRef<HTMLHeadingElement>(null);
  // Who does not see the window hears first what it is.
  useEffect(() => title.current?.focus(), []);
  const runs = server?.state === 'running' && server.echo !== null;
  const facts = [
    {
      title: address,
      text: server?.echo ? t('welcome.echo', { time: duration(server.echo.milliseconds) }) : t('welcome.noEcho'),
      look: server === null ? KEPT : runs ? KEPT : serverLook(server),
    },
    { title: t('welcome.unchanged'), text: t('welcome.unchanged.text'), look: KEPT },
    { title: t('welcome.noPhp'), text: t('welcome.noPhp.text'), look: KEPT },
  ];
  return (
    <>
      <Mark />
      <h1 ref={title} tabIndex={-1}>
        {t(runs ? 'welcome.title' : 'welcome.title.notYet')}
      </h1>
      <p className={styles.lead}>{t(done ? 'welcome.lead.done' : 'welcome.lead')}</p>
      <ul className={styles.facts}>
        {facts.map(({ title: said, text, look }) => (
          <li key={said}>
            <span className={`state state--${look.tone}`}>
              <Glyph mark={look.mark} />
            </span>
            <div>
              <b>{said}</b>
              <div className="muted">{text}</div>
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
