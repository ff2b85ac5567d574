import { ArrowLeft, BookOpen } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useText } from '../../i18n/text.tsx';
import { SCREENS, type Screen } from '../../store/app.ts';
import type { HelpPlace } from '../../store/help.ts';
import { useStore } from '../../store/index.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { SearchField } from '../../ui/SearchField.tsx';
import styles from './Help.module.css';
import { HelpPage } from './HelpPage.tsx';
import { groupsOf, search } from './pages.ts';

/** The guide: its pages at the left, or where the words that are looked for stand; one page beside them. */
export default function HelpScreen() {
  const { t, language } = useText();
  const place = useStore((store) => store.help.place);
  const first = useStore((store) => store.help.before.length === 0);
  const { backInHelp, readHelp, go } = useStore.getState();
  const [words, setWords] = useState('');
  const read = useRef<HTMLElement>(null);
  const screen = screenOf(place.page);

  useEffect(() => {
    const page = read.current;
    if (page === null) return;
    const section = place.section === '' ? null : document.getElementById(place.section);
    if (section === null) page.scrollTop = 0;
    else section.scrollIntoView({ block: 'start' });
    // The link that was followed is gone with its page.
    if (document.activeElement === document.body) page.focus();
  }, [place]);

  return (
    <section className="screen__main" aria-label={t('screen.help')}>
      <div className="screenbar">
        <IconButton icon={ArrowLeft} label={t('help.back')} disabled={first} onClick={backInHelp} />
        <form
          className={styles.search}
          role="search"
          onSubmit={(event) => {
            event.preventDefault();
            const [hit] = search(words, language);
            if (hit !== undefined) readHelp(hit.place);
          }}
        >
          <SearchField label={t('help.search')} placeholder={t('help.search')} value={words} onChange={setWords} />
        </form>
        <span className="grow" />
        {screen !== undefined && (
          <Button onClick={() => go(screen)}>{t('help.goTo', { screen: t(`screen.${screen}`) })}</Button>
        )}
      </div>
      <div className={styles.columns}>
        <nav className={styles.pages} aria-label={t('help.pages')}>
          {words.trim() === '' ? <Pages page={place.page} /> : <Hits words={words} onRead={readHelp} />}
        </nav>
        <article ref={read} className={`${styles.page} selectable`} tabIndex={0} data-pane aria-label={t('help.page')}>
          <HelpPage page={place.page} />
        </article>
      </div>
    </section>
  );
}

const screenOf = (page: string): Screen | undefined => SCREENS.find((screen) => screen === page && screen !== 'help');

function Pages({ page }: { page: string }) {
  const { language } = useText();
  const readHelp = useStore((store) => store.readHelp);
  return groupsOf(language).map(({ title, pages }) => (
    <div key={title}>
      <h2 className="sidebar__heading">{title}</h2>
      <ul>
        {pages.map((each) => (
          <li key={each.page}>
            <button
              type="button"
              className="nav"
              aria-current={each.page === page ? 'page' : undefined}
              onClick={() => readHelp({ page: each.page, section: '' })}
            >
              <span className="truncate">{each.label}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  ));
}

function Hits({ words, onRead }: { words: string; onRead: (place: HelpPlace) => void }) {
  const { t, language } = useText();
  const hits = search(words, language);
  return (
    <>
      <p className="visually-hidden" role="status">
        {t('help.found', { count: hits.length })}
      </p>
      {hits.length === 0 && <Empty icon={BookOpen} title={t('help.nothing')} />}
      <ul>
        {hits.map(({ place, title, heading, excerpt }) => (
          <li key={`${place.page} ${place.section}`}>
            <button type="button" className={styles.hit} onClick={() => onRead(place)}>
              <b>{heading === '' ? title : `${title}: ${heading}`}</b>
              <span className="muted">{excerpt}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
