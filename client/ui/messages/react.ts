import type { Message } from '#contract/messages.ts';
import type { ChatActions } from '#state/actions.ts';
import type { DialogRequest } from '#ui/navigation/open-dialog.ts';
import { isCovered } from '#ui/parts/focus.ts';

interface Means {
  actions: Pick<ChatActions, 'change'>;
  openDialog: (request: DialogRequest) => void;
}

/** Opens the picker for one's own reaction to a message, beside what has the focus in its row. */
export function openReactionPicker(message: Message, { actions, openDialog }: Means): void {
  const { activeElement } = document;
  // It may stand on the page twice, as the root of a thread does.
  const rows = [...document.querySelectorAll<HTMLElement>(`[data-entry="${CSS.escape(message.clientId)}"]`)];
  const focused = rows.find((one) => one.contains(activeElement));
  const row = focused ?? rows.find((one) => one.matches(':hover')) ?? rows[0];
  const at = (focused ? activeElement : row)?.getBoundingClientRect() ?? new DOMRect();
  // The bar goes with the focus: the message keeps it, for the way back.
  if (!isCovered()) row?.focus({ preventScroll: true });
  openDialog({
    name: 'emoji',
    at,
    onPick: (emoji) => actions.change(message, { kind: 'react', emoji, given: true }),
  });
}
