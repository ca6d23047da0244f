/** Where an open menu hangs: at the button, or where the pointer was. */
export interface OpenMenu {
  row: HTMLElement;
  at: DOMRect;
  byKeyboard: boolean;
}
