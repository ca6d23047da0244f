import { Component, createRef, type ReactNode } from 'react';

interface HeldRowsProps {
  /** When this changes, what stands in it becomes higher or lower. */
  held: boolean | number;
  children: ReactNode;
}

interface Held {
  row: Element;
  top: number;
}

/**
 * Something in a message that comes or goes later: the first message in sight stays where it is, and whoever is at the
 * end stays there. A class, because only a class has a method that runs in the moment before.
 */
export class HeldRows extends Component<HeldRowsProps> {
  private readonly place = createRef<HTMLDivElement>();

  override getSnapshotBeforeUpdate(before: HeldRowsProps): Held | null {
    const scroller = this.scroller();
    if (before.held === this.props.held || !scroller || Math.abs(scroller.scrollTop) < 24) return null;
    const edge = scroller.getBoundingClientRect().top;
    const rows = [...scroller.querySelectorAll('[data-entry]')];
    const row = rows.find((each) => each.getBoundingClientRect().bottom > edge);
    return row ? { row, top: row.getBoundingClientRect().top } : null;
  }

  override componentDidUpdate(_props: HeldRowsProps, _state: unknown, held: Held | null) {
    const scroller = this.scroller();
    if (scroller && held) scroller.scrollTop += held.row.getBoundingClientRect().top - held.top;
  }

  override render() {
    return <div ref={this.place}>{this.props.children}</div>;
  }

  private scroller(): Element | null {
    return this.place.current?.closest('[data-scroller]') ?? null;
  }
}
