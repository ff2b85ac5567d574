import { act, fireEvent, screen } from '@testing-library/react';
import { useState } from 'react';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { FixedRows, type GoTo, sameView, type View } from '../../../renderer/ui/FixedRows.tsx';
import { show } from '../../support/in-window.tsx';

const ROW = 24;
const HEAD = 24;
/** Ten rows fit below the head. */
const HEIGHT = HEAD + 10 * ROW;

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(HEIGHT);
  vi.spyOn(HTMLElement.prototype, 'scrollHeight', 'get').mockImplementation(function (this: HTMLElement) {
    const body = this.querySelectorAll<HTMLElement>('[role=rowgroup]')[1];
    return Math.max(HEIGHT, HEAD + Number.parseFloat(body?.style.height ?? '0'));
  });
  return () => void vi.restoreAllMocks();
});

interface ListProps {
  first?: number;
  end: number;
  follow?: boolean;
  /** The list never follows its end, as that of jobs. */
  still?: boolean;
  /** Takes what brings the rows; else they come at once. */
  onLate?: (arrive: () => void) => void;
  onKey?: (event: { key: string }) => boolean;
  goTo?: GoTo | null;
  said: string[];
  views: string[];
}

/** Numbers from `first` up to `end`, and an engine that has the rows that it is asked for. */
function List({ first = 0, end, follow = false, still = false, onLate, onKey, goTo = null, said, views }: ListProps) {
  const [view, setView] = useState<View>({ from: 0, rows: onLate ? 5 : 0 });
  const [selected, setSelected] = useState<number | null>(null);
  const [following, setFollowing] = useState(follow);
  const from = view.from === 'end' ? Math.max(first, end - view.rows) : Math.max(first, view.from);
  const rows = Array.from({ length: Math.max(0, Math.min(view.rows, end - from)) }, (_, index) => from + index);
  return (
    <FixedRows
      label="Numbers"
      head={<span>{'Number'}</span>}
      first={first}
      end={end}
      from={from}
      rows={rows}
      keyOf={(row) => row}
      selected={selected}
      onSelect={(row) => {
        said.push(`select ${row}`);
        setSelected(row);
      }}
      onOpen={(row) => said.push(`open ${row}`)}
      onView={(next) => {
        views.push(`${next.from}+${next.rows}`);
        const arrive = () => setView((last) => (sameView(last, next) ? last : next));
        if (onLate) onLate(arrive);
        else arrive();
      }}
      follow={following}
      goTo={goTo}
      {...(onKey && { onKey })}
      {...(!still && {
        onFollow: (next: boolean) => {
          said.push(`follow ${next}`);
          setFollowing(next);
        },
      })}
      cells={(row) => <span>{row}</span>}
      rowLabel={(row) => `Row ${row}`}
      empty={<p>{'Nothing here'}</p>}
    />
  );
}

function list(props: Omit<ListProps, 'said' | 'views'>) {
  const views: string[] = [];
  const said: string[] = [];
  const { rerender } = show(<List {...props} said={said} views={views} />);
  const grid = screen.getByRole('grid');
  return {
    grid,
    said: () => said.splice(0),
    views: () => views.splice(0),
    press: (...keys: string[]) => {
      for (const key of keys) fireEvent.keyDown(grid, { key });
      return said.splice(0);
    },
    scroll: (top: number) => {
      grid.scrollTop = top;
      fireEvent.scroll(grid);
    },
    goTo: (position: number) =>
      rerender(<List {...props} goTo={{ position, id: position + 1 }} said={said} views={views} />),
    grow: (range: { first: number; end: number }) => rerender(<List {...props} {...range} said={said} views={views} />),
    rows: () => screen.getAllByRole('row').slice(1),
  };
}

test('only rows near those in sight exist, each told by its place', () => {
  const { grid, views, rows } = list({ end: 100_000 });
  expect(views().at(-1)).toBe('0+34');
  expect([rows().length, rows()[33]?.getAttribute('aria-label'), rows()[33]?.getAttribute('aria-rowindex')]).toEqual([
    34,
    'Row 33',
    '35',
  ]);
  expect([grid.getAttribute('aria-rowcount'), rows()[2]?.style.transform]).toEqual(['100001', 'translateY(48px)']);
});

test('rows are asked for by their position wherever it is scrolled to', () => {
  const { scroll, views, rows } = list({ first: 1000, end: 3000 });
  views();
  scroll(500 * ROW);
  expect([views().at(-1), rows()[0]?.getAttribute('aria-label'), rows()[0]?.style.transform]).toEqual([
    '1488+34',
    'Row 1488',
    `translateY(${488 * ROW}px)`,
  ]);
});

test('following keeps the last row in sight and asks for the end', () => {
  const { grid, views, grow, rows } = list({ end: 100, follow: true });
  expect([views().at(-1), grid.scrollTop]).toEqual(['end+14', 90 * ROW]);
  grow({ first: 0, end: 150 });
  expect([grid.scrollTop, rows().at(-1)?.textContent]).toEqual([140 * ROW, '149']);
});

test('rows get a name for who cannot see them once they stay', () => {
  const { rows, press } = list({ end: 100, follow: true });
  const name = () => rows().at(-1)?.getAttribute('aria-label');
  expect(name()).toBeNull();
  press('ArrowUp');
  expect(name()).toBe('Row 99');
});

test('only the person ends the following; the list’s own scrolling does not', () => {
  const { grid, scroll, said } = list({ end: 100, follow: true });
  scroll(20 * ROW);
  expect(said()).toEqual([]);
  fireEvent.wheel(grid);
  scroll(19 * ROW);
  expect(said()).toEqual(['follow false']);
  scroll(100 * ROW - (HEIGHT - HEAD));
  expect(said()).toEqual(['follow true']);
});

test('rows that are forgotten at the beginning do not move what is read', () => {
  const { grid, scroll, grow } = list({ end: 1000 });
  scroll(500 * ROW);
  grow({ first: 30, end: 1030 });
  expect(grid.scrollTop).toBe(470 * ROW);
});

test('nor do rows that are found at the beginning, but for who is there', () => {
  const { grid, scroll, grow, rows } = list({ first: 500, end: 1500 });
  grow({ first: 450, end: 1500 });
  expect([grid.scrollTop, rows()[0]?.textContent]).toEqual([0, '450']);
  scroll(500 * ROW);
  grow({ first: 400, end: 1500 });
  expect(grid.scrollTop).toBe(550 * ROW);
});

test('keys move the selection, and the view with it', () => {
  const { grid, press, rows } = list({ end: 100 });
  expect(press('ArrowDown')).toEqual(['follow false', 'select 0']);
  const selected = (...keys: string[]) => press(...keys).filter((each) => each.startsWith('select'));
  expect(selected('ArrowDown', 'j', 'k', 'ArrowUp', 'ArrowUp')).toEqual([
    'select 1',
    'select 2',
    'select 1',
    'select 0',
    'select 0',
  ]);
  expect([selected('PageDown', ' '), grid.scrollTop]).toEqual([['select 9', 'select 18'], 19 * ROW - 10 * ROW]);
  expect(grid.getAttribute('aria-activedescendant')).toBe(
    rows().find((row) => row.getAttribute('aria-selected') === 'true')?.id,
  );
  expect([selected('PageUp', 'PageUp'), grid.scrollTop]).toEqual([['select 9', 'select 0'], 0]);
});

test('Enter opens the selected row; keys with a modifier are none of the list’s', () => {
  const { grid, press, said } = list({ end: 100 });
  expect(press('Enter')).toEqual([]);
  press('ArrowDown');
  expect(press('Enter')).toEqual(['open 0']);
  for (const modifier of ['ctrlKey', 'metaKey', 'altKey', 'isComposing']) {
    fireEvent.keyDown(grid, { key: 'ArrowDown', [modifier]: true });
  }
  expect(said()).toEqual([]);
});

test('letters and signs do nothing where they are switched off; other keys still do', () => {
  document.documentElement.dataset['singleKeys'] = 'off';
  onTestFinished(() => void delete document.documentElement.dataset['singleKeys']);
  const own: string[] = [];
  const { press } = list({ end: 100, onKey: ({ key }) => own.push(key) > 9 });
  expect(press('j', 'k', 'G', 'g', 'm', ';')).toEqual([]);
  expect(own).toEqual([]);
  const selected = (...keys: string[]) => press(...keys).filter((each) => each.startsWith('select'));
  expect(selected('ArrowDown', 'ArrowDown', ' ')).toEqual(['select 0', 'select 1', 'select 10']);
});

test('a click selects, a double click opens', () => {
  const { rows, said } = list({ end: 100 });
  fireEvent.click(rows()[4] as HTMLElement);
  fireEvent.doubleClick(rows()[4] as HTMLElement);
  expect(said()).toEqual(['select 4', 'open 4']);
});

test.each([false, true])('Home and End select the first and last row that is here (a still list: %s)', (still) => {
  const { press } = list({ end: 5, still });
  const selected = (key: string) => press(key).filter((each) => each.startsWith('select'));
  expect([selected('End'), selected('Home'), selected('G'), selected('g')]).toEqual([
    ['select 4'],
    ['select 0'],
    ['select 4'],
    ['select 0'],
  ]);
});

test('End goes to rows that are not here yet, and selects the last one when it comes', () => {
  let arrive = () => {};
  const { press, views, said } = list({
    end: 1000,
    onLate: (next) => {
      arrive = next;
    },
  });
  act(() => arrive());
  views();
  expect([press('End'), views().at(-1)]).toEqual([['follow true'], 'end+14']);
  act(() => arrive());
  expect(said()).toEqual(['select 999']);
});

test('keys that come faster than rows go on from where the keys before led', () => {
  let arrive = () => {};
  const { press, said } = list({
    end: 1000,
    onLate: (next) => {
      arrive = next;
    },
  });
  act(() => arrive());
  press('ArrowDown', 'End');
  act(() => arrive());
  said();
  press('Home', 'ArrowDown', 'ArrowDown');
  act(() => arrive());
  expect(said().at(-1)).toBe('select 2');
});

test('who is taken to another row is not taken back when rows come that a key asked for', () => {
  let arrive = () => {};
  const { press, said, goTo } = list({
    end: 1000,
    onLate: (next) => {
      arrive = next;
    },
  });
  act(() => arrive());
  press('ArrowDown', 'End');
  goTo(3);
  said();
  act(() => arrive());
  expect(said().filter((each) => each.startsWith('select'))).toEqual([]);
});

describe('more rows than browsers can scroll', () => {
  const ROWS = 2_000_000;
  const SEEN = (HEIGHT - HEAD) / ROW;
  const LOWEST = 8_000_000 + HEAD - HEIGHT;
  const wheel = (grid: HTMLElement, deltaY: number, deltaMode = 0) =>
    fireEvent(grid, new WheelEvent('wheel', { deltaY, deltaMode, bubbles: true, cancelable: true }));
  const movedBy = (element: HTMLElement | null) => Number(/\((.*)px/.exec(element?.style.transform ?? '')?.[1]);
  /** Where rows stand below the head, the first one in sight first. */
  const inSight = (rows: HTMLElement[]) =>
    rows
      .map((row) => ({ row: `Row ${row.textContent}`, at: movedBy(row) + movedBy(row.parentElement) }))
      .filter(({ at }) => at > -ROW && at < HEIGHT - HEAD)
      .map(({ row, at }) => `${row} ${Math.round(at)}`);

  test('the scroll bar goes from the first to the last of them', () => {
    const { grid, scroll, rows } = list({ end: ROWS });
    expect(grid.querySelectorAll<HTMLElement>('[role=rowgroup]')[1]?.style.height).toBe('8000000px');
    expect(inSight(rows())[0]).toBe('Row 0 0');
    scroll(LOWEST);
    expect(inSight(rows())).toEqual(Array.from({ length: SEEN }, (_, at) => `Row ${ROWS - SEEN + at} ${at * ROW}`));
    fireEvent.pointerDown(grid);
    scroll(LOWEST / 2);
    expect(inSight(rows())[0]).toBe(`Row ${(ROWS - SEEN) / 2} 0`);
  });

  test('wheel and keys move by rows', () => {
    const { grid, rows, press } = list({ end: ROWS });
    wheel(grid, 3 * ROW);
    expect(inSight(rows())[0]).toBe('Row 3 0');
    wheel(grid, 1, 1);
    expect(inSight(rows())[0]).toBe('Row 6 0');
    wheel(grid, ROW / 2);
    expect(inSight(rows())[0]).toBe('Row 6 -12');
    wheel(grid, -1000);
    expect(inSight(rows())[0]).toBe('Row 0 0');
    const selected = (...keys: string[]) => press(...keys).filter((each) => each.startsWith('select'));
    expect(selected('ArrowDown', 'PageDown', 'PageDown')).toEqual(['select 0', 'select 9', 'select 18']);
    expect(inSight(rows())[0]).toBe('Row 9 0');
    expect([selected('End'), inSight(rows()).at(-1)]).toEqual([[`select ${ROWS - 1}`], `Row ${ROWS - 1} ${9 * ROW}`]);
    expect([selected('ArrowUp', 'g'), inSight(rows())[0]]).toEqual([[`select ${ROWS - 2}`, 'select 0'], 'Row 0 0']);
  });

  test('any row can be gone to', () => {
    const { rows, goTo } = list({ end: ROWS });
    for (const row of [1_234_567, 0, ROWS - 1]) {
      goTo(row);
      expect(inSight(rows()).map((each) => each.split(' ')[1])).toContain(String(row));
    }
  });

  test('the last ones are in sight as they come', () => {
    const { rows, grow } = list({ end: ROWS, follow: true });
    expect(inSight(rows()).at(-1)).toBe(`Row ${ROWS - 1} ${9 * ROW}`);
    grow({ first: 500, end: ROWS + 500 });
    expect(inSight(rows()).at(-1)).toBe(`Row ${ROWS + 499} ${9 * ROW}`);
  });

  test('what is read stays while others come and go', () => {
    const { rows, grow, goTo } = list({ end: ROWS });
    goTo(1_000_000);
    const before = inSight(rows());
    const styled = new MutationObserver(() => {});
    styled.observe(screen.getByRole('grid'), { attributes: true, attributeFilter: ['style'], subtree: true });
    grow({ first: 700, end: ROWS + 700 });
    expect([inSight(rows()), styled.takeRecords().length]).toEqual([before, 0]);
    styled.disconnect();
  });
});

test('an element serves for one row after the other', () => {
  const { grow, rows } = list({ end: 100, follow: true });
  const before = rows();
  grow({ first: 0, end: 105 });
  const after = rows();
  expect(after.slice(0, 9)).toEqual(before.slice(5));
  expect(after.every((row) => before.includes(row))).toBe(true);
});

test('where all rows are others, no element changes its place', () => {
  const { grow, rows } = list({ end: 100, follow: true });
  grow({ first: 0, end: 105 });
  grow({ first: 0, end: 5105 });
  const before = rows();
  for (const end of [12_345, 20_001, 30_030]) {
    grow({ first: 0, end });
    expect([rows().every((row, at) => row === before[at]), rows().at(-1)?.textContent]).toEqual([true, `${end - 1}`]);
  }
});

test('what is in a row is made again only for another row', () => {
  const rows = Array.from({ length: 30 }, (_, seq) => ({ seq }));
  const made: string[] = [];
  const cells = (row: { seq: number }, above: { seq: number } | undefined) => {
    made.push(`${above?.seq ?? ''}>${row.seq}`);
    return <span>{row.seq}</span>;
  };
  const rowsFrom = (first: number, shown: { seq: number }[]) => (
    <FixedRows
      label="Numbers"
      head={null}
      first={first}
      end={100}
      from={10}
      rows={shown}
      keyOf={({ seq }) => seq}
      selected={null}
      onSelect={() => {}}
      onView={() => {}}
      cells={cells}
    />
  );
  const { rerender } = show(rowsFrom(0, rows));
  expect(made.splice(0)).toHaveLength(30);
  rerender(rowsFrom(3, rows));
  expect([made, screen.getAllByRole('row').at(-1)?.getAttribute('aria-rowindex')]).toEqual([[], '38']);
  rerender(rowsFrom(3, rows.with(7, { seq: 7 })));
  expect(made).toEqual(['6>7', '7>8']);
});

test('the height of the list is asked for when it changes only', () => {
  const { grow, press } = list({ end: 100, follow: true });
  const asked = vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockClear();
  grow({ first: 0, end: 150 });
  press('ArrowUp', 'ArrowUp');
  expect(asked).not.toHaveBeenCalled();
});

test('the focus stays in the list when the row that was clicked goes', () => {
  const { grid, rows, grow } = list({ end: 100, follow: true });
  act(() => rows().at(-1)?.focus());
  grow({ first: 98, end: 99 });
  expect([document.activeElement === grid, grid.hasAttribute('data-focus')]).toEqual([true, true]);
});

test('a selected row that was scrolled away from is where keys go on', () => {
  const { press, scroll } = list({ end: 1000 });
  press('ArrowDown', 'ArrowDown');
  scroll(500 * ROW);
  expect(press('ArrowDown')).toEqual(['follow false', 'select 2']);
});

test('keys of its owner go first', () => {
  const { press } = list({ end: 10, onKey: ({ key }) => key === 'm' });
  expect([press('m'), press('j')]).toEqual([[], ['follow false', 'select 0']]);
});

test('an empty list says so, and keys do nothing in it', () => {
  const { press, said } = list({ end: 0 });
  expect([screen.getByText('Nothing here').tagName, press('ArrowDown', 'Enter'), said()]).toEqual(['P', [], []]);
});
