export const SENDER = '982000123';

/** Distinct mobiles: `989120000000` and on. */
export const mobile = (index = 0): string => `98912${String(index).padStart(7, '0')}`;
