/**
 * Hides the middle of every run of seven digits or more: enough is left to recognise a number
 * one knows, not enough to call it. Works on single numbers and inside prose.
 */
export function maskNumbers(text: string): string {
  return text.replace(
    /[0-9۰-۹٠-٩]{7,}/g,
    (digits) => `${digits.slice(0, Math.min(5, digits.length - 5))}***${digits.slice(-2)}`,
  );
}
