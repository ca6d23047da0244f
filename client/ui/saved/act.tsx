/** A small thing that can be done with an item of the list. */
export function Act({ word, onPress }: { word: string; onPress: () => void }) {
  return (
    <button type="button" onClick={onPress} className="word-action px-1.5 text-small pointer-coarse:min-w-11">
      {word}
    </button>
  );
}
