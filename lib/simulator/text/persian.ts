/**
 * Makes texts comparable: Arabic ي and ك become ی and ک, Persian and Arabic digits become Latin ones.
 * Each replacement is one character long, so lengths and positions stay.
 */
export function foldPersian(text: string): string {
  return text
    .replace(/[يى]/g, 'ی')
    .replace(/ك/g, 'ک')
    .replace(/[۰-۹٠-٩]/g, (digit) => String(digit.charCodeAt(0) & 0xf));
}
