import { median } from './median.mjs';

export const medianOf = (windows, key) => median(windows.map((window) => window[key]));

/** Round by round, so that what slows a whole round down cancels out. */
export const ratioOf = (windows, base, key = 'micros') =>
  median(windows.map((window, round) => window[key] / base[round][key]));

/** The lowest and the highest of the rounds' ratios. */
export function ratioRange(windows, base) {
  const ratios = windows.map(({ micros }, round) => micros / base[round].micros);
  return [Math.min(...ratios), Math.max(...ratios)];
}

export const percent = (share) => `${Math.round(share * 100)} %`;
export const rounded = (number, digits) => Number(number.toFixed(digits));
