/**
 * The keys of all actions on a message (message-actions.ts), as `KeyboardEvent` names them: known before the script of
 * the actions is here, so that the first of them that somebody presses waits for it.
 */
export const actionKeys = ['r', 't', 'f', 'p', 's', 'u', 'c', 'e', 'Delete'] as const;

export type ActionKey = (typeof actionKeys)[number];

export function isActionKey(key: string): key is ActionKey {
  return actionKeys.some((own) => own === key);
}
