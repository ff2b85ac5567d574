import { ChevronRight } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { CONSOLE_LINE_MOST } from '../../../main/contract/server-console.ts';
import type { ServerInfo } from '../../../main/contract/servers.ts';
import { type MessageId, type Text, useText } from '../../i18n/text.tsx';
import { wireOf } from '../../lib/bytes.ts';
import { type LineOffer, linesOf, namesWanted, offersFor } from '../../lib/console-lines.ts';
import { labelOf } from '../../lib/server-label.ts';
import { useStore } from '../../store/index.ts';
import { handlesIn, isWaiting, type NOTHING_SPOKEN, refusedBy } from '../../store/server-console.ts';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Option } from '../../ui/Option.tsx';
import styles from './Console.module.css';

interface LineFieldProps {
  info: ServerInfo;
  spoken: typeof NOTHING_SPOKEN;
}

/** Where a line is typed. What may be meant is offered above it: ↓ goes there, Tab takes the first; ↑ brings earlier lines back. */
export function LineField({ info, spoken }: LineFieldProps) {
  const { t } = useText();
  const { id } = info;
  const { typed } = spoken;
  const { typeLine, recallLine, sayLine, hushServer, clearConsole, focusedConsole } = useStore.getState();
  const wanted = useStore((store) => store.serverConsole.wanted);
  const input = useRef<HTMLInputElement>(null);
  const list = useId();
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const waits = isWaiting(spoken);
  const wantsJob = namesWanted(typed) === 'job';
  const { entries } = spoken;
  const handles = useMemo(() => (wantsJob ? handlesIn(entries) : []), [wantsJob, entries]);
  const known = { names: wantsJob ? handles : spoken.functions, refused: refusedBy(entries) };
  const offers = isOpen ? offersFor(typed, linesOf(info), known) : [];
  const marked = offers[active];
  const tooLong = wireOf(typed.trim()).length > CONSOLE_LINE_MOST;
  useEffect(() => {
    if (!wanted) return;
    input.current?.focus();
    focusedConsole();
  }, [wanted, focusedConsole]);

  function take(offer: LineOffer): void {
    setActive(-1);
    setOpen(offer.text.endsWith(' '));
    typeLine(id, offer.text);
    input.current?.focus();
  }

  function send(): void {
    setOpen(false);
    void sayLine(id);
  }

  function recall(step: 1 | -1): void {
    setOpen(false);
    recallLine(id, step);
    // The caret goes to the end when the line is in the field.
    requestAnimationFrame(() => input.current?.setSelectionRange(1e6, 1e6));
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
    if (ctrlKey && !metaKey && !altKey && key.toLowerCase() === 'l') clearConsole(id);
    else if (ctrlKey || metaKey || altKey || shiftKey) return;
    else if (key === 'ArrowDown' && offers.length > 0) setActive(Math.min(active + 1, offers.length - 1));
    else if (key === 'ArrowUp' && active >= 0) setActive(active - 1);
    else if (key === 'ArrowUp') recall(-1);
    else if (key === 'ArrowDown') recall(1);
    else if (key === 'Tab' && offers[Math.max(0, active)] !== undefined) take(offers[Math.max(0, active)] as LineOffer);
    else if (key === 'Enter' && marked !== undefined) take(marked);
    else if (key === 'Enter') send();
    else if (key === 'Escape' && offers.length > 0) setOpen(false);
    else if (key === 'Escape' && waits) hushServer(id);
    else if (key === 'Escape' && typed !== '') typeLine(id, '');
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  const label = t('console.field', { name: labelOf(info, t) });
  return (
    <div className={styles.prompt}>
      <Icon of={ChevronRight} small />
      <input
        ref={input}
        className="field field--code"
        role="combobox"
        aria-label={label}
        aria-autocomplete="list"
        aria-expanded={offers.length > 0}
        aria-controls={offers.length > 0 ? list : undefined}
        aria-activedescendant={marked === undefined ? undefined : `${list}-${active}`}
        aria-invalid={tooLong}
        title={tooLong ? t('console.tooLong', { most: CONSOLE_LINE_MOST }) : undefined}
        placeholder={t('console.placeholder')}
        value={typed}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        onChange={({ target }) => {
          setActive(-1);
          setOpen(true);
          typeLine(id, target.value);
        }}
        onKeyDown={onKeyDown}
        onBlur={() => setOpen(false)}
      />
      {waits ? (
        <Button onClick={() => hushServer(id)}>{t('console.stop')}</Button>
      ) : (
        <Button variant="primary" disabled={typed.trim() === '' || tooLong} onClick={send}>
          {t('console.send')}
        </Button>
      )}
      {offers.length > 0 && (
        <div className={`menu ${styles.offers}`}>
          <div id={list} role="listbox" aria-label={t('console.offers')}>
            {offers.map((offer, at) => (
              <Option
                key={offer.text}
                id={`${list}-${at}`}
                active={at === active}
                className={`menu__item ${styles.offer}`}
                onPoint={() => setActive(at)}
                onTake={() => take(offer)}
              >
                <span className="code truncate">{wordsOf(offer)}</span>
                <span className="faint truncate">{glossOf(offer, t)}</span>
              </Option>
            ))}
          </div>
          <p className={styles.keys}>{t('console.offers.keys')}</p>
        </div>
      )}
    </div>
  );
}

const glossOf = ({ line }: LineOffer, t: Text['t']): string =>
  line === null ? '' : t(`console.line.${line.trim()}` as MessageId);

/** A line, or the name that would stand at its end. */
const wordsOf = ({ text, line }: LineOffer): string =>
  line === null ? text.slice(text.lastIndexOf(' ') + 1) : text.trim();
