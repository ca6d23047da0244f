import { X } from 'lucide-react';
import { Button } from '#ui/parts/button.tsx';
import { IconButton } from '#ui/parts/icon-button.tsx';
import { codeWords } from './code-words.ts';
import type { Formatting } from './use-formatting.tsx';

/** Asked once after code was pasted, which stands in the field as it was. */
export function CodeOffer({ offer }: Pick<Formatting, 'offer'>) {
  if (!offer) return null;
  return (
    <div role="status" className="flex flex-wrap items-center gap-2 pb-2 text-small text-muted">
      <span className="min-w-0 flex-1 ps-1">{codeWords.isCode}</span>
      <Button onClick={offer.accept}>{codeWords.makeCode}</Button>
      <IconButton label={codeWords.keep} onClick={offer.dismiss}>
        <X size={16} aria-hidden />
      </IconButton>
    </div>
  );
}
