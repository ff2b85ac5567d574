/** The field of the filter, for keys that go there from anywhere. */
export const FILTER_ID = 'traffic-filter';

export const focusFilter = (): void => document.getElementById(FILTER_ID)?.focus();
