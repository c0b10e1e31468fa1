import { Component, createElement, type FunctionComponent } from 'preact';

/** A component that is drawn again only when one of its props is another. Preact keeps this in its larger half. */
export function memo<P extends object>(Inner: FunctionComponent<P>): FunctionComponent<P> {
  return class Memo extends Component<P> {
    override shouldComponentUpdate(next: P): boolean {
      const before: Record<string, unknown> = this.props as never;
      return Object.entries(next).some(([name, value]) => !Object.is(before[name], value));
    }

    override render(props: P) {
      return createElement(Inner, props as never);
    }
  } as never;
}
