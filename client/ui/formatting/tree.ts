/** What a message is made of, as plain data: every screen draws it from this, and nothing in it is markup. */

export type Inline =
  | string
  | { kind: 'break' }
  | { kind: 'code'; text: string }
  | { kind: 'strong' | 'emphasis' | 'strike'; of: Inline[] }
  | {
      kind: 'link';
      /** Where it leads: http, https or mailto, as the browser will ask for it. */
      href: string;
      /** Its text is the address itself, which reads from left to right. */
      isAddress: boolean;
      of: Inline[];
    };

export type Block =
  | { kind: 'paragraph'; of: Inline[] }
  | { kind: 'heading'; level: number; of: Inline[] }
  | { kind: 'quote'; of: Block[] }
  | {
      kind: 'list' /** The number of the first item; null: the items have no order. */;
      start: number | null;
      of: Item[];
    }
  | {
      kind: 'code';
      text: string /** As it was written after the fence, in small letters. */;
      language: string | null;
    }
  | { kind: 'table'; columns: Alignment[]; head: Inline[][]; rows: Inline[][][] }
  | { kind: 'rule' }
  /** As it was written, with its line breaks: what is not worth the work of reading it (see parse.ts). */
  | { kind: 'plain'; of: Inline[] };

export type Alignment = 'start' | 'center' | 'end';

export interface Item {
  /** Whether it is done; null: it is no task. */
  checked: boolean | null;
  of: Block[];
}
