import { loadLater, useLater } from '#ui/parts/load-later.ts';
import { useIsHere } from '#ui/parts/use-first-sign.ts';
import { useColours } from './use-colours.ts';

const copyCode = loadLater(async () => (await import('./copy-code.tsx')).CopyCode);

/** Code in a scroller of its own, as it was written. */
export function CodeBlock({ text, language }: { text: string; language: string | null }) {
  const { element, colours } = useColours(text, language);
  const CopyCode = useLater(copyCode, useIsHere());
  return (
    <figure
      ref={element}
      className="group/code relative my-0.5 w-full min-w-0 max-w-full rounded-control border border-border bg-sunken"
    >
      {language !== null && (
        <figcaption className="px-3 pt-1.5 text-tiny text-muted select-none">
          <bdi>{language}</bdi>
        </figcaption>
      )}
      <pre
        dir="ltr"
        className="max-h-[36rem] overflow-auto px-3 py-2 pe-12 font-mono text-small leading-5 [tab-size:4] [overflow-wrap:normal]"
      >
        {/* Where it is too wide, the browser lets the keys come to what scrolls. */}
        <code tabIndex={-1}>{colours ?? text}</code>
      </pre>
      {CopyCode && <CopyCode text={text} />}
    </figure>
  );
}
