import { Component, type ReactNode, type RefObject } from 'react';
import { type Anchor, goToEnd, isAtEnd, measureAnchor, restoreAnchor } from './scroller.ts';
import type { VisibleRows } from './visible-rows.ts';

interface HoldPositionProps {
  scroller: RefObject<HTMLElement | null>;
  /** The newest message is loaded: whoever is at the end stays at the end. */
  complete: boolean;
  visibleRows: Pick<VisibleRows, 'inOrder'>;
  /** Called after every change, when the position is held. */
  onHeld: () => void;
  children: ReactNode;
}

/**
 * Keeps what is read where it is while messages come and go around it: one message is measured just before
 * the change and put back just after. A class, because only a class has a method that runs in the moment before.
 */
export class HoldPosition extends Component<HoldPositionProps> {
  /** What is drawn the same moves nothing. */
  override shouldComponentUpdate(next: HoldPositionProps): boolean {
    return next.children !== this.props.children;
  }

  override getSnapshotBeforeUpdate(before: HoldPositionProps): Anchor | 'end' | null {
    const scroller = before.scroller.current;
    if (!scroller) return null;
    return before.complete && isAtEnd(scroller)
      ? 'end'
      : measureAnchor(scroller, before.visibleRows.inOrder());
  }

  override componentDidUpdate(_props: HoldPositionProps, _state: unknown, held: Anchor | 'end' | null) {
    const scroller = this.props.scroller.current;
    if (scroller && held === 'end') goToEnd(scroller);
    if (scroller && held && held !== 'end') restoreAnchor(scroller, held);
    this.props.onHeld();
  }

  override render() {
    return this.props.children;
  }
}
