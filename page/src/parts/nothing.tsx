import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.js';

interface NothingProps {
  readonly icon: IconName;
  readonly title: string;
  readonly children?: ComponentChildren;
}

/** The content of a pane that has nothing to show. */
export function Nothing({ icon, title, children }: NothingProps) {
  return (
    <div class="nothing">
      <span class="nothing-tile">
        <Icon name={icon} />
      </span>
      <h2>{title}</h2>
      {children}
    </div>
  );
}
