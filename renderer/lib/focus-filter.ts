/** The field of the filter, for keys that go there from anywhere. */
export const FILTER_ID = 'traffic-filter';

/** The field that searches the screen that is shown. */
export const focusSearch = (): void => document.querySelector<HTMLElement>('main input[type="search"]')?.focus();

export const focusFilter = (): void => document.getElementById(FILTER_ID)?.focus();
