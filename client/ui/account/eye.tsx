/** An open eye or a closed one, drawn here: an icon library would outweigh the form it stands in. */
export function Eye({ crossed }: { crossed: boolean }) {
  return (
    <svg
      viewBox="0 0 24 24"
      width={16}
      height={16}
      fill="none"
      stroke="currentColor"
      strokeWidth={2}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d="M2 12c2-4.4 5.6-7 10-7s8 2.6 10 7c-2 4.4-5.6 7-10 7s-8-2.6-10-7z" />
      <circle cx="12" cy="12" r="3" />
      {crossed && <path d="M4 3l16 18" />}
    </svg>
  );
}
