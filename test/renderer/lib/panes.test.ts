import { expect, onTestFinished, test, vi } from 'vitest';
import { movePane } from '../../../renderer/lib/panes.ts';

test('F6 goes from pane to pane and around, to what is chosen in each', () => {
  vi.spyOn(HTMLElement.prototype, 'checkVisibility').mockReturnValue(true);
  onTestFinished(() => {
    vi.restoreAllMocks();
    document.body.replaceChildren();
  });
  document.body.innerHTML = `
    <nav><button id="one"></button><button id="two" aria-current="page"></button></nav>
    <div role="grid" tabindex="0" id="list"></div>
    <div data-pane><span></span></div>
    <section data-pane><button id="last"></button></section>`;
  const visited = (...steps: (1 | -1)[]) =>
    steps.map((step) => {
      movePane(step);
      return document.activeElement?.id;
    });
  expect(visited(1, 1, 1, 1, -1, -1)).toEqual(['two', 'list', 'last', 'two', 'last', 'list']);
});
