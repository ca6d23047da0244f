/** A message of a few emoji and nothing else. */
export function LargeEmoji({ text }: { text: string }) {
  return (
    <p
      data-body
      dir="auto"
      className="own-box w-fit max-w-full py-0.5 text-[2rem] leading-[2.5rem] whitespace-pre-wrap wrap-anywhere"
    >
      {text}
    </p>
  );
}
