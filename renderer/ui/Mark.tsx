/** Gearbench's own mark: a gear on a bench. The same drawing is the application's icon, in resources/icon.svg. */
export function Mark() {
  return (
    <svg
      width="44"
      height="44"
      viewBox="0 0 48 48"
      fill="none"
      stroke="var(--accent-text)"
      strokeWidth="2.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      style={{ margin: '0 0 12px -4px' }}
      aria-hidden="true"
    >
      <circle cx="24" cy="19" r="4.5" />
      <circle cx="24" cy="19" r="9" />
      <path d="M24 6v4M24 28v4M11 19h4M33 19h4M14.8 9.8l2.8 2.8M30.4 25.4l2.8 2.8M33.2 9.8l-2.8 2.8M17.6 25.4l-2.8 2.8" />
      <path d="M5 38h38M11 38v5M37 38v5" />
    </svg>
  );
}
