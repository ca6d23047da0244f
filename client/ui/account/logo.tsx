/** The sign of public/icon.svg, drawn in the page so that it is there with it. */
export function Logo() {
  return (
    <svg viewBox="0 0 32 32" width={24} height={24} aria-hidden="true">
      <rect width="32" height="32" rx="8" className="fill-accent" />
      <path
        d="M9 8.5h14a3 3 0 0 1 3 3v7a3 3 0 0 1-3 3h-7.2L11 25.6v-4.1H9a3 3 0 0 1-3-3v-7a3 3 0 0 1 3-3z"
        className="fill-accent-text"
      />
      <path d="M11 13.2h10M11 16.9h6" strokeWidth="1.9" strokeLinecap="round" className="stroke-accent" />
    </svg>
  );
}
