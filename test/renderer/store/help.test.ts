import { beforeEach, expect, test } from 'vitest';
import { useStore } from '../../../renderer/store/index.ts';

const store = () => useStore.getState();
const place = () => store().help.place;

beforeEach(() => {
  useStore.setState({ help: { place: { page: 'index', section: '' }, before: [] } });
  store().closeSubmit();
});

test('help is of the screen in sight, and of the sheet over it', () => {
  store().go('workers');
  store().openHelp();
  expect([store().app.screen, place()]).toEqual(['help', { page: 'workers', section: '' }]);
  store().openHelp(); // the help has no help
  expect(place().page).toBe('workers');
  store().go('jobs');
  store().openSubmit();
  store().openHelp();
  expect([store().app.screen, place().page, store().submit.open]).toEqual(['help', 'submit', false]);
});

test('there is a way back to each page that was read, and no further', () => {
  store().readHelp({ page: 'traffic', section: '' });
  store().readHelp({ page: 'docs/filter.md', section: 'fields' });
  const pages = [1, 2, 3].map(() => {
    store().backInHelp();
    return place().page;
  });
  expect(pages).toEqual(['traffic', 'index', 'index']);
});
