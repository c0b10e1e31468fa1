const HUES = 6;

/** A tile for a number: its last two digits on one of a few colours, always the same for the same number. */
export function Avatar({ phone }: { readonly phone: string }) {
  let sum = 0;
  for (const character of phone) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973;
  return (
    <span class={`avatar hue-${sum % HUES}`} aria-hidden="true">
      <svg viewBox="0 0 40 40">
        <path d="M20 1l5.600 5.600h7.800v7.800L39 20l-5.600 5.600v7.800h-7.800L20 39l-5.600-5.600H6.600v-7.800L1 20l5.600-5.600V6.600h7.800L20 1Z" />
      </svg>
      <span>{phone.slice(-2)}</span>
    </span>
  );
}
