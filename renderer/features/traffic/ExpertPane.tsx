import { ChevronDown, ChevronRight, Filter, X } from 'lucide-react';
import { useEffect, useId } from 'react';
import type { Finding, FindingGroup, Severity } from '../../../main/contract/expert.ts';
import { EXPERT_WORDS } from '../../i18n/expert-words.ts';
import { type Text, useText } from '../../i18n/text.tsx';
import { shown } from '../../lib/bytes.ts';
import { useLive } from '../../lib/live.ts';
import { useStore } from '../../store/index.ts';
import { IconButton } from '../../ui/Button.tsx';
import { Glyph, type Look } from '../../ui/glyphs.tsx';
import { Icon } from '../../ui/Icon.tsx';
import styles from './Expert.module.css';

const TOPICS = ['packets'] as const;

/** What time alone brings shows up although no packet comes, ms. */
const LOOKS_EVERY = 2000;

/** Packets of a finding that are listed: the newest. */
const LISTED = 50;

const LOOKS = {
  error: { mark: 'error', tone: 'error' },
  warn: { mark: 'warn', tone: 'warn' },
  note: { mark: 'info', tone: 'idle' },
} as const satisfies Record<Severity, Look>;

/** What is wrong or remarkable in the traffic: each finding with its meaning, how often, and the packets where it is. */
export function ExpertPane() {
  const { t, percent } = useText();
  const { report } = useStore((store) => store.expert);
  const { pullExpert, toggleExpert } = useStore.getState();
  useLive(TOPICS, pullExpert);
  useEffect(() => {
    const timer = setInterval(pullExpert, LOOKS_EVERY);
    return () => clearInterval(timer);
  }, [pullExpert]);
  return (
    <section className={styles.expert} aria-labelledby="expert-title">
      <header className={styles.head}>
        <h2 id="expert-title">{t('expert.title')}</h2>
        <span className="grow" />
        {report !== null && report.scanned < 1 && (
          <span className="faint" role="status">
            {t('expert.scanning', { percent: percent(report.scanned) })}
          </span>
        )}
        <IconButton icon={X} label={t('expert.close')} onClick={toggleExpert} />
      </header>
      {report?.groups.length === 0 && report.scanned === 1 && (
        <div className={styles.nothing}>
          <p>{t('expert.nothing')}</p>
          <p className="faint">{t('expert.nothing.text')}</p>
        </div>
      )}
      <div className={styles.groups}>
        {report?.groups.map((group) => (
          <Group key={group.code} group={group} />
        ))}
      </div>
    </section>
  );
}

function Group({ group }: { group: FindingGroup }) {
  const text = useText();
  const { t, count, language } = text;
  const id = useId();
  const open = useStore((store) => store.expert.open === group.code);
  const { openFinding, filterTraffic, goToPacket } = useStore.getState();
  const { mark, tone } = LOOKS[group.severity];
  const { title, why } = EXPERT_WORDS[language][group.code];
  const listed = group.latest.slice(-LISTED).reverse();
  return (
    <section>
      <h3 className={styles.groupHead}>
        <button
          type="button"
          className={styles.group}
          aria-expanded={open}
          aria-controls={id}
          onClick={() => openFinding(open ? null : group.code)}
        >
          <Icon of={open ? ChevronDown : ChevronRight} small />
          <span className={`state state--${tone}`} title={t(`expert.${group.severity}`)}>
            <Glyph mark={mark} />
            <span className="visually-hidden">{t(`expert.${group.severity}`)}</span>
          </span>
          <span className="truncate">{title}</span>
          <span className="number faint">{count(group.count)}</span>
        </button>
      </h3>
      <div id={id} hidden={!open}>
        {open && (
          <>
            <p className={styles.why}>{why}</p>
            <ul className={styles.packets}>
              {listed.map((finding) => (
                <li key={`${finding.seq} ${JSON.stringify(finding.values)}`}>
                  <button type="button" className={styles.packet} onClick={() => void goToPacket(finding.seq)}>
                    <span className="number faint">{count(finding.seq)}</span>
                    <span className="truncate">{whatOf(finding, text)}</span>
                  </button>
                </li>
              ))}
            </ul>
            <footer className={styles.groupFoot}>
              <button
                type="button"
                className={`link-button ${styles.filter}`}
                onClick={() => filterTraffic(`gb.expert contains "${group.code}"`)}
              >
                <Icon of={Filter} small /> {t('expert.filter')}
              </button>
              {group.count > listed.length && (
                <span className="faint">{t('expert.more', { count: count(group.count - listed.length) })}</span>
              )}
            </footer>
          </>
        )}
      </div>
    </section>
  );
}

/** What the finding names, in the order in which people look for it. */
function whatOf({ values }: Finding, { t, count }: Text): string {
  const { handle, function: name, other, unique, connection, type, code, text, waiting } = values;
  const known = (value: string | number | undefined): value is string => typeof value === 'string' && value !== '';
  const parts = [
    known(name) && (known(other) ? `${shown(name)} · ${shown(other)}` : shown(name)),
    known(handle) && shown(handle),
    known(waiting) && t('expert.waiting', { handle: shown(waiting) }),
    known(unique) && shown(unique),
    type !== undefined && String(type),
    known(code) && `${shown(code)}: ${shown(String(text ?? ''))}`,
    typeof values['numerator'] === 'string' && `${values['numerator']}/${values['denominator']}`,
    typeof values['found'] === 'number' &&
      t('expert.arguments', { found: values['found'], expected: values['expected'] ?? 0 }),
    typeof values['bytes'] === 'number' && t('traffic.bytes', { count: values['bytes'] }),
    typeof values['grabs'] === 'number' && t('expert.grabs', { count: count(values['grabs']) }),
    typeof connection === 'number' && `#${connection}`,
  ];
  return parts.filter((part) => part !== false).join(' · ');
}
