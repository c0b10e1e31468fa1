/** Line drawings on a grid of 24, in the colour of the text around them. */
const PATHS = {
  messages: 'M4 5h16v11H9l-5 4V5Z',
  requests: 'M4 8h13m-4-4 4 4-4 4M20 16H7m4-4-4 4 4 4',
  controls: 'M5 4v7m0 4v5m7-16v3m0 4v9m7-16v9m0 4v3M2.5 13h5m2-4h5m2 6h5',
  search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13Zm4.7-1.8L20 20',
  close: 'm6 6 12 12M18 6 6 18',
  back: 'm14 6-6 6 6 6',
  plus: 'M12 5v14M5 12h14',
  send: 'M4 12 20 5l-5 15-3.5-6.5L4 12Z',
  sun: 'M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm0-13v2m0 14v2m9-9h-2M5 12H3m15.4-6.4L17 7M7 17l-1.4 1.4m12.8 0L17 17M7 7 5.600 5.600',
  moon: 'M20 14.500A8.500 8.500 0 0 1 9.500 4a8.500 8.500 0 1 0 10.500 10.500Z',
  system: 'M4 5h16v11H4V5Zm5 15h6m-3-4v4',
  copy: 'M9 9h11v11H9V9Zm6 0V4H4v11h5',
  check: 'm5 12.500 4.500 4.500L19 7.500',
  trash: 'M5 7h14M10 7V4h4v3m-7 0 1 13h8l1-13',
  bolt: 'M13 3 5 14h6l-1 7 8-11h-6l1-7Z',
  clock: 'M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16Zm0-12.500V12l3 2',
  coin: 'M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16Zm-2.500-5.500c.5 1 1.400 1.500 2.500 1.500 1.500 0 2.500-.8 2.500-2s-1-1.700-2.500-2-2.500-.8-2.500-2 1-2 2.500-2c1.100 0 2 .5 2.500 1.500M12 6.500V8m0 8v1.500',
  keyboard: 'M3 7h18v10H3V7Zm4 3.500h.01m3.300 0h.01m3.300 0h.01m3.300 0h.01M8 14h8',
  down: 'M12 5v14m-6-6 6 6 6-6',
  key: 'M9 15a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm4-4h8m-3 0v3',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class={`icon icon-${name}`} viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}

/** Two squares turned into each other: the khatam of Persian tiles, here with the tail of a speech bubble. */
export function Mark() {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true">
      <path
        fill="currentColor"
        d="M16 2.500 20 6h5.500v5.500L29.500 15.500 25.500 19.500V25H20l-4 4.500L12 25H6.500v-5.500L2.500 15.500l4-4V6H12l4-3.500Z"
      />
      <circle class="mark-dot" cx="10.500" cy="15.500" r="1.900" />
      <circle class="mark-dot" cx="16" cy="15.500" r="1.900" />
      <circle class="mark-dot" cx="21.500" cy="15.500" r="1.900" />
    </svg>
  );
}
