/** A line of a chart beside its name, in the colour of a token. */
export const LineSample = ({ token, dash }: { token: string; dash: readonly number[] }) => (
  <svg width={22} height={8} aria-hidden="true" style={{ stroke: `var(${token})` }}>
    <path d="M0 4h22" strokeDasharray={dash.join(' ')} />
  </svg>
);
