import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { Icon, type IconName } from '../parts/icon.js';

interface PanelProps {
  readonly icon: IconName;
  readonly title: string;
  readonly hint?: string;
  readonly children: ComponentChildren;
}

export function Panel({ icon, title, hint, children }: PanelProps) {
  const titleId = useId();
  return (
    <section class="panel" aria-labelledby={titleId}>
      <h2 id={titleId}>
        <Icon name={icon} />
        {title}
      </h2>
      {hint !== undefined && <p class="soft hint">{hint}</p>}
      {children}
    </section>
  );
}
