/** Stands where there is nothing to say. */
export const Nothing = () => <span className="faint">{'–'}</span>;
