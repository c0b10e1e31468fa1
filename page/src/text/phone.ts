/** `989121234567` as people read it: `0912 123 4567`. Any other number stays as it is. */
export function readablePhone(number: string): string {
  const [, prefix, middle, end] = /^98(9\d\d)(\d{3})(\d{4})$/.exec(number) ?? [];
  return prefix ? `0${prefix} ${middle} ${end}` : number;
}
