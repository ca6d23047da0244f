/** A small thing that can be done with an item of the list. */
export function Act({ word, onPress }: { word: string; onPress: () => void }) {
  return (
    <button
      type="button"
      onClick={onPress}
      className="min-h-6 rounded-control px-1.5 text-small font-semibold text-link underline-offset-2 hover:underline pointer-coarse:min-h-11 pointer-coarse:min-w-11"
    >
      {word}
    </button>
  );
}
